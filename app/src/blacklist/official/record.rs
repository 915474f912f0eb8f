use common::blacklist::{EventForm, EventKind, Ground, ListingFile, Matter, OFFICIAL_BLACKLIST, Proposal, events_of};
use common::error::{FieldErrors, Problem};
use common::money::Fen;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api;
use crate::deposit::field::{check_box, choice_field, text_field};
use crate::head::Title;
use crate::official::ui::error_summary;
use crate::ui::heading;

/// The form as it should stand for the next step: today, and what is known already.
pub fn fresh(file: &ListingFile) -> EventForm {
    let kind = file.next.first().map(|kind| kind.as_str().to_owned()).unwrap_or_default();
    let what = file.proposals.first().map(|what| what.as_str().to_owned()).unwrap_or_default();
    EventForm { kind, what, on: file.today.to_string(), ..filled(&file.matter) }
}

/// The fields of a matter as they were typed.
fn filled(matter: &Matter) -> EventForm {
    let people = matter.people.iter().map(|person| format!("{}（{}）", person.name, person.role));
    let yuan = |sum: Option<Fen>| sum.map(|sum| sum.label().trim_end_matches('元').to_owned()).unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    EventForm {
        employer: matter.employer.clone(),
        uscc: matter.uscc.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
        former_names: matter.former_names.join("、"),
        address: text(&matter.address),
        people: people.collect::<Vec<_>>().join("；"),
        project: text(&matter.project),
        project_number: number(matter.project_number),
        period: text(&matter.period),
        workers: number(matter.workers),
        amount: yuan(matter.amount),
        most_owed: yuan(matter.most_owed),
        most_months: number(matter.most_months),
        ground: matter.ground.as_str().to_owned(),
        order: text(&matter.order),
        pay_by: matter.pay_by.map(|day| day.to_string()).unwrap_or_default(),
        ..EventForm::default()
    }
}

/// 登记下一步: only what may come next is offered, and what the server refuses is told at its field.
pub fn record(file: &ListingFile, form: RwSignal<EventForm>, again: RwSignal<u32>) -> AnyView {
    let number = file.number;
    let kinds: Vec<_> = file.next.iter().map(|kind| (kind.as_str(), kind.label())).collect();
    let proposals = file.proposals.clone();
    let problem = RwSignal::new(None::<Problem>);
    let errors = faults(problem);
    let kind = Memo::new(move |_| EventKind::parse(&form.read().kind));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            match api::post::<ListingFile>(events_of(number), &form.get_untracked(), None).await {
                Ok(_) => again.update(|count| *count += 1),
                Err(refused) => problem.set(Some(refused)),
            }
        });
    };
    view! {
        <section id="record" class="card deposit-record" aria-labelledby="record-title">
            <h2 id="record-title">"登记下一步"</h2>
            <form on:submit=send novalidate>
                {error_summary(problem)}
                <div class="deposit-fields">
                    {choice_field(form, errors, "kind", "登记什么", kinds, |form| &mut form.kind)}
                    {text_field(form, errors, "on", "发生日期", |form| &mut form.on)}
                    {move || kind.get().map(|kind| fields(kind, &proposals, form, errors))}
                    {text_field(form, errors, "note", "说明或理由", |form| &mut form.note)}
                </div>
                <button class="go">"登记"</button>
            </form>
        </section>
    }
    .into_any()
}

/// The fields that belong to a kind of step.
fn fields(kind: EventKind, proposals: &[Proposal], form: RwSignal<EventForm>, errors: Memo<FieldErrors>) -> AnyView {
    let document = |label| text_field(form, errors, "document", label, |form| &mut form.document);
    let promise = || check_box(form, "promise", "已提交书面信用承诺", |form| &mut form.promise);
    match kind {
        EventKind::Draft => matter_fields(form, errors),
        EventKind::Notice => document("告知书文号"),
        EventKind::Verify => check_box(form, "stands", "异议成立", |form| &mut form.stands),
        EventKind::Extend => document("批准延期的文号"),
        EventKind::Correct => view! {
            {text_field(form, errors, "paid_on", "最后一笔工资付清的日期", |form| &mut form.paid_on)}
            {promise()}
        }
        .into_any(),
        EventKind::Propose => {
            let options = proposals.iter().map(|what| (what.as_str(), what.label())).collect();
            choice_field(form, errors, "what", "提请什么", options, |form| &mut form.what)
        }
        EventKind::Apply => promise(),
        EventKind::Decide | EventKind::Refuse | EventKind::Remove | EventKind::Revoke | EventKind::Restore => {
            document("决定书文号")
        }
        _ => ().into_any(),
    }
}

