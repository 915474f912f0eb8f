use common::date;
use common::money::Fen;
use common::payroll::{MonthFilter, MonthPage, MonthView, PAYROLL, PAYROLL_CSV};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use super::state_class;
use crate::head::Title;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

const PATH: &str = "/official/payroll";

/// 工资支付: a month of all sites in reach, what is unpaid or different first.
pub fn payroll_page() -> AnyView {
    let query = use_query_map();
    let path = move || address(PAYROLL, &query.read(), ("skip", &query.read().get("skip").unwrap_or_default()));
    view! {
        <Title text="工资支付"/>
        {heading("工资支付")}
        {filters(query)}
        {loaded(path, move |page: &MonthPage| found(page, &query.read_untracked()))}
    }
    .into_any()
}

/// A path with the filters of the address, and one that holds instead of its own.
fn address(path: &str, query: &ParamsMap, (key, value): (&str, &str)) -> String {
    let kept: Vec<(&str, String)> = ["month", "only", "q"]
        .into_iter()
        .filter(|filter| *filter != key)
        .map(|filter| (filter, query.get(filter).unwrap_or_default()))
        .collect();
    let parts: Vec<(&str, &str)> =
        kept.iter().map(|(key, value)| (*key, value.as_str())).chain([(key, value)]).collect();
    query_text(path, &parts)
}

fn filters(query: Memo<ParamsMap>) -> AnyView {
    let navigate = use_navigate();
    let choose = move |key: &'static str| {
        let navigate = navigate.clone();
        move |event: leptos::ev::Event| {
            let to = address(PATH, &query.read_untracked(), (key, event_target_value(&event).trim()));
            navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let now = move |key: &'static str| move || query.read().get(key).unwrap_or_default();
    let options: Vec<_> =
        MonthFilter::ALL.iter().map(|only| view! { <option value=only.as_str()>{only.label()}</option> }).collect();
    view! {
        <form class="filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                "月份"
                <input type="month" prop:value=now("month") on:change=choose("month")/>
            </label>
            <label>
                "情况"
                <select prop:value=now("only") on:change=choose("only")>{options}</select>
            </label>
            <label>
                "项目"
                <input type="search" prop:value=now("q") on:change=choose("q") placeholder="名称里的几个字"/>
            </label>
        </form>
    }
    .into_any()
}

fn found(page: &MonthPage, query: &ParamsMap) -> AnyView {
    let next = page.next.map(|next| address(PATH, query, ("skip", &next.to_string())));
    if page.months.is_empty() {
        return view! { <p class="note">"没有符合条件的工地。" <a href=PATH>"看全部"</a></p> }.into_any();
    }
    view! {
        <p><a href=address(PAYROLL_CSV, query, ("skip", "")) rel="external" download="payroll.csv">"导出 CSV"</a></p>
        <div class="scroll" tabindex="0" role="region" aria-label="工资支付">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"项目"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col">"应发日"</th>
                        <th scope="col" class="right">"发清人数"</th>
                        <th scope="col" class="right">"应到"</th>
                        <th scope="col" class="right">"实到"</th>
                        <th scope="col" class="right">"有差异"</th>
                    </tr>
                </thead>
                <tbody>{page.months.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
        {next.map(|next| view! { <p><a href=next>"下一页"</a></p> })}
    }
    .into_any()
}

fn line(row: &MonthView) -> AnyView {
    view! {
        <tr>
            <td>
                <a href=format!("/official/projects/{}/payroll/{}", row.number, row.month)>{row.project.clone()}</a>
            </td>
            <td><span class=state_class(row.state)>{row.state.label()}</span></td>
            <td>{row.due_on.map_or_else(|| "没有约定".to_owned(), date::label)}</td>
            <td class="right">{format!("{} / {}", row.workers_paid, row.workers_due)}</td>
            <td class="right">{Fen(row.net_fen).label()}</td>
            <td class="right">{Fen(row.paid_fen).label()}</td>
            <td class="right">{row.different}</td>
        </tr>
    }
    .into_any()
}
