use common::dashboard::{FundingGroup, Measure, NONE, ProjectQuery};
use common::project::{Funding, Industry, ProjectState};
use common::project_file::{PROJECTS, PROJECTS_CSV, PROJECTS_XLSX, ProjectPage, ProjectRow};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use wasm_bindgen::JsCast;

use super::parts::{missing_tags, state_tag};
use crate::head::Title;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

const PATH: &str = "/official/projects";
/// Columns that may be hidden: their word in the address, and their head.
const COLUMNS: [(&str, &str); 6] = [
    ("street", "街道"),
    ("industry", "行业"),
    ("funding", "项目性质"),
    ("contractor", "施工总承包单位"),
    ("contract", "合同价款"),
    ("headcount", "用工"),
];

/// 项目台账: a dense table; the filter and the columns stand in the address.
pub fn projects_page() -> AnyView {
    let query = use_query_map();
    let path = move || asked(&query.read()).address(PROJECTS);
    view! {
        <Title text="项目台账"/>
        {heading("项目台账")}
        {loaded(path, move |page: &ProjectPage| found(page, &query.read_untracked()))}
    }
    .into_any()
}

/// The filter in the address.
fn asked(query: &ParamsMap) -> ProjectQuery {
    let part = |key: &str| query.get(key).unwrap_or_default();
    ProjectQuery {
        q: part("q"),
        street: part("street"),
        industry: part("industry"),
        funding: part("funding"),
        state: part("state"),
        has: part("has"),
        missing: part("missing"),
        contractor: part("contractor"),
        cursor: part("cursor"),
    }
}

/// The address of another filter with the same columns.
fn address(query: &ProjectQuery, hidden: &str) -> String {
    let parts: Vec<(&str, &str)> = query.parts().into_iter().chain([("hide", hidden)]).collect();
    query_text(PATH, &parts)
}

