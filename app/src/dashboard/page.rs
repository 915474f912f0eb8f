use common::dashboard::{Dashboard, FundingGroup, Measure};
use common::date;
use common::project_file::DASHBOARD;
use common::quarter::Quarter;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{figure, table, trend};
use crate::head::Title;
use crate::official::ui::{loaded, query_text};
use crate::ui::heading;

/// 总览. Quarter and cut of the table stand in the address.
pub fn dashboard_page() -> AnyView {
    let query = use_query_map();
    let path = move || {
        let query = query.read();
        let part = |key: &str| query.get(key).unwrap_or_default();
        query_text(DASHBOARD, &[("quarter", &part("quarter")), ("by", &part("by"))])
    };
    view! {
        <Title text="总览"/>
        {heading("总览")}
        {loaded(path, overview)}
    }
    .into_any()
}

fn overview(data: &Dashboard) -> AnyView {
    let all = data.totals.all;
    let empty = (all.building == 0 && all.arrears == 0).then(|| {
        view! {
            <p class="note">"还没有在建项目。请管理员用 mingxin import projects 导入台账，导入后这里就有数字。"</p>
        }
    });
    let coverage = Measure::COVERAGE.iter().map(|measure| figure::coverage(data, *measure)).collect_view();
    view! {
        <p class="asof">
            <b>{format!("{} {}", data.district, data.quarter.label())}</b>
            {if data.is_running { format!(" 截至{}", date::beijing_label(data.as_of)) } else { " 季末数".to_owned() }}
            <a class="screen" href="/official/wall">"大屏"</a>
        </p>
        {quarters(data)}
        {empty}
        <ul class="figures">
            {figure::building(data)}
            {figure::arrears(data, None)}
            {figure::arrears(data, Some(FundingGroup::Government))}
            {coverage}
        </ul>
        {table::groups(data)}
        {trend::trend(data)}
    }
    .into_any()
}

/// The quarters that can be looked at.
fn quarters(data: &Dashboard) -> AnyView {
    if data.trend.is_empty() {
        return ().into_any();
    }
    let newest: Option<Quarter> = data.trend.last().map(|closing| closing.quarter);
    let links = data.trend.iter().rev().take(5).map(|closing| {
        let quarter = closing.quarter;
        let written = if Some(quarter) == newest { String::new() } else { quarter.to_string() };
        let href = query_text("/official", &[("quarter", &written), ("by", data.by.as_str())]);
        let current = (quarter == data.quarter).then_some("true");
        view! { <a href=href aria-current=current>{quarter.label()}</a> }
    });
    view! { <nav class="tabs" aria-label="季度">{links.collect_view()}</nav> }.into_any()
}
