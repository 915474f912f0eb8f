use chrono::NaiveDate;
use common::auth::Action;
use common::blacklist::{ListingPage, ListingRow, OFFICIAL_BLACKLIST, Stage};
use common::date;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

use super::stage_tag;
use crate::deposit::due;
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

const PATH: &str = "/official/blacklist";
/// The filters that stand in the address.
const FILTERS: [&str; 3] = ["stage", "proposed", "q"];

/// 失信名单: every matter, what is due first comes first.
pub fn listings_page() -> AnyView {
    let query = use_query_map();
    let path = move || {
        let query = query.read();
        address(OFFICIAL_BLACKLIST, &query, &[("after", &query.get("after").unwrap_or_default())])
    };
    let may_record = Session::here().may(Action::RecordBlacklist);
    view! {
        <Title text="失信名单"/>
        {heading("失信联合惩戒名单")}
        <p class="deposit-line">
            {may_record.then(|| view! { <a class="go blacklist-new" href="/official/blacklist/new">"拟列入新单位"</a> })}
            <a href="/official/blacklist/match">"批量核对单位"</a>
            <a href="/blacklist" rel="external">"看公开的名单"</a>
        </p>
        {filters(query)}
        {loaded(path, move |page: &ListingPage| found(page, &query.read_untracked()))}
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
    let stages = Stage::ALL.iter().filter(|stage| **stage != Stage::Empty);
    let stages = stages.map(|stage| view! { <option value=stage.as_str()>{stage.label()}</option> }).collect_view();
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
                "等待审批"
                <select prop:value=now("proposed") on:change=choose("proposed")>
                    <option value="">"全部"</option>
                    <option value="1">"等另一位同事决定"</option>
                </select>
            </label>
            <label>
                "单位或信用代码"
                <input type="search" prop:value=now("q") on:change=choose("q") placeholder="名称里的几个字"/>
            </label>
        </form>
    }
    .into_any()
}

fn found(page: &ListingPage, query: &ParamsMap) -> AnyView {
    let next = page.next.as_deref().map(|next| address(PATH, query, &[("after", next)]));
    view! {
        <p role="status">{format!("共{}件，先到期的在前", page.count)}</p>
        {if page.rows.is_empty() {
            view! { <p class="note">"没有符合条件的事项。" <a href=PATH>"看全部"</a></p> }.into_any()
        } else {
            table(&page.rows, page.today)
        }}
        {next.map(|next| view! { <p><a href=next>"下一页"</a></p> })}
    }
    .into_any()
}

fn table(rows: &[ListingRow], today: NaiveDate) -> AnyView {
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="名单事项">
            <table class="blacklist-table">
                <thead>
                    <tr>
                        <th scope="col">"用人单位"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col">"下一步，谁，何时前"</th>
                        <th scope="col" class="right">"拖欠金额"</th>
                        <th scope="col">"列入期限至"</th>
                    </tr>
                </thead>
                <tbody>{rows.iter().map(|row| line(row, today)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &ListingRow, today: NaiveDate) -> AnyView {
    let waits = row.proposed.map(|what| {
        view! { <small class="deposit-small">{format!("已提请{}，等另一位同事决定", what.label())}</small> }
    });
    view! {
        <tr>
            <td>
                <a href=format!("{PATH}/{}", row.number)>{row.employer.clone()}</a>
                <small class="deposit-small">{row.project.clone()}</small>
            </td>
            <td>{stage_tag(row.stage)}</td>
            <td>
                {row.clock.as_ref().map(|clock| due(&clock.what, clock.by, today))}
                {(row.stage == Stage::Decided).then_some("人社公布")}
                {waits}
            </td>
            <td class="right">{row.amount.map(|amount| amount.label())}</td>
            <td>{row.until.map(date::label)}</td>
        </tr>
    }
    .into_any()
}
