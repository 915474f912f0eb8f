//! From the rows of a ledger to checked sites, each good or refused with every wrong cell.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use common::error::FieldErrors;
use common::ledger::{Key, LedgerRow};
use common::project::{NewProject, Role};

use super::store::SearchText;
use crate::bulk::Marks;
use crate::sheet::{self, Refused, RowFault, Rows, row_fault};

/// A sheet of a ledger.
pub type SheetInfo = sheet::SheetInfo<Key>;

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

/// Checks each row of a ledger and gives what was found.
pub struct Sites<F> {
    today: NaiveDate,
    give: F,
    seen: Seen,
}

impl<F: FnMut(Found) -> Result<(), Refused>> Sites<F> {
    pub fn new(today: NaiveDate, give: F) -> Self {
        Self { today, give, seen: Seen::default() }
    }
}

impl<F: FnMut(Found) -> Result<(), Refused>> Rows<Key> for Sites<F> {
    fn note(&mut self, note: String) -> Result<(), Refused> {
        (self.give)(Found::Note(note))
    }

    fn row(
        &mut self,
        sheet: &Arc<SheetInfo>,
        number: u32,
        cells: &LedgerRow,
        mut errors: FieldErrors,
    ) -> Result<(), Refused> {
        let checked = cells.check(self.today);
        if let Err(more) = &checked {
            sheet::merge(&mut errors, more);
        }
        let found = match checked {
            Ok(project) if errors.is_empty() => {
                self.seen.check(&project, &sheet.name, number, &mut errors);
                if errors.is_empty() {
                    let search = SearchText::of(&project);
                    Found::Good(Box::new(Checked { sheet: Arc::clone(sheet), row: number, project, search }))
                } else {
                    Found::Bad(row_fault(sheet, number, &errors))
                }
            }
            _ => Found::Bad(row_fault(sheet, number, &errors)),
        };
        (self.give)(found)
    }
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
