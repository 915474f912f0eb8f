use common::dashboard::{Dashboard, Figure, FundingGroup, Measure, ProjectQuery};
use leptos::prelude::*;

/// Where the rows are shown.
pub const PROJECTS: &str = "/official/projects";

/// A number that opens its rows; of a closed quarter only the number.
pub fn opens(text: String, query: &ProjectQuery, is_running: bool) -> AnyView {
    match is_running {
        true => view! { <a href=query.address(PROJECTS)>{text}</a> }.into_any(),
        false => text.into_any(),
    }
}

/// 在建项目.
pub fn building(data: &Dashboard) -> AnyView {
    let figure = |group| data.totals.of(group).figure(Measure::Building);
    let half = |group: FundingGroup| {
        let half = figure(Some(group));
        opens(format!("{}{}", group.label(), half.count), &half.rows(Some(group)), data.is_running)
    };
    let all = figure(None);
    view! {
        <li class="figure" data-measure=Measure::Building.as_str()>
            <h2>"在建项目"</h2>
            <p class="big">{opens(all.count.to_string(), &all.rows(None), data.is_running)}<small>"个"</small></p>
            <p class="halves">{half(FundingGroup::Government)}" · "{half(FundingGroup::Other)}</p>
        </li>
    }
    .into_any()
}

/// Projects in arrears: the goal is none.
pub fn arrears(data: &Dashboard, group: Option<FundingGroup>) -> AnyView {
    let figure = data.totals.of(group).figure(Measure::Arrears);
    let title = if group.is_some() { "政府工程欠薪" } else { "欠薪项目" };
    let tag = match (figure.count, group.is_some()) {
        (0, true) => view! { <span class="tag good">"零欠薪"</span> },
        (0, false) => view! { <span class="tag good">"无欠薪"</span> },
        _ => view! { <span class="tag late">"要处理"</span> },
    };
    view! {
        <li class="figure" data-measure=if group.is_some() { "government_arrears" } else { "arrears" }>
            <h2>{title}</h2>
            <p class="big">
                {opens(figure.count.to_string(), &figure.rows(group), data.is_running)}
                <small>"个"</small>
                {tag}
            </p>
            <p class="halves">{if group.is_some() { "目标：零" } else { "含停工和完工的项目" }}</p>
        </li>
    }
    .into_any()
}

/// One system: its share, its bar, what is missing, and the two halves.
pub fn coverage(data: &Dashboard, measure: Measure) -> AnyView {
    let figure = data.totals.all.figure(measure);
    let half = |group: FundingGroup| {
        let half = data.totals.of(Some(group)).figure(measure);
        let text = format!("{} {}", group.label(), half.percent_label());
        opens(text, &half.missing_rows(Some(group)), data.is_running && half.missing() > 0)
    };
    let missing = match figure.missing() {
        0 => view! { <span class="tag good">"全覆盖"</span> }.into_any(),
        missing => view! {
            <span class="lacks">{opens(format!("缺{missing}个"), &figure.missing_rows(None), data.is_running)}</span>
        }
        .into_any(),
    };
    view! {
        <li class="figure" data-measure=measure.as_str() title=measure.law().label()>
            <h2>{measure.label()}</h2>
            <p class="big">{figure.percent_label()}</p>
            {gauge(figure)}
            <p class="rows">
                {opens(format!("{} / {}个", figure.count, figure.of), &figure.rows(None), data.is_running)}
                {missing}
            </p>
            <p class="halves">{half(FundingGroup::Government)}" · "{half(FundingGroup::Other)}</p>
        </li>
    }
    .into_any()
}

/// The share as a bar; the number beside it says the same.
pub fn gauge(figure: Figure) -> AnyView {
    let filled = figure.permille().unwrap_or_default().to_string();
    view! {
        <svg class="gauge" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" width="1000" height="10"/>
            <rect class="filled" width=filled height="10"/>
        </svg>
    }
    .into_any()
}
