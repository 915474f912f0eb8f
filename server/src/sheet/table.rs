//! From the rows of a file to the rows of its tables: the header of each sheet is found, and each row below it is
//! handed on with its cells under their columns.

use std::sync::Arc;

use common::error::FieldErrors;
use common::sheet::{Cells, ColumnKey, Unit};

use super::cell;
use super::guard::Refused;
use super::header::{Layout, is_beside, unit_of_title};
use super::read::{Row, Sink, letters};
use super::report::{CellFault, RowFault};

/// Rows that are searched for the header.
const TITLE_ROWS: usize = 30;

/// A sheet of the file.
#[derive(Debug)]
pub struct SheetInfo<K> {
    pub name: String,
    pub layout: Layout<K>,
}

/// Takes the rows of the tables of a file, in its order.
pub trait Rows<K> {
    /// Something that people should know and that refuses nothing.
    fn note(&mut self, note: String) -> Result<(), Refused>;
    /// A row of a table; `errors` names the cells that the workbook had damaged already.
    fn row(
        &mut self,
        sheet: &Arc<SheetInfo<K>>,
        number: u32,
        cells: &Cells<K>,
        errors: FieldErrors,
    ) -> Result<(), Refused>;
}

/// Looks for the header of each sheet, then hands on the rows below it.
pub struct Table<K, R> {
    rows: R,
    sheet: String,
    stage: Stage<K>,
    tables: usize,
    /// The room of one row, used again.
    cells: Cells<K>,
}

enum Stage<K> {
    /// No header so far; rows looked at, and the unit that a title named.
    Looking {
        rows: usize,
        unit: Option<Unit>,
    },
    /// A header whose second row may follow.
    Held {
        top: Row,
        unit: Option<Unit>,
    },
    Reading(Arc<SheetInfo<K>>),
    /// No sheet has begun.
    Outside,
}

impl<K: ColumnKey, R: Rows<K>> Table<K, R> {
    pub fn new(rows: R) -> Self {
        Self { rows, sheet: String::new(), stage: Stage::Outside, tables: 0, cells: Cells::default() }
    }

    /// The file has ended. Refuses a file without any table of its kind.
    pub fn finish(mut self) -> Result<R, Refused> {
        self.end_sheet()?;
        if self.tables == 0 {
            let titles: Vec<String> = std::iter::once(K::ANCHOR)
                .chain(K::NEEDED.iter().copied())
                .map(|key| format!("“{}”", key.column().title()))
                .collect();
            return Err(Refused::new(format!(
                "没有找到{}的表头：每个工作表的前 {TITLE_ROWS} 行里，要有一行写着{}等列名{}",
                K::FILE,
                titles.concat(),
                K::HINT
            )));
        }
        Ok(self.rows)
    }

    fn end_sheet(&mut self) -> Result<(), Refused> {
        match std::mem::replace(&mut self.stage, Stage::Outside) {
            Stage::Held { top, unit } => self.begin(&top, None, unit),
            Stage::Looking { .. } => {
                let note = format!("工作表“{}”没有{}表头，已跳过", self.sheet, K::FILE);
                self.rows.note(note)
            }
            Stage::Reading(_) | Stage::Outside => Ok(()),
        }
    }

    fn begin(&mut self, top: &Row, below: Option<&Row>, unit: Option<Unit>) -> Result<(), Refused> {
        let Some(layout) = Layout::read(top, below, unit) else { return Ok(()) };
        let layout = layout.map_err(|refused| refused.on(&self.sheet))?;
        if !layout.unknown.is_empty() {
            let list = layout.unknown.iter().take(20).map(|(column, title)| format!("{column} 列“{title}”"));
            let list = list.collect::<Vec<_>>().join("、");
            self.rows.note(format!("工作表“{}”有不认识的列，没有导入：{list}", self.sheet))?;
        }
        self.tables += 1;
        self.stage = Stage::Reading(Arc::new(SheetInfo { name: self.sheet.clone(), layout }));
        Ok(())
    }

    fn data(&mut self, sheet: &Arc<SheetInfo<K>>, row: &Row) -> Result<(), Refused> {
        if is_beside(row, &sheet.layout) {
            return Ok(());
        }
        let errors = fill(row, &sheet.layout, &mut self.cells);
        self.rows.row(sheet, row.number, &self.cells, errors)
    }
}

impl<K: ColumnKey, R: Rows<K>> Sink for Table<K, R> {
    fn sheet(&mut self, name: &str) -> Result<(), Refused> {
        self.end_sheet()?;
        self.sheet = name.to_owned();
        self.stage = Stage::Looking { rows: 0, unit: None };
        Ok(())
    }

    fn row(&mut self, row: &Row) -> Result<(), Refused> {
        match &mut self.stage {
            Stage::Outside => {}
            Stage::Reading(sheet) => {
                let sheet = Arc::clone(sheet);
                self.data(&sheet, row)?;
            }
            Stage::Looking { rows, unit } => {
                if *rows >= TITLE_ROWS || row.cells.is_empty() {
                    return Ok(());
                }
                *rows += 1;
                *unit = unit_of_title(row).or(*unit);
                if Layout::<K>::read(row, None, *unit).is_some() {
                    self.stage = Stage::Held { top: row.clone(), unit: *unit };
                }
            }
            Stage::Held { .. } => {
                let Stage::Held { top, unit } = std::mem::replace(&mut self.stage, Stage::Outside) else {
                    return Ok(());
                };
                if Layout::<K>::takes_two_rows(&top, row) {
                    self.begin(&top, Some(row), unit)?;
                } else {
                    self.begin(&top, None, unit)?;
                    return self.row(row);
                }
            }
        }
        Ok(())
    }
}

/// Puts the cells of a row under their columns; the errors name what the workbook has damaged.
fn fill<K: ColumnKey>(row: &Row, layout: &Layout<K>, cells: &mut Cells<K>) -> FieldErrors {
    cells.clear();
    let mut errors = FieldErrors::default();
    for place in &layout.places {
        let Some(value) = row.get(place.column).filter(|_| place.key != K::SERIAL) else { continue };
        let column = place.key.column();
        if let Some(text) = errors.take(column.word, cell::text(value, column.kind, place.unit)) {
            cells.set(place.key, text);
        }
    }
    errors
}

/// Adds to `errors` the faults of fields that have none yet: what a workbook damaged is said once.
pub fn merge(errors: &mut FieldErrors, more: &FieldErrors) {
    let new: Vec<_> = more.iter().filter(|error| errors.message(&error.field).is_none()).cloned().collect();
    for error in new {
        errors.push(&error.field, error.message);
    }
}

/// The wrong cells of a row with their letters and headers.
pub fn row_fault<K: ColumnKey>(sheet: &SheetInfo<K>, row: u32, errors: &FieldErrors) -> RowFault {
    let cells = errors.iter().map(|error| match sheet.layout.place_of_word(&error.field) {
        Some(place) => CellFault {
            column: Some(letters(place.column)),
            header: place.title.clone(),
            field: error.field.clone(),
            message: error.message.clone(),
        },
        None => CellFault {
            column: None,
            header: title_of_word::<K>(&error.field).to_owned(),
            field: error.field.clone(),
            message: error.message.clone(),
        },
    });
    RowFault { sheet: sheet.name.clone(), row, cells: cells.collect() }
}

fn title_of_word<K: ColumnKey>(word: &str) -> &str {
    K::columns().iter().find(|column| column.word == word).map_or(word, |column| column.title())
}
