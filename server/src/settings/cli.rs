//! Settings from the command line, until the officials' area has its page.

use chrono::NaiveDate;
use clap::Subcommand;
use common::calendar::CalendarDay;
use common::settings::{Dated, Setting};
use serde_json::json;

use super::{examples, store};
use crate::audit::{self, Actor};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::Db;
use crate::say::say;

#[derive(Subcommand)]
pub enum SettingCommand {
    /// Every value with its day of effect and its basis
    List {
        #[command(flatten)]
        data: DataArgs,
    },
    /// Store a value from a day on
    Set {
        #[command(flatten)]
        data: DataArgs,
        /// Such as `minimum_wage`
        key: String,
        /// JSON, as `list` shows it
        value: String,
        /// Day of effect, YYYY-MM-DD
        #[arg(long)]
        from: NaiveDate,
        /// The document it rests on
        #[arg(long)]
        basis: String,
    },
    /// Make a day a working day or a day of rest
    Day {
        #[command(flatten)]
        data: DataArgs,
        /// YYYY-MM-DD
        day: NaiveDate,
        #[arg(value_parser = ["working", "rest"])]
        kind: String,
        /// 春节, 调休 …
        name: String,
    },
}

/// Runs one command.
pub async fn run(command: SettingCommand, clock: Clock) -> anyhow::Result<()> {
    match command {
        SettingCommand::List { data } => {
            let db = open(&data, clock).await?;
            for row in store::load(&db).await?.rows() {
                let example = if row.is_example { "（示例）" } else { "" };
                let value = serde_json::to_value(&row.value)?["value"].to_string();
                say!("{}  {}  {value}  依据：{}{example}", row.value.key(), row.effective_on, row.basis);
            }
            db.close().await;
        }
        SettingCommand::Set { data, key, value, from, basis } => {
            let db = open(&data, clock).await?;
            let value: serde_json::Value = serde_json::from_str(&value)?;
            let value: Setting = serde_json::from_value(serde_json::json!({"key": key, "value": value}))?;
            let row = Dated { value, effective_on: from, basis, is_example: false };
            let now = clock.now();
            db.write(move |tx| {
                Box::pin(async move {
                    store::put(tx, &row, now).await?;
                    let detail = json!({ "from": row.effective_on, "basis": row.basis });
                    audit::record(tx, &Actor::CommandLine, "setting.put", row.value.key(), &detail, now).await
                })
            })
            .await?;
            db.close().await;
        }
        SettingCommand::Day { data, day, kind, name } => {
            let db = open(&data, clock).await?;
            let day = CalendarDay { day, is_working: kind == "working", name, is_example: false };
            let now = clock.now();
            db.write(move |tx| {
                Box::pin(async move {
                    store::put_day(tx, &day).await?;
                    store::touch(tx, now).await?;
                    let detail = json!({ "working": day.is_working, "name": day.name });
                    audit::record(tx, &Actor::CommandLine, "calendar.put", &day.day.to_string(), &detail, now).await
                })
            })
            .await?;
            db.close().await;
        }
    }
    Ok(())
}

/// The database of an installation, with the shipped settings if it is new.
pub async fn open(data: &DataArgs, clock: Clock) -> anyhow::Result<Db> {
    let db = Db::open(&data.url()?).await?;
    let now = clock.now();
    db.write(move |tx| Box::pin(async move { examples::install(tx, now).await })).await?;
    Ok(db)
}
