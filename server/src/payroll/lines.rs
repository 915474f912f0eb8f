//! The reading half of an import, on a thread of its own: rows checked, hashed and sealed, handed on in batches.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use common::date::Month;
use common::error::FieldErrors;
use common::roster::{Check, WorkerRules};
use common::sheet::Cells;
use tokio::sync::mpsc;

use super::kind::{Fact, Kind};
use crate::seal::{Mark, Seal};
use crate::sheet::{self, Refused, RowFault, Rows, SheetInfo, Table, row_fault};

/// Rows that are compared and written together.
const BATCH: usize = 1_000;

/// A checked row, its personal data sealed.
pub struct Line<K> {
    pub sheet: Arc<SheetInfo<K>>,
    pub row: u32,
    /// Code or name of the site, where the file says it.
    pub project: Option<String>,
    pub month: Option<Month>,
    pub person: Mark,
    pub slot: String,
    /// Of everything the row says.
    pub mark: Mark,
    pub sealed: Vec<u8>,
    pub facts: Vec<Fact>,
}

impl<K: Kind> Line<K> {
    /// The refusal of this row for what stands in one column.
    pub fn refuse(&self, key: K, message: impl std::fmt::Display) -> RowFault {
        let mut errors = FieldErrors::default();
        errors.push(key.column().word, message);
        row_fault(&self.sheet, self.row, &errors)
    }
}

/// What comes out of a file, in its order.
pub enum Found<K> {
    Good(Box<Line<K>>),
    Bad(RowFault),
    /// A good row with something to look at.
    Doubt(RowFault),
    Note(String),
}

/// What the thread needs to know.
pub struct Reader {
    pub seal: Seal,
    pub today: NaiveDate,
    pub rules: WorkerRules,
}

struct Checker<'a, K> {
    reader: &'a Reader,
    batch: Vec<Found<K>>,
    sender: &'a mpsc::Sender<Vec<Found<K>>>,
}

/// Reads the whole file, handing on batches.
pub fn read<K: Kind>(reader: &Reader, file: &Path, sender: &mpsc::Sender<Vec<Found<K>>>) -> Result<(), Refused> {
    let mut table = Table::new(Checker { reader, batch: Vec::with_capacity(BATCH), sender });
    sheet::read(file, &mut table)?;
    let checker = table.finish()?;
    checker.sender.blocking_send(checker.batch).map_err(|_| interrupted())
}

/// The other side goes away only with a failure of the database, which it tells itself.
fn interrupted() -> Refused {
    Refused::new("导入中断")
}

impl<K: Kind> Checker<'_, K> {
    fn give(&mut self, found: Found<K>) -> Result<(), Refused> {
        self.batch.push(found);
        if self.batch.len() < BATCH {
            return Ok(());
        }
        let full = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.sender.blocking_send(full).map_err(|_| interrupted())
    }
}

impl<K: Kind> Rows<K> for Checker<'_, K> {
    fn note(&mut self, note: String) -> Result<(), Refused> {
        self.give(Found::Note(note))
    }

    fn row(
        &mut self,
        sheet: &Arc<SheetInfo<K>>,
        number: u32,
        cells: &Cells<K>,
        mut errors: FieldErrors,
    ) -> Result<(), Refused> {
        let Reader { seal, today, rules } = self.reader;
        let placed = match K::check(cells, Check { today: *today, rules }) {
            Ok(placed) if errors.is_empty() => placed,
            Ok(_) => return self.give(Found::Bad(row_fault(sheet, number, &errors))),
            Err(more) => {
                sheet::merge(&mut errors, &more);
                return self.give(Found::Bad(row_fault(sheet, number, &errors)));
            }
        };
        if !placed.doubts.is_empty() {
            self.give(Found::Doubt(row_fault(sheet, number, &placed.doubts)))?;
        }
        let parts = K::split(placed.row);
        let plain = parts.person.text();
        let person = parts.person.mark(seal);
        let mark = seal.mark("row", &format!("{plain}\n{}\n{:?}", parts.slot, parts.facts));
        let sealed = seal.seal(&plain, &person).map_err(|_| Refused::new("加密失败，没有写入"))?;
        self.give(Found::Good(Box::new(Line {
            sheet: Arc::clone(sheet),
            row: number,
            project: placed.project,
            month: placed.month,
            person,
            slot: parts.slot,
            mark,
            sealed,
            facts: parts.facts,
        })))
    }
}
