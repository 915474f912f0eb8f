//! Settings and calendar days in the database.

use anyhow::Context;
use chrono::{DateTime, Utc};
use common::calendar::CalendarDay;
use common::settings::{Dated, Setting, Settings};
use sqlx::FromRow;

use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{db, read, run};

#[derive(FromRow)]
struct Row {
    key: String,
    effective_on: String,
    value: String,
    basis: String,
    is_example: bool,
}

#[derive(FromRow)]
struct DayRow {
    day: String,
    is_working: bool,
    name: String,
    is_example: bool,
}

/// Everything stored. A row whose shape this version does not know is an error, not silence.
pub async fn load(db: &Db) -> Result<Settings> {
    const ROWS: &str = "select key, effective_on, value, basis, is_example from setting";
    const DAYS: &str = "select day, is_working, name, is_example from calendar_day";
    let rows: Vec<Row> = read!(db, query_as(ROWS).fetch_all)?;
    let rows = rows.into_iter().map(Dated::try_from).collect::<anyhow::Result<Vec<_>>>()?;
    let days: Vec<DayRow> = read!(db, query_as(DAYS).fetch_all)?;
    let calendar = days.into_iter().map(CalendarDay::try_from).collect::<anyhow::Result<_>>()?;
    Ok(Settings::new(rows, calendar))
}

/// When any setting last changed, epoch milliseconds; `None` while there is none. A calendar day touches it too.
pub async fn changed_at(db: &Db) -> Result<Option<i64>> {
    Ok(read!(db, query_scalar("select max(changed_at) from setting").fetch_one)?)
}

/// Whether nothing has been stored yet.
pub async fn is_empty(tx: &mut Tx) -> Result<bool> {
    let count: i64 = db!(tx, query_scalar("select count(*) from setting").fetch_one)?;
    Ok(count == 0)
}

/// Store a value from its day of effect on, replacing one of the same day.
pub async fn put(tx: &mut Tx, setting: &Dated<Setting>, at: DateTime<Utc>) -> Result<()> {
    const PUT: &str = "insert into setting (key, effective_on, value, basis, is_example, changed_at)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (key, effective_on) do update set value = excluded.value, basis = excluded.basis,
            is_example = excluded.is_example, changed_at = excluded.changed_at";
    let tagged = serde_json::to_value(&setting.value).context("setting.value")?;
    let value = tagged.get("value").cloned().unwrap_or_default();
    run!(
        tx,
        query(PUT)
            .bind(setting.value.key())
            .bind(setting.effective_on.to_string())
            .bind(value.to_string())
            .bind(&setting.basis)
            .bind(setting.is_example)
            .bind(at.timestamp_millis())
    )?;
    Ok(())
}

/// Tell running servers to load settings and calendar again.
pub async fn touch(tx: &mut Tx, at: DateTime<Utc>) -> Result<()> {
    const TOUCH: &str = "update setting set changed_at = $1 where key = 'district'";
    run!(tx, query(TOUCH).bind(at.timestamp_millis()))?;
    Ok(())
}

/// Store a day that differs from the plain week.
pub async fn put_day(tx: &mut Tx, day: &CalendarDay) -> Result<()> {
    const PUT: &str = "insert into calendar_day (day, is_working, name, is_example) values ($1, $2, $3, $4)
        on conflict (day) do update set is_working = excluded.is_working, name = excluded.name,
            is_example = excluded.is_example";
    let date = day.day.to_string();
    run!(tx, query(PUT).bind(&date).bind(day.is_working).bind(&day.name).bind(day.is_example))?;
    Ok(())
}

impl TryFrom<DayRow> for CalendarDay {
    type Error = anyhow::Error;

    fn try_from(row: DayRow) -> anyhow::Result<Self> {
        let day = row.day.parse().context("calendar_day.day")?;
        Ok(Self { day, is_working: row.is_working, name: row.name, is_example: row.is_example })
    }
}

impl TryFrom<Row> for Dated<Setting> {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        let value: serde_json::Value = serde_json::from_str(&row.value).context("setting.value")?;
        let tagged = serde_json::json!({"key": row.key, "value": value});
        Ok(Self {
            value: serde_json::from_value(tagged).with_context(|| format!("setting {}", row.key))?,
            effective_on: row.effective_on.parse().context("setting.effective_on")?,
            basis: row.basis,
            is_example: row.is_example,
        })
    }
}
