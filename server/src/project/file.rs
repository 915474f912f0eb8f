//! The file of one project in the database.

use anyhow::Context;
use chrono::NaiveDate;
use common::board::MonthPay;
use common::date::Month;
use common::id::{BoardToken, PermitNumber};
use common::ledger::{COLUMNS, Key, LedgerRow};
use common::project::{DepositForm, ProjectState, Role};
use common::project_file::{FileBoard, FileChange, FileField, FileParty};
use common::settings::Settings;
use common::step::{Milestone, Milestones, StepFacts};
use sqlx::FromRow;

use super::list::Bounds;
use crate::auth::SCOPE;
use crate::board::view::due_month;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::{db, read, run};

/// Months and changes that are shown.
const MONTHS: i64 = 12;
const CHANGES: i64 = 100;

#[derive(FromRow)]
struct PartyRow {
    role: String,
    name: Option<String>,
    person: Option<String>,
    phone: Option<String>,
    since_on: String,
    until_on: Option<String>,
    listed: Option<i64>,
}

#[derive(FromRow)]
struct BoardRow {
    token: String,
    issued_on: String,
    revoked_on: Option<String>,
    shows_pay: bool,
}

#[derive(FromRow)]
struct MonthRow {
    month: String,
    workers_due: i64,
    workers_paid: i64,
    paid_on: Option<String>,
}

#[derive(FromRow)]
struct ChangeRow {
    field: String,
    was: Option<String>,
    became: Option<String>,
    source: String,
    changed_at: i64,
}

#[derive(FromRow)]
struct MilestoneRow {
    signed_on: Option<String>,
    completed_on: Option<String>,
    notice_on: Option<String>,
    settled_on: Option<String>,
}

/// The id of the project with this number, if the officer reaches it.
pub async fn id(db: &Db, [industry, street, company]: Bounds<'_>, number: i64) -> Result<Option<String>> {
    let sql = format!("select p.id from project p where {SCOPE} and p.number = $4");
    Ok(read!(
        db,
        query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(number)
            .fetch_optional
    )?)
}

/// Everyone who answers or answered for the site, those in the chain first.
pub async fn parties(tx: &mut Tx, id: &str) -> Result<Vec<FileParty>> {
    const PARTIES: &str = "select t.role, c.name, t.person, t.phone, t.since_on, t.until_on,
            (select min(k.number) from blacklist k where k.public_entry is not null
                and (k.uscc = c.uscc or (k.uscc is null and k.employer = c.name))) as listed
        from party t left join company c on c.id = t.company_id where t.project_id = $1
        order by case when t.until_on is null then 0 else 1 end,
            case t.role when 'owner' then 0 when 'contractor' then 1 when 'officer' then 2 when 'subcontractor' then 3 else 4 end,
            t.position, t.until_on desc";
    let rows: Vec<PartyRow> = db!(tx, query_as(PARTIES).bind(id).fetch_all)?;
    let party = |row: PartyRow| {
        anyhow::Ok(FileParty {
            role: Role::parse(&row.role).context("party.role")?,
            name: row.name,
            person: row.person,
            phone: row.phone,
            since_on: row.since_on.parse().context("party.since_on")?,
            until_on: day(row.until_on).context("party.until_on")?,
            listed: row.listed,
        })
    };
    Ok(rows.into_iter().map(party).collect::<anyhow::Result<_>>()?)
}

/// Every board of the site, the newest first.
pub async fn boards(tx: &mut Tx, id: &str) -> Result<Vec<FileBoard>> {
    const BOARDS: &str = "select token, issued_on, revoked_on, shows_pay from board where project_id = $1
        order by case when revoked_on is null then 0 else 1 end, issued_on desc, token";
    let rows: Vec<BoardRow> = db!(tx, query_as(BOARDS).bind(id).fetch_all)?;
    let board = |row: BoardRow| {
        anyhow::Ok(FileBoard {
            token: BoardToken::parse(&row.token).map_err(|fault| anyhow::anyhow!("board.token: {}", fault.advice()))?,
            issued_on: row.issued_on.parse().context("board.issued_on")?,
            revoked_on: day(row.revoked_on).context("board.revoked_on")?,
            shows_pay: row.shows_pay,
        })
    };
    Ok(rows.into_iter().map(board).collect::<anyhow::Result<_>>()?)
}

/// The newest months of pay; the day each was due follows from the pay day.
pub async fn months(tx: &mut Tx, id: &str, pay_day: Option<u8>, settings: &Settings) -> Result<Vec<MonthPay>> {
    const ROWS: &str = "select month, workers_due, workers_paid, paid_on from pay_month where project_id = $1
        order by month desc limit $2";
    let rows: Vec<MonthRow> = db!(tx, query_as(ROWS).bind(id).bind(MONTHS).fetch_all)?;
    let month = |row: MonthRow| {
        let month = Month::parse(&row.month).map_err(anyhow::Error::msg).context("pay_month.month")?;
        anyhow::Ok(MonthPay {
            month,
            workers_due: row.workers_due,
            workers_paid: row.workers_paid,
            paid_on: day(row.paid_on).context("pay_month.paid_on")?,
            due_on: pay_day.map(|day| settings.calendar.pay_day_on(month.next(), day)),
        })
    };
    Ok(rows.into_iter().map(month).collect::<anyhow::Result<_>>()?)
}

