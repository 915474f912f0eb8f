//! Deposits of the demo: one in every stage among the first sites, one guarantee that is about to expire.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use common::calendar::Calendar;
use common::deposit::{DepositRules, Entry, Event, History, Holding, Recorded, Stage, Works, calculate, fold};
use common::money::Fen;
use common::project::{DepositForm, NewDeposit, NewProject};
use common::settings::Dated;
use uuid::Uuid;

use super::district::{DemoRest, DemoSite};
use crate::db::Tx;
use crate::deposit::store;
use crate::error::Result;

/// Serials that have a deposit with a history; those before are as plain as can be.
const FIRST: u64 = 5;

/// What the rules say and when it is.
pub struct Rulebook<'a> {
    pub rules: &'a Dated<DepositRules>,
    pub calendar: &'a Calendar,
    pub today: NaiveDate,
}

/// Lets the ledger of a site say what its deposit's history says.
pub fn agree(serial: u64, site: &mut DemoSite, book: &Rulebook<'_>) -> anyhow::Result<()> {
    let Some(last) = play(serial, site.project.contract, site.rest.board.changed_at, book)?.pop() else {
        return Ok(());
    };
    let held = last.state.holding().map(|held| NewDeposit { form: held.form, amount: Some(held.amount) });
    match last.state.stage() {
        Stage::Due | Stage::Unassessed => site.project.deposit = None,
        Stage::Exempt => site.project.deposit = Some(NewDeposit { form: DepositForm::Exempt, amount: None }),
        _ => site.project.deposit = held,
    }
    Ok(())
}

/// Stores the events of a site.
pub async fn insert(
    tx: &mut Tx,
    serial: u64,
    id: Uuid,
    (project, rest): (&NewProject, &DemoRest),
    book: &Rulebook<'_>,
) -> Result<()> {
    let (id, at) = (id.to_string(), rest.board.changed_at);
    let entries = play(serial, project.contract, at, book)?;
    for (position, Entry { recorded, .. }) in (1..).zip(&entries) {
        let calculation = match &recorded.event {
            Event::Assess { works, .. } => calculate(works, &History::default(), book.rules, recorded.on),
            _ => None,
        };
        store::insert(tx, &id, position, recorded, calculation.as_ref()).await?;
    }
    match entries.last() {
        Some(last) => store::put_state(tx, &id, &last.state, &book.rules.value.clocks, book.calendar, at).await,
        None => Ok(()),
    }
}

/// The events of a site, played; none for most sites.
fn play(serial: u64, contract: Option<Fen>, at: DateTime<Utc>, book: &Rulebook<'_>) -> anyhow::Result<Vec<Entry>> {
    let Some(contract) = contract else { return Ok(Vec::new()) };
    let record = |(ago, event)| Recorded {
        id: store::new_id(),
        on: before(book.today, ago),
        event,
        note: None,
        by: "示例经办人".to_owned(),
        at,
        corrects: None,
    };
    let records: Vec<_> = story(serial, contract, book).into_iter().map(record).collect();
    fold(&records, &book.rules.value.clocks, book.calendar)
        .map_err(|refusal| anyhow::anyhow!("demo deposit {serial}: {}", refusal.why()))
}

/// What happened to the deposit of a site, as days before today; nothing for most sites.
fn story(serial: u64, contract: Fen, book: &Rulebook<'_>) -> Vec<(u64, Event)> {
    let due = due(contract, book);
    let assess = |ago: u64| {
        let signed_on = before(book.today, ago + 15);
        let works = Works { contract, signed_on, permit_on: Some(before(book.today, ago)), key_works: false };
        (ago, Event::Assess { works, works_end: None, due })
    };
    let cash = |ago| (ago, Event::Store { holding: holding(DepositForm::Cash, due, serial, None) });
    let guarantee = |form, ago, left: i64| {
        let until = book.today + TimeDelta::days(left);
        (ago, Event::Store { holding: holding(form, due, serial, Some(until)) })
    };
    let order = |ago, share| {
        let document = format!("示人社保支〔2026〕{serial}号");
        (ago, Event::Order { amount: Fen(due.0 / share), document })
    };
    let noticed = |ago| (ago, Event::Notice { completed_on: before(book.today, ago + 2) });
    let returning = |mut more: Vec<(u64, Event)>| {
        let mut events = vec![assess(400), cash(390), noticed(45)];
        events.append(&mut more);
        events
    };
    match serial.checked_sub(FIRST) {
        Some(0) => vec![assess(10)],
        Some(1) => vec![assess(60)],
        Some(2) => vec![assess(300), cash(290)],
        Some(3) => vec![assess(360), guarantee(DepositForm::BankGuarantee, 350, 17)],
        Some(4) => vec![assess(400), guarantee(DepositForm::Insurance, 380, -6)],
        Some(5) => vec![assess(300), guarantee(DepositForm::BankGuarantee, 290, 440), order(3, 3)],
        Some(6) => vec![assess(300), cash(290), order(40, 2), (35, Event::Pay)],
        Some(7) => vec![assess(400), cash(390), noticed(12)],
        Some(8) => returning(vec![(2, Event::Apply)]),
        Some(9) => returning(vec![(12, Event::Apply), (6, Event::Object)]),
        Some(10) => returning(vec![(12, Event::Apply), (1, Event::Review)]),
        Some(11) => returning(vec![(14, Event::Apply), (9, Event::Review), (7, Event::Confirm)]),
        Some(12) => returning(vec![(14, Event::Apply), (9, Event::Review), (7, Event::Confirm), (5, Event::Return)]),
        Some(13) => {
            let works = Works {
                contract: Fen(245_000_000),
                signed_on: before(book.today, 215),
                permit_on: Some(before(book.today, 200)),
                key_works: false,
            };
            vec![(190, Event::Assess { works, works_end: None, due: Fen::ZERO })]
        }
        // Finished, and nobody has asked the deposit back.
        Some(17) => vec![assess(500), guarantee(DepositForm::Surety, 490, 75)],
        _ => Vec::new(),
    }
}

fn due(contract: Fen, book: &Rulebook<'_>) -> Fen {
    let works = Works { contract, signed_on: book.today, permit_on: None, key_works: false };
    calculate(&works, &History::default(), book.rules, book.today).map_or(Fen::ZERO, |calculation| calculation.due)
}

fn holding(form: DepositForm, amount: Fen, serial: u64, valid_until: Option<NaiveDate>) -> Holding {
    let issuer = match form {
        DepositForm::Surety => "示例融资担保有限公司",
        DepositForm::Insurance => "示例财产保险有限公司",
        _ => "示例银行城东支行",
    };
    Holding { form, amount, issuer: issuer.to_owned(), number: format!("SL{:06}", serial * 37), valid_until }
}

fn before(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}
