//! What a ledger row means for a project that is stored: which one it is, what differs, who came and who left.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use common::dashboard::Facts;
use common::date::Month;
use common::error::FieldErrors;
use common::ledger::{COLUMNS, Key, LedgerRow};
use common::project::{NewProject, Party, Role};
use uuid::Uuid;

use super::company::{Companies, Wanted};
use super::load::{self, PartyRow, Stored};
use super::sites::Checked;
use super::store::{self, SearchText};
use crate::db::Tx;
use crate::error::Result;
use crate::rollup;
use crate::sheet::{FieldChange, Layout};

/// How a stored project differs from its row.
pub struct Difference {
    /// The project as it becomes.
    pub project: NewProject,
    /// Empty if nothing differs.
    pub fields: Vec<FieldChange>,
}

impl Checked {
    /// Where the row stands: sheet and number.
    pub fn row_key(&self) -> (String, u32) {
        (self.sheet.name.clone(), self.row)
    }
}

/// Compares a row with its stored project. A column that the file does not have stays as it is, and an empty credit
/// code says nothing about a firm whose code is known. Refused when the two together contradict each other.
pub fn compare(
    row: &NewProject,
    stored: &NewProject,
    layout: &Layout<Key>,
    today: NaiveDate,
) -> Result<Difference, FieldErrors> {
    let was = LedgerRow::of(stored);
    let mut now = LedgerRow::of(row);
    for column in COLUMNS.iter().filter(|column| !layout.has(column.key)) {
        now.set(column.key, was.get(column.key));
    }
    for (name, code) in [(Key::Owner, Key::OwnerUscc), (Key::Contractor, Key::ContractorUscc)] {
        if now.get(code).is_empty() && now.get(name) == was.get(name) {
            now.set(code, was.get(code));
        }
    }
    differ(&was, &now, today)
}

/// What the row `now` makes of the project that was written as `was`.
pub fn differ(was: &LedgerRow, now: &LedgerRow, today: NaiveDate) -> Result<Difference, FieldErrors> {
    let project = now.check(today)?;
    let became = LedgerRow::of(&project);
    let fields =
        COLUMNS.iter().filter(|column| was.get(column.key) != became.get(column.key)).map(|column| FieldChange {
            field: column.word,
            header: column.title(),
            was: was.get(column.key).to_owned(),
            became: became.get(column.key).to_owned(),
        });
    Ok(Difference { fields: fields.collect(), project })
}

/// Who changes, and when.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Named in the history: the file, or the officer.
    pub source: String,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

/// Writes what differs: the project, its account, deposit and parties, its history and search row; and counts it.
pub async fn apply(
    tx: &mut Tx,
    companies: &mut Companies,
    counts: &mut rollup::Changes,
    (stored, difference): (&Stored, &Difference),
    stamp: &Stamp,
) -> Result<()> {
    let project = &difference.project;
    let wanted: Vec<Wanted> = wanted(project).collect();
    let mut firms = companies.resolve(tx, &wanted, stamp.now).await?.into_iter();
    let firms: Vec<Option<Uuid>> =
        project.parties.iter().map(|party| party.name.as_ref().and_then(|_| firms.next())).collect();
    let after = Facts::of(project, contractor(project, &firms), stored.has_board);
    counts.count(Some(&stored.facts()), Some(&after), Month::of(stamp.today));
    store::update(tx, &stored.id, project, stamp.now).await?;
    if project.account != stored.project.account {
        store::put_account(tx, &stored.id, project.account.as_ref()).await?;
    }
    if project.deposit != stored.project.deposit {
        store::put_deposit(tx, &stored.id, project.deposit.as_ref()).await?;
    }
    replace_parties(tx, stored, project, &firms, stamp.today).await?;
    store::keep_history(tx, &stored.id, &difference.fields, &stamp.source, stamp.now).await?;
    let search = SearchText::of(project);
    if search != SearchText::of(&stored.project) {
        store::reindex(tx, store::Index::Project, &[search.entry(stored.number)]).await?;
    }
    Ok(())
}

