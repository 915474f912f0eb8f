//! An import: one thread reads, checks and seals, this one compares with what is stored and writes, batch by batch, in
//! one transaction that stands or falls with the whole file.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use common::date::Month;
use common::payroll::{AttendanceKey, BankKey, FileKind, PayrollKey};
use common::settings::Settings;
use serde_json::json;
use tokio::sync::mpsc;

use super::kind::Kind;
use super::lines::{self, Found, Reader};
use super::write::Writer;
use crate::audit::{self, Actor};
use crate::db::Db;
use crate::seal::Seal;
use crate::sheet::ImportReport;

/// Batches that may wait for the database.
const WAITING: usize = 2;

/// What to import and how.
#[derive(Clone, Debug)]
pub struct WageImport {
    pub kind: FileKind,
    pub file: PathBuf,
    /// As people call the file.
    pub name: String,
    /// Code, number or name of the one site that the file is about; `None` if a column tells it.
    pub project: Option<String>,
    /// `None` if a column tells it, or for a roster.
    pub month: Option<Month>,
    /// Compare and report, keep nothing.
    pub dry_run: bool,
    /// Store the good rows of a file that has refused rows.
    pub partial: bool,
    pub actor: Actor,
}

/// What an import leans on.
pub struct Ground<'a> {
    pub db: &'a Db,
    pub seal: &'a Seal,
    pub settings: &'a Settings,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

/// Imports a file. The report tells what was refused; `Err` is a failure of the database.
pub async fn import(ground: &Ground<'_>, options: WageImport) -> anyhow::Result<ImportReport> {
    match options.kind {
        FileKind::Roster => run::<common::roster::Key>(ground, options).await,
        FileKind::Attendance => run::<AttendanceKey>(ground, options).await,
        FileKind::Payroll => run::<PayrollKey>(ground, options).await,
        FileKind::BankReturn => run::<BankKey>(ground, options).await,
    }
}

async fn run<K: Kind>(ground: &Ground<'_>, options: WageImport) -> anyhow::Result<ImportReport> {
    let empty = || ImportReport { file: options.name.clone(), dry_run: options.dry_run, ..ImportReport::default() };
    let mut report = empty();
    let mut writer = Writer::<K>::open(ground, &options).await?;
    let (sender, mut batches) = mpsc::channel(WAITING);
    let reader = Reader {
        seal: ground.seal.clone(),
        today: ground.today,
        rules: ground.settings.worker_rules(ground.today).cloned().unwrap_or_default(),
    };
    let file = options.file.clone();
    let reading = tokio::task::spawn_blocking(move || lines::read::<K>(&reader, &file, &sender));
    while let Some(batch) = batches.recv().await {
        let mut good = Vec::with_capacity(batch.len());
        for found in batch {
            match found {
                Found::Good(line) => good.push(*line),
                Found::Bad(fault) => report.refuse(fault),
                Found::Doubt(fault) => report.doubt(fault),
                Found::Note(note) => report.notes.push(note),
            }
        }
        writer.take(good, &mut report).await?;
    }
    if let Err(refused) = reading.await? {
        return Ok(ImportReport { file_fault: Some(refused.to_string()), notes: report.notes, ..empty() });
    }
    let wanted = report.added + report.changed > 0 && (report.refused == 0 || options.partial);
    if wanted && !options.dry_run {
        let detail = json!({
            "kind": K::KIND, "month": options.month, "project": options.project,
            "added": report.added, "changed": report.changed, "refused": report.refused,
        });
        let mut tx = writer.finish().await?;
        audit::record(&mut tx, &options.actor, "payroll.import", &options.name, &detail, ground.now).await?;
        tx.end_bulk().await?;
        tx.commit().await?;
        report.stored = true;
    }
    Ok(report)
}
