use std::time::Duration;

use common::date;
use common::error::Problem;
use common::payroll::{LookView, OpenForm, Opened, Personal};
use leptos::ev::SubmitEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::official::ui::{error_summary, field_error, form_text, loaded};

/// How long a full number stays on the page.
const SHOWN: Duration = Duration::from_secs(60);

/// Full numbers of one worker for a purpose, and the list of who opened them; `path` is the worker's.
pub fn opening(path: &str, may: bool) -> AnyView {
    // Counts up with each opening, so that the list has it.
    let again = RwSignal::new(0_u32);
    let looks = format!("{path}/looks");
    let looks = move || {
        again.track();
        looks.clone()
    };
    view! {
        <section class="payroll-screen" aria-labelledby="looks">
            <h2 id="looks">"完整号码和查看记录"</h2>
            {may.then(|| dialog(format!("{path}/open"), again))}
            {loaded(looks, |looks: &Vec<LookView>| list(looks))}
        </section>
    }
    .into_any()
}

fn dialog(path: String, again: RwSignal<u32>) -> AnyView {
    let dialog = NodeRef::<Dialog>::new();
    let failure = RwSignal::new(None::<Problem>);
    let opened = RwSignal::new(None::<(Personal, String)>);
    let ask = move |_| {
        failure.set(None);
        if let Some(dialog) = dialog.get_untracked() {
            drop(dialog.show_modal());
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = OpenForm { field: form_text(&event, "field"), purpose: form_text(&event, "purpose") };
        let path = path.clone();
        spawn_local(async move {
            match api::post::<Opened>(path, &form, None).await {
                Ok(Opened { value }) => {
                    opened.set(Personal::parse(&form.field).map(|field| (field, value)));
                    again.update(|count| *count += 1);
                    drop(set_timeout(move || opened.set(None), SHOWN));
                    close();
                }
                Err(problem) => failure.set(Some(problem)),
            }
        });
    };
    let shown = move || {
        opened.get().map(|(field, value)| {
            view! {
                <p>
                    {field.label()}
                    " "
                    <span class="secret">{value}</span>
                    " "
                    <button type="button" class="plain" on:click=move |_| opened.set(None)>"遮住"</button>
                </p>
            }
        })
    };
    let options = Personal::ALL.iter().map(|field| view! { <option value=field.as_str()>{field.label()}</option> });
    view! {
        <p><button type="button" class="plain" on:click=ask>"查看完整号码"</button></p>
        <div aria-live="polite">{shown}</div>
        <dialog node_ref=dialog class="card payroll-open" aria-labelledby="open">
            <h2 id="open">"查看完整号码"</h2>
            <p class="hint">"谁、什么时候、为什么看，都会记下来；一分钟后自动遮住。"</p>
            {error_summary(failure)}
            <form on:submit=submit>
                <label>"看哪一项"<select id="field" name="field">{options.collect_view()}</select></label>
                {field_error(failure, "field")}
                <label>
                    "用途"
                    <input id="purpose" name="purpose" maxlength="200" autocomplete="off" placeholder="例如 核对退回的工资"/>
                </label>
                {field_error(failure, "purpose")}
                <p class="with">
                    <button class="go">"查看"</button>
                    <button type="button" on:click=move |_| close()>"取消"</button>
                </p>
            </form>
        </dialog>
    }
    .into_any()
}

fn list(looks: &[LookView]) -> AnyView {
    if looks.is_empty() {
        return view! { <p class="note">"还没有人看过这名工人的完整号码。"</p> }.into_any();
    }
    let rows = looks.iter().map(|look| {
        view! {
            <tr>
                <td>{date::minute(look.at)}</td>
                <td>{look.actor.clone()}</td>
                <td>{look.field.label()}</td>
                <td>{look.purpose.clone()}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="查看记录">
            <table>
                <thead>
                    <tr><th scope="col">"时间"</th><th scope="col">"谁"</th><th scope="col">"看了什么"</th><th scope="col">"用途"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
