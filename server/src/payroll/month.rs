//! A month of a site as it is stored: loaded, opened, compared; and the sums kept for lists and for the public board.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::date::Month;
use common::money::Fen;
use common::payroll::{
    AttendanceRow, BankRow, FileKind, MonthRows, Outcome, PayrollRow, Rules, Totals, WorkerMonth, reconcile, totals,
};
use common::roster::{ContractKind, RosterRow};
use common::settings::Settings;
use sqlx::FromRow;

use super::person::Person;
use crate::db::Tx;
use crate::error::Result;
use crate::seal::Seal;
use crate::{db, run};

/// A month compared.
pub struct Loaded {
    pub rows: MonthRows,
    pub workers: Vec<WorkerMonth>,
}

#[derive(FromRow)]
struct RosterStored {
    person: Vec<u8>,
    sealed: Vec<u8>,
    slot: String,
    employer: Option<String>,
    team: Option<String>,
    trade: Option<String>,
    left_on: Option<String>,
    contract: Option<String>,
}

#[derive(FromRow)]
struct AttendanceStored {
    person: Vec<u8>,
    sealed: Vec<u8>,
    slot: String,
    days: i64,
    hours: Option<i64>,
}

#[derive(FromRow)]
struct PayrollStored {
    person: Vec<u8>,
    sealed: Vec<u8>,
    team: Option<String>,
    days: Option<i64>,
    gross_fen: i64,
    overtime_fen: i64,
    bonus_fen: i64,
    withheld_fen: i64,
    deducted_fen: i64,
    advanced_fen: i64,
    net_fen: i64,
    back_month: Option<String>,
}

#[derive(FromRow)]
struct BankStored {
    person: Vec<u8>,
    sealed: Vec<u8>,
    slot: String,
    amount_fen: i64,
    paid_on: Option<String>,
    outcome: String,
}

/// Loads and compares the month of one site.
pub async fn load(tx: &mut Tx, seal: &Seal, settings: &Settings, project: &str, month: Month) -> Result<Loaded> {
    let rows = rows(tx, seal, project, month).await?;
    let default = common::roster::WorkerRules::default();
    let day = month.first_day();
    let rules = Rules {
        month,
        minimum_wage: settings.minimum_wage(day).map(|wage| wage.value.monthly),
        workers: settings.worker_rules(day).unwrap_or(&default),
    };
    let workers = reconcile(&rows, rules);
    Ok(Loaded { rows, workers })
}

