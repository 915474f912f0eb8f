//! A fictional district to look around in: deterministic, plainly made up, with the flaws of real ones.

pub mod accounts;
mod blacklist;
mod complaint;
mod deposit;
mod district;
mod names;
mod payroll;
mod store;

use anyhow::Context;
use chrono::NaiveDate;
use clap::Args;
use common::project::NewProject;
use common::settings::Settings;

use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::Db;
use crate::ledger::{NewBoard, Writer};
use crate::say::say;
use crate::seal::Seal;
use crate::settings::{SettingsCell, examples};

/// Sites written together.
const BATCH: usize = 250;
/// Sites of one transaction: a million in one would need a log as large as the database.
const COMMIT: usize = 20_000;

/// Options of `mingxin demo`.
#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// How many sites, up to 1,000,000
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub projects: u64,
    /// The same seed on the same day makes the same district
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Fills an empty database. Refuses one that has projects already.
pub async fn fill(args: DemoArgs, clock: Clock) -> anyhow::Result<()> {
    let db = Db::open(&args.data.url()?).await?;
    db.write(move |tx| Box::pin(async move { examples::install(tx, clock.now()).await })).await?;
    anyhow::ensure!(store::is_empty(&db).await?, "这里已经有工程项目：示例数据只写进空的数据库，请换一个 --data 目录");
    let settings = SettingsCell::load(&db).await?.get();
    let (now, today) = (clock.now(), clock.today());
    fill_sites(&db, &settings, args.seed, args.projects, today).await?;
    let seal = Seal::open(&args.data.keys(), &db).await?;
    let office = payroll::Office { db: &db, settings: &settings, seal: &seal, now, today };
    let sites = district::sites(args.seed, args.projects, today, &settings.calendar).take(payroll::SITES);
    payroll::fill(&office, &sites.collect::<Vec<_>>()).await?;
    complaint::fill(&db, &settings, &seal, now, today).await?;
    accounts::fill(&db, now).await?;
    blacklist::fill(&db, &settings, now, today).await?;
    say!("示例区：{}个工地", args.projects);
    db.close().await;
    Ok(())
}

/// The site that people are shown: nothing is wrong with it.
pub fn first_site(settings: &Settings, today: NaiveDate) -> Option<NewProject> {
    district::sites(1, 1, today, &settings.calendar).next().map(|site| site.project)
}

/// Writes the first `count` sites of the district.
pub async fn fill_sites(db: &Db, settings: &Settings, seed: u64, count: u64, today: NaiveDate) -> anyhow::Result<()> {
    let now = Clock::noon(today).now();
    let rules = settings.deposit_rules(today).context("the district has no deposit_rules")?;
    let book = deposit::Rulebook { rules: &rules, calendar: &settings.calendar, today };
    let mut sites = district::sites(seed, count, today, &settings.calendar).peekable();
    let mut serial = 1_u64;
    while sites.peek().is_some() {
        let mut writer = Writer::open(db, true, "demo".to_owned(), today, now).await?;
        for _ in 0..COMMIT / BATCH {
            let mut batch: Vec<_> = sites.by_ref().take(BATCH).collect();
            for (serial, site) in (serial..).zip(&mut batch) {
                deposit::agree(serial, site, &book)?;
            }
            let (projects, rest): (Vec<_>, Vec<_>) = batch.into_iter().map(|site| (site.project, site.rest)).unzip();
            let boards: Vec<NewBoard> = rest.iter().map(|rest| rest.board.clone()).collect();
            let ids = writer.add(&projects, boards).await?;
            store::insert_months(writer.tx(), &ids, &rest).await?;
            store::insert_revoked(writer.tx(), &ids, &rest, today).await?;
            for ((id, project), rest) in ids.iter().zip(&projects).zip(&rest) {
                deposit::insert(writer.tx(), serial, *id, (project, rest), &book).await?;
                serial += 1;
            }
        }
        writer.commit().await?;
    }
    Ok(())
}
