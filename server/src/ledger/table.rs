//! From the rows of a file to checked rows of the ledger, each good or refused with every wrong cell.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use common::error::FieldErrors;
use common::ledger::{Key, LedgerRow, Unit};
use common::project::{NewProject, Role};

use super::cell;
use super::guard::Refused;
use super::header::{Layout, is_no_site, unit_of_title};
use super::read::{Row, Sink, letters};
use super::report::{CellFault, RowFault};
use super::store::SearchText;
use crate::bulk::Marks;

/// Rows that are searched for the header.
const TITLE_ROWS: usize = 30;

/// A sheet of the file.
#[derive(Debug)]
pub struct SheetInfo {
    pub name: String,
    pub layout: Layout,
}

/// A good row.
pub struct Checked {
    pub sheet: Arc<SheetInfo>,
    pub row: u32,
    pub project: NewProject,
    pub search: SearchText,
}

/// What comes out of a file, in its order.
pub enum Found {
    Good(Box<Checked>),
    Bad(RowFault),
    /// Something that people should know and that refuses nothing.
    Note(String),
}

/// Looks for the header of each sheet, then checks the rows below it.
pub struct Table<F> {
    today: NaiveDate,
    give: F,
    sheet: String,
    stage: Stage,
    seen: Seen,
    ledgers: usize,
}

enum Stage {
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
    Reading(Arc<SheetInfo>),
    /// No sheet has begun.
    Outside,
}

impl<F: FnMut(Found) -> Result<(), Refused>> Table<F> {
    pub fn new(today: NaiveDate, give: F) -> Self {
        Self { today, give, sheet: String::new(), stage: Stage::Outside, seen: Seen::default(), ledgers: 0 }
    }

