use common::auth::Action;
use common::deposit::{DepositFile, LetterKind, deposit_of};
use leptos::prelude::*;

use super::calculation::calculation_view;
use super::list::{due, stage_tag};
use super::record::{fresh, record, record_firm};
use super::timeline::{held, timeline};
use super::what_if::what_if;
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{loaded, not_found};
use crate::ui::heading;

/// 项目 › 工资保证金: where it stands, how much is due and why, what happened, and what may be recorded next.
///
/// `number` as the address has it.
pub fn deposit_page(number: &str) -> AnyView {
    let Ok(number) = number.parse::<i64>() else { return not_found() };
    // Counts up when something was recorded, so that what is stored is read anew.
    let again = RwSignal::new(0);
    let path = move || {
        again.track();
        deposit_of(number)
    };
    view! {
        <Title text="工资保证金"/>
        {loaded(path, move |file: &DepositFile| file_view(file, again))}
    }
    .into_any()
}

fn file_view(file: &DepositFile, again: RwSignal<u32>) -> AnyView {
    let may_record = Session::here().may(Action::RecordDeposit);
    let form = RwSignal::new(fresh(file));
    let open = may_record && !(file.next.is_empty() && file.timeline.is_empty());
    view! {
        <p class="deposit-screen">
            <a href=format!("/official/projects/{}", file.number)>{file.project.clone()}</a>
            " › 工资保证金"
        </p>
        {heading("工资保证金")}
        {standing(file)}
        <div class="deposit-columns">
            <section aria-labelledby="why">
                <h2 id="why">"应存多少，为什么"</h2>
                {calculated(file)}
                {may_record.then(|| record_firm(file.number, again))}
            </section>
            {what_if(file)}
        </div>
        <div class="deposit-columns">
            <section aria-labelledby="timeline">
                <h2 id="timeline">"办理记录"</h2>
                {timeline(&file.timeline, may_record.then_some(form))}
            </section>
            {open.then(|| record(file, form, again))}
        </div>
    }
    .into_any()
}

/// Stage, clock, what is in hand, the letters that make sense now.
fn standing(file: &DepositFile) -> AnyView {
    let today = file.today;
    let stage = file.state.stage();
    let valid_until = file.state.holding().and_then(|held| held.valid_until);
    let holding = file.state.holding().map(held);
    let ledger = file.ledger_form.map(|form| {
        let amount = file.ledger_amount.map(|sum| format!("，{}", sum.label())).unwrap_or_default();
        format!("台账：{}{amount}", form.label())
    });
    let letters: Vec<_> = file.letters.iter().map(|kind| letter_link(file.number, *kind)).collect();
    view! {
        <div class="deposit-standing">
            <p class="deposit-line">
                {stage_tag(stage, valid_until, today)}
                {file.clock.clone().map(|clock| due(&clock.what, clock.by, today))}
                {file.claim_by.map(|day| due("最后可索赔", day, today))}
            </p>
            <p>{holding.or(ledger)}</p>
            {file.firm.name.clone().map(|name| view! { <p>{format!("施工总承包单位：{name}")}</p> })}
            {(!letters.is_empty()).then(|| view! { <p class="deposit-line acts">"起草文书：" {letters}</p> })}
        </div>
    }
    .into_any()
}

fn letter_link(number: i64, kind: LetterKind) -> AnyView {
    let to = format!("/official/projects/{number}/deposit/letters/{}", kind.as_str());
    view! { <a href=to>{kind.label()}</a> }.into_any()
}

/// The calculation of the assessment or, before it, of today; with what to look at by hand.
fn calculated(file: &DepositFile) -> AnyView {
    let remarks: Vec<_> = file.remarks.iter().chain(&file.firm.remarks).cloned().collect();
    let (calculation, source) = match (&file.assessed, &file.calculation) {
        (Some(assessed), _) => (Some(assessed.clone()), "核定时的计算"),
        (None, today) => (today.clone(), "按今天登记的情况计算，还没有核定"),
    };
    view! {
        {(!remarks.is_empty()).then(|| view! {
            <ul class="deposit-remarks">
                {remarks.into_iter().map(|remark| view! { <li>{remark}</li> }).collect_view()}
            </ul>
        })}
        {calculation.map(|calculation| view! { <p class="hint">{source}</p> {calculation_view(&calculation)} })}
    }
    .into_any()
}
