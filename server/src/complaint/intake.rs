use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::calendar::Calendar;
use common::complaint::{Fact, Move, NewComplaint, Receipt, Via, fold};
use common::id::ReceiptCode;
use serde_json::json;
use uuid::Uuid;

use super::store::{self, NewRow};
use crate::audit::{self, Actor};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::Seal;

/// A complaint on its way into the database.
pub struct Taken {
    pub project_id: String,
    pub via: Via,
    pub new: NewComplaint,
    /// Made by the client, once per complaint.
    pub key: String,
    /// `None`: the complainant's own doing.
    pub officer: Option<(Actor, String)>,
    pub on: NaiveDate,
    pub at: DateTime<Utc>,
}

/// Store and register a complaint, once per key. The same key again gives the same receipt; with other content, 409.
pub async fn take(tx: &mut Tx, seal: &Seal, calendar: &Calendar, taken: Taken) -> Result<Receipt> {
    let Taken { project_id, via, new, key, officer, on, at } = taken;
    let receipt = receipt_of(seal, &key)?;
    let sealed = serde_json::to_string(&new.sealed).context("complaint.sealed")?;
    let told = json!([project_id, via, new.from, new.to, new.amount, new.people, sealed]).to_string();
    let content_mark = seal.mark("complaint", &told);
    let key_mark = seal.mark("complaint key", &key);
    store::lock(tx).await?;
    if let Some((number, received_on, content)) = store::by_key(tx, key_mark).await? {
        if content != content_mark {
            return Err(Error::Conflict("这个编号已经用于另一份内容，请重新打开页面再提交"));
        }
        return answer(&receipt, number, received_on, calendar);
    }
    let id = Uuid::now_v7().to_string();
    let (actor, person) = officer.map_or((Actor::Public, None), |(actor, person)| (actor, Some(person)));
    audit::record(tx, &actor, "complaint.create", &id, &json!({ "source": via, "project": project_id }), at).await?;
    let register = Fact { step: Move::Register, on, reason: None, until: None };
    let state = fold(std::slice::from_ref(&register)).map_err(Error::Refused)?;
    let row = NewRow {
        id: &id,
        project_id: &project_id,
        via,
        new: &new,
        sealed: seal.seal(&sealed, store::about(&id).as_bytes())?,
        key_mark,
        content_mark,
        receipt_mark: mark_of(seal, &receipt),
        state: &state,
        clock_by: state.clocks(calendar).first().map(|due| due.by),
    };
    let number = store::insert(tx, &row).await?;
    store::insert_event(tx, &id, 1, &register, None, person.as_deref(), at).await?;
    answer(&receipt, number, on, calendar)
}

/// The receipt is made of the key by a keyed hash: a lost answer asked for again is the same, and nobody else can tell.
fn receipt_of(seal: &Seal, key: &str) -> Result<ReceiptCode> {
    let mark = seal.mark("receipt of", key);
    let bytes: [u8; 8] = mark[..8].try_into().context("a mark has 16 bytes")?;
    Ok(ReceiptCode::from_random(u64::from_be_bytes(bytes)))
}

/// What is stored of a receipt.
pub fn mark_of(seal: &Seal, receipt: &ReceiptCode) -> crate::seal::Mark {
    seal.mark("receipt", receipt.as_str())
}

fn answer(receipt: &ReceiptCode, number: i64, received_on: NaiveDate, calendar: &Calendar) -> Result<Receipt> {
    let register = Fact { step: Move::Register, on: received_on, reason: None, until: None };
    let state = fold(&[register]).map_err(Error::Refused)?;
    let accept_by = state.clocks(calendar).first().map(|due| due.by);
    Ok(Receipt { receipt: receipt.grouped(), number, received_on, accept_by })
}
