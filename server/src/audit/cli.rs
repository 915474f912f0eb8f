//! `mingxin verify` and `mingxin audit`: the trail checked, written out, and checked again without a database.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use common::auth::AuditEntry;

use super::{Fault, Verifier, store};
use crate::config::DataArgs;
use crate::db::Db;
use crate::say::say;

/// Entries read together.
const BATCH: i64 = 1000;

#[derive(Subcommand)]
pub enum AuditCommand {
    /// Write the whole trail, one JSON object on each line
    Export {
        file: PathBuf,
        #[command(flatten)]
        data: DataArgs,
    },
    /// Check a written trail; needs no database
    Check {
        file: PathBuf,
        #[command(flatten)]
        head: HeadArgs,
    },
}

/// Options of `mingxin verify`.
#[derive(Args)]
pub struct VerifyArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    head: HeadArgs,
}

#[derive(Args)]
pub struct HeadArgs {
    /// A head that was published, NUMBER:HASH: the trail must still contain it
    #[arg(long)]
    head: Option<String>,
}

/// Recomputes the chain from the database, and counts what the dashboard counts anew. Fails at the first fault of the
/// chain, and after naming every counter that is wrong.
pub async fn verify(args: VerifyArgs) -> anyhow::Result<()> {
    let db = Db::open(&args.data.url()?).await?;
    let mut check = Check::new(&args.head)?;
    let (mut at, mut full) = (0, true);
    while full {
        let entries = store::after(&db, at, BATCH).await?;
        full = i64::try_from(entries.len()).is_ok_and(|count| count == BATCH);
        for entry in &entries {
            check.follow(entry)?;
            at = entry.number;
        }
    }
    let head = store::head(&db).await?;
    let counters = crate::rollup::verify(&db).await?;
    db.close().await;
    if !counters.is_empty() {
        bail!("统计数与档案不符：\n{}", counters.join("\n"));
    }
    if check.verifier.head() != (head.0, &*head.1) {
        bail!("操作记录：{}", Fault::Head(head.0));
    }
    check.finish()
}

/// Runs one command.
pub async fn run(command: AuditCommand) -> anyhow::Result<()> {
    match command {
        AuditCommand::Export { file, data } => {
            let db = Db::open(&data.url()?).await?;
            let mut out = BufWriter::new(File::create(&file).with_context(|| format!("{}", file.display()))?);
            let (mut at, mut full) = (0, true);
            while full {
                let entries = store::after(&db, at, BATCH).await?;
                full = i64::try_from(entries.len()).is_ok_and(|count| count == BATCH);
                for entry in &entries {
                    serde_json::to_writer(&mut out, entry)?;
                    out.write_all(b"\n")?;
                    at = entry.number;
                }
            }
            out.flush()?;
            db.close().await;
            Ok(())
        }
        AuditCommand::Check { file, head } => {
            let lines = BufReader::new(File::open(&file).with_context(|| format!("{}", file.display()))?).lines();
            let mut check = Check::new(&head)?;
            for (index, line) in lines.enumerate() {
                let entry: AuditEntry =
                    serde_json::from_str(&line?).with_context(|| format!("第{}行不是操作记录", index + 1))?;
                check.follow(&entry)?;
            }
            check.finish()
        }
    }
}

/// A chain followed with an eye on a published head.
struct Check {
    verifier: Verifier,
    published: Option<(i64, String)>,
}

impl Check {
    fn new(args: &HeadArgs) -> anyhow::Result<Self> {
        let parse = |text: &String| {
            let (number, hash) = text.split_once(':').context("校验值写作 序号:哈希")?;
            anyhow::Ok((number.trim().parse().context("校验值写作 序号:哈希")?, hash.trim().to_lowercase()))
        };
        Ok(Self { verifier: Verifier::default(), published: args.head.as_ref().map(parse).transpose()? })
    }

    fn follow(&mut self, entry: &AuditEntry) -> anyhow::Result<()> {
        self.verifier.follow(entry).map_err(|fault| anyhow::anyhow!("操作记录：{fault}"))?;
        match &self.published {
            Some((number, hash)) if *number == entry.number && *hash != entry.hash => {
                bail!("操作记录：{}", Fault::Head(*number))
            }
            _ => Ok(()),
        }
    }

    fn finish(self) -> anyhow::Result<()> {
        let (number, hash) = self.verifier.head();
        if let Some((published, _)) = self.published.filter(|(published, _)| *published > number) {
            bail!("操作记录：{}", Fault::Head(published));
        }
        say!("操作记录 {number} 条，完好");
        say!("{number}:{hash}");
        Ok(())
    }
}
