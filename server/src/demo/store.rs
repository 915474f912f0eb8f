//! What the demo stores beside its ledger: months of pay, and boards that were replaced.

use chrono::NaiveDate;
use uuid::Uuid;

use super::district::DemoRest;
use crate::bulk::insert;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::read;

/// Whether there is no project yet.
pub async fn is_empty(db: &Db) -> Result<bool> {
    let any: Option<i64> = read!(db, query_scalar("select number from project limit 1").fetch_optional)?;
    Ok(any.is_none())
}

/// Months of pay, recorded when the board last changed.
pub async fn insert_months(tx: &mut Tx, ids: &[Uuid], sites: &[DemoRest]) -> Result<()> {
    let months: Vec<_> = ids
        .iter()
        .zip(sites)
        .flat_map(|(id, site)| site.months.iter().map(move |month| (id, site.board.changed_at, month)))
        .collect();
    insert!(
        tx,
        "insert into pay_month (project_id, month, workers_due, workers_paid, paid_fen, paid_on, recorded_at)",
        months,
        |to, (id, at, month)| {
            to.push_bind(id.to_string()).push_bind(month.month.to_string()).push_bind(month.workers_due);
            to.push_bind(month.workers_paid).push_bind(month.paid.0);
            to.push_bind(month.paid_on.map(|day| day.to_string())).push_bind(at.timestamp_millis());
        },
        ""
    );
    Ok(())
}

/// Boards that were taken down and replaced.
pub async fn insert_revoked(tx: &mut Tx, ids: &[Uuid], sites: &[DemoRest], today: NaiveDate) -> Result<()> {
    let revoked: Vec<_> =
        ids.iter().zip(sites).filter_map(|(id, site)| Some((id, site, site.revoked.as_ref()?))).collect();
    insert!(
        tx,
        "insert into board (token, project_id, issued_on, revoked_on, shows_pay)",
        revoked,
        |to, (id, site, token)| {
            to.push_bind(token.to_string()).push_bind(id.to_string()).push_bind(site.board.issued_on.to_string());
            to.push_bind(today.to_string()).push_bind(false);
        },
        ""
    );
    Ok(())
}
