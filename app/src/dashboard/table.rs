use common::dashboard::{By, Dashboard, Group, Measure};
use leptos::prelude::*;

use super::figure::opens;
use crate::official::ui::query_text;

/// The figures by street, industry or contractor, what lacks most first.
pub fn groups(data: &Dashboard) -> AnyView {
    let quarter = if data.is_running { String::new() } else { data.quarter.to_string() };
    let cuts = By::ALL.iter().map(|by| {
        let href = query_text("/official", &[("quarter", &quarter), ("by", by.as_str())]);
        let current = (*by == data.by).then_some("true");
        view! { <a href=href aria-current=current>{format!("按{}", by.label())}</a> }
    });
    let heads = Measure::COVERAGE.iter().map(|measure| view! { <th class="right">{measure.label()}</th> });
    let rows = data.groups.iter().map(|group| row(data, group)).collect_view();
    let body = if data.groups.is_empty() {
        let why = match (data.by, data.is_running) {
            (By::Contractor, false) => "按总包单位只统计本季度，请选本季度。",
            _ => "没有在建项目。",
        };
        view! { <p class="note">{why}</p> }.into_any()
    } else {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="分类统计">
                <table>
                    <thead>
                        <tr>
                            <th>{data.by.label()}</th>
                            <th class="right">"在建"</th>
                            {heads.collect_view()}
                            <th class="right">"欠薪"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let most = (data.by == By::Contractor).then(|| view! { <p class="hint">"列出缺项最多的50家。"</p> });
    view! {
        <section>
            <h2>"分类统计"</h2>
            <nav class="tabs" aria-label="分类">{cuts.collect_view()}</nav>
            {body}
            {most}
        </section>
    }
    .into_any()
}

fn row(data: &Dashboard, group: &Group) -> impl IntoView {
    let (by, running) = (data.by, data.is_running);
    let tally = group.tally;
    let count = |measure: Measure| {
        let figure = tally.figure(measure);
        let query = group.within(by, figure.rows(None));
        opens(figure.count.to_string(), &query, running && figure.count > 0)
    };
    let shares = Measure::COVERAGE.iter().map(|measure| {
        let figure = tally.figure(*measure);
        let query = group.within(by, figure.missing_rows(None));
        let lacks = (figure.missing() > 0).then_some("lacks");
        view! {
            <td class="right"><span class=lacks>{opens(figure.percent_label(), &query, running && figure.missing() > 0)}</span></td>
        }
    });
    view! {
        <tr>
            <th scope="row">{group.label.clone()}</th>
            <td class="right">{count(Measure::Building)}</td>
            {shares.collect_view()}
            <td class="right">{count(Measure::Arrears)}</td>
        </tr>
    }
}
