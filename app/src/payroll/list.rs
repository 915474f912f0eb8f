use common::date;
use common::money::Fen;
use common::payroll::{MonthFilter, MonthPage, MonthView, PAYROLL, PAYROLL_CSV, PAYROLL_XLSX};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use super::{month_address, paid_of, state_tag};
use crate::head::Title;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

const PATH: &str = "/official/payroll";

/// 工资支付: a month of all sites in reach, what is unpaid or different first.
pub fn payroll_page() -> AnyView {
    let query = use_query_map();
    // The month that is shown, also where the address asks for none.
    let month = RwSignal::new(String::new());
    let path = move || address(PAYROLL, &query.read(), ("skip", &query.read().get("skip").unwrap_or_default()));
    let show = move |page: &MonthPage| {
        month.set(page.month.to_string());
        found(page, &query.read_untracked())
    };
    view! {
        <Title text="工资支付"/>
        {heading("工资支付")}
        {filters(query, month)}
        {loaded(path, show)}
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

fn filters(query: Memo<ParamsMap>, month: RwSignal<String>) -> AnyView {
    let navigate = use_navigate();
    let choose = move |key: &'static str| {
        let navigate = navigate.clone();
        move |event: leptos::ev::Event| {
            let to = address(PATH, &query.read_untracked(), (key, event_target_value(&event).trim()));
            navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let now = move |key: &'static str| query.read().get(key).filter(|value| !value.is_empty());
    let options: Vec<_> = MonthFilter::ALL
        .iter()
        .map(|only| {
            let selected = move || now("only").as_deref().unwrap_or(MonthFilter::All.as_str()) == only.as_str();
            view! { <option value=only.as_str() selected=selected>{only.label()}</option> }
        })
        .collect();
    view! {
        <form class="filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                "工资所属月份"
                <input type="month" prop:value=move || now("month").unwrap_or_else(|| month.get()) on:change=choose("month")/>
            </label>
            <label>
                "情况"
                <select on:change=choose("only")>{options}</select>
            </label>
            <label>
                "项目"
                <input
                    type="search"
                    prop:value=move || now("q").unwrap_or_default()
                    on:change=choose("q")
                    placeholder="名称里的几个字"
                />
            </label>
        </form>
    }
    .into_any()
}

fn found(page: &MonthPage, query: &ParamsMap) -> AnyView {
    let next = page.next.map(|next| address(PATH, query, ("skip", &next.to_string())));
    let back = query.get("skip").is_some().then(|| address(PATH, query, ("skip", "")));
    let only = query.get("only").and_then(|only| MonthFilter::parse(&only)).unwrap_or(MonthFilter::All);
    let counts = MonthFilter::ALL.iter().map(|filter| {
        let current = (*filter == only).then_some("true");
        view! {
            <li>
                <a href=address(PATH, query, ("only", filter.as_str())) aria-current=current>
                    <b>{page.counts.of(*filter)}</b>
                    <span>{if *filter == MonthFilter::All { "工地" } else { filter.label() }}</span>
                </a>
            </li>
        }
    });
    let counts = counts.collect_view();
    let table = if page.months.is_empty() {
        view! {
            <p class="note">
                {format!("{}没有符合条件的工地。", date::month_label(page.month))}
                <a href=PATH>"看应发工资的月份，不加条件"</a>
            </p>
        }
        .into_any()
    } else {
        table(&page.months)
    };
    view! {
        <ul class="payroll-figures" aria-label=format!("{}的工地", date::month_label(page.month))>{counts}</ul>
        <p class="found">
            <b class="total">{format!("{}，{}个工地", date::month_label(page.month), page.counts.of(only))}</b>
            <span class="acts">
                <a class="plain" href=address(PAYROLL_XLSX, query, ("skip", "")) rel="external" download="">"导出 Excel"</a>
                <a class="plain" href=address(PAYROLL_CSV, query, ("skip", "")) rel="external" download="">"导出 CSV"</a>
            </span>
        </p>
        {table}
        <p class="pager">
            {back.map(|href| view! { <a href=href>"回到第一页"</a> })}
            {next.map(|href| view! { <a href=href>"下一页"</a> })}
        </p>
    }
    .into_any()
}

fn table(months: &[MonthView]) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="工资支付">
            <table class="payroll-list">
                <thead>
                    <tr>
                        <th scope="col">"项目"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col" class="right">"发清/应发(人)"</th>
                        <th scope="col" class="right">"有差异(人)"</th>
                        <th scope="col" class="right">"实到"</th>
                        <th scope="col">"应发日"</th>
                        <th scope="col">"发放日"</th>
                        <th scope="col">"签认"</th>
                    </tr>
                </thead>
                <tbody>{months.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &MonthView) -> AnyView {
    let different = (row.different > 0).then(|| view! { <b class="lacks">{row.different}</b> });
    view! {
        <tr>
            <th scope="row">
                <a href=month_address(row.number, row.month)>{row.project.clone()}</a>
            </th>
            <td>{state_tag(row.state)}</td>
            <td class="right">{paid_of(row)}</td>
            <td class="right">{different}</td>
            <td class="right">{Fen(row.paid_fen).label()}</td>
            <td>{row.due_on.map_or_else(|| "没有约定".to_owned(), date::short_label)}</td>
            <td>{row.paid_on.map(date::short_label)}</td>
            <td>{row.signed_by.clone()}</td>
        </tr>
    }
    .into_any()
}
