use common::dashboard::{Closing, Dashboard, Measure};
use leptos::prelude::*;

/// Width and height of a line, in its own units.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 28.0;

/// How each figure stood when the quarters ended: a line, and the numbers beside it.
pub fn trend(data: &Dashboard) -> AnyView {
    if data.trend.len() < 2 {
        return ().into_any();
    }
    let heads = data.trend.iter().map(|closing| view! { <th class="right">{closing.quarter.short_label()}</th> });
    let shown = [Measure::Building].into_iter().chain(Measure::COVERAGE.iter().copied()).chain([Measure::Arrears]);
    let rows = shown.map(|measure| row(&data.trend, measure)).collect_view();
    view! {
        <section>
            <h2>"各季度末走势"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="各季度末走势">
                <table>
                    <thead><tr><th>"指标"</th><th>"走势"</th>{heads.collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="hint">"最右一列是本季度到现在的数。季末数在季度结束时定下，以后不再变。"</p>
        </section>
    }
    .into_any()
}

fn row(trend: &[Closing], measure: Measure) -> impl IntoView + use<> {
    let figures: Vec<_> = trend.iter().map(|closing| closing.split.all.figure(measure)).collect();
    let values = figures.iter().map(|figure| match measure.is_coverage() {
        true => figure.permille(),
        false => Some(figure.count),
    });
    let values: Vec<Option<i64>> = values.collect();
    let cells = figures.iter().map(|figure| match measure.is_coverage() {
        true => figure.percent_label(),
        false => figure.count.to_string(),
    });
    let cells = cells.map(|text| view! { <td class="right">{text}</td> }).collect_view();
    view! {
        <tr>
            <th scope="row">{measure.label()}</th>
            <td>{line(&values)}</td>
            {cells}
        </tr>
    }
}

/// A line through the values that are known, from the least to the most of them.
fn line(values: &[Option<i64>]) -> AnyView {
    let known = values.iter().flatten();
    let (low, high) = (known.clone().min().copied().unwrap_or_default(), known.max().copied().unwrap_or_default());
    let steps = values.len().saturating_sub(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a place on a small picture")]
    let place = |at: usize, value: i64| {
        let x = at as f64 / steps as f64 * (WIDTH - 6.0) + 3.0;
        let share = if high > low { (value - low) as f64 / (high - low) as f64 } else { 0.5 };
        format!("{x:.1},{:.1}", HEIGHT - 4.0 - share * (HEIGHT - 8.0))
    };
    let points: Vec<String> =
        values.iter().enumerate().filter_map(|(at, value)| value.map(|value| place(at, value))).collect();
    let end = points.last().and_then(|point| point.split_once(',')).map(|(x, y)| (x.to_owned(), y.to_owned()));
    view! {
        <svg class="line" width=WIDTH.to_string() height=HEIGHT.to_string() aria-hidden="true">
            <polyline points=points.join(" ")/>
            {end.map(|(x, y)| view! { <circle cx=x cy=y r="3"/> })}
        </svg>
    }
    .into_any()
}
