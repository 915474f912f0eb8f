//! A district that takes in the files of a month.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::NaiveDate;
use common::date::Month;
use common::payroll::FileKind;
use common::settings::Settings;
use server::audit::Actor;
use server::clock::Clock;
use server::db::Db;
use server::payroll::{Ground, Loaded, WageImport, import, load};
use server::seal::Seal;
use server::settings::{SettingsCell, examples};
use server::sheet::ImportReport;
use uuid::Uuid;

pub use crate::engine::Engine;
pub(crate) use crate::engine::on_both;

pub const MONTH: &str = "2026-10";

pub struct District {
    pub db: Db,
    pub url: String,
    pub seal: Seal,
    pub settings: std::sync::Arc<Settings>,
    today: NaiveDate,
}

impl District {
    /// With the first sites of the demo district.
    pub async fn with_sites(engine: &Engine, sites: u64) -> Self {
        let (url, today): (String, NaiveDate) = (engine.fresh().await, "2026-11-24".parse().unwrap());
        let (db, now) = (Db::open(&url).await.unwrap(), Clock::noon(today).now());
        db.write(move |tx| Box::pin(async move { examples::install(tx, now).await })).await.unwrap();
        let settings = SettingsCell::load(&db).await.unwrap().get();
        server::demo::fill_sites(&db, &settings, 1, sites, today).await.unwrap();
        Self { db, url, seal: Seal::passing(), settings, today }
    }

    pub async fn import(&self, kind: FileKind, file: &Path, partial: bool) -> ImportReport {
        self.import_as(kind, file, |options| options.partial = partial).await
    }

    pub async fn import_as(&self, kind: FileKind, file: &Path, change: impl FnOnce(&mut WageImport)) -> ImportReport {
        let ground = Ground {
            db: &self.db,
            seal: &self.seal,
            settings: &self.settings,
            today: self.today,
            now: Clock::noon(self.today).now(),
        };
        let mut options = WageImport {
            kind,
            file: file.to_owned(),
            name: "file".to_owned(),
            project: None,
            month: Month::parse(MONTH).ok(),
            dry_run: false,
            partial: false,
            actor: Actor::CommandLine,
        };
        change(&mut options);
        import(&ground, options).await.unwrap()
    }

    /// The compared month of the site with this number.
    pub async fn month(&self, number: i64) -> Loaded {
        let find = "select id from project where number = $1";
        let id: String = server::read!(&self.db, query_scalar(find).bind(number).fetch_one).unwrap();
        let mut tx = self.db.snapshot().await.unwrap();
        load(&mut tx, &self.seal, &self.settings, &id, Month::parse(MONTH).unwrap()).await.unwrap()
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        server::read!(&self.db, query_scalar(sql).fetch_one).unwrap()
    }
}

/// Added, changed, unchanged, refused.
pub fn counts(report: &ImportReport) -> [usize; 4] {
    assert_eq!(report.file_fault, None);
    [report.added, report.changed, report.unchanged, report.refused]
}

/// A folder that holds nothing yet.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("mingxin-payroll-{}", Uuid::now_v7().simple()));
    std::fs::create_dir(&folder).unwrap();
    folder
}

/// A file with this content.
pub fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder().join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// Runs `xtask/wages.py`. `None`, with a notice, where that cannot run.
pub fn openpyxl(arguments: &[&str]) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/wages.py");
    if !runs(Command::new("python3").args(["-c", "import openpyxl"])) {
        eprintln!("no python3 with openpyxl: not run");
        return None;
    }
    let output = Command::new("python3").arg(script).args(arguments).output().unwrap();
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
