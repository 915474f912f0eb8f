//! Deposits in the database: their events, where they stand, and lists of them.

use std::sync::LazyLock;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::calendar::Calendar;
use common::date::beijing_day;
use common::deposit::{Calculation, Clock, Clocks, DepositRow, Event, Recorded, Stage, State};
use common::money::Fen;
use common::project::{DepositForm, Industry, ProjectState};
use sqlx::FromRow;
use uuid::Uuid;

use crate::auth::SCOPE;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::{db, read, rollup, run};

/// Industry, street and company of whoever asks: $1, $2 and $3 of [`SCOPE`].
pub type Bounds<'a> = [Option<&'a str>; 3];

/// What a list may be asked for. `None`: everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub stage: Option<Stage>,
    /// Guarantees in hand whose last day is this one or earlier.
    pub expires_by: Option<NaiveDate>,
    /// Finished works whose deposit nobody has asked back.
    pub sweep: bool,
    pub street: Option<String>,
    pub industry: Option<Industry>,
    /// Part of the name of the project or its contractor.
    pub q: Option<String>,
}

/// After which row a page begins: its urgent day and its serial.
#[derive(Clone, Debug)]
pub struct After(String, i64);

impl After {
    /// The first page.
    pub fn start() -> Self {
        Self(String::new(), 0)
    }

    /// Reads what [`Page::next`] gave.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, number) = text.split_once('.')?;
        day.parse::<NaiveDate>().ok()?;
        Some(Self(day.to_owned(), number.parse().ok()?))
    }
}

/// Rows, and where the next page begins.
pub struct Page {
    pub rows: Vec<DepositRow>,
    pub next: Option<String>,
}

/// A project as its deposit needs it.
#[derive(FromRow)]
pub struct ProjectRow {
    pub id: String,
    pub number: i64,
    pub name: String,
    pub permit: Option<String>,
    pub contract_fen: Option<i64>,
    pub started_on: Option<String>,
    pub planned_end_on: Option<String>,
    pub form: Option<String>,
    pub amount_fen: Option<i64>,
}

#[derive(FromRow)]
struct EventRow {
    id: String,
    happened_on: String,
    event: String,
    note: Option<String>,
    corrects: Option<String>,
    calculation: Option<String>,
    recorded_by: String,
    recorded_at: i64,
}

#[derive(FromRow)]
struct ListRow {
    number: i64,
    project: String,
    contractor: Option<String>,
    street: Option<String>,
    industry: String,
    state: String,
    stage: String,
    form: Option<String>,
    amount_fen: Option<i64>,
    issuer: Option<String>,
    valid_until: Option<String>,
    claim_by: Option<String>,
    remind_on: Option<String>,
    clock_by: Option<String>,
    urgent_on: String,
}

/// Where rows of a list come from, and the filters $4 to $9.
static FITTING: LazyLock<String> = LazyLock::new(|| {
    format!(
        "from (
            select p.id, p.number, p.name as project, p.street, p.industry, p.state,
                coalesce(s.stage, 'unassessed') as stage, coalesce(s.form, d.form) as form,
                coalesce(s.amount_fen, d.amount_fen) as amount_fen, s.issuer, s.valid_until, s.claim_by, s.remind_on,
                s.clock_by, coalesce(s.urgent_on, '9999-12-31') as urgent_on,
                (select c.name from party t join company c on c.id = t.company_id where t.project_id = p.id
                    and t.role = 'contractor' and t.until_on is null order by t.position limit 1) as contractor
            from project p
            left join deposit_state s on s.project_id = p.id
            left join deposit d on d.project_id = p.id
            where {SCOPE}
        ) as f
        where (cast($4 as text) is null or f.stage = $4)
            and (cast($5 as text) is null or f.valid_until <= $5)
            and (cast($6 as bigint) = 0 or (f.state = 'finished' and f.stage in ('stored', 'noticed', 'objected')))
            and (cast($7 as text) is null or f.street = $7)
            and (cast($8 as text) is null or f.industry = $8)
            and (cast($9 as text) is null or f.project like $9 escape '~' or f.contractor like $9 escape '~')"
    )
});

static LIST: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select f.* {} and (f.urgent_on > $10 or (f.urgent_on = $10 and f.number > $11))
        order by f.urgent_on, f.number limit $12",
        FITTING.as_str()
    )
});

static COUNT: LazyLock<String> = LazyLock::new(|| format!("select count(*) {}", FITTING.as_str()));

static FIND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select p.id, p.number, p.name, p.permit, p.contract_fen, p.started_on, p.planned_end_on, d.form, d.amount_fen
        from project p left join deposit d on d.project_id = p.id where {SCOPE} and p.number = $4"
    )
});

