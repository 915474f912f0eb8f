//! The counters of the dashboard, which change in the same transaction as what they count.
//!
//! Every writer that changes what is counted comes through here. One project: [`watch`] before the change and
//! [`Watch::settle`] after it. Many: [`Changes::count`] for each, and [`Changes::write`] once. Which counters a project
//! stands in is decided by `common::dashboard::Facts::tally` alone.
//!
//! Several servers may write to one PostgreSQL: the counters are added to, never set, in the order of their keys, and as
//! the last thing of a transaction, so that nobody waits for long and no two wait for each other.

mod store;
mod total;
mod verify;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use common::dashboard::{Cell, Facts, Tally};
use common::date::Month;

pub use self::store::{CELL, CONTRACTOR, COUNTED, facts, lock, sums};
pub use self::total::total;
pub use self::verify::verify;
use crate::db::Tx;
use crate::error::Result;

/// The month of the rows that hold how things stand; it sorts behind every month.
pub const NOW: &str = "now";

/// Differences that wait to be written.
#[derive(Debug, Default)]
pub struct Changes {
    cells: BTreeMap<(Month, Cell), Tally>,
    contractors: BTreeMap<String, Tally>,
}

impl Changes {
    /// A project was counted as `before` and is now as `after`; `None` where it was or is not stored. `month` is the one
    /// in which it changed.
    pub fn count(&mut self, before: Option<&Facts>, after: Option<&Facts>, month: Month) {
        let sides = [(before, Tally::subtract as fn(&mut Tally, &Tally)), (after, Tally::add)];
        for (facts, apply) in sides {
            let Some(facts) = facts else { continue };
            let tally = facts.tally();
            if tally.is_zero() {
                continue;
            }
            apply(self.cells.entry((month, facts.cell.clone())).or_default(), &tally);
            if let Some(contractor) = &facts.contractor {
                apply(self.contractors.entry(contractor.clone()).or_default(), &tally);
            }
        }
    }

    /// Adds the differences to the counters. Nothing of the transaction should come after it.
    pub async fn write(self, tx: &mut Tx) -> Result<()> {
        let mut rows: BTreeMap<(String, Cell), Tally> = BTreeMap::new();
        for ((month, cell), tally) in self.cells {
            rows.entry((NOW.to_owned(), cell.clone())).or_default().add(&tally);
            rows.insert((month.to_string(), cell), tally);
        }
        let rows: Vec<_> = rows.into_iter().filter(|(_, tally)| !tally.is_zero()).collect();
        let contractors: Vec<_> = self.contractors.into_iter().filter(|(_, tally)| !tally.is_zero()).collect();
        store::add(tx, &rows, &contractors).await
    }
}

/// A project whose counters will be settled.
#[must_use = "what changes now is counted only after `settle`"]
pub struct Watch {
    id: String,
    before: Option<Facts>,
}

/// Keeps in mind how a project is counted, before it changes. Other writers of the same project wait.
pub async fn watch(tx: &mut Tx, project_id: &str) -> Result<Watch> {
    let ids = [project_id.to_owned()];
    lock(tx, &ids).await?;
    let before = facts(tx, &ids).await?.into_iter().next().map(|(_, facts)| facts);
    Ok(Watch { id: project_id.to_owned(), before })
}

impl Watch {
    /// Adds to the counters what changed since, as of the month of `on`.
    pub async fn settle(self, tx: &mut Tx, on: NaiveDate) -> Result<()> {
        let after = facts(tx, &[self.id]).await?.into_iter().next().map(|(_, facts)| facts);
        if self.before == after {
            return Ok(());
        }
        let mut changes = Changes::default();
        changes.count(self.before.as_ref(), after.as_ref(), Month::of(on));
        changes.write(tx).await
    }
}
