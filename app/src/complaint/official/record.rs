use common::complaint::{CloseReason, ComplaintFile, Move, MoveForm, RefuseReason, complaint_of};
use common::error::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::official::Session;
use crate::official::ui::{error_summary, field_error, form_text};

/// 登记下一步: only what may come next is offered; a message may always.
pub fn record(number: i64, next: &[Move], again: RwSignal<u32>) -> Option<AnyView> {
    let first = *next.first()?;
    let chosen = RwSignal::new(first);
    let failure = RwSignal::new(None::<Problem>);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let form = MoveForm {
            step: chosen.get_untracked().as_str().to_owned(),
            reason: form_text(&event, "reason"),
            until: form_text(&event, "until"),
            text: form_text(&event, "text"),
        };
        spawn_local(async move {
            match api::post::<ComplaintFile>(format!("{}/steps", complaint_of(number)), &form, None).await {
                Ok(_) => again.update(|turn| *turn += 1),
                Err(problem) => {
                    Session::here().note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let choose = move |event: leptos::ev::Event| {
        if let Some(step) = Move::parse(&event_target_value(&event)) {
            chosen.set(step);
        }
    };
    let options = next.iter().map(|step| view! { <option value=step.as_str()>{step.label()}</option> }).collect_view();
    Some(
        view! {
            <section class="card">
                <h2>"登记下一步"</h2>
                <form on:submit=send novalidate>
                    {error_summary(failure)}
                    <label for="step">"做了什么"</label>
                    <select id="step" name="step" on:change=choose>
                        {options}
                    </select>
                    {field_error(failure, "step")}
                    {move || needed(chosen.get(), failure)}
                    <label for="text">"告诉反映人的话"</label>
                    <textarea id="text" name="text" rows="3" maxlength="2000"></textarea>
                    <p class="hint">"反映人凭回执能看到。除留言外可不填。"</p>
                    {field_error(failure, "text")}
                    <button class="go">"登记"</button>
                </form>
            </section>
        }
        .into_any(),
    )
}

/// What a step asks for besides.
fn needed(step: Move, failure: RwSignal<Option<Problem>>) -> AnyView {
    let reasons: Vec<(&str, &str)> = match step {
        Move::Refuse => RefuseReason::ALL.iter().map(|reason| (reason.as_str(), reason.label())).collect(),
        Move::Close => CloseReason::ALL.iter().map(|reason| (reason.as_str(), reason.label())).collect(),
        _ => Vec::new(),
    };
    if step == Move::Order {
        return view! {
            <label for="until">"付清的最后一天"</label>
            <input id="until" name="until" placeholder="例如 2026-12-10" autocomplete="off"/>
            {field_error(failure, "until")}
        }
        .into_any();
    }
    if reasons.is_empty() {
        return ().into_any();
    }
    let options: Vec<_> =
        reasons.into_iter().map(|(value, label)| view! { <option value=value>{label}</option> }).collect();
    view! {
        <label for="reason">"原因"</label>
        <select id="reason" name="reason">
            <option value="">"请选择"</option>
            {options}
        </select>
        {field_error(failure, "reason")}
    }
    .into_any()
}