fn matter_fields(form: RwSignal<EventForm>, errors: Memo<FieldErrors>) -> AnyView {
    let grounds = Ground::ALL.iter().map(|ground| (ground.as_str(), ground.short())).collect();
    view! {
        {text_field(form, errors, "employer", "用人单位名称", |form| &mut form.employer)}
        {text_field(form, errors, "uscc", "统一社会信用代码", |form| &mut form.uscc)}
        {text_field(form, errors, "former_names", "曾用名（没有不填）", |form| &mut form.former_names)}
        {text_field(form, errors, "address", "单位地址", |form| &mut form.address)}
        {text_field(form, errors, "people", "责任人员，如 示例甲（法定代表人）；示例乙（项目经理）", |form| &mut form.people)}
        {text_field(form, errors, "project", "工程名称", |form| &mut form.project)}
        {text_field(form, errors, "project_number", "本系统项目编号（没有不填）", |form| &mut form.project_number)}
        {text_field(form, errors, "period", "拖欠的起止月份", |form| &mut form.period)}
        {text_field(form, errors, "workers", "被拖欠人数", |form| &mut form.workers)}
        {text_field(form, errors, "amount", "拖欠金额（元）", |form| &mut form.amount)}
        {text_field(form, errors, "most_owed", "欠得最多的一人（元，可不填）", |form| &mut form.most_owed)}
        {text_field(form, errors, "most_months", "欠这个人几个月（可不填）", |form| &mut form.most_months)}
        {choice_field(form, errors, "ground", "列入事由", grounds, |form| &mut form.ground)}
        {text_field(form, errors, "order", "责令限期支付文书号", |form| &mut form.order)}
        {text_field(form, errors, "pay_by", "责令支付的最后一天", |form| &mut form.pay_by)}
    }
    .into_any()
}

/// 拟列入新单位: the draft of a new matter.
pub fn draft_page() -> AnyView {
    let form = RwSignal::new(EventForm { kind: EventKind::Draft.as_str().to_owned(), ..EventForm::default() });
    let problem = RwSignal::new(None::<Problem>);
    let errors = faults(problem);
    let navigate = use_navigate();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let navigate = navigate.clone();
        spawn_local(async move {
            match api::post::<ListingFile>(OFFICIAL_BLACKLIST, &form.get_untracked(), None).await {
                Ok(file) => navigate(&format!("/official/blacklist/{}", file.number), NavigateOptions::default()),
                Err(refused) => problem.set(Some(refused)),
            }
        });
    };
    view! {
        <Title text="拟列入新单位"/>
        <p><a href="/official/blacklist">"失信名单"</a></p>
        {heading("拟列入新单位")}
        <p class="hint">"责令支付的期限过了仍未支付，并且达到数额标准或者引发群体性、极端事件的，才可以列入。登记后先告知单位，单位有5个工作日提出异议。"</p>
        <section class="card">
            <form on:submit=send novalidate>
                {error_summary(problem)}
                <div class="deposit-fields">
                    {text_field(form, errors, "on", "拟定日期", |form| &mut form.on)}
                    {matter_fields(form, errors)}
                    {text_field(form, errors, "note", "说明（可不填，不公布）", |form| &mut form.note)}
                </div>
                <button class="go">"登记"</button>
            </form>
        </section>
    }
    .into_any()
}

fn faults(problem: RwSignal<Option<Problem>>) -> Memo<FieldErrors> {
    Memo::new(move |_| problem.read().as_ref().map(|problem| problem.errors.clone()).unwrap_or_default())
}
