use chrono::NaiveDate;
use common::date::Month;
use common::money_chain::{Chain, ChainView, chain};
use common::project::ProjectState;
use common::settings::Settings;

use super::store::{self, Known};
use crate::board::view::due_month;
use crate::db::{Db, Tx};
use crate::error::Result;

/// Months that can be chosen.
const MONTHS: usize = 13;

/// The chain of a month; without a month, of the wages due last.
pub async fn view(
    tx: &mut Tx,
    (number, id): (i64, &str),
    month: Option<Month>,
    settings: &Settings,
    today: NaiveDate,
) -> Result<ChainView> {
    let this = Month::of(today);
    let known = store::find(tx, id, month.unwrap_or(this)).await?;
    let known = match month {
        Some(_) => known,
        None => store::find(tx, id, default_month(&known, settings, today)).await?,
    };
    let start = known.started_on.map(Month::of);
    let months = std::iter::successors(Some(this), |month| Some(month.prev()));
    Ok(ChainView {
        number,
        month: known.facts.month,
        months: months.take_while(|month| start.is_none_or(|start| *month >= start)).take(MONTHS).collect(),
        today,
        chain: told(&known, settings, today),
    })
}

/// Whose move it is, as the public board says it. `None` where nobody is late.
pub async fn board_line(
    db: &Db,
    id: &str,
    month: Month,
    settings: &Settings,
    today: NaiveDate,
) -> Result<Option<String>> {
    let known = store::find(&mut db.snapshot().await?, id, month).await?;
    Ok(told(&known, settings, today).and_then(|chain| common::money_chain::board_line(&chain, today)))
}

/// The month whose wages were due last; before any were due, the month before this one.
fn default_month(known: &Known, settings: &Settings, today: NaiveDate) -> Month {
    let pay_day = known.facts.pay_day;
    let due = due_month(today, |month| pay_day.map(|day| settings.calendar.pay_day_on(month.next(), day)));
    due.map_or(Month::of(today).prev(), |due| due.month)
}

/// `None` where no wages are due: before the start, in days to come, and on a site at rest that reported none.
fn told(known: &Known, settings: &Settings, today: NaiveDate) -> Option<Chain> {
    let facts = &known.facts;
    let at_work = known.state == ProjectState::Building || facts.payroll.is_some() || facts.progress.is_some();
    let begun = known.started_on.is_none_or(|start| facts.month >= Month::of(start));
    let rules = settings.chain_rules(today).copied().unwrap_or_default();
    (at_work && begun && facts.month <= Month::of(today)).then(|| chain(facts, &settings.calendar, rules, today))
}