/// Deposits in scope that fit, what is late or expires first.
pub async fn list(
    db: &Db,
    [industry, street, company]: Bounds<'_>,
    filter: &Filter,
    after: &After,
    limit: i64,
) -> Result<Page> {
    let query = LIST.as_str();
    let mut rows: Vec<ListRow> = read!(
        db,
        query_as(query)
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(filter.stage.map(Stage::as_str))
            .bind(filter.expires_by.map(|day| day.to_string()))
            .bind(i64::from(filter.sweep))
            .bind(&filter.street)
            .bind(filter.industry.map(Industry::as_str))
            .bind(filter.q.as_deref().map(contains))
            .bind(&after.0)
            .bind(after.1)
            .bind(limit + 1)
            .fetch_all
    )?;
    let more = i64::try_from(rows.len()).is_ok_and(|found| found > limit);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}", row.urgent_on, row.number));
    let rows = rows.into_iter().map(DepositRow::try_from).collect::<anyhow::Result<_>>()?;
    Ok(Page { rows, next })
}

/// How many deposits in scope fit.
pub async fn count(db: &Db, [industry, street, company]: Bounds<'_>, filter: &Filter) -> Result<i64> {
    let query = COUNT.as_str();
    Ok(read!(
        db,
        query_scalar(query)
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(filter.stage.map(Stage::as_str))
            .bind(filter.expires_by.map(|day| day.to_string()))
            .bind(i64::from(filter.sweep))
            .bind(&filter.street)
            .bind(filter.industry.map(Industry::as_str))
            .bind(filter.q.as_deref().map(contains))
            .fetch_one
    )?)
}

/// The project with this serial. 404 if there is none in scope.
pub async fn find(tx: &mut Tx, [industry, street, company]: Bounds<'_>, number: i64) -> Result<ProjectRow> {
    let query = FIND.as_str();
    let found = db!(tx, query_as(query).bind(industry).bind(street).bind(company).bind(number).fetch_optional)?;
    found.ok_or(Error::NotFound("工程项目"))
}

/// The events of a project in the order in which they were recorded, and the calculation of the newest assessment.
pub async fn events(tx: &mut Tx, project_id: &str) -> Result<(Vec<Recorded>, Option<Calculation>)> {
    const EVENTS: &str = "select id, happened_on, event, note, corrects, calculation, recorded_by, recorded_at
        from deposit_event where project_id = $1 order by position";
    let rows: Vec<EventRow> = db!(tx, query_as(EVENTS).bind(project_id).fetch_all)?;
    let newest = rows.iter().rev().find_map(|row| row.calculation.as_deref());
    let calculation = newest.map(serde_json::from_str).transpose().context("deposit_event.calculation")?;
    let events = rows.into_iter().map(Recorded::try_from).collect::<anyhow::Result<_>>()?;
    Ok((events, calculation))
}

/// Add an event. 409 if another was added at the same time.
pub async fn insert(
    tx: &mut Tx,
    project_id: &str,
    position: usize,
    recorded: &Recorded,
    calculation: Option<&Calculation>,
) -> Result<()> {
    const INSERT: &str =
        "insert into deposit_event (id, project_id, position, kind, happened_on, event, note, corrects,
            calculation, recorded_by, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (project_id, position) do nothing";
    let event = serde_json::to_string(&recorded.event).context("deposit_event.event")?;
    let calculation = calculation.map(serde_json::to_string).transpose().context("deposit_event.calculation")?;
    let added = run!(
        tx,
        query(INSERT)
            .bind(&recorded.id)
            .bind(project_id)
            .bind(i64::try_from(position).context("deposit_event.position")?)
            .bind(recorded.event.kind().as_str())
            .bind(recorded.on.to_string())
            .bind(event)
            .bind(&recorded.note)
            .bind(&recorded.corrects)
            .bind(calculation)
            .bind(&recorded.by)
            .bind(recorded.at.timestamp_millis())
    )?;
    if added == 0 {
        Err(Error::Conflict("刚才有人登记了同一笔保证金，请刷新后再看"))
    } else {
        Ok(())
    }
}

