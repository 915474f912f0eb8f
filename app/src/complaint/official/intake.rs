use common::complaint::{COMPLAINTS, ComplaintForm, IntakeForm, Receipt, Via};
use common::date;
use common::error::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{error_summary, field_error, form_text};
use crate::ui::heading;

/// 代为登记: a complaint by phone, at the counter or from another channel, in under a minute.
pub fn intake_page() -> AnyView {
    let failure = RwSignal::new(None::<Problem>);
    let done = RwSignal::new(None::<Receipt>);
    let session = Session::here();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let text = |name: &str| form_text(&event, name);
        let complaint = ComplaintForm {
            from: text("from"),
            to: text("to"),
            amount: text("amount"),
            people: text("people"),
            contact: text("contact"),
            name: text("name"),
            boss: text("boss"),
            story: text("story"),
        };
        let form = IntakeForm { project: text("project"), source: text("source"), complaint };
        spawn_local(async move {
            match api::post::<Receipt>(COMPLAINTS, &form, None).await {
                Ok(receipt) => done.set(Some(receipt)),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    view! {
        <Title text="代为登记投诉"/>
        {heading("代为登记投诉")}
        <p><a href="/official/complaints">"全部投诉"</a></p>
        {move || match done.get() {
            Some(receipt) => stored(&receipt, done, failure),
            None => form(send, failure),
        }}
    }
    .into_any()
}

fn stored(receipt: &Receipt, done: RwSignal<Option<Receipt>>, failure: RwSignal<Option<Problem>>) -> AnyView {
    let accept = receipt.accept_by.map(|day| format!("最晚{}决定是否受理。", date::label(day)));
    view! {
        <section class="card" role="status">
            <h2>{format!("已登记，登记号 {}", receipt.number)}</h2>
            <p>{accept}</p>
            <p>"把回执编号告诉反映人，凭它在“查进度”页能看进度、留言、撤回："</p>
            <p class="secret">{receipt.receipt.clone()}</p>
            <p>
                <a href=format!("/official/complaints/{}", receipt.number)>"打开这一件"</a>
            </p>
            <button
                class="plain"
                on:click=move |_| {
                    failure.set(None);
                    done.set(None);
                }
            >
                "再登记一件"
            </button>
        </section>
    }
    .into_any()
}

fn form(send: impl Fn(SubmitEvent) + Copy + 'static, failure: RwSignal<Option<Problem>>) -> AnyView {
    let sources = Via::ALL.iter().filter(|via| **via != Via::Board);
    let sources = sources.map(|via| view! { <option value=via.as_str()>{via.label()}</option> }).collect_view();
    let line = move |name: &'static str, label: &'static str, hint: &'static str| {
        view! {
            <div>
                <label for=name>{label}</label>
                <input id=name name=name autocomplete="off" placeholder=hint/>
                {field_error(failure, name)}
            </div>
        }
    };
    view! {
        <section class="card">
            <form class="grid" on:submit=send novalidate>
                {error_summary(failure)}
                {line("project", "工地编号", "在项目台账里查")}
                <div>
                    <label for="source">"从哪里来"</label>
                    <select id="source" name="source">
                        {sources}
                    </select>
                    {field_error(failure, "source")}
                </div>
                {line("from", "从哪个月欠起", "例如 2026-08，说不清可空着")}
                {line("to", "到哪个月", "例如 2026-10")}
                {line("amount", "大约多少元", "可空着")}
                {line("people", "几个人", "可空着")}
                {line("contact", "联系方式", "匿名可空着")}
                {line("name", "姓名", "可空着")}
                {line("boss", "跟谁干活", "公司、班组或带班的人")}
                <div>
                    <label for="story">"经过"</label>
                    <textarea id="story" name="story" rows="3" maxlength="2000"></textarea>
                    {field_error(failure, "story")}
                </div>
                <button class="go">"登记"</button>
            </form>
        </section>
    }
    .into_any()
}