/// The newest changes.
pub async fn history(tx: &mut Tx, id: &str) -> Result<Vec<FileChange>> {
    const ROWS: &str = "select field, was, became, source, changed_at from project_change where project_id = $1
        order by changed_at desc, id desc limit $2";
    let rows: Vec<ChangeRow> = db!(tx, query_as(ROWS).bind(id).bind(CHANGES).fetch_all)?;
    let change = |row: ChangeRow| FileChange {
        title: title(&row.field).to_owned(),
        was: row.was,
        became: row.became,
        source: row.source,
        changed_at: row.changed_at,
    };
    Ok(rows.into_iter().map(change).collect())
}

/// The days recorded by hand.
pub async fn milestones(tx: &mut Tx, id: &str) -> Result<Milestones> {
    const ROW: &str = "select signed_on, completed_on, notice_on, settled_on from project where id = $1";
    let row: MilestoneRow = db!(tx, query_as(ROW).bind(id).fetch_one)?;
    Ok(Milestones {
        signed_on: day(row.signed_on).context("project.signed_on")?,
        completed_on: day(row.completed_on).context("project.completed_on")?,
        notice_on: day(row.notice_on).context("project.notice_on")?,
        settled_on: day(row.settled_on).context("project.settled_on")?,
    })
}

/// Records the days and when that was done.
pub async fn put_milestones(tx: &mut Tx, id: &str, days: &Milestones, at: i64) -> Result<()> {
    const PUT: &str = "update project set signed_on = $1, completed_on = $2, notice_on = $3, settled_on = $4,
        changed_at = $5 where id = $6";
    let text = |milestone: Milestone| days.get(milestone).map(|day| day.to_string());
    run!(
        tx,
        query(PUT)
            .bind(text(Milestone::SignedOn))
            .bind(text(Milestone::CompletedOn))
            .bind(text(Milestone::NoticeOn))
            .bind(text(Milestone::SettledOn))
            .bind(at)
            .bind(id)
    )?;
    Ok(())
}

/// The ledger's columns that a form shows, with what stands in them, and the recorded days.
pub fn fields(row: &LedgerRow, days: &Milestones) -> Vec<FileField> {
    let shown = COLUMNS.iter().filter(|column| column.key != Key::Serial && column.key.parts().is_none());
    let columns = shown.map(|column| FileField {
        word: column.word.to_owned(),
        title: column.title().to_owned(),
        value: row.get(column.key).to_owned(),
    });
    let days = Milestone::ALL.iter().map(|milestone| FileField {
        word: milestone.as_str().to_owned(),
        title: milestone.label().to_owned(),
        value: days.get(*milestone).map(|day| day.to_string()).unwrap_or_default(),
    });
    columns.chain(days).collect()
}

/// What the steps are told from.
pub fn step_facts(
    row: &LedgerRow,
    (boards, months): (&[FileBoard], &[MonthPay]),
    milestones: Milestones,
    settings: &Settings,
    today: NaiveDate,
) -> Result<StepFacts> {
    let project = row.check(today).map_err(|errors| anyhow::anyhow!("a stored project: {errors}"))?;
    let state = project.state;
    let due_on = |month: Month| project.pay_day.map(|day| settings.calendar.pay_day_on(month.next(), day));
    let due = due_month(today, due_on)
        .filter(|due| project.started_on.is_none_or(|start| due.month >= Month::of(start)))
        .filter(|_| state == ProjectState::Building);
    let due_month = due.map(|due| {
        months.iter().find(|month| month.month == due.month).cloned().unwrap_or(MonthPay {
            month: due.month,
            workers_due: 0,
            workers_paid: 0,
            paid_on: None,
            due_on: Some(due.due_on),
        })
    });
    let deposit = project.deposit.map(|deposit| match deposit.amount {
        Some(amount) => format!("{} {}", deposit.form.label(), amount.wan_label()),
        None if deposit.form == DepositForm::Exempt => "免缴".to_owned(),
        None => deposit.form.label().to_owned(),
    });
    Ok(StepFacts {
        state,
        code: project.code.map(|code| code.as_str().to_owned()),
        contract: project.contract.map(common::money::Fen::wan_label),
        permit_on: project.permit.as_ref().and_then(PermitNumber::issued_on),
        permit: project.permit.map(|permit| permit.as_str().to_owned()),
        started_on: project.started_on,
        planned_end_on: project.planned_end_on,
        opened_on: project.account.as_ref().and_then(|account| account.opened_on),
        account: project.account.map(|account| account.bank),
        deposit,
        board_hung: project.board_hung == Some(true),
        board_on: boards.iter().find(|board| board.revoked_on.is_none()).map(|board| board.issued_on),
        real_name: project.real_name == Some(true),
        headcount: project.headcount,
        due_month,
        milestones,
        deposit_working_days: settings.deposit_rules(today).map_or(20, |rules| rules.value.clocks.store_wd),
    })
}

/// The title of a field by its word.
pub fn title(word: &str) -> &str {
    let column = COLUMNS.iter().find(|column| column.word == word).map(|column| column.title());
    let milestone = || Milestone::ALL.iter().find(|one| one.as_str() == word).map(|one| one.label());
    column.or_else(milestone).unwrap_or(word)
}

fn day(text: Option<String>) -> Result<Option<NaiveDate>, chrono::ParseError> {
    text.map(|text| text.parse()).transpose()
}
