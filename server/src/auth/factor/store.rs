//! Second factors and recovery codes in the database.

use chrono::{DateTime, Utc};
use sqlx::FromRow;

use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::seal::Mark;
use crate::{db, read, run};

const FIND: &str = "select sealed, confirmed_at, last_step from second_factor where user_id = $1";

/// A second factor; it counts once it is confirmed.
#[derive(FromRow)]
pub struct Factor {
    pub sealed: Vec<u8>,
    pub confirmed_at: Option<i64>,
    pub last_step: i64,
}

/// Of this account, confirmed or not.
pub async fn find(db: &Db, user_id: &str) -> Result<Option<Factor>> {
    Ok(read!(db, query_as(FIND).bind(user_id).fetch_optional)?)
}

/// The same, in a transaction.
pub async fn find_in(tx: &mut Tx, user_id: &str) -> Result<Option<Factor>> {
    Ok(db!(tx, query_as(FIND).bind(user_id).fetch_optional)?)
}

/// Recovery codes that have not been used.
pub async fn recovery_left(db: &Db, user_id: &str) -> Result<i64> {
    const LEFT: &str = "select count(*) from recovery_code where user_id = $1 and used_at is null";
    Ok(read!(db, query_scalar(LEFT).bind(user_id).fetch_one)?)
}

/// Whether this is a recovery code that has not been used.
pub async fn knows_recovery(db: &Db, user_id: &str, mark: Mark) -> Result<bool> {
    const KNOWN: &str = "select count(*) from recovery_code where user_id = $1 and mark = $2 and used_at is null";
    let known: i64 = read!(db, query_scalar(KNOWN).bind(user_id).bind(mark.to_vec()).fetch_one)?;
    Ok(known > 0)
}

/// Begin, or begin anew with another secret. 409 if one is confirmed.
pub async fn begin(tx: &mut Tx, user_id: &str, sealed: &[u8], at: DateTime<Utc>) -> Result<()> {
    const BEGIN: &str = "insert into second_factor (user_id, sealed, last_step, created_at) values ($1, $2, 0, $3)
        on conflict (user_id) do update set sealed = excluded.sealed, last_step = 0, created_at = excluded.created_at
        where second_factor.confirmed_at is null";
    let begun = run!(tx, query(BEGIN).bind(user_id).bind(sealed).bind(at.timestamp_millis()))?;
    if begun == 0 {
        return Err(Error::Conflict("两步验证已经开启。换手机时，请先关闭，再重新开启。"));
    }
    Ok(())
}

/// From now on it counts, with these recovery codes.
pub async fn confirm(tx: &mut Tx, user_id: &str, step: i64, recovery: &[Mark], at: DateTime<Utc>) -> Result<()> {
    const CONFIRM: &str = "update second_factor set confirmed_at = $2, last_step = $3 where user_id = $1";
    const INSERT: &str = "insert into recovery_code (user_id, mark) values ($1, $2)";
    run!(tx, query(CONFIRM).bind(user_id).bind(at.timestamp_millis()).bind(step))?;
    run!(tx, query("delete from recovery_code where user_id = $1").bind(user_id))?;
    for mark in recovery {
        run!(tx, query(INSERT).bind(user_id).bind(mark.to_vec()))?;
    }
    Ok(())
}

/// The code of this step is used up. `false`: somebody was faster.
pub async fn use_step(tx: &mut Tx, user_id: &str, step: i64) -> Result<bool> {
    const USE: &str = "update second_factor set last_step = $2 where user_id = $1 and last_step < $2";
    Ok(run!(tx, query(USE).bind(user_id).bind(step))? > 0)
}

/// This recovery code is used up. `false`: it was already.
pub async fn use_recovery(tx: &mut Tx, user_id: &str, mark: Mark, at: DateTime<Utc>) -> Result<bool> {
    const USE: &str = "update recovery_code set used_at = $3 where user_id = $1 and mark = $2 and used_at is null";
    Ok(run!(tx, query(USE).bind(user_id).bind(mark.to_vec()).bind(at.timestamp_millis()))? > 0)
}

/// Take it off with its recovery codes. `false` if there was none.
pub async fn remove(tx: &mut Tx, user_id: &str) -> Result<bool> {
    run!(tx, query("delete from recovery_code where user_id = $1").bind(user_id))?;
    Ok(run!(tx, query("delete from second_factor where user_id = $1").bind(user_id))? > 0)
}