/// Compares the month anew and keeps its sums; what the board shows changes in the same transaction.
pub async fn refresh(
    tx: &mut Tx,
    seal: &Seal,
    settings: &Settings,
    (project, month): (&str, Month),
    at: DateTime<Utc>,
) -> Result<()> {
    let loaded = load(tx, seal, settings, project, month).await?;
    let sum = totals(&loaded.workers);
    let at = at.timestamp_millis();
    keep_run(tx, project, month, &sum, &files(&loaded.rows), at).await?;
    if !loaded.rows.payroll.is_empty() {
        const BOARD: &str = "insert into pay_month
            (project_id, month, workers_due, workers_paid, paid_fen, paid_on, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (project_id, month) do update set workers_due = excluded.workers_due,
            workers_paid = excluded.workers_paid, paid_fen = excluded.paid_fen, paid_on = excluded.paid_on,
            recorded_at = excluded.recorded_at";
        run!(
            tx,
            query(BOARD)
                .bind(project)
                .bind(month.to_string())
                .bind(sum.due)
                .bind(sum.paid)
                .bind(sum.arrived.0)
                .bind(sum.paid_on.map(|day| day.to_string()))
                .bind(at)
        )?;
    }
    run!(tx, query("update project set changed_at = $1 where id = $2").bind(at).bind(project))?;
    Ok(())
}

async fn keep_run(tx: &mut Tx, project: &str, month: Month, sum: &Totals, files: &str, at: i64) -> Result<()> {
    // Whoever signed has not signed what is there now.
    const KEEP: &str = "insert into payroll_run
        (month, project_id, on_roster, attended, workers_due, workers_paid, net_fen, paid_fen, different, paid_on,
         files, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (month, project_id) do update set on_roster = excluded.on_roster, attended = excluded.attended,
        workers_due = excluded.workers_due, workers_paid = excluded.workers_paid, net_fen = excluded.net_fen,
        paid_fen = excluded.paid_fen, different = excluded.different, paid_on = excluded.paid_on,
        files = excluded.files, changed_at = excluded.changed_at, signed_by = null, signed_at = null";
    run!(
        tx,
        query(KEEP)
            .bind(month.to_string())
            .bind(project)
            .bind(sum.on_roster)
            .bind(sum.attended)
            .bind(sum.due)
            .bind(sum.paid)
            .bind(sum.net.0)
            .bind(sum.arrived.0)
            .bind(sum.different)
            .bind(sum.paid_on.map(|day| day.to_string()))
            .bind(files)
            .bind(at)
    )?;
    Ok(())
}

/// The kinds that were sent, as `payroll_run.files` keeps them.
fn files(rows: &MonthRows) -> String {
    let sent = [
        (FileKind::Roster, rows.roster.is_empty()),
        (FileKind::Attendance, rows.attendance.is_empty()),
        (FileKind::Payroll, rows.payroll.is_empty()),
        (FileKind::BankReturn, rows.bank.is_empty()),
    ];
    sent.iter().filter(|(_, empty)| !empty).map(|(kind, _)| kind.as_str()).collect::<Vec<_>>().join(" ")
}

async fn rows(tx: &mut Tx, seal: &Seal, project: &str, month: Month) -> Result<MonthRows> {
    const ROSTER: &str = "select person, sealed, slot, employer, team, trade, left_on, contract from roster_entry
        where project_id = $1 and replaced_at is null and slot <= $2 and (left_on is null or left_on >= $3)";
    const ATTENDANCE: &str = "select person, sealed, slot, days, hours from attendance_row
        where month = $1 and project_id = $2 and replaced_at is null";
    const PAYROLL: &str = "select person, sealed, team, days, gross_fen, overtime_fen, bonus_fen, withheld_fen,
        deducted_fen, advanced_fen, net_fen, back_month from payroll_row
        where month = $1 and project_id = $2 and replaced_at is null";
    const BANK: &str = "select person, sealed, slot, amount_fen, paid_on, outcome from bank_row
        where month = $1 and project_id = $2 and replaced_at is null";
    let text = month.to_string();
    let roster: Vec<RosterStored> = db!(
        tx,
        query_as(ROSTER).bind(project).bind(month.last_day().to_string()).bind(month.first_day().to_string()).fetch_all
    )?;
    let attendance: Vec<AttendanceStored> = db!(tx, query_as(ATTENDANCE).bind(&text).bind(project).fetch_all)?;
    let payroll: Vec<PayrollStored> = db!(tx, query_as(PAYROLL).bind(&text).bind(project).fetch_all)?;
    let bank: Vec<BankStored> = db!(tx, query_as(BANK).bind(&text).bind(project).fetch_all)?;
    Ok(MonthRows {
        roster: roster.into_iter().map(|row| row.open(seal)).collect::<Result<_>>()?,
        attendance: attendance.into_iter().map(|row| row.open(seal)).collect::<Result<_>>()?,
        payroll: payroll.into_iter().map(|row| row.open(seal)).collect::<Result<_>>()?,
        bank: bank.into_iter().map(|row| row.open(seal)).collect::<Result<_>>()?,
    })
}

impl RosterStored {
    fn open(self, seal: &Seal) -> Result<RosterRow> {
        let person = Person::open(seal, &self.sealed, &self.person)?;
        Ok(RosterRow {
            id: person.id.context("roster_entry.sealed")?,
            name: person.name,
            phone: person.phone,
            card: person.card,
            employer: self.employer,
            team: self.team,
            trade: self.trade,
            entered_on: day(&self.slot)?,
            left_on: self.left_on.as_deref().map(day).transpose()?,
            contract: self.contract.as_deref().and_then(ContractKind::parse),
        })
    }
}

impl AttendanceStored {
    fn open(self, seal: &Seal) -> Result<AttendanceRow> {
        let person = Person::open(seal, &self.sealed, &self.person)?;
        Ok(AttendanceRow {
            id: person.id.context("attendance_row.sealed")?,
            name: person.name,
            team: Some(self.slot).filter(|team| !team.is_empty()),
            days: self.days,
            hours: self.hours,
        })
    }
}

impl PayrollStored {
    fn open(self, seal: &Seal) -> Result<PayrollRow> {
        let person = Person::open(seal, &self.sealed, &self.person)?;
        Ok(PayrollRow {
            id: person.id.context("payroll_row.sealed")?,
            name: person.name,
            phone: person.phone,
            card: person.card,
            team: self.team,
            days: self.days,
            gross: Fen(self.gross_fen),
            overtime: Fen(self.overtime_fen),
            bonus: Fen(self.bonus_fen),
            withheld: Fen(self.withheld_fen),
            deducted: Fen(self.deducted_fen),
            advanced: Fen(self.advanced_fen),
            net: Fen(self.net_fen),
            back_month: self
                .back_month
                .as_deref()
                .map(Month::parse)
                .transpose()
                .map_err(anyhow::Error::msg)
                .context("payroll_row.back_month")?,
        })
    }
}

impl BankStored {
    fn open(self, seal: &Seal) -> Result<BankRow> {
        let person = Person::open(seal, &self.sealed, &self.person)?;
        let paid_on = self.paid_on.as_deref().map(day).transpose()?;
        Ok(BankRow {
            id: person.id,
            name: person.name,
            card: person.card.context("bank_row.sealed")?,
            amount: Fen(self.amount_fen),
            voucher: Some(self.slot).filter(|slot| !slot.is_empty() && Some(slot) != self.paid_on.as_ref()),
            paid_on,
            outcome: Outcome::parse(&self.outcome).context("bank_row.outcome")?,
        })
    }
}

fn day(text: &str) -> Result<NaiveDate> {
    Ok(text.parse().context("a stored day")?)
}
