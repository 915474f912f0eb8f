//! `mingxin`: serve, fill a demo district, import and export ledgers, show a board in the terminal.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use common::id::BoardToken;
use server::board::qr;
use server::clock::Clock;
use server::config::{DataArgs, ServeArgs};
use server::db::Db;
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
    /// Show a board's address and QR code, or write the code as SVG; without TOKEN, list all valid boards
    Board(BoardArgs),
    /// List or change settings and calendar days
    #[command(subcommand)]
    Setting(server::settings::cli::SettingCommand),
}

#[derive(clap::Args)]
struct BoardArgs {
    token: Option<String>,
    #[command(flatten)]
    data: DataArgs,
    /// What the code leads to
    #[arg(long, env = "MINGXIN_PUBLIC_URL", default_value = "http://127.0.0.1:3000")]
    public_url: String,
    /// Write the code here as SVG
    #[arg(long)]
    svg: Option<PathBuf>,
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
        Command::Board(args) => board(args).await?,
        Command::Setting(command) => server::settings::cli::run(command, Clock::System).await?,
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "the answer to the command")]
async fn board(args: BoardArgs) -> anyhow::Result<()> {
    let Some(token) = args.token else {
        let db = Db::open(&args.data.url()?).await?;
        for token in server::board::store::first_tokens(&db, i64::MAX).await? {
            println!("{token}");
        }
        return Ok(());
    };
    let token = BoardToken::parse(&token).map_err(|fault| anyhow::anyhow!("{}", fault.advice()))?;
    if let Some(file) = args.svg {
        std::fs::write(&file, qr::svg(&args.public_url, &token)?)
            .with_context(|| format!("cannot write {}", file.display()))?;
        return Ok(());
    }
    let db = Db::open(&args.data.url()?).await?;
    let stored = server::board::store::find(&db, &token).await?.context("没有这块告示牌")?;
    println!("{}  第{:06}号  {}", stored.project.name, stored.project.number, token.grouped());
    println!("{}", qr::address(&args.public_url, &token));
    print!("{}", qr::terminal(&args.public_url, &token)?);
    db.close().await;
    Ok(())
}
