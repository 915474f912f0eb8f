use common::date;
use common::deposit::{Calculation, Step};
use leptos::prelude::*;

/// A calculation step by step, each with its clause; what did not apply says why.
pub fn calculation_view(calculation: &Calculation) -> AnyView {
    view! {
        {sum(calculation)}
        <ol class="deposit-steps">{calculation.steps.iter().map(step).collect_view()}</ol>
    }
    .into_any()
}

/// The same with what did not apply folded away.
pub fn brief_calculation(calculation: &Calculation) -> AnyView {
    let (applied, idle): (Vec<_>, Vec<_>) = calculation.steps.iter().partition(|step| step.applied);
    view! {
        {sum(calculation)}
        <ol class="deposit-steps">{applied.into_iter().map(step).collect_view()}</ol>
        <details>
            <summary>{format!("不适用的{}项", idle.len())}</summary>
            <ol class="deposit-steps">{idle.into_iter().map(step).collect_view()}</ol>
        </details>
    }
    .into_any()
}

fn sum(calculation: &Calculation) -> AnyView {
    let example = calculation.is_example.then(|| {
        view! { <p class="note">"比例和上限是示例参数，还没有经本地确认，请管理员换成本地文件。"</p> }
    });
    view! {
        <p class="deposit-sum">
            "应存 "
            <b>{calculation.due.label()}</b>
            <small>{format!("按{}计算", date::label(calculation.on))}</small>
        </p>
        {example}
    }
    .into_any()
}

fn step(step: &Step) -> AnyView {
    let rate = step.rate_label();
    let outcome = step.applied.then(|| {
        view! {
            <span class="deposit-after">
                <span>{rate}</span>
                <b>{step.amount.label()}</b>
            </span>
        }
    });
    view! {
        <li class=if step.applied { "applied" } else { "idle" }>
            <span class="deposit-what">
                <b>{step.what.clone()}</b>
                {(!step.applied).then(|| view! { <span class="tag">"不适用"</span> })}
            </span>
            {outcome}
            <span class="deposit-why">{step.why.clone()}</span>
            <small>{step.clause.clone()}</small>
        </li>
    }
    .into_any()
}
