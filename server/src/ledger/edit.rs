//! One project changed by hand, by the rules of a ledger row.

use std::collections::BTreeMap;

use common::error::FieldErrors;
use common::ledger::{COLUMNS, Key, LedgerRow};
use common::project::NewProject;

use super::change::{self, Stamp};
use super::company::Companies;
use super::load::{self, Stored};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::rollup;
use crate::sheet::FieldChange;

/// A stored project as a ledger writes it, with what tells one state of it from another.
pub struct Written {
    pub row: LedgerRow,
    pub project: NewProject,
    pub changed_at: i64,
}

/// The project with this id, as the ledger writes it.
pub async fn written(tx: &mut Tx, id: &str) -> Result<Option<Written>> {
    let stored = find(tx, id).await?;
    Ok(stored.map(|it| Written { row: LedgerRow::of(&it.project), changed_at: it.changed_at, project: it.project }))
}

/// Sets `typed`, by the words of the ledger's columns, in the project with this id. What changed, which may be nothing.
/// 409 if the project is not the one of `changed_at` any more; 422 naming every wrong field.
pub async fn edit(
    tx: &mut Tx,
    id: &str,
    changed_at: i64,
    typed: &BTreeMap<String, String>,
    stamp: &Stamp,
) -> Result<Vec<FieldChange>> {
    let ids = [id.to_owned()];
    rollup::lock(tx, &ids).await?;
    let stored = find(tx, id).await?.ok_or(Error::NotFound("项目"))?;
    if stored.changed_at != changed_at {
        return Err(Error::Conflict("这个项目刚刚有别的改动，请刷新后再改"));
    }
    let was = LedgerRow::of(&stored.project);
    let mut now = was.clone();
    let mut errors = FieldErrors::default();
    for (word, text) in typed {
        match COLUMNS.iter().find(|column| column.word == word && column.key != Key::Serial) {
            Some(column) => now.set(column.key, text.trim()),
            None => errors.push(word, "没有这一项，请刷新后再改"),
        }
    }
    errors.into_result(()).map_err(Error::Invalid)?;
    let difference = change::differ(&was, &now, stamp.today).map_err(Error::Invalid)?;
    if difference.fields.is_empty() {
        return Ok(Vec::new());
    }
    let mut companies = Companies::open(tx).await?;
    let mut counts = rollup::Changes::default();
    change::apply(tx, &mut companies, &mut counts, (&stored, &difference), stamp).await?;
    counts.write(tx).await?;
    Ok(difference.fields)
}

async fn find(tx: &mut Tx, id: &str) -> Result<Option<Stored>> {
    Ok(load::load(tx, &[id.to_owned()]).await?.into_iter().next())
}