/// The general contractor's firm, given the firm of each party.
pub fn contractor(project: &NewProject, companies: &[Option<Uuid>]) -> Option<String> {
    let at = project.parties.iter().position(|party| party.role == Role::Contractor)?;
    companies.get(at).copied().flatten().map(|id| id.to_string())
}

/// The firms of a project's parties, without those who stand alone.
pub fn wanted(project: &NewProject) -> impl Iterator<Item = Wanted> {
    project.parties.iter().filter_map(|party| {
        let uscc = party.uscc.as_ref().map(|code| code.as_str().to_owned());
        Some(Wanted { uscc, name: party.name.clone()? })
    })
}

/// The id of the stored project that each row means: by code, else by permit, else by name and contractor. A row that
/// brings a code or a permit for the first time finds the project that was stored without it.
pub async fn find(tx: &mut Tx, rows: &[Checked], used: &mut HashSet<Uuid>) -> Result<HashMap<(String, u32), String>> {
    let codes: Vec<String> = rows.iter().filter_map(|row| code(&row.project)).collect();
    let by_code: HashMap<String, String> = load::ids_by_code(tx, &codes).await?.into_iter().collect();
    let is_found = |row: &&Checked| code(&row.project).is_some_and(|code| by_code.contains_key(&code));
    let rest: Vec<&Checked> = rows.iter().filter(|row| !is_found(row)).collect();
    let permits: Vec<String> = rest.iter().filter_map(|row| permit(&row.project)).collect();
    let by_permit = first_of_each(load::ids_by_permit(tx, &permits).await?);
    let names: Vec<String> = rest.iter().map(|row| row.project.name.clone()).collect();
    let named = load::ids_by_name(tx, &names).await?.into_iter().map(|(name, firm, id)| ((name, firm), id));
    let by_name = first_of_each(named);
    let mut meant = HashMap::new();
    for row in rows {
        let project = &row.project;
        let contractor = project.party(Role::Contractor).and_then(|party| party.name.clone()).unwrap_or_default();
        let by_code = code(project).and_then(|code| by_code.get(&code));
        let id = by_code
            .or_else(|| permit(project).and_then(|permit| by_permit.get(&permit)))
            .or_else(|| by_name.get(&(project.name.clone(), contractor)));
        if let Some(id) = id
            && used.insert(Uuid::parse_str(id).map_err(anyhow::Error::from)?)
        {
            meant.insert(row.row_key(), id.clone());
        }
    }
    Ok(meant)
}

fn first_of_each<K: std::hash::Hash + Eq>(pairs: impl IntoIterator<Item = (K, String)>) -> HashMap<K, String> {
    let mut first = HashMap::new();
    for (key, id) in pairs {
        first.entry(key).or_insert(id);
    }
    first
}

fn code(project: &NewProject) -> Option<String> {
    project.code.as_ref().map(|code| code.as_str().to_owned())
}

fn permit(project: &NewProject) -> Option<String> {
    project.permit.as_ref().map(|permit| permit.as_str().to_owned())
}

/// Brings the chain up to date: a firm that stays keeps its row, one that left is closed, one that came is added.
/// The officer stays while the person does.
async fn replace_parties(
    tx: &mut Tx,
    stored: &Stored,
    project: &NewProject,
    companies: &[Option<Uuid>],
    today: NaiveDate,
) -> Result<()> {
    let mut left: Vec<(&PartyRow, &Party)> = stored.parties.iter().zip(&stored.project.parties).collect();
    let mut came = Vec::new();
    for ((position, party), company) in store::positions(&project.parties).zip(companies) {
        let id = company.map(|id| id.to_string());
        let stays = |(row, was): &(&PartyRow, &Party)| {
            was.role == party.role && row.company_id == id && (id.is_some() || was.person == party.person)
        };
        match left.iter().position(stays) {
            Some(index) => {
                let (row, was) = left.remove(index);
                if (row.position, &was.person, &was.phone) != (position, &party.person, &party.phone) {
                    store::update_party(tx, &row.id, position, party).await?;
                }
            }
            None => came.push((stored.id.clone(), position, party, *company)),
        }
    }
    for (row, _) in left {
        store::close_party(tx, &row.id, today).await?;
    }
    store::insert_parties(tx, &came, today).await
}
