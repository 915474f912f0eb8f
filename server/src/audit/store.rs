//! The audit trail in the database.

use chrono::{DateTime, Utc};
use common::auth::AuditEntry;
use serde_json::Value;
use sqlx::FromRow;

use super::{Actor, hash};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{db, read, run};

const COLUMNS: &str = "number, at, actor, action, target, detail, hash";

#[derive(FromRow)]
struct Row {
    number: i64,
    at: i64,
    actor: String,
    action: String,
    target: String,
    detail: String,
    hash: String,
}

impl From<Row> for AuditEntry {
    fn from(row: Row) -> Self {
        let Row { number, at, actor, action, target, detail, hash } = row;
        Self { number, at, actor, action, target, detail, hash }
    }
}

/// Add an entry to the chain, in the transaction of what it tells of. `action` is `concept.verb`; `detail` holds no
/// personal data: the trail is kept when the data is gone.
pub async fn record(
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    target: &str,
    detail: &Value,
    at: DateTime<Utc>,
) -> Result<()> {
    // Takes the row's lock on PostgreSQL, so that the chain grows by one transaction at a time.
    const NEXT: &str = "update audit_head set number = number + 1 where id = 1 returning number, hash";
    const INSERT: &str = "insert into audit_entry (number, at, actor, action, target, detail, hash)
        values ($1, $2, $3, $4, $5, $6, $7)";
    let (number, previous): (i64, String) = db!(tx, query_as(NEXT).fetch_one)?;
    let mut entry = AuditEntry {
        number,
        at: at.timestamp_millis(),
        actor: actor.as_str().to_owned(),
        action: action.to_owned(),
        target: target.to_owned(),
        detail: detail.to_string(),
        hash: String::new(),
    };
    entry.hash = hash(&previous, &entry);
    run!(
        tx,
        query(INSERT)
            .bind(entry.number)
            .bind(entry.at)
            .bind(&entry.actor)
            .bind(&entry.action)
            .bind(&entry.target)
            .bind(&entry.detail)
            .bind(&entry.hash)
    )?;
    run!(tx, query("update audit_head set hash = $1 where id = 1").bind(&entry.hash))?;
    Ok(())
}

/// Entries after a number in their order, at most `limit`.
pub async fn after(db: &Db, number: i64, limit: i64) -> Result<Vec<AuditEntry>> {
    let sql = format!("select {COLUMNS} from audit_entry where number > $1 order by number limit $2");
    let rows: Vec<Row> = read!(db, query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(number).bind(limit).fetch_all)?;
    Ok(rows.into_iter().map(AuditEntry::from).collect())
}

/// Entries before a number, newest first; `None` for a filter that does not matter. `action` may be the beginning of
/// one, such as `deposit`.
pub async fn before(
    db: &Db,
    number: i64,
    actor: Option<&str>,
    action: Option<&str>,
    limit: i64,
) -> Result<Vec<AuditEntry>> {
    let sql = format!(
        "select {COLUMNS} from audit_entry
        where number < $1 and (cast($2 as text) is null or actor = $2)
            and (cast($3 as text) is null or substr(action, 1, length($3)) = $3)
        order by number desc limit $4"
    );
    let rows: Vec<Row> = read!(
        db,
        query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(number).bind(actor).bind(action).bind(limit).fetch_all
    )?;
    Ok(rows.into_iter().map(AuditEntry::from).collect())
}

/// Number and hash of the last entry, as the chain's writers know it.
pub async fn head(db: &Db) -> Result<(i64, String)> {
    Ok(read!(db, query_as("select number, hash from audit_head where id = 1").fetch_one)?)
}
