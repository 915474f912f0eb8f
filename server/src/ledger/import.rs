//! An import: one thread reads and checks the file, this one compares with what is stored and writes, batch by batch,
//! in one transaction that stands or falls with the whole file.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use common::dashboard::Facts;
use common::date::Month;
use common::project::NewProject;
use serde_json::json;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::change::{self, Stamp, contractor, wanted};
use super::company::{Companies, Wanted};
use super::load::{self, Stored};
use super::sites::{Checked, Found, Sites};
use super::store::{self, New, NewBoard, SearchText};
use crate::audit::{self, Actor};
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::rollup;
use crate::sheet::{self, ImportReport, ProjectChange, Refused, Table, row_fault};

/// Rows that are compared and written together.
const BATCH: usize = 1_000;
/// Batches that may wait for the database.
const WAITING: usize = 2;

/// What to import and how.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub file: PathBuf,
    /// Compare and report, write nothing.
    pub dry_run: bool,
    /// Store the good rows of a file that has refused rows.
    pub partial: bool,
}

/// Imports a project ledger. The report tells what was refused; `Err` is a failure of the database.
pub async fn import_projects(
    db: &Db,
    options: ImportOptions,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> anyhow::Result<ImportReport> {
    let source = options.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut report = ImportReport { file: source.clone(), dry_run: options.dry_run, ..ImportReport::default() };
    let (sender, mut batches) = mpsc::channel(WAITING);
    let file = options.file.clone();
    let reading = tokio::task::spawn_blocking(move || read_all(&file, today, &sender));
    let mut writer: Option<Writer> = None;
    while let Some(batch) = batches.recv().await {
        let mut good = Vec::with_capacity(batch.len());
        for found in batch {
            match found {
                Found::Good(checked) => good.push(*checked),
                Found::Bad(fault) => report.refuse(fault),
                Found::Note(note) => report.notes.push(note),
            }
        }
        let lost = report.refused > 0 && !options.partial;
        let writes = !options.dry_run && !lost;
        let writer = match &mut writer {
            Some(writer) => {
                // What was written so far cannot stay: let go of it, and of the lock, and only compare from here on.
                if writer.writes && !writes {
                    writer.tx = db.snapshot().await?;
                    writer.writes = false;
                }
                writer
            }
            None => writer.insert(Writer::open(db, writes, source.clone(), today, now).await?),
        };
        writer.take(good, &mut report).await?;
    }
    if let Err(refused) = reading.await? {
        let file_fault = Some(refused.to_string());
        return Ok(ImportReport {
            file: source,
            dry_run: options.dry_run,
            file_fault,
            notes: report.notes,
            ..ImportReport::default()
        });
    }
    let worth = report.added + report.changed > 0 && (report.refused == 0 || options.partial);
    if let Some(writer) = writer.filter(|writer| writer.writes && worth) {
        writer.commit().await?;
        report.stored = true;
    }
    Ok(report)
}

/// Reads and checks the whole file, handing on batches.
fn read_all(file: &Path, today: NaiveDate, sender: &mpsc::Sender<Vec<Found>>) -> Result<(), Refused> {
    let mut batch = Vec::with_capacity(BATCH);
    let give = |found: Found| {
        batch.push(found);
        if batch.len() < BATCH {
            return Ok(());
        }
        let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
        // The other side goes away only with a failure of the database, which it tells itself.
        sender.blocking_send(full).map_err(|_| Refused::new("导入中断"))
    };
    let mut table = Table::new(Sites::new(today, give));
    let outcome = sheet::read(file, &mut table).and_then(|()| table.finish().map(drop));
    outcome.and_then(|()| sender.blocking_send(batch).map_err(|_| Refused::new("导入中断")))
}

/// Compares and writes inside one transaction.
pub struct Writer {
    tx: Tx,
    /// Whether anything is written; a dry run only compares.
    writes: bool,
    /// Nothing was stored before, so nothing need be looked for.
    is_first: bool,
    companies: Companies,
    /// Projects of this import, which no further row may mean.
    used: HashSet<Uuid>,
    /// What the dashboard's counters change by.
    counts: rollup::Changes,
    stamp: Stamp,
}

impl Writer {
    /// Begins the transaction. `source` is named in the history.
    pub async fn open(db: &Db, writes: bool, source: String, today: NaiveDate, now: DateTime<Utc>) -> Result<Self> {
        let mut tx = if writes { db.begin().await? } else { db.snapshot().await? };
        if writes {
            tx.begin_bulk().await?;
        }
        let is_first = load::is_empty(&mut tx).await?;
        let companies = Companies::open(&mut tx).await?;
        let (used, counts) = (HashSet::new(), rollup::Changes::default());
        Ok(Self { tx, writes, is_first, companies, used, counts, stamp: Stamp { source, today, now } })
    }

    /// Takes a batch of good rows: what is new is added, what differs is changed.
    async fn take(&mut self, rows: Vec<Checked>, report: &mut ImportReport) -> Result<()> {
        let mut stored = self.find(&rows).await?;
        let (mut new, mut search) = (Vec::new(), Vec::new());
        for row in rows {
            let known = stored.remove(&row.row_key());
            let Some(known) = known else {
                new.push(row.project);
                search.push(row.search);
                continue;
            };
            match change::compare(&row.project, &known.project, &row.sheet.layout, self.stamp.today) {
                Err(errors) => report.refuse(row_fault(&row.sheet, row.row, &errors)),
                Ok(difference) if difference.fields.is_empty() => report.unchanged += 1,
                Ok(difference) => {
                    if self.writes {
                        let known = (&known, &difference);
                        change::apply(&mut self.tx, &mut self.companies, &mut self.counts, known, &self.stamp).await?;
                    }
                    let (sheet, name) = (row.sheet.name.clone(), difference.project.name);
                    report.change(ProjectChange { sheet, row: row.row, name, fields: difference.fields });
                }
            }
        }
        report.added += new.len();
        if self.writes {
            let boards = new.iter().map(|_| NewBoard::issue(self.stamp.today, self.stamp.now)).collect();
            self.add_all(&new, search, boards).await?;
        }
        Ok(())
    }

    /// Stores projects that are not known yet, each with its board; their ids.
    pub async fn add(&mut self, projects: &[NewProject], boards: Vec<NewBoard>) -> Result<Vec<Uuid>> {
        let search = projects.iter().map(SearchText::of).collect();
        self.add_all(projects, search, boards).await
    }

    async fn add_all(
        &mut self,
        projects: &[NewProject],
        search: Vec<SearchText>,
        boards: Vec<NewBoard>,
    ) -> Result<Vec<Uuid>> {
        let wanted: Vec<Wanted> = projects.iter().flat_map(wanted).collect();
        let mut firms = self.companies.resolve(&mut self.tx, &wanted, self.stamp.now).await?.into_iter();
        let new: Vec<New> = projects
            .iter()
            .zip(boards)
            .map(|(project, board)| {
                let companies = project.parties.iter().map(|party| party.name.as_ref().and_then(|_| firms.next()));
                New { id: Uuid::now_v7(), project, companies: companies.collect(), board }
            })
            .collect();
        let ids: Vec<Uuid> = new.iter().map(|new| new.id).collect();
        self.used.extend(&ids);
        for new in &new {
            let facts = Facts::of(new.project, contractor(new.project, &new.companies), true);
            self.counts.count(None, Some(&facts), Month::of(new.board.issued_on));
        }
        store::insert_all(&mut self.tx, &new, search, self.stamp.today, self.stamp.now).await?;
        Ok(ids)
    }

    /// For what else belongs to the same commit.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// Makes it durable, with a row in the audit trail.
    pub async fn commit(mut self) -> Result<()> {
        self.counts.write(&mut self.tx).await?;
        let detail = json!({ "projects": self.used.len() });
        audit::record(&mut self.tx, &Actor::CommandLine, "project.import", &self.stamp.source, &detail, self.stamp.now)
            .await?;
        self.tx.end_bulk().await?;
        self.tx.commit().await
    }

    /// The stored project that each row means, by [`Checked::row_key`].
    async fn find(&mut self, rows: &[Checked]) -> Result<HashMap<(String, u32), Stored>> {
        if self.is_first || rows.is_empty() {
            return Ok(HashMap::new());
        }
        let meant = change::find(&mut self.tx, rows, &mut self.used).await?;
        let ids: Vec<String> = meant.values().cloned().collect();
        if self.writes {
            rollup::lock(&mut self.tx, &ids).await?;
        }
        let mut stored: HashMap<String, Stored> =
            load::load(&mut self.tx, &ids).await?.into_iter().map(|stored| (stored.id.clone(), stored)).collect();
        for stored in stored.values_mut() {
            self.as_before(stored);
        }
        Ok(meant.into_iter().filter_map(|(key, id)| Some((key, stored.remove(&id)?))).collect())
    }

    /// Shows firms as they were before this import, so that every row of the file is compared with the same state.
    fn as_before(&self, stored: &mut Stored) {
        for (party, row) in stored.project.parties.iter_mut().zip(&stored.parties) {
            let id = row.company_id.as_deref().and_then(|id| Uuid::parse_str(id).ok());
            if let Some(before) = id.and_then(|id| self.companies.before.get(&id)) {
                party.name = Some(before.name.clone());
                party.uscc = before.uscc.as_deref().and_then(|code| common::id::Uscc::parse(code).ok());
            }
        }
    }
}