fn found(page: &ProjectPage, params: &ParamsMap) -> AnyView {
    let (query, hidden) = (asked(params), params.get("hide").unwrap_or_default());
    let first = ProjectQuery { cursor: String::new(), ..query.clone() };
    let next = page.next.clone().map(|cursor| address(&ProjectQuery { cursor, ..query.clone() }, &hidden));
    let back = (!query.cursor.is_empty()).then(|| address(&first, &hidden));
    let table = if page.rows.is_empty() {
        view! { <p class="note">"没有符合的项目。"<a href=PATH>"看全部项目"</a></p> }.into_any()
    } else {
        table(page, &hidden)
    };
    view! {
        {filters(page, &first, &hidden)}
        <p class="found">
            <b class="total">{format!("{}个项目", page.total)}</b>
            <span class="acts">
                <a class="plain" href=first.address(PROJECTS_XLSX) rel="external" download="">"导出 Excel"</a>
                <a class="plain" href=first.address(PROJECTS_CSV) rel="external" download="">"导出 CSV"</a>
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

fn filters(page: &ProjectPage, query: &ProjectQuery, hidden: &str) -> AnyView {
    let change = |set: fn(&mut ProjectQuery, String)| {
        let (navigate, query, hidden) = (use_navigate(), query.clone(), hidden.to_owned());
        move |event: leptos::ev::Event| {
            let mut query = query.clone();
            set(&mut query, event_target_value(&event));
            navigate(&address(&query, &hidden), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        }
    };
    let words = |all: &[(&str, &str)]| all.iter().map(|(word, label)| pair(word, label)).collect::<Vec<_>>();
    let streets = page.streets.iter().map(|street| pair(street, street)).chain([pair(NONE, "未填写街道")]).collect();
    let industries = Industry::ALL.iter().map(|it| pair(it.as_str(), it.label())).collect();
    let states = ProjectState::ALL.iter().map(|it| pair(it.as_str(), it.label())).collect();
    let mut fundings =
        words(&[(FundingGroup::Government.as_str(), "政府投资"), (FundingGroup::Other.as_str(), "非政府投资")]);
    fundings.extend(Funding::ALL.iter().skip(1).map(|it| pair(it.as_str(), it.label())));
    let measures = |all: &[Measure]| all.iter().map(|it| pair(it.as_str(), it.label())).collect::<Vec<_>>();
    let mut has = measures(Measure::COVERAGE);
    has.push(pair(Measure::Arrears.as_str(), Measure::Arrears.label()));
    let contractor = (!query.contractor.is_empty()).then(|| {
        let without = ProjectQuery { contractor: String::new(), ..query.clone() };
        let name = page.contractor.clone().unwrap_or_else(|| "这家单位".to_owned());
        view! { <p class="hint">{format!("总包单位：{name} ")}<a href=address(&without, hidden)>"不限总包"</a></p> }
    });
    view! {
        <form class="filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                "名称、单位、代码"
                <input type="search" name="q" value=query.q.clone() on:change=change(|query, text| query.q = text.trim().to_owned())/>
            </label>
            {choice("状态", &query.state, states, change(|query, text| query.state = text))}
            {choice("街道", &query.street, streets, change(|query, text| query.street = text))}
            {choice("行业", &query.industry, industries, change(|query, text| query.industry = text))}
            {choice("项目性质", &query.funding, fundings, change(|query, text| query.funding = text))}
            {choice("缺少", &query.missing, measures(Measure::COVERAGE), change(|query, text| query.missing = text))}
            {choice("已落实", &query.has, has, change(|query, text| query.has = text))}
        </form>
        {contractor}
        {columns(query, hidden)}
    }
    .into_any()
}

fn pair(word: &str, label: &str) -> (String, String) {
    (word.to_owned(), label.to_owned())
}

/// One select of the filter; empty stands for everything.
fn choice(
    label: &'static str,
    now: &str,
    options: Vec<(String, String)>,
    change: impl FnMut(leptos::ev::Event) + 'static,
) -> AnyView {
    let now = now.to_owned();
    let options = options.into_iter().map(|(word, label)| {
        let selected = word == now;
        view! { <option value=word selected=selected>{label}</option> }
    });
    view! {
        <label>
            {label}
            <select on:change=change>
                <option value="">"全部"</option>
                {options.collect_view()}
            </select>
        </label>
    }
    .into_any()
}

/// Which columns are shown.
fn columns(query: &ProjectQuery, hidden: &str) -> AnyView {
    let links = COLUMNS.iter().map(|(word, label)| {
        let is_hidden = is_hidden(hidden, word);
        let others = hidden.split(',').filter(|other| !other.is_empty() && other != word);
        let mut hide: Vec<&str> = others.collect();
        if !is_hidden {
            hide.push(word);
        }
        let mark = if is_hidden { "显示" } else { "隐藏" };
        view! { <a href=address(query, &hide.join(","))>{format!("{mark}{label}")}</a> }
    });
    view! {
        <details class="columns">
            <summary>"选择列"</summary>
            <p>{links.collect_view()}</p>
        </details>
    }
    .into_any()
}

fn is_hidden(hidden: &str, word: &str) -> bool {
    hidden.split(',').any(|other| other == word)
}

fn table(page: &ProjectPage, hidden: &str) -> AnyView {
    let right = |word: &str| matches!(word, "contract" | "headcount").then_some("right");
    let heads = COLUMNS.iter().filter(|(word, _)| !is_hidden(hidden, word));
    let heads = heads.map(|(word, label)| view! { <th class=right(word)>{*label}</th> }).collect_view();
    let rows = page.rows.iter().map(|one| row(one, hidden)).collect_view();
    view! {
        <div class="scroll" role="region" aria-label="项目" on:keydown=walk>
            <table class="projects">
                <thead><tr><th class="right">"编号"</th><th>"项目"</th><th>"状态"</th>{heads}<th>"缺少"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">"在项目名称上按上下键换行，按回车打开。"</p>
    }
    .into_any()
}

/// Up and down move from one project to the next.
fn walk(event: KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let row =
        event.target().and_then(|it| it.dyn_into::<Element>().ok()).and_then(|it| it.closest("tr").ok().flatten());
    let next = row.and_then(|row| if down { row.next_element_sibling() } else { row.previous_element_sibling() });
    let link =
        next.and_then(|row| row.query_selector("a").ok().flatten()).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(link) = link {
        event.prevent_default();
        // A link that left the page meanwhile cannot be focused, and need not be.
        drop(link.focus());
    }
}

fn row(one: &ProjectRow, hidden: &str) -> impl IntoView + use<> {
    let text = |word: &str| match word {
        "street" => one.street.clone().unwrap_or_default(),
        "industry" => one.industry.label().to_owned(),
        "funding" => one.funding.label().to_owned(),
        "contractor" => one.contractor.clone().unwrap_or_default(),
        "contract" => one.contract_fen.map(common::money::Fen::wan_label).unwrap_or_default(),
        _ => one.headcount.map(|count| format!("{count}人")).unwrap_or_default(),
    };
    let shown = COLUMNS.iter().filter(|(word, _)| !is_hidden(hidden, word));
    let cells = shown.map(|(word, _)| {
        let right = matches!(*word, "contract" | "headcount").then_some("right");
        view! { <td class=right>{text(word)}</td> }
    });
    view! {
        <tr>
            <td class="right">{one.number}</td>
            <td><a href=format!("{PATH}/{}", one.number)>{one.name.clone()}</a></td>
            <td>{state_tag(one.state, one.in_arrears)}</td>
            {cells.collect_view()}
            <td>{missing_tags(&one.missing)}</td>
        </tr>
    }
}
