use common::deposit::{DepositFile, EventForm, EventKind, RecordForm, RecordKind, WhatIfForm, deposit_of, records_of};
use common::error::{FieldErrors, Problem};
use common::project::DepositForm;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use super::field::{check_box, choice_field, text_field};
use crate::api;
use crate::official::ui::error_summary;

/// The form as it should stand for the next event: today, and what is known already.
pub fn fresh(file: &DepositFile) -> EventForm {
    let facts = file.facts.as_ref().map(WhatIfForm::of).unwrap_or_default();
    let kind = file.next.first().map(|kind| kind.as_str().to_owned()).unwrap_or_default();
    let due = file.calculation.as_ref().map(|calculation| calculation.due);
    let amount = match file.next.first() {
        Some(EventKind::Assess) => due,
        Some(EventKind::Store) => file.state.due(),
        _ => None,
    };
    EventForm {
        kind,
        on: file.today.to_string(),
        amount: amount.map(|sum| sum.label().trim_end_matches('元').to_owned()).unwrap_or_default(),
        contract: facts.contract,
        signed_on: facts.signed_on,
        permit_on: facts.permit_on,
        works_end: file.works_end.map(|day| day.to_string()).unwrap_or_default(),
        ..EventForm::default()
    }
}

/// 登记下一步: only what may come next is offered, and what the server refuses is told at its field.
pub fn record(shown: &DepositFile, form: RwSignal<EventForm>, again: RwSignal<u32>) -> AnyView {
    let (number, next) = (shown.number, shown.next.clone());
    let problem = RwSignal::new(None::<Problem>);
    let errors = faults(problem);
    let kinds = move || {
        let mut kinds = next.clone();
        let chosen = EventKind::parse(&form.read().kind);
        kinds.extend(chosen.filter(|kind| !next.contains(kind)));
        kinds.into_iter().map(|kind| (kind.as_str(), kind.label())).collect()
    };
    let kind = Memo::new(move |_| EventKind::parse(&form.read().kind));
    let correcting = Memo::new(move |_| !form.read().corrects.is_empty());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit(deposit_of(number), form.get_untracked(), problem, again);
    };
    view! {
        <section id="record" class="card deposit-record" aria-labelledby="record-title">
            <h2 id="record-title">{move || if correcting.get() { "更正或撤销" } else { "登记下一步" }}</h2>
            <form on:submit=send novalidate>
                {error_summary(problem)}
                <div class="deposit-fields">
                    {move || choice_field(form, errors, "kind", "登记什么", kinds(), |form| &mut form.kind)}
                    {text_field(form, errors, "on", "发生日期", |form| &mut form.on)}
                    {move || kind.get().map(|kind| fields(kind, form, errors))}
                    {text_field(form, errors, "note", "说明（可不填）", |form| &mut form.note)}
                </div>
                <button class="go">"登记"</button>
            </form>
        </section>
    }
    .into_any()
}

/// The fields that belong to a kind of event.
fn fields(kind: EventKind, form: RwSignal<EventForm>, errors: Memo<FieldErrors>) -> AnyView {
    let forms = DepositForm::ALL.iter().filter(|form| **form != DepositForm::Exempt);
    let forms: Vec<_> = forms.map(|form| (form.as_str(), form.label())).collect();
    let is_guarantee = move || !form.read().form.is_empty() && form.read().form != DepositForm::Cash.as_str();
    match kind {
        EventKind::Assess => view! {
            {text_field(form, errors, "contract", "合同额（元）", |form| &mut form.contract)}
            {text_field(form, errors, "signed_on", "合同签订日期", |form| &mut form.signed_on)}
            {text_field(form, errors, "permit_on", "施工许可日期（不需要许可的不填）", |form| &mut form.permit_on)}
            {text_field(form, errors, "works_end", "合同工期至（没有约定可不填）", |form| &mut form.works_end)}
            {text_field(form, errors, "amount", "应存金额（元，免存填 0）", |form| &mut form.amount)}
            {check_box(form, "key_works", "重点交通、铁路工程", |form| &mut form.key_works)}
        }
        .into_any(),
        EventKind::Store | EventKind::Refill | EventKind::Renew => view! {
            {choice_field(form, errors, "form", "存储形式", forms, |form| &mut form.form)}
            {text_field(form, errors, "amount", "金额（元）", |form| &mut form.amount)}
            {text_field(form, errors, "issuer", "银行、担保公司或保险公司", |form| &mut form.issuer)}
            {text_field(form, errors, "number", "账号或保函、保单编号", |form| &mut form.number)}
            {move || {
                is_guarantee().then(|| text_field(form, errors, "valid_until", "有效期至", |form| &mut form.valid_until))
            }}
        }
        .into_any(),
        EventKind::Order => view! {
            {text_field(form, errors, "document", "支付通知书文号", |form| &mut form.document)}
            {text_field(form, errors, "amount", "支付金额（元）", |form| &mut form.amount)}
        }
        .into_any(),
        EventKind::Notice => {
            text_field(form, errors, "completed_on", "完工日期", |form| &mut form.completed_on)
        }
        _ => ().into_any(),
    }
}

/// 登记总包的记录: arrears found, listed, taken off the list.
pub fn record_firm(number: i64, again: RwSignal<u32>) -> AnyView {
    let form = RwSignal::new(RecordForm::default());
    let problem = RwSignal::new(None::<Problem>);
    let errors = faults(problem);
    let kinds = RecordKind::ALL.iter().map(|kind| (kind.as_str(), kind.label())).collect();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit(records_of(number), form.get_untracked(), problem, again);
    };
    view! {
        <details class="card deposit-firm-record">
            <summary>"登记总包的欠薪或名单记录"</summary>
            <form on:submit=send novalidate>
                {error_summary(problem)}
                <div class="deposit-fields">
                    {choice_field(form, errors, "kind", "记录", kinds, |form| &mut form.kind)}
                    {text_field(form, errors, "on", "日期", |form| &mut form.on)}
                    {text_field(form, errors, "basis", "依据的文书", |form| &mut form.basis)}
                </div>
                <button class="plain">"登记"</button>
            </form>
        </details>
    }
    .into_any()
}

fn faults(problem: RwSignal<Option<Problem>>) -> Memo<FieldErrors> {
    Memo::new(move |_| problem.read().as_ref().map(|problem| problem.errors.clone()).unwrap_or_default())
}

/// Sends a form, and has the page read anew what is stored now.
fn submit(path: String, form: impl Serialize + 'static, problem: RwSignal<Option<Problem>>, again: RwSignal<u32>) {
    spawn_local(async move {
        match api::post::<DepositFile>(path, &form, None).await {
            Ok(_) => again.update(|turn| *turn += 1),
            Err(refused) => problem.set(Some(refused)),
        }
    });
}
