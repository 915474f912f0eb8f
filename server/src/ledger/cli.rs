//! `mingxin import projects`, `mingxin export projects` and `mingxin export template`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use common::payroll::FileKind;

use super::{ImportOptions, export_projects, import_projects, write_template};
use crate::blacklist;
use crate::blacklist::import::ListArgs;
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::Db;
use crate::payroll;
use crate::payroll::cli::WageArgs;
use crate::say::say;

#[derive(Subcommand)]
pub enum ImportCommand {
    /// Take in a project ledger (.xlsx, .xls, .csv)
    Projects(ImportArgs),
    /// Take in the roster of workers (花名册)
    Roster(WageArgs),
    /// Take in the attendance of a month (考勤表)
    Attendance(WageArgs),
    /// Take in the payroll of a month (工资支付表)
    Payroll(WageArgs),
    /// Take in what the bank transferred (银行回单)
    BankReturn(WageArgs),
    /// Take over a published list of wage defaulters (失信联合惩戒对象名单)
    Blacklist(ListArgs),
}

#[derive(Args)]
pub struct ImportArgs {
    file: PathBuf,
    #[command(flatten)]
    data: DataArgs,
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

#[derive(Subcommand)]
pub enum ExportCommand {
    /// Write every project as a workbook that can be imported again
    Projects {
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Write an empty ledger to fill in
    Template { file: PathBuf },
}

/// Exit code 1 if any row was refused.
pub async fn import(command: ImportCommand, clock: Clock) -> anyhow::Result<ExitCode> {
    let args = match command {
        ImportCommand::Projects(args) => args,
        ImportCommand::Roster(args) => return payroll::cli::run(FileKind::Roster, args, clock).await,
        ImportCommand::Attendance(args) => return payroll::cli::run(FileKind::Attendance, args, clock).await,
        ImportCommand::Payroll(args) => return payroll::cli::run(FileKind::Payroll, args, clock).await,
        ImportCommand::Blacklist(args) => return blacklist::import::run(args, clock).await,
        ImportCommand::BankReturn(args) => return payroll::cli::run(FileKind::BankReturn, args, clock).await,
    };
    let db = Db::open(&args.data.url()?).await?;
    let options = ImportOptions { file: args.file, dry_run: args.dry_run, partial: args.partial };
    let report = import_projects(&db, options, clock.today(), clock.now()).await?;
    db.close().await;
    if args.json {
        say!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        say!(inline "{report}");
    }
    Ok(report.exit_code().into())
}

pub async fn export(command: ExportCommand) -> anyhow::Result<ExitCode> {
    match command {
        ExportCommand::Projects { file, data } => {
            let db = Db::open(&data.url()?).await?;
            let count = export_projects(&db, &file).await?;
            db.close().await;
            say!("已导出 {count} 个项目到 {}", file.display());
        }
        ExportCommand::Template { file } => {
            write_template(&file)?;
            say!("已写出空白模板 {}", file.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}
