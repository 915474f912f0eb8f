//! `mingxin import roster|attendance|payroll|bank-return`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use common::date::Month;
use common::payroll::FileKind;

use super::{Ground, WageImport, import};
use crate::audit::Actor;
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::Db;
use crate::say::say;
use crate::seal::Seal;
use crate::settings::SettingsCell;

/// Options of an import about workers.
#[derive(Args)]
pub struct WageArgs {
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    /// Code, number or name of the site, where no column tells it
    #[arg(long)]
    project: Option<String>,
    /// YYYY-MM, where no column tells it
    #[arg(long, value_parser = |text: &str| Month::parse(text))]
    month: Option<Month>,
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

/// Exit code 1 if any row was refused.
pub async fn run(kind: FileKind, args: WageArgs, clock: Clock) -> anyhow::Result<ExitCode> {
    let db = Db::open(&args.data.url()?).await?;
    let seal = Seal::open(&args.data.keys(), &db).await?;
    let settings = SettingsCell::load(&db).await?.get();
    let ground = Ground { db: &db, seal: &seal, settings: &settings, today: clock.today(), now: clock.now() };
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let options = WageImport {
        kind,
        name,
        file: args.file,
        project: args.project,
        month: args.month,
        dry_run: args.dry_run,
        partial: args.partial,
        actor: Actor::CommandLine,
    };
    let report = import(&ground, options).await?;
    db.close().await;
    if args.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say!(inline "{report}");
    }
    Ok(report.exit_code().into())
}
