use crate::head::Title;
use common::api::FlawForm;
use common::board::{FlawKind, PublicBoard};
use common::id::BoardToken;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{FormData, HtmlFormElement};
use leptos_router::hooks::use_query_map;
use wasm_bindgen::JsCast;

use super::{spoken_name, with_board};
use crate::browser::{Sent, send_flaw};
use crate::ui::{bar, failed, foot, heading};

/// 这块牌子不对: one tap says what is wrong.
#[component]
pub fn WrongPage() -> impl IntoView {
    with_board(wrong_view)
}

/// Where a report stands.
#[derive(Clone, PartialEq)]
enum Step {
    Asking,
    Sending,
    Done(Sent),
}

fn wrong_view(board: PublicBoard) -> AnyView {
    // The server sends a visitor without script back here once the report is stored.
    let stored = use_query_map().read_untracked().get("sent").is_some();
    let step = RwSignal::new(if stored { Step::Done(Sent::Arrived) } else { Step::Asking });
    let path = format!("/b/{}", board.token);
    let token = board.token.clone();
    view! {
        <Title text="这块牌子不对"/>
        {bar()}
        <main id="main">
            {heading("这块牌子哪里不对？")}
            <p>"工地：" <a href=path.clone()>{spoken_name(&board)}</a></p>
            <div aria-live="polite">
                {move || match step.get() {
                    Step::Done(sent) => outcome(sent),
                    Step::Asking => ().into_any(),
                    Step::Sending => view! { <p class="note">"正在告诉我们…"</p> }.into_any(),
                }}
            </div>
            <form
                method="post"
                action=format!("{path}/wrong")
                hidden=move || matches!(step.get(), Step::Done(Sent::Arrived | Sent::Waits))
                on:submit=move |event| submit(&event, token.clone(), step)
            >
                <p>"点一下就行，不用登记姓名。"</p>
                <div class="pair">{FlawKind::ALL.iter().map(|kind| kind_button(*kind)).collect_view()}</div>
                <details>
                    <summary>"想补充说明（可不填）"</summary>
                    <label for="note">"说明，最多200字；写好后再点上面的按钮"</label>
                    <textarea id="note" name="note" rows="3" maxlength="200"></textarea>
                </details>
            </form>
        </main>
        {foot()}
    }
    .into_any()
}

fn kind_button(kind: FlawKind) -> impl IntoView {
    view! {
        <button class="btn" name="kind" value=kind.as_str()>
            {kind.label()}
        </button>
    }
}

fn outcome(sent: Sent) -> AnyView {
    match sent {
        Sent::Arrived => view! {
            <div class="note"><p><b>"收到了，谢谢！"</b></p><p>"我们会核实，并让工地改正。"</p></div>
        }
        .into_any(),
        Sent::Waits => view! {
            <div class="note"><p><b>"已记在手机里"</b></p><p>"现在没有网络，有网络时会自动送出。"</p></div>
        }
        .into_any(),
        Sent::Refused(problem) => failed(problem),
    }
}

/// Sends the button that was tapped, with the note; the page stays.
fn submit(event: &SubmitEvent, token: BoardToken, step: RwSignal<Step>) {
    let Some(kind) = event.submitter().and_then(|button| button.get_attribute("value")) else { return };
    event.prevent_default();
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    let note = data.and_then(|data| data.get("note").as_string()).unwrap_or_default();
    step.set(Step::Sending);
    spawn_local(async move { step.set(Step::Done(send_flaw(token, FlawForm { kind, note }).await)) });
}
