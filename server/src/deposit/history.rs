//! What the database knows of a general contractor, for the calculation of its deposit.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::calendar::Calendar;
use common::date::{self, Month};
use common::deposit::{Arrears, Firm, History, RecordKind, WorksElsewhere};
use common::project::ProjectState;
use sqlx::FromRow;
use uuid::Uuid;

use crate::blacklist;
use crate::db::Tx;
use crate::error::Result;
use crate::{db, run};

/// A pay day is due on this day of the month where the project names none.
const USUAL_PAY_DAY: u8 = 20;

/// The general contractor of a project today.
#[derive(FromRow)]
pub struct Contractor {
    pub id: String,
    pub name: String,
    pub uscc: Option<String>,
}

#[derive(FromRow)]
struct WorksRow {
    id: String,
    name: String,
    state: String,
    started_on: Option<String>,
    planned_end_on: Option<String>,
    in_arrears: Option<bool>,
    arrears_record: Option<bool>,
    real_name: Option<bool>,
    has_account: bool,
}

#[derive(FromRow)]
struct MonthRow {
    project: String,
    pay_day: Option<i64>,
    month: String,
    workers_due: i64,
    workers_paid: i64,
}

#[derive(FromRow)]
struct RecordRow {
    kind: String,
    happened_on: String,
    basis: String,
}

/// `None` while the project names no contractor.
pub async fn contractor(tx: &mut Tx, project_id: &str) -> Result<Option<Contractor>> {
    const FIND: &str = "select c.id, c.name, c.uscc from party t join company c on c.id = t.company_id
        where t.project_id = $1 and t.role = 'contractor' and t.until_on is null order by t.position limit 1";
    Ok(db!(tx, query_as(FIND).bind(project_id).fetch_optional)?)
}

/// The firm's history in the area as known on a day, and what an official should look at by hand. The whole district
/// counts, whatever the scope of who asks: a record is the firm's, not the street's.
pub async fn load(
    tx: &mut Tx,
    firm: Contractor,
    project_id: &str,
    calendar: &Calendar,
    today: NaiveDate,
) -> Result<(Firm, History)> {
    const WORKS: &str = "select p.id, p.name, p.state, p.started_on, p.planned_end_on, p.in_arrears, p.arrears_record,
            p.real_name, a.project_id is not null as has_account
        from project p left join account a on a.project_id = p.id
        where exists (select 1 from party t where t.project_id = p.id and t.role = 'contractor' and t.company_id = $1
            and t.until_on is null)
        order by p.number";
    const UNPAID: &str = "select p.name as project, p.pay_day, m.month, m.workers_due, m.workers_paid
        from pay_month m join project p on p.id = m.project_id
        where m.workers_paid < m.workers_due and exists (select 1 from party t where t.project_id = p.id
            and t.role = 'contractor' and t.company_id = $1 and t.until_on is null)
        order by m.month, p.number";
    const RECORDS: &str = "select kind, happened_on, basis from company_record where company_id = $1
        order by happened_on, recorded_at";
    let works: Vec<WorksRow> = db!(tx, query_as(WORKS).bind(&firm.id).fetch_all)?;
    let unpaid: Vec<MonthRow> = db!(tx, query_as(UNPAID).bind(&firm.id).fetch_all)?;
    let records: Vec<RecordRow> = db!(tx, query_as(RECORDS).bind(&firm.id).fetch_all)?;

    let mut history = History::default();
    let mut remarks = Vec::new();
    for month in unpaid {
        history.arrears.extend(month.arrears(calendar, today)?);
    }
    for record in records {
        let on = record.happened_on.parse().context("company_record.happened_on")?;
        match RecordKind::parse(&record.kind).context("company_record.kind")? {
            RecordKind::Arrears => history.arrears.push(Arrears { on, note: record.basis }),
            RecordKind::Listed => history.listed = true,
            RecordKind::Delisted => history.listed = false,
        }
    }
    if blacklist::store::listed(tx, firm.uscc.as_deref(), &firm.name).await?.is_some() {
        history.listed = true;
    }
    let others = || works.iter().filter(|works| works.id != project_id);
    history.systems_in_order =
        others().next().is_some() && others().all(|works| works.real_name == Some(true) && works.has_account);
    for one in &works {
        if one.in_arrears == Some(true) {
            history.arrears.push(Arrears { on: today, note: format!("台账标明“{}”正在欠薪", one.name) });
        } else if one.arrears_record == Some(true) {
            remarks.push(format!("台账标明“{}”有欠薪记录但没有日期，请查实后登记，再看计算结果", one.name));
        }
    }
    for one in others() {
        history.works.extend(one.works(today)?);
    }
    history.arrears.sort_by_key(|arrears| arrears.on);
    Ok((Firm { name: Some(firm.name), uscc: firm.uscc, remarks }, history))
}

/// Note something of a firm.
pub async fn insert_record(
    tx: &mut Tx,
    company_id: &str,
    (kind, on, basis): &(RecordKind, NaiveDate, String),
    by: &str,
    at: DateTime<Utc>,
) -> Result<String> {
    const INSERT: &str =
        "insert into company_record (id, company_id, kind, happened_on, basis, recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7)";
    let id = Uuid::now_v7().to_string();
    let (kind, on) = (kind.as_str(), on.to_string());
    run!(
        tx,
        query(INSERT).bind(&id).bind(company_id).bind(kind).bind(on).bind(basis).bind(by).bind(at.timestamp_millis())
    )?;
    Ok(id)
}

impl WorksRow {
    /// `None` without a first day. Finished works end on their planned day, or today if that lies ahead.
    fn works(&self, today: NaiveDate) -> anyhow::Result<Option<WorksElsewhere>> {
        let Some(started_on) = &self.started_on else { return Ok(None) };
        let started_on = started_on.parse().context("project.started_on")?;
        let state = ProjectState::parse(&self.state).context("project.state")?;
        let finished_on = match (&self.planned_end_on, state) {
            (_, ProjectState::Building | ProjectState::Suspended) => None,
            (Some(end), ProjectState::Finished) => {
                Some(end.parse::<NaiveDate>().context("project.planned_end_on")?.min(today))
            }
            (None, ProjectState::Finished) => Some(today),
        };
        Ok(Some(WorksElsewhere { name: self.name.clone(), started_on, finished_on }))
    }
}

impl MonthRow {
    /// Arrears from the day after the pay day; `None` while the month is not due yet.
    fn arrears(self, calendar: &Calendar, today: NaiveDate) -> anyhow::Result<Option<Arrears>> {
        let month: Month = self.month.clone().try_into().context("pay_month.month")?;
        let pay_day = self.pay_day.and_then(|day| u8::try_from(day).ok()).unwrap_or(USUAL_PAY_DAY);
        let due_on = calendar.pay_day_on(month.next(), pay_day);
        let missing = self.workers_due - self.workers_paid;
        let note = format!("“{}”{}工资有{missing}人未足额", self.project, date::month_label(month));
        Ok(due_on.succ_opt().filter(|on| *on <= today).map(|on| Arrears { on, note }))
    }
}