    /// The file has ended. Refuses a file without any ledger.
    pub fn finish(mut self) -> Result<(), Refused> {
        self.end_sheet()?;
        if self.ledgers == 0 {
            return Err(Refused::new(format!(
                "没有找到台账的表头：每个工作表的前 {TITLE_ROWS} 行里，要有一行写着“项目名称”“施工总承包单位”等列名。空白模板可用 mingxin export template 导出"
            )));
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), Refused> {
        match std::mem::replace(&mut self.stage, Stage::Outside) {
            Stage::Held { top, unit } => self.begin(&top, None, unit),
            Stage::Looking { .. } => {
                let note = format!("工作表“{}”没有台账表头，已跳过", self.sheet);
                (self.give)(Found::Note(note))
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
            (self.give)(Found::Note(format!("工作表“{}”有不认识的列，没有导入：{list}", self.sheet)))?;
        }
        self.ledgers += 1;
        self.stage = Stage::Reading(Arc::new(SheetInfo { name: self.sheet.clone(), layout }));
        Ok(())
    }

    fn data(&mut self, sheet: &Arc<SheetInfo>, row: &Row) -> Result<(), Refused> {
        if is_no_site(row, &sheet.layout) {
            return Ok(());
        }
        let (cells, mut errors) = texts(row, &sheet.layout);
        let checked = cells.check(self.today);
        if let Err(more) = &checked {
            for error in more.iter().filter(|error| errors.message(&error.field).is_none()).cloned().collect::<Vec<_>>()
            {
                errors.push(&error.field, error.message);
            }
        }
        let found = match checked {
            Ok(project) if errors.is_empty() => {
                self.seen.check(&project, &sheet.name, row.number, &mut errors);
                if errors.is_empty() {
                    {
                        let search = SearchText::of(&project);
                        Found::Good(Box::new(Checked { sheet: Arc::clone(sheet), row: row.number, project, search }))
                    }
                } else {
                    Found::Bad(row_fault(sheet, row.number, &errors))
                }
            }
            _ => Found::Bad(row_fault(sheet, row.number, &errors)),
        };
        (self.give)(found)
    }
}

impl<F: FnMut(Found) -> Result<(), Refused>> Sink for Table<F> {
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
                if Layout::read(row, None, *unit).is_some() {
                    self.stage = Stage::Held { top: row.clone(), unit: *unit };
                }
            }
            Stage::Held { .. } => {
                let Stage::Held { top, unit } = std::mem::replace(&mut self.stage, Stage::Outside) else {
                    return Ok(());
                };
                if Layout::takes_two_rows(&top, row) {
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

/// The cells of a row under their columns, and what a workbook has damaged.
fn texts(row: &Row, layout: &Layout) -> (LedgerRow, FieldErrors) {
    let mut cells = LedgerRow::default();
    let mut errors = FieldErrors::default();
    for place in &layout.places {
        let Some(value) = row.get(place.column).filter(|_| place.key != Key::Serial) else { continue };
        let column = place.key.column();
        if let Some(text) = errors.take(column.word, cell::text(value, column.kind, place.unit)) {
            cells.set(place.key, text);
        }
    }
    (cells, errors)
}

/// The wrong cells of a row with their letters and headers.
pub fn row_fault(sheet: &SheetInfo, row: u32, errors: &FieldErrors) -> RowFault {
    let cells = errors.iter().map(|error| match sheet.layout.place_of_word(&error.field) {
        Some(place) => CellFault {
            column: Some(letters(place.column)),
            header: place.title.clone(),
            field: error.field.clone(),
            message: error.message.clone(),
        },
        None => CellFault {
            column: None,
            header: title_of_word(&error.field).to_owned(),
            field: error.field.clone(),
            message: error.message.clone(),
        },
    });
    RowFault { sheet: sheet.name.clone(), row, cells: cells.collect() }
}

fn title_of_word(word: &str) -> &str {
    common::ledger::COLUMNS.iter().find(|column| column.word == word).map_or(word, |column| column.title())
}

/// What earlier rows of the file were about, as 128-bit fingerprints: a million rows need not fit in memory as text.
#[derive(Default)]
struct Seen {
    marks: Marks,
    sheets: Vec<String>,
    /// Where each project stands.
    projects: HashMap<u128, (u16, u32)>,
    /// The name that each credit code was given, and where.
    firms: HashMap<u128, (u128, u16, u32)>,
}

impl Seen {
    /// Adds an error for a project or a credit code that contradicts an earlier row.
    fn check(&mut self, project: &NewProject, sheet: &str, row: u32, errors: &mut FieldErrors) {
        if self.sheets.last().is_none_or(|last| last != sheet) {
            self.sheets.push(sheet.to_owned());
        }
        let here = u16::try_from(self.sheets.len() - 1).unwrap_or(u16::MAX);
        let (key, text) = project_key(project);
        let mark = self.marks.of(&text);
        if let Some((other, at)) = self.projects.get(&mark) {
            let message = format!("与{}重复，同一个项目只能写一行，请删去一行", self.place(*other, *at, sheet));
            errors.push(key.column().word, message);
            return;
        }
        for (role, key) in [(Role::Owner, Key::OwnerUscc), (Role::Contractor, Key::ContractorUscc)] {
            let Some(party) = project.party(role) else { continue };
            let (Some(uscc), Some(name)) = (&party.uscc, &party.name) else { continue };
            let (mark, name) = (self.marks.of(uscc.as_str()), self.marks.of(name));
            match self.firms.get(&mark) {
                Some((known, other, at)) if *known != name => {
                    let place = self.place(*other, *at, sheet);
                    errors.push(
                        key.column().word,
                        format!("这个代码在{place}写的是另一个单位名称，请核对两行，改成一致"),
                    );
                }
                Some(_) => {}
                None => {
                    self.firms.insert(mark, (name, here, row));
                }
            }
        }
        if errors.is_empty() {
            self.projects.insert(mark, (here, row));
        }
    }

    fn place(&self, sheet: u16, row: u32, here: &str) -> String {
        match self.sheets.get(usize::from(sheet)) {
            Some(name) if name != here => format!("工作表“{name}”第 {row} 行"),
            _ => format!("第 {row} 行"),
        }
    }
}

/// What a project is known by: its code, else its permit, else its name and contractor together.
fn project_key(project: &NewProject) -> (Key, String) {
    if let Some(code) = &project.code {
        return (Key::Code, code.as_str().to_owned());
    }
    if let Some(permit) = &project.permit {
        return (Key::Permit, permit.as_str().to_owned());
    }
    let contractor = project.party(Role::Contractor).and_then(|party| party.name.as_deref()).unwrap_or_default();
    (Key::Name, format!("{}\n{contractor}", project.name))
}
