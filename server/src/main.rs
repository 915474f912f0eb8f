//! `mingxin`: serve, fill a demo district, import and export ledgers, show a board in the terminal.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::board::cli::BoardArgs;
use server::clock::Clock;
use server::config::ServeArgs;
use server::demo::DemoArgs;

#[derive(Parser)]
#[command(name = "mingxin", version, about = "明薪：农民工工资支付保障")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API
    Serve(ServeArgs),
    /// Fill a fictional district
    Demo(DemoArgs),
    /// Take in a file of an office
    #[command(subcommand)]
    Import(server::ledger::cli::ImportCommand),
    /// Write a file for an office
    #[command(subcommand)]
    Export(server::ledger::cli::ExportCommand),
    /// Show, withdraw or replace a board, or write its code as SVG; without TOKEN, list all valid boards
    Board(BoardArgs),
    /// Add an account, or give it a new password
    #[command(subcommand)]
    User(server::auth::cli::UserCommand),
    /// Check that nothing was changed behind the system's back
    Verify(server::audit::cli::VerifyArgs),
    /// Write out the audit trail, or check one that was written out
    #[command(subcommand)]
    Audit(server::audit::cli::AuditCommand),
    /// List or change settings and calendar days
    #[command(subcommand)]
    Setting(server::settings::cli::SettingCommand),
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MINGXIN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Cli::parse().command {
        Command::Serve(args) => server::serve::serve(args).await?,
        Command::Demo(args) => server::demo::fill(args, Clock::System).await?,
        Command::Import(command) => return server::ledger::cli::import(command, Clock::System).await,
        Command::Export(command) => return server::ledger::cli::export(command).await,
        Command::Board(args) => server::board::cli::run(args, Clock::System).await?,
        Command::User(command) => server::auth::cli::run(command, Clock::System).await?,
        Command::Verify(args) => server::audit::cli::verify(args).await?,
        Command::Audit(command) => server::audit::cli::run(command).await?,
        Command::Setting(command) => server::settings::cli::run(command, Clock::System).await?,
    }
    Ok(ExitCode::SUCCESS)
}
