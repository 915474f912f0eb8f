use common::auth::Action;
use common::complaint::{ComplaintEvent, ComplaintFile, Due, Move, OpenedComplaint, PurposeForm, complaint_of};
use common::date;
use common::error::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::record::record;
use super::{due, tag};
use crate::api;
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{error_summary, field_error, form_text, loaded, not_found};
use crate::ui::heading;

/// One complaint: where it stands, its clocks, what happened, and what to do next.
pub fn complaint_page(number: &str) -> AnyView {
    let Ok(number) = number.parse::<i64>() else { return not_found() };
    let again = RwSignal::new(0_u32);
    let path = move || {
        again.track();
        complaint_of(number)
    };
    view! {
        <Title text=format!("投诉{number}")/>
        {heading(format!("投诉 {number}"))}
        <p><a href="/official/complaints">"全部投诉"</a></p>
        {loaded(path, move |file: &ComplaintFile| show(file, again))}
    }
    .into_any()
}

fn show(file: &ComplaintFile, again: RwSignal<u32>) -> AnyView {
    let row = &file.row;
    let today = file.today;
    let clocks = file.clocks.iter().map(|clock| self::clock(clock, today)).collect_view();
    let handles = Session::here().may(Action::HandleComplaint);
    view! {
        <section class="card">
            <p>
                {tag(row.stage)}
                {row.reason.clone().map(|reason| format!(" {reason}"))}
            </p>
            {clocks}
            <dl class="complaint-facts">
                {fact("工地", view! { <a href=format!("/official/projects/{}", row.project_number)>{row.project.clone()}</a> }.into_any())}
                {fact("总包", row.contractor.clone().into_any())}
                {fact("街道", row.street.clone().into_any())}
                {fact("欠的月份", row.months().unwrap_or_else(|| "没有写".to_owned()).into_any())}
                {fact("大约金额", row.amount.map_or_else(|| "没有写".to_owned(), |sum| sum.label()).into_any())}
                {fact("人数", format!("{}人", row.people).into_any())}
                {fact("收到", format!("{}，{}", date::label(row.received_on), row.source.label()).into_any())}
            </dl>
        </section>
        {handles.then(|| contact(file))}
        {record(row.number, &file.next, again)}
        <section class="card">
            <h2>"经过"</h2>
            <ol class="complaint-events">{file.events.iter().rev().map(event).collect_view()}</ol>
        </section>
    }
    .into_any()
}

fn fact(name: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{name}</dt> <dd>{value}</dd></div> }.into_any()
}

fn clock(clock: &Due, today: chrono::NaiveDate) -> AnyView {
    view! {
        <p>
            {format!("{}{}：", clock.who, clock.what)} {due(clock.by, today)} " " <small>{clock.law.clone()}</small>
        </p>
    }
    .into_any()
}

/// Contact and story, sealed until a purpose is given.
fn contact(file: &ComplaintFile) -> AnyView {
    let number = file.row.number;
    let failure = RwSignal::new(None::<Problem>);
    let opened = RwSignal::new(None::<OpenedComplaint>);
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = PurposeForm { purpose: form_text(&event, "purpose") };
        spawn_local(async move {
            match api::post::<OpenedComplaint>(format!("{}/open", complaint_of(number)), &form, None).await {
                Ok(values) => opened.set(Some(values)),
                Err(problem) => {
                    Session::here().note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let contact = file.contact.as_ref().map_or_else(|| "匿名".to_owned(), ToString::to_string);
    view! {
        <section class="card">
            <h2>"反映人和经过"</h2>
            {move || match opened.get() {
                Some(values) => told(&values),
                None => view! {
                    <p>{format!("联系方式：{contact}")}</p>
                    <form on:submit=open novalidate>
                        {error_summary(failure)}
                        <label for="purpose">"查看完整内容的用途"</label>
                        <input id="purpose" name="purpose" maxlength="100" placeholder="例如：联系反映人核实"/>
                        {field_error(failure, "purpose")}
                        <p class="hint">"举报人的身份依法保密。每次查看都记入操作记录。"</p>
                        <button class="plain">"查看"</button>
                    </form>
                }
                .into_any(),
            }}
        </section>
    }
    .into_any()
}

fn told(values: &OpenedComplaint) -> AnyView {
    let text = |text: &str| if text.is_empty() { "没有写".to_owned() } else { text.to_owned() };
    view! {
        <dl class="complaint-facts">
            {fact("联系方式", text(&values.contact).into_any())}
            {fact("姓名", text(&values.name).into_any())}
            {fact("跟谁干活", text(&values.boss).into_any())}
            {fact("经过", text(&values.story).into_any())}
        </dl>
    }
    .into_any()
}

fn event(event: &ComplaintEvent) -> AnyView {
    let who = event.by.clone().unwrap_or_else(|| "反映人".to_owned());
    let what = match event.step {
        Move::Say => "留言".to_owned(),
        step => step.label().to_owned(),
    };
    let reason = event.reason.as_ref().map(|reason| format!("：{reason}"));
    let until = event.until.map(|day| format!("，最晚{}付清", date::label(day)));
    view! {
        <li>
            <b>{what}</b>
            {reason}
            {until}
            {event.text.clone().map(|text| view! { <p class="complaint-text">{text}</p> })}
            <small>{format!("{}，{who}", date::minute(event.at))}</small>
        </li>
    }
    .into_any()
}
