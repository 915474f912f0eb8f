use chrono::{Days, NaiveDate};
use common::date;
use common::deposit::{DEPOSITS, DEPOSITS_CSV, DEPOSITS_XLSX, DepositPage, DepositRow, Stage};
use common::project::Industry;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use crate::head::Title;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

const PATH: &str = "/official/deposits";
/// Guarantees that expire within so many days are worth a look.
const SOON_DAYS: u64 = 60;
/// The filters that stand in the address.
const FILTERS: [&str; 6] = ["stage", "expires_by", "sweep", "street", "industry", "q"];

/// 工资保证金: every deposit in reach, what is late or expires first.
pub fn deposits_page() -> AnyView {
    let query = use_query_map();
    let path = move || address(DEPOSITS, &query.read(), &[("after", &query.read().get("after").unwrap_or_default())]);
    view! {
        <Title text="工资保证金"/>
        {heading("工资保证金")}
        {filters(query)}
        {loaded(path, move |page: &DepositPage| found(page, &query.read_untracked()))}
    }
    .into_any()
}

/// A path with the filters of the address, and others that hold instead of them.
fn address(path: &str, query: &ParamsMap, instead: &[(&str, &str)]) -> String {
    let kept = FILTERS.iter().filter(|key| instead.iter().all(|(other, _)| other != *key));
    let kept: Vec<(&str, String)> = kept.map(|key| (*key, query.get(key).unwrap_or_default())).collect();
    let parts = kept.iter().map(|(key, value)| (*key, value.as_str())).chain(instead.iter().copied());
    query_text(path, &parts.collect::<Vec<_>>())
}

fn filters(query: Memo<ParamsMap>) -> AnyView {
    let navigate = use_navigate();
    let choose = move |key: &'static str| {
        let navigate = navigate.clone();
        move |event: leptos::ev::Event| {
            let to = address(PATH, &query.read_untracked(), &[(key, event_target_value(&event).trim())]);
            navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let now = move |key: &'static str| move || query.read().get(key).unwrap_or_default();
    let stages = Stage::ALL.iter().map(|stage| (stage.as_str(), stage.label()));
    let industries = Industry::ALL.iter().map(|industry| (industry.as_str(), industry.label()));
    view! {
        <form class="filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                "状态"
                <select prop:value=now("stage") on:change=choose("stage")>
                    {options(stages)}
                </select>
            </label>
            <label>
                "行业"
                <select prop:value=now("industry") on:change=choose("industry")>
                    {options(industries)}
                </select>
            </label>
            <label>
                "街道"
                <input prop:value=now("street") on:change=choose("street") placeholder="全名"/>
            </label>
            <label>
                "项目或总包"
                <input type="search" prop:value=now("q") on:change=choose("q") placeholder="名称里的几个字"/>
            </label>
        </form>
    }
    .into_any()
}

fn options(all: impl Iterator<Item = (&'static str, &'static str)>) -> AnyView {
    let rest: Vec<_> = all.map(|(value, label)| view! { <option value=value>{label}</option> }).collect();
    view! {
        <option value="">"全部"</option>
        {rest}
    }
    .into_any()
}

fn found(page: &DepositPage, query: &ParamsMap) -> AnyView {
    let today = page.today;
    let next = page.next.as_deref().map(|next| address(PATH, query, &[("after", next)]));
    view! {
        {views(query, today)}
        <p class="deposit-count" role="status">
            {format!("共{}笔", page.count)}
            <span class="deposit-line">
                <a href=address(DEPOSITS_XLSX, query, &[]) rel="external" download="deposits.xlsx">"导出 Excel"</a>
                <a href=address(DEPOSITS_CSV, query, &[]) rel="external" download="deposits.csv">"导出 CSV"</a>
            </span>
        </p>
        {if page.rows.is_empty() {
            view! { <p class="note">"没有符合条件的保证金。" <a href=PATH>"看全部"</a></p> }.into_any()
        } else {
            table(&page.rows, today)
        }}
        {next.map(|next| view! { <p><a href=next>"下一页"</a></p> })}
    }
    .into_any()
}

/// The three questions of every week, as links.
fn views(query: &ParamsMap, today: NaiveDate) -> AnyView {
    let soon = today.checked_add_days(Days::new(SOON_DAYS)).unwrap_or(today);
    let (expiring, sweep) = (query.get("expires_by").is_some(), query.get("sweep").is_some());
    let link = |to: String, label: &'static str, current: bool| {
        view! { <a href=to aria-current=current.then_some("page")>{label}</a> }
    };
    view! {
        <div class="deposit-line deposit-views" role="group" aria-label="常用查看">
            {link(PATH.to_owned(), "先到期、先逾期", !expiring && !sweep)}
            {link(format!("{PATH}?expires_by={soon}"), "60天内到期的保函", expiring)}
            {link(format!("{PATH}?sweep=1"), "完工未申请返还", sweep)}
        </div>
    }
    .into_any()
}

