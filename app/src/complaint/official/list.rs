use chrono::NaiveDate;
use common::auth::Action;
use common::complaint::{COMPLAINTS, ComplaintPage, ComplaintRow, Standing, Via};
use common::date;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use super::{due, tag};
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

const PATH: &str = "/official/complaints";
/// The filters that stand in the address.
const FILTERS: [&str; 5] = ["stage", "source", "street", "late", "q"];

/// 投诉: every complaint in reach, the most urgent first.
pub fn complaints_page() -> AnyView {
    let query = use_query_map();
    let path = move || address(COMPLAINTS, &query.read(), &[("after", &query.read().get("after").unwrap_or_default())]);
    let takes = Session::here().may(Action::TakeComplaint);
    view! {
        <Title text="投诉"/>
        {heading("投诉")}
        {takes.then(|| view! { <p><a href=format!("{PATH}/new")>"代为登记一件"</a></p> })}
        {filters(query)}
        {loaded(path, move |page: &ComplaintPage| found(page, &query.read_untracked()))}
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
    let option = |(value, label): (&'static str, &'static str)| view! { <option value=value>{label}</option> };
    let stages: Vec<_> = Standing::ALL.iter().map(|it| option((it.as_str(), it.label()))).collect();
    let sources: Vec<_> = Via::ALL.iter().map(|it| option((it.as_str(), it.label()))).collect();
    view! {
        <form class="filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                "状态"
                <select prop:value=now("stage") on:change=choose("stage")>
                    <option value="">"全部"</option>
                    {stages}
                </select>
            </label>
            <label>
                "期限"
                <select prop:value=now("late") on:change=choose("late")>
                    <option value="">"全部"</option>
                    <option value="1">"已超期"</option>
                </select>
            </label>
            <label>
                "来源"
                <select prop:value=now("source") on:change=choose("source")>
                    <option value="">"全部"</option>
                    {sources}
                </select>
            </label>
            <label>
                "街道"
                <input prop:value=now("street") on:change=choose("street") placeholder="全名"/>
            </label>
            <label>
                "工地或总包"
                <input type="search" prop:value=now("q") on:change=choose("q") placeholder="名称里的几个字"/>
            </label>
        </form>
    }
    .into_any()
}

fn found(page: &ComplaintPage, query: &ParamsMap) -> AnyView {
    let today = page.today;
    let next = page.next.as_deref().map(|next| address(PATH, query, &[("after", next)]));
    let table = if page.rows.is_empty() {
        view! { <p class="note">"没有符合条件的投诉。" <a href=PATH>"看全部"</a></p> }.into_any()
    } else {
        table(&page.rows, today)
    };
    view! {
        <p role="status">{format!("共{}件，先到期的在前", page.count)}</p>
        {table}
        {next.map(|next| view! { <p><a href=next>"下一页"</a></p> })}
    }
    .into_any()
}

fn table(rows: &[ComplaintRow], today: NaiveDate) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="投诉列表">
            <table class="complaint-table">
                <thead>
                    <tr>
                        <th scope="col" class="right">"登记号"</th>
                        <th scope="col">"工地"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col">"下一期限"</th>
                        <th scope="col" class="right">"大约金额"</th>
                        <th scope="col" class="right">"人数"</th>
                        <th scope="col">"欠的月份"</th>
                        <th scope="col">"来源"</th>
                    </tr>
                </thead>
                <tbody>{rows.iter().map(|row| line(row, today)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &ComplaintRow, today: NaiveDate) -> AnyView {
    let place: Vec<&str> = [row.contractor.as_deref(), row.street.as_deref()].into_iter().flatten().collect();
    let left = if row.reachable { "留了联系方式" } else { "匿名" };
    view! {
        <tr>
            <td class="right"><a href=format!("{PATH}/{}", row.number)>{row.number}</a></td>
            <td>
                {row.project.clone()}
                <small>{place.join("，")}</small>
            </td>
            <td>
                {tag(row.stage)}
                <small>{row.reason.clone()}</small>
            </td>
            <td>{row.clock_by.map(|by| due(by, today))}</td>
            <td class="right">{row.amount.map(|sum| sum.label())}</td>
            <td class="right">{row.people}</td>
            <td>{row.months()}</td>
            <td>
                {row.source.label()}
                <small>{format!("{}，{left}", date::label(row.received_on))}</small>
            </td>
        </tr>
    }
    .into_any()
}
