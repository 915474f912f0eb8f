//! A district that takes in ledgers, and the files for it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::{DateTime, Days, NaiveDate, Utc};
use server::clock::Clock;
use server::db::Db;
use server::ledger::{ImportOptions, ImportReport, import_projects};
use uuid::Uuid;

pub use crate::engine::Engine;
pub(crate) use crate::engine::on_both;

/// The day on which the first import happens.
pub const TODAY: &str = "2026-11-24";

pub struct District {
    pub db: Db,
    pub today: NaiveDate,
}

impl District {
    pub async fn on(engine: &Engine) -> Self {
        Self { db: Db::open(&engine.fresh().await).await.unwrap(), today: TODAY.parse().unwrap() }
    }

    /// The same district some days later.
    pub fn later(&self, days: u64) -> Self {
        Self { db: self.db.clone(), today: self.today + Days::new(days) }
    }

    pub fn now(&self) -> DateTime<Utc> {
        Clock::noon(self.today).now()
    }

    pub async fn import(&self, file: &Path) -> ImportReport {
        self.import_as(file, false, false).await
    }

    pub async fn import_as(&self, file: &Path, dry_run: bool, partial: bool) -> ImportReport {
        let options = ImportOptions { file: file.to_owned(), dry_run, partial };
        import_projects(&self.db, options, self.today, self.now()).await.unwrap()
    }

    /// A number that SQL counts.
    pub async fn count(&self, sql: &'static str) -> i64 {
        server::read!(&self.db, query_scalar(sql).fetch_one).unwrap()
    }

    /// Texts that SQL selects.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        server::read!(&self.db, query_scalar(sql).fetch_all).unwrap()
    }

    /// Names of the sites that a question finds.
    pub async fn finds(&self, question: &str) -> Vec<String> {
        let hits = server::search::look_up(&self.db, question, 0, 20).await.unwrap();
        hits.hits.into_iter().map(|hit| hit.name).collect()
    }
}

/// Added, changed, unchanged, refused.
pub fn counts(report: &ImportReport) -> [usize; 4] {
    assert_eq!(report.file_fault, None);
    [report.added, report.changed, report.unchanged, report.refused]
}

/// A path of a file that does not exist yet.
pub fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("mingxin-ledger-{}", Uuid::now_v7().simple()));
    std::fs::create_dir(&folder).unwrap();
    folder.join(name)
}

/// A file with this content.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = fresh(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// A committed ledger.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/fixtures").join(name)
}

/// Runs `xtask/ledger.py`, which writes with openpyxl. `None`, with a notice, where that cannot run.
pub fn openpyxl(arguments: &[&str], file: &Path) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/ledger.py");
    let mut python = Command::new("python3");
    if !runs(Command::new("python3").args(["-c", "import openpyxl"])) {
        eprintln!("no python3 with openpyxl: not run");
        return None;
    }
    let output = python.arg(script).args(arguments).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Converts a file with LibreOffice. `None`, with a notice, where that cannot run.
pub fn libreoffice(file: &Path, to: &str) -> Option<PathBuf> {
    let folder = file.parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--convert-to", to, "--outdir"]).arg(folder).arg(file);
    let made = file.with_extension(to);
    if !runs(&mut office) || !made.is_file() {
        eprintln!("no LibreOffice: not run");
        return None;
    }
    Some(made)
}

fn runs(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
