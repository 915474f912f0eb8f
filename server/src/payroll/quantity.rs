//! Quantity slips in the database.

use anyhow::Context;
use chrono::{DateTime, Utc};
use common::date::Month;
use common::payroll::{Answer, NewQuantity, QuantitySlip, TeamAnswer};
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::{db, run};

#[derive(FromRow)]
struct SlipRow {
    id: String,
    team: String,
    work: String,
    quantity: i64,
    unit: String,
    price_fen: i64,
    recorded_by: String,
    recorded_at: i64,
}

#[derive(FromRow)]
struct AnswerRow {
    slip_id: String,
    answer: String,
    who: String,
    note: Option<String>,
}

/// The slips of a month on a site, oldest first, each with its last answer.
pub async fn list(tx: &mut Tx, project: &str, month: Month) -> Result<Vec<QuantitySlip>> {
    const SLIPS: &str = "select id, team, work, quantity, unit, price_fen, recorded_by, recorded_at from quantity_slip
        where project_id = $1 and month = $2 order by id";
    const ANSWERS: &str = "select a.slip_id, a.answer, a.who, a.note
        from quantity_answer a join quantity_slip s on s.id = a.slip_id
        where s.project_id = $1 and s.month = $2 order by a.id";
    let month = month.to_string();
    let rows: Vec<SlipRow> = db!(tx, query_as(SLIPS).bind(project).bind(&month).fetch_all)?;
    let answers: Vec<AnswerRow> = db!(tx, query_as(ANSWERS).bind(project).bind(&month).fetch_all)?;
    let mut slips: Vec<QuantitySlip> = rows.into_iter().map(SlipRow::view).collect();
    for AnswerRow { slip_id, answer, who, note } in answers {
        let answer = Answer::parse(&answer).context("quantity_answer.answer")?;
        if let Some(slip) = slips.iter_mut().find(|slip| slip.id == slip_id) {
            slip.answer = Some(TeamAnswer { answer, who, note });
        }
    }
    Ok(slips)
}

/// Stores a slip; its id.
pub async fn insert(
    tx: &mut Tx,
    project: &str,
    month: Month,
    new: &NewQuantity,
    by: &str,
    at: DateTime<Utc>,
) -> Result<String> {
    const INSERT: &str = "insert into quantity_slip
        (id, project_id, month, team, work, quantity, unit, price_fen, recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let id = Uuid::now_v7().to_string();
    run!(
        tx,
        query(INSERT)
            .bind(&id)
            .bind(project)
            .bind(month.to_string())
            .bind(&new.team)
            .bind(&new.work)
            .bind(new.quantity)
            .bind(&new.unit)
            .bind(new.price.0)
            .bind(by)
            .bind(at.timestamp_millis())
    )?;
    Ok(id)
}

/// Stores the team's answer. `false` if this site has no such slip in this month.
pub async fn answer(
    tx: &mut Tx,
    (project, month): (&str, Month),
    slip: &str,
    answer: &TeamAnswer,
    by: &str,
    at: DateTime<Utc>,
) -> Result<bool> {
    const INSERT: &str = "insert into quantity_answer (id, slip_id, answer, who, note, recorded_by, recorded_at)
        select $1, id, $2, $3, $4, $5, $6 from quantity_slip where id = $7 and project_id = $8 and month = $9";
    let stored = run!(
        tx,
        query(INSERT)
            .bind(Uuid::now_v7().to_string())
            .bind(answer.answer.as_str())
            .bind(&answer.who)
            .bind(&answer.note)
            .bind(by)
            .bind(at.timestamp_millis())
            .bind(slip)
            .bind(project)
            .bind(month.to_string())
    )?;
    Ok(stored > 0)
}

impl SlipRow {
    fn view(self) -> QuantitySlip {
        let Self { id, team, work, quantity, unit, price_fen, recorded_by, recorded_at } = self;
        QuantitySlip { id, team, work, quantity, unit, price_fen, recorded_by, recorded_at, answer: None }
    }
}
