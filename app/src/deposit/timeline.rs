use common::date;
use common::deposit::{Event, EventForm, Holding, TimelineEntry};
use leptos::prelude::*;

/// What happened, newest first, each with the clock it had to meet. `correct`: takes a form that corrects or takes back
/// an entry; `None` for those who may not.
pub fn timeline(entries: &[TimelineEntry], correct: Option<RwSignal<EventForm>>) -> AnyView {
    if entries.is_empty() {
        return view! { <p class="note">"还没有登记。请先核定应存金额。"</p> }.into_any();
    }
    let lines = entries.iter().rev().map(|entry| line(entry, correct)).collect_view();
    view! { <ol class="deposit-timeline">{lines}</ol> }.into_any()
}

fn line(entry: &TimelineEntry, correct: Option<RwSignal<EventForm>>) -> AnyView {
    let clock = entry.clock.as_ref().map(|clock| {
        let (class, word) = if entry.late { ("tag late", "超过期限") } else { ("tag good", "按期") };
        view! {
            <span class="deposit-due">
                {format!("期限{} ", date::label(clock.by))}
                <span class=class>{word}</span>
            </span>
        }
    });
    let tools = correct.map(|form| {
        let (again, back) = (correction(entry), void(entry));
        view! {
            <span class="deposit-line acts">
                <a href="#record" rel="external" on:click=move |_| form.set(again.clone())>"更正"</a>
                <a href="#record" rel="external" on:click=move |_| form.set(back.clone())>"撤销"</a>
            </span>
        }
    });
    let by = format!("{}登记于{}", entry.by, date::beijing_label(entry.at));
    let corrected = if entry.corrected { "，更正过" } else { "" };
    view! {
        <li>
            <span class="deposit-what">
                <b>{entry.event.kind().label()}</b>
                <time datetime=entry.on.to_string()>{date::label(entry.on)}</time>
            </span>
            <span class="deposit-why">{detail(&entry.event)}</span>
            {entry.note.clone().map(|note| view! { <span class="deposit-why">{format!("说明：{note}")}</span> })}
            {clock}
            <small>{by} {corrected} {tools}</small>
        </li>
    }
    .into_any()
}

fn detail(event: &Event) -> String {
    match event {
        Event::Assess { due, works, .. } if due.0 == 0 => format!("合同额{}，免予存储", works.contract.label()),
        Event::Assess { due, works, .. } => format!("合同额{}，应存{}", works.contract.label(), due.label()),
        Event::Store { holding } | Event::Refill { holding } | Event::Renew { holding } => held(holding),
        Event::Order { amount, document } => format!("{document}，支付{}", amount.label()),
        Event::Notice { completed_on } => format!("{}完工", date::label(*completed_on)),
        _ => String::new(),
    }
}

/// What is in hand, in words.
pub fn held(holding: &Holding) -> String {
    let until = holding.valid_until.map(|day| format!("，有效期至{}", date::label(day))).unwrap_or_default();
    format!("{}，{}{until}", holding.label(), holding.amount.label())
}

/// The form filled with an entry, to correct it.
fn correction(entry: &TimelineEntry) -> EventForm {
    let yuan = |sum: common::money::Fen| sum.label().trim_end_matches('元').to_owned();
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let form = EventForm {
        kind: entry.event.kind().as_str().to_owned(),
        on: entry.on.to_string(),
        note: entry.note.clone().unwrap_or_default(),
        corrects: entry.id.clone(),
        ..EventForm::default()
    };
    match &entry.event {
        Event::Assess { works, works_end, due } => EventForm {
            amount: yuan(*due),
            contract: yuan(works.contract),
            signed_on: works.signed_on.to_string(),
            permit_on: day(works.permit_on),
            works_end: day(*works_end),
            key_works: works.key_works,
            ..form
        },
        Event::Store { holding } | Event::Refill { holding } | Event::Renew { holding } => EventForm {
            form: holding.form.as_str().to_owned(),
            amount: yuan(holding.amount),
            issuer: holding.issuer.clone(),
            number: holding.number.clone(),
            valid_until: day(holding.valid_until),
            ..form
        },
        Event::Order { amount, document } => EventForm { amount: yuan(*amount), document: document.clone(), ..form },
        Event::Notice { completed_on } => EventForm { completed_on: completed_on.to_string(), ..form },
        _ => form,
    }
}

/// The form that takes an entry back.
fn void(entry: &TimelineEntry) -> EventForm {
    EventForm { kind: "void".to_owned(), on: entry.on.to_string(), corrects: entry.id.clone(), ..EventForm::default() }
}
