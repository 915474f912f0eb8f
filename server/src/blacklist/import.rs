//! `mingxin import blacklist`: takes over a list that was published before this system, or elsewhere.
//!
//! It adds entries and corrects those that it added before. It takes nothing off the list, so that no file can empty it,
//! and leaves alone what has its own procedure here.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use common::blacklist::{Event, Key, ListedRow, PublicEntry};
use common::error::FieldErrors;
use common::sheet::{Cells, ColumnKey};
use serde_json::json;

use super::listing::{self, Ground, Who};
use super::store;
use crate::audit::{self, Actor};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::say::say;
use crate::settings::SettingsCell;
use crate::sheet::{self, ImportReport, Refused, RowFault, Rows, SheetInfo, Table, row_fault};

/// Options of `mingxin import blacklist`.
#[derive(Args)]
pub struct ListArgs {
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    /// How many rows the file must have; with any other number nothing is stored
    #[arg(long)]
    count: Option<usize>,
    /// Show what would be added, changed and refused; store nothing
    #[arg(long)]
    dry_run: bool,
    /// Store the good rows of a file that has refused rows
    #[arg(long)]
    partial: bool,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// What to import and how.
#[derive(Clone, Debug, Default)]
pub struct ListImport {
    pub file: PathBuf,
    /// As people call the file.
    pub name: String,
    pub count: Option<usize>,
    pub dry_run: bool,
    pub partial: bool,
}

/// Exit code 1 if any row was refused.
pub async fn run(args: ListArgs, clock: Clock) -> anyhow::Result<ExitCode> {
    let db = Db::open(&args.data.url()?).await?;
    let settings = SettingsCell::load(&db).await?.get();
    let ground = Ground { settings, today: clock.today(), now: clock.now() };
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = ListImport { file: args.file, name, count: args.count, dry_run: args.dry_run, partial: args.partial };
    let report = import(&db, &ground, options).await?;
    db.close().await;
    if args.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say!(inline "{report}");
    }
    Ok(report.exit_code().into())
}

/// A good row and where it stands.
struct Line {
    sheet: Arc<SheetInfo<Key>>,
    number: u32,
    row: ListedRow,
}

impl Line {
    fn refuse(&self, key: Key, message: &str) -> RowFault {
        let mut errors = FieldErrors::default();
        errors.push(key.column().word, message);
        row_fault(&self.sheet, self.number, &errors)
    }
}

/// Reads a whole file: such lists have hundreds of rows, not millions.
struct Reader {
    ground: Ground,
    lines: Vec<Line>,
    report: ImportReport,
}

impl Rows<Key> for Reader {
    fn note(&mut self, note: String) -> Result<(), Refused> {
        self.report.notes.push(note);
        Ok(())
    }

    fn row(
        &mut self,
        sheet: &Arc<SheetInfo<Key>>,
        number: u32,
        cells: &Cells<Key>,
        mut errors: FieldErrors,
    ) -> Result<(), Refused> {
        match cells.check(&self.ground.rules(), self.ground.today) {
            Ok(row) if errors.is_empty() => {
                if !row.doubts.is_empty() {
                    self.report.doubt(row_fault(sheet, number, &row.doubts));
                }
                self.lines.push(Line { sheet: Arc::clone(sheet), number, row });
            }
            outcome => {
                if let Err(more) = outcome {
                    sheet::merge(&mut errors, &more);
                }
                self.report.refuse(row_fault(sheet, number, &errors));
            }
        }
        Ok(())
    }
}

/// Imports a list. The report tells what was refused; `Err` is a failure of the database.
pub async fn import(db: &Db, ground: &Ground, options: ListImport) -> anyhow::Result<ImportReport> {
    let empty = || ImportReport { file: options.name.clone(), dry_run: options.dry_run, ..ImportReport::default() };
    let (path, reader) = (options.file.clone(), Reader { ground: ground.clone(), lines: Vec::new(), report: empty() });
    let reading = tokio::task::spawn_blocking(move || {
        let mut table = Table::new(reader);
        sheet::read(&path, &mut table)?;
        table.finish()
    });
    let Reader { lines, mut report, .. } = match reading.await? {
        Ok(reader) => reader,
        Err(refused) => return Ok(ImportReport { file_fault: Some(refused.to_string()), ..empty() }),
    };
    let found = lines.len() + report.refused;
    if let Some(count) = options.count.filter(|count| *count != found) {
        let fault = format!("应有{count}行，文件里有{found}行，没有写入；请核对文件是否完整");
        return Ok(ImportReport { file_fault: Some(fault), ..empty() });
    }
    let mut tx = db.begin().await?;
    for line in &lines {
        take(&mut tx, line, ground, &mut report).await?;
    }
    let wanted = report.added + report.changed > 0 && (report.refused == 0 || options.partial);
    if wanted && !options.dry_run {
        let detail = json!({"added": report.added, "changed": report.changed, "refused": report.refused});
        audit::record(&mut tx, &Actor::CommandLine, "blacklist.import", &options.name, &detail, ground.now).await?;
        tx.commit().await?;
        report.stored = true;
    }
    Ok(report)
}

/// One row: a new entry, a correction of one that was taken over, or a refusal.
async fn take(tx: &mut Tx, line: &Line, ground: &Ground, report: &mut ImportReport) -> Result<()> {
    let row = &line.row;
    if row.until < ground.today {
        report.refuse(line.refuse(Key::Term, "期限已满，不再公布，请从文件里删去这一行"));
        return Ok(());
    }
    let uscc = row.matter.uscc.as_ref().map(|code| code.as_str());
    let mut loaded = match store::decided(tx, &row.decision, uscc, &row.matter.employer).await? {
        Some(number) => listing::load(tx, number, ground).await?,
        None => listing::create(tx, &row.matter.employer, ground).await?,
    };
    let is_new = loaded.records.is_empty();
    match loaded.public(ground) {
        Some(entry) if tells(&entry, row, ground) => {
            report.unchanged += 1;
            return Ok(());
        }
        Some(_) if !loaded.standing().adopted => {
            report.refuse(line.refuse(Key::Decision, "这个条目在本系统里办理，与文件不同的地方请在工作台更正"));
            return Ok(());
        }
        None if !is_new => {
            report.refuse(line.refuse(Key::Decision, "这个条目已经移出名单，不能用导入恢复"));
            return Ok(());
        }
        _ => {}
    }
    let event = Event::Adopt { matter: Box::new(row.matter.clone()), document: row.decision.clone(), until: row.until };
    let who = Who { actor: Actor::CommandLine, person: "导入".to_owned() };
    match loaded.append(tx, (row.decided_on, event, None), &who, ground).await {
        Ok(_) if is_new => report.added += 1,
        Ok(_) => report.changed += 1,
        Err(crate::error::Error::Refused(why)) => report.refuse(line.refuse(Key::DecidedOn, &why)),
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Whether the list tells already what a row tells.
fn tells(entry: &PublicEntry, row: &ListedRow, ground: &Ground) -> bool {
    let matter = &row.matter;
    let names = |people: &[common::blacklist::Person]| people.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    entry.employer == matter.employer
        && entry.uscc.as_deref() == matter.uscc.as_ref().map(|code| code.as_str())
        && entry.address == matter.address
        && names(&entry.people) == names(&matter.people)
        && entry.facts == matter.facts()
        && entry.order == matter.order
        && entry.ground == matter.ground.label()
        && (entry.decided_on, entry.until) == (row.decided_on, row.until)
        && entry.authority == matter.authority.clone().unwrap_or_else(|| ground.authority())
        && entry.remark == matter.remark
}
