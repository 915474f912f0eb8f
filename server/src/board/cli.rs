//! `mingxin board`: boards from the command line, until the officials' area has its page.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use common::id::BoardToken;
use serde_json::json;

use super::{qr, store};
use crate::audit::{self, Actor};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::Db;
use crate::say::say;

#[derive(Args)]
pub struct BoardArgs {
    token: Option<String>,
    #[command(flatten)]
    data: DataArgs,
    /// What the code leads to
    #[arg(long, env = "MINGXIN_PUBLIC_URL", default_value = "http://127.0.0.1:3000")]
    public_url: String,
    /// Write the code here as SVG
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Whether the board tells how wages were paid
    #[arg(long, value_parser = ["public", "private"], requires = "token")]
    pay: Option<String>,
    /// Withdraw the board: its page then only helps on
    #[arg(long, requires = "token", conflicts_with = "replace")]
    revoke: bool,
    /// Withdraw the board and issue another for the same site
    #[arg(long, requires = "token")]
    replace: bool,
}

/// Runs the command.
pub async fn run(args: BoardArgs, clock: Clock) -> anyhow::Result<()> {
    let Some(token) = &args.token else {
        let db = Db::open(&args.data.url()?).await?;
        for token in store::first_tokens(&db, i64::MAX).await? {
            say!("{token}");
        }
        db.close().await;
        return Ok(());
    };
    let mut token = BoardToken::parse(token).map_err(|fault| anyhow::anyhow!("{}", fault.advice()))?;
    let changes = args.pay.is_some() || args.revoke || args.replace;
    if changes {
        let db = Db::open(&args.data.url()?).await?;
        token = change(&db, &args, token, clock).await?;
        db.close().await;
    }
    if args.revoke {
        say!("告示牌 {} 已停用", token.grouped());
        return Ok(());
    }
    if let Some(file) = args.svg {
        return std::fs::write(&file, qr::svg(&args.public_url, &token)?)
            .with_context(|| format!("cannot write {}", file.display()));
    }
    let db = Db::open(&args.data.url()?).await?;
    let stored = store::find(&db, &token).await?.context("没有这块告示牌")?;
    db.close().await;
    say!("{}  第{:06}号  {}", stored.project.name, stored.project.number, token.grouped());
    say!("{}", qr::address(&args.public_url, &token));
    say!(inline "{}", qr::terminal(&args.public_url, &token)?);
    Ok(())
}

/// Does what was asked for and gives the token that is valid afterwards.
async fn change(db: &Db, args: &BoardArgs, token: BoardToken, clock: Clock) -> anyhow::Result<BoardToken> {
    let (on, at) = (clock.today(), clock.now());
    let (pay, revoke, replace) = (args.pay.clone(), args.revoke, args.replace);
    let changed = db.write(move |tx| {
        Box::pin(async move {
            let detail = json!({ "pay": pay, "revoke": revoke, "replace": replace });
            audit::record(tx, &Actor::CommandLine, "board.update", token.as_str(), &detail, at).await?;
            if let Some(pay) = pay {
                store::show_pay(tx, &token, pay == "public", at).await?;
            }
            if revoke {
                store::revoke(tx, &token, on, at).await?;
            }
            if replace { store::replace(tx, &token, on, at).await } else { Ok(token) }
        })
    });
    changed.await.context("没有改动：没有这块告示牌，或者它已经停用")
}
