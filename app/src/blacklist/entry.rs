use common::blacklist::{PublicEntry, public_entry_of};
use common::date;
use common::error::Problem;
use common::law::{self, Law};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::list::find;
use crate::api::{encode, get};
use crate::head::{Meta, Title};
use crate::status::{plain_page, set_status};
use crate::ui::{bar, fact, failed, foot, heading};

/// `/blacklist/{id}`: why an employer is listed, until when, and how it may be removed.
#[component]
pub fn BlacklistEntryPage() -> impl IntoView {
    plain_page();
    let id = use_params_map().read_untracked().get("id").unwrap_or_default();
    let entry = Resource::new(|| (), move |()| get::<PublicEntry>(public_entry_of(&encode(&id).replace("%2D", "-"))));
    view! {
        <Meta name="robots" content="noindex,noarchive"/>
        {bar()}
        <main id="main">
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move { entry.await.map_or_else(gone, shown) })}
            </Suspense>
            <p><a href="/blacklist">"看全部名单"</a></p>
        </main>
        {foot()}
    }
}

/// The same for what was removed and what never was.
fn gone(problem: Problem) -> AnyView {
    set_status(if problem.status == 0 { 503 } else { problem.status });
    if problem.status != 404 {
        return failed(problem);
    }
    view! {
        <Title text="名单上没有这个条目"/>
        {heading("名单上没有这个条目")}
        <p>"地址可能抄错了，或者这个条目不在今天的名单上。可以在这里查："</p>
        {find(String::new())}
    }
    .into_any()
}

fn shown(entry: PublicEntry) -> AnyView {
    let some = |label: &'static str, text: Option<String>| text.map(|text| fact(label, text));
    let people: Vec<String> = entry.people.iter().map(|person| format!("{}（{}）", person.name, person.role)).collect();
    let former = (!entry.former_names.is_empty()).then(|| entry.former_names.join("、"));
    let paid = match entry.corrected_on {
        Some(day) => format!("已付清，{}登记付清", date::label(day)),
        None => "没有付清的记录".to_owned(),
    };
    let decision = format!("{}，{}", entry.decision, date::label(entry.decided_on));
    let steps = entry.history.iter().map(|step| format!("{} {}", date::label(step.on), step.what));
    let steps = steps.map(|step| view! { <li>{step}</li> }).collect_view();
    view! {
        <Title text=entry.employer.clone()/>
        <Meta name="description" content="拖欠农民工工资失信联合惩戒对象名单条目"/>
        {heading(entry.employer.clone())}
        <p><b class="tag late">"在失信联合惩戒名单上"</b> " 到" {date::label(entry.until)} "为止"</p>
        <dl>
            {some("统一社会信用代码", entry.uscc.clone())}
            {some("曾用名", former)}
            {some("单位地址", entry.address.clone())}
            {(!people.is_empty()).then(|| fact("一并列入的责任人员", people.join("、")))}
            {fact("主要事实", entry.facts.clone())}
            {fact("列入事由", view! { {entry.ground.clone()} <br/> <small>{entry.basis.clone()}</small> })}
            {some("责令支付文书", entry.order.clone())}
            {fact("列入决定", decision)}
            {fact("作出决定的部门", entry.authority.clone())}
            {fact("期限", entry.term())}
            {fact("工资付清了没有", paid)}
            {some("备注", entry.remark.clone())}
        </dl>
        {repair(&entry)}
        <h2>"经过"</h2>
        <ul class="list">{steps}</ul>
        <p class="soft">
            "列入的只是上面写明的单位和人；姓名相同的不一定是同一个人，请以用人单位和信用代码为准。"
        </p>
    }
    .into_any()
}

/// 信用修复 on the entry itself: what is there, what is missing, the first day.
fn repair(entry: &PublicEntry) -> AnyView {
    let line = |done: bool, what: String| {
        let (class, word) = if done { ("tag good", "已有") } else { ("tag", "还缺") };
        view! { <li><b class=class>{word}</b> " " {what}</li> }
    };
    let paid = match entry.corrected_on {
        Some(day) => line(true, format!("付清拖欠的工资（{}）", date::label(day))),
        None => line(false, "付清拖欠的工资".to_owned()),
    };
    let first = entry.earliest_exit.map(|day| {
        view! { <p>"满六个月的日子，也就是最早可以提前移出的一天：" <b>{date::label(day)}</b></p> }
    });
    let barred = entry.barred.as_ref().map(|law| {
        view! { <p><b>"有不得提前移出的情形"</b> "（" {law.clone()} "），要到期限届满才移出。"</p> }
    });
    let may = entry.barred.is_none().then(|| {
        view! {
            <ul class="list">
                {paid}
                <li>"自付清之日起在名单上满六个月；付清早于列入的，从列入之日算起"</li>
                <li>"书面信用承诺：今后遵守保障农民工工资支付的规定"</li>
            </ul>
            {first}
            <p>"带书面申请、付清工资的证明和书面信用承诺，向" {entry.authority.clone()} "申请；收到后15个工作日内书面答复。"</p>
        }
    });
    let [bar, removal, remedy] = [law::BLACKLIST_BAR, law::BLACKLIST_REMOVAL, law::BLACKLIST_REMEDY].map(article);
    let laws = format!(
        "{}、{bar}、{removal}。对列入决定或者不予移出的决定不服，可以申请行政复议或者提起行政诉讼（{remedy}）。",
        law::BLACKLIST_EARLY
    );
    view! {
        <h2>"怎样提前移出"</h2>
        {barred}
        {may}
        <p class="soft">{laws}</p>
    }
    .into_any()
}

/// 第十三条, where the document has been named.
fn article(law: Law) -> String {
    law.label().rsplit('》').next().unwrap_or_default().to_owned()
}