/// Write where a deposit stands, and what its board shows of it.
pub async fn put_state(
    tx: &mut Tx,
    project_id: &str,
    state: &State,
    clocks: &Clocks,
    calendar: &Calendar,
    at: DateTime<Utc>,
) -> Result<()> {
    const PUT: &str = "insert into deposit_state (project_id, stage, form, amount_fen, issuer, valid_until, claim_by,
            remind_on, clock_by, urgent_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        on conflict (project_id) do update set stage = excluded.stage, form = excluded.form,
            amount_fen = excluded.amount_fen, issuer = excluded.issuer, valid_until = excluded.valid_until,
            claim_by = excluded.claim_by, remind_on = excluded.remind_on, clock_by = excluded.clock_by,
            urgent_on = excluded.urgent_on";
    let held = state.holding();
    let claim_by = held.and_then(|held| held.claim_by(calendar));
    let clock_by = state.clock().map(|clock| clock.by);
    let urgent_on = claim_by.into_iter().chain(clock_by).min();
    let exempt = (state.stage() == Stage::Exempt).then_some(DepositForm::Exempt);
    let form = held.map(|held| held.form).or(exempt);
    run!(
        tx,
        query(PUT)
            .bind(project_id)
            .bind(state.stage().as_str())
            .bind(form.map(DepositForm::as_str))
            .bind(held.map(|held| held.amount.0))
            .bind(held.map(|held| held.issuer.clone()))
            .bind(text(held.and_then(|held| held.valid_until)))
            .bind(text(claim_by))
            .bind(text(held.and_then(|held| held.remind_on(clocks))))
            .bind(text(clock_by))
            .bind(urgent_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()))
    )?;
    // Until something is stored the board keeps what the ledger states.
    if matches!(state.stage(), Stage::Unassessed | Stage::Due) {
        return Ok(());
    }
    show_on_board(tx, project_id, form, held.map(|held| held.amount), at).await
}

/// The board tells form and amount (Art. 34 of the regulation, 18 of the rules); nothing changes there while it is the
/// same.
async fn show_on_board(
    tx: &mut Tx,
    project_id: &str,
    form: Option<DepositForm>,
    amount: Option<Fen>,
    at: DateTime<Utc>,
) -> Result<()> {
    const PUT: &str = "insert into deposit (project_id, form, amount_fen) values ($1, $2, $3)
        on conflict (project_id) do update set form = excluded.form, amount_fen = excluded.amount_fen
        where deposit.form <> excluded.form or coalesce(deposit.amount_fen, -1) <> coalesce(excluded.amount_fen, -1)";
    const DELETE: &str = "delete from deposit where project_id = $1";
    const TOUCH: &str = "update project set changed_at = $1 where id = $2";
    let watch = rollup::watch(tx, project_id).await?;
    let changed = match form {
        Some(form) => run!(tx, query(PUT).bind(project_id).bind(form.as_str()).bind(amount.map(|sum| sum.0)))?,
        None => run!(tx, query(DELETE).bind(project_id))?,
    };
    if changed > 0 {
        run!(tx, query(TOUCH).bind(at.timestamp_millis()).bind(project_id))?;
    }
    watch.settle(tx, beijing_day(at)).await
}

/// A new id.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// A pattern that finds a text anywhere, whatever marks it holds.
fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '~') {
            pattern.push('~');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn day(text: Option<String>, column: &'static str) -> anyhow::Result<Option<NaiveDate>> {
    text.map(|text| text.parse().context(column)).transpose()
}

impl TryFrom<EventRow> for Recorded {
    type Error = anyhow::Error;

    fn try_from(row: EventRow) -> anyhow::Result<Self> {
        let event: Event = serde_json::from_str(&row.event).context("deposit_event.event")?;
        Ok(Self {
            id: row.id,
            on: row.happened_on.parse().context("deposit_event.happened_on")?,
            event,
            note: row.note,
            by: row.recorded_by,
            at: DateTime::from_timestamp_millis(row.recorded_at).context("deposit_event.recorded_at")?,
            corrects: row.corrects,
        })
    }
}

impl TryFrom<ListRow> for DepositRow {
    type Error = anyhow::Error;

    fn try_from(row: ListRow) -> anyhow::Result<Self> {
        let stage = Stage::parse(&row.stage).context("deposit_state.stage")?;
        let clock_by = day(row.clock_by, "deposit_state.clock_by")?;
        Ok(Self {
            number: row.number,
            project: row.project,
            contractor: row.contractor,
            street: row.street,
            industry: Industry::parse(&row.industry).context("project.industry")?,
            stage,
            form: row.form.map(|form| DepositForm::parse(&form).context("deposit.form")).transpose()?,
            amount: row.amount_fen.map(Fen),
            issuer: row.issuer,
            clock: clock_by.and_then(|by| Clock::of(stage, by)),
            valid_until: day(row.valid_until, "deposit_state.valid_until")?,
            claim_by: day(row.claim_by, "deposit_state.claim_by")?,
            remind_on: day(row.remind_on, "deposit_state.remind_on")?,
            finished: ProjectState::parse(&row.state).context("project.state")? == ProjectState::Finished,
        })
    }
}