fn table(rows: &[DepositRow], today: NaiveDate) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="保证金列表">
            <table class="deposit-table">
                <thead>
                    <tr>
                        <th scope="col">"项目"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col" class="right">"金额"</th>
                        <th scope="col">"下一期限"</th>
                        <th scope="col">"保函"</th>
                    </tr>
                </thead>
                <tbody>{rows.iter().map(|row| line(row, today)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &DepositRow, today: NaiveDate) -> AnyView {
    let place: Vec<&str> = [row.contractor.as_deref(), row.street.as_deref()].into_iter().flatten().collect();
    view! {
        <tr>
            <td>
                <a href=format!("/official/projects/{}/deposit", row.number)>{row.project.clone()}</a>
                <small class="deposit-small">{place.join("，")}</small>
            </td>
            <td>{stage_tag(row.stage, row.valid_until, today)}</td>
            <td class="right">
                {row.amount.map(|sum| sum.label())}
                <small class="deposit-small">{row.form.map_or("未登记", |form| form.label())}</small>
            </td>
            <td>{row.clock.as_ref().map(|clock| due(&clock.what, clock.by, today))}</td>
            <td>
                {row.claim_by.map(|claim_by| due("最后可索赔", claim_by, today))}
                {row.valid_until.map(|day| {
                    view! { <small class="deposit-small">{format!("有效期至{}", date::label(day))}</small> }
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// A day by which something must be done, and how far it is.
pub fn due(what: &str, by: NaiveDate, today: NaiveDate) -> AnyView {
    let days = by.signed_duration_since(today).num_days();
    let (class, left) = match days {
        ..0 => ("tag late", format!("已过{}天", -days)),
        0 => ("tag late", "今天截止".to_owned()),
        1..=30 => ("tag slow", format!("还有{days}天")),
        _ => ("deposit-far", format!("还有{days}天")),
    };
    view! {
        <span class="deposit-due">
            {format!("{what}：{} ", date::label(by))}
            <span class=class>{left}</span>
        </span>
    }
    .into_any()
}

/// Where a deposit stands: good while it is in hand, late while one is missing or its guarantee is over.
pub fn stage_tag(stage: Stage, valid_until: Option<NaiveDate>, today: NaiveDate) -> AnyView {
    let lapsed = valid_until.is_some_and(|day| day < today);
    let class = match stage {
        Stage::Due | Stage::RefillDue | Stage::Objected => "tag late",
        Stage::Stored | Stage::Returned | Stage::Exempt if !lapsed => "tag good",
        _ => "tag",
    };
    view! {
        <span class=class>{stage.label()}</span>
        {lapsed.then(|| view! { " " <span class="tag late">"保函已过期"</span> })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_stay_in_the_address_and_a_change_begins_at_the_first_page() {
        let mut query = ParamsMap::new();
        query.insert("street", "北苑街道".to_owned());
        query.insert("after", "2026-01-01.3".to_owned());
        let street = "street=%E5%8C%97%E8%8B%91%E8%A1%97%E9%81%93";
        assert_eq!(address(PATH, &query, &[("after", "x")]), format!("{PATH}?{street}&after=x"));
        assert_eq!(address(PATH, &query, &[("stage", "due")]), format!("{PATH}?{street}&stage=due"));
        assert_eq!(address(PATH, &query, &[("street", "")]), PATH);
    }
}
