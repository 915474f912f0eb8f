//! Complaints in the database.

use std::sync::LazyLock;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::complaint::{ComplaintRow, Fact, Move, NewComplaint, Sealed, Standing, State, Via};
use common::date::Month;
use common::id::BoardToken;
use common::money::Fen;
use sqlx::FromRow;
use uuid::Uuid;

use crate::auth::SCOPE;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::seal::{Mark, Seal};
use crate::{db, read, run};

/// Industry, street and company of whoever asks: $1, $2 and $3 of [`SCOPE`].
pub type Bounds<'a> = [Option<&'a str>; 3];

/// A complaint as it is first stored.
pub struct NewRow<'a> {
    pub id: &'a str,
    pub project_id: &'a str,
    pub via: Via,
    pub new: &'a NewComplaint,
    pub sealed: Vec<u8>,
    pub key_mark: Mark,
    pub content_mark: Mark,
    pub receipt_mark: Mark,
    pub state: &'a State,
    pub clock_by: Option<NaiveDate>,
}

/// A complaint with what one needs to go on with it.
#[derive(FromRow)]
pub struct Found {
    pub id: String,
    pub token: Option<String>,
    pub sealed: Vec<u8>,
    #[sqlx(flatten)]
    row: Row,
}

/// One stored event.
pub struct Event {
    pub fact: Fact,
    /// `None`: the complainant.
    pub actor: Option<String>,
    pub at: i64,
    sealed: Option<Vec<u8>>,
}

/// What a list may be asked for. `None`: everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub stage: Option<Standing>,
    pub via: Option<Via>,
    pub street: Option<String>,
    /// Those whose next clock ended before this day.
    pub late_on: Option<NaiveDate>,
    /// Part of the name of the site or its contractor.
    pub q: Option<String>,
}

/// After which row a page begins: the day of its clock, and its number.
#[derive(Clone, Debug)]
pub struct After(pub String, pub i64);

#[derive(Clone, FromRow)]
struct Row {
    number: i64,
    project_number: i64,
    project: String,
    street: Option<String>,
    contractor: Option<String>,
    source: String,
    from_month: Option<String>,
    to_month: Option<String>,
    amount_fen: Option<i64>,
    people: i64,
    reachable: i64,
    stage: String,
    reason: Option<String>,
    received_on: String,
    clock_by: Option<String>,
}

const COLUMNS: &str = "c.number, p.number as project_number, p.name as project, p.street, c.source, c.from_month,
    c.to_month, c.amount_fen, c.people, c.reachable, c.stage, c.reason, c.received_on, c.clock_by,
    (select f.name from party t join company f on f.id = t.company_id where t.project_id = p.id
        and t.role = 'contractor' and t.until_on is null order by t.position limit 1) as contractor";
const TOKEN: &str = "(select b.token from board b where b.project_id = p.id and b.revoked_on is null
    order by b.issued_on desc limit 1) as token";

static FITTING: LazyLock<String> = LazyLock::new(|| {
    format!(
        "from (
            select {COLUMNS}, coalesce(c.clock_by, '9999-12-31') as urgent_on
            from complaint c join project p on p.id = c.project_id where {SCOPE}
        ) as f
        where (cast($4 as text) is null or f.stage = $4)
            and (cast($5 as text) is null or f.source = $5)
            and (cast($6 as text) is null or f.street = $6)
            and (cast($7 as text) is null or f.clock_by < $7)
            and (cast($8 as text) is null or f.project like $8 escape '~' or f.contractor like $8 escape '~')"
    )
});
static LIST: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select f.* {} and (f.urgent_on > $9 or (f.urgent_on = $9 and f.number > $10))
        order by f.urgent_on, f.number limit $11",
        FITTING.as_str()
    )
});
static COUNT: LazyLock<String> = LazyLock::new(|| format!("select count(*) {}", FITTING.as_str()));
static FIND: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select c.id, c.sealed, {TOKEN}, {COLUMNS} from complaint c join project p on p.id = c.project_id
        where {SCOPE} and c.number = $4"
    )
});
static FOLLOW: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select c.id, c.sealed, {TOKEN}, {COLUMNS} from complaint c join project p on p.id = c.project_id
        where c.receipt_mark = $1"
    )
});
static SITE: LazyLock<String> = LazyLock::new(|| format!("select p.id from project p where {SCOPE} and p.number = $4"));

/// What a sealed value of this complaint is about: it opens nowhere else.
pub fn about(id: &str) -> String {
    format!("complaint {id}")
}

/// Lets one transaction at a time go on, so that numbers follow each other and a key is looked for and stored at once.
pub async fn lock(tx: &mut Tx) -> Result<()> {
    run!(tx, query("update audit_head set number = number where id = 1"))?;
    Ok(())
}

/// Number, day and content of the complaint with this key. `None`: not stored.
pub async fn by_key(tx: &mut Tx, key: Mark) -> Result<Option<(i64, NaiveDate, Mark)>> {
    const FIND: &str = "select number, received_on, content_mark from complaint where key_mark = $1";
    let row: Option<(i64, String, Vec<u8>)> = db!(tx, query_as(FIND).bind(key.to_vec()).fetch_optional)?;
    let Some((number, received_on, content)) = row else { return Ok(None) };
    let received_on = received_on.parse().context("complaint.received_on")?;
    let content = content.try_into().map_err(|_| anyhow::anyhow!("complaint.content_mark"))?;
    Ok(Some((number, received_on, content)))
}

/// Stores a complaint and answers its number.
pub async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<i64> {
    const INSERT: &str =
        "insert into complaint (id, number, project_id, source, from_month, to_month, amount_fen, people, reachable,
            sealed, key_mark, content_mark, receipt_mark, received_on, stage, reason, clock_by)
        values ($1, (select coalesce(max(number), 0) + 1 from complaint), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
            $13, $14, $15, $16)
        returning number";
    let new = row.new;
    Ok(db!(
        tx,
        query_scalar(INSERT)
            .bind(row.id)
            .bind(row.project_id)
            .bind(row.via.as_str())
            .bind(new.from.map(|month| month.to_string()))
            .bind(new.to.map(|month| month.to_string()))
            .bind(new.amount.map(|sum| sum.0))
            .bind(new.people)
            .bind(i64::from(!new.sealed.contact.is_empty()))
            .bind(&row.sealed)
            .bind(row.key_mark.to_vec())
            .bind(row.content_mark.to_vec())
            .bind(row.receipt_mark.to_vec())
            .bind(row.state.received_on.to_string())
            .bind(row.state.stage.as_str())
            .bind(row.state.reason)
            .bind(row.clock_by.map(|day| day.to_string()))
            .fetch_one
    )?)
}

/// Adds an event. 409 if another was added at the same time.
pub async fn insert_event(
    tx: &mut Tx,
    id: &str,
    position: usize,
    fact: &Fact,
    sealed: Option<Vec<u8>>,
    person: Option<&str>,
    at: DateTime<Utc>,
) -> Result<()> {
    const INSERT: &str = "insert into complaint_event (id, complaint_id, position, kind, happened_on, reason, until_on,
            sealed, actor, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (complaint_id, position) do nothing";
    let added = run!(
        tx,
        query(INSERT)
            .bind(Uuid::now_v7().to_string())
            .bind(id)
            .bind(i64::try_from(position).context("complaint_event.position")?)
            .bind(fact.step.as_str())
            .bind(fact.on.to_string())
            .bind(&fact.reason)
            .bind(fact.until.map(|day| day.to_string()))
            .bind(sealed)
            .bind(person)
            .bind(at.timestamp_millis())
    )?;
    if added == 0 { Err(Error::Conflict("刚才有人登记了同一件投诉，请刷新后再看")) } else { Ok(()) }
}

/// Writes where a complaint stands.
pub async fn put_state(tx: &mut Tx, id: &str, state: &State, clock_by: Option<NaiveDate>) -> Result<()> {
    const PUT: &str = "update complaint set stage = $2, reason = $3, clock_by = $4 where id = $1";
    let clock_by = clock_by.map(|day| day.to_string());
    run!(tx, query(PUT).bind(id).bind(state.stage.as_str()).bind(state.reason).bind(clock_by))?;
    Ok(())
}

/// The events of a complaint in the order in which they were recorded.
pub async fn events(tx: &mut Tx, id: &str) -> Result<Vec<Event>> {
    const EVENTS: &str = "select kind, happened_on, reason, until_on, sealed, actor, recorded_at
        from complaint_event where complaint_id = $1 order by position";
    type Stored = (String, String, Option<String>, Option<String>, Option<Vec<u8>>, Option<String>, i64);
    let rows: Vec<Stored> = db!(tx, query_as(EVENTS).bind(id).fetch_all)?;
    rows.into_iter()
        .map(|(kind, on, reason, until, sealed, actor, at)| {
            let fact = Fact {
                step: Move::parse(&kind).context("complaint_event.kind")?,
                on: on.parse().context("complaint_event.happened_on")?,
                reason,
                until: until.map(|day| day.parse()).transpose().context("complaint_event.until_on")?,
            };
            Ok(Event { fact, actor, at, sealed })
        })
        .collect()
}

/// The complaint with this receipt. `None`: nobody has it.
pub async fn follow(tx: &mut Tx, receipt: Mark) -> Result<Option<Found>> {
    Ok(db!(tx, query_as(FOLLOW.as_str()).bind(receipt.to_vec()).fetch_optional)?)
}

/// The complaint with this number. 404 if there is none in scope.
pub async fn find(tx: &mut Tx, [industry, street, company]: Bounds<'_>, number: i64) -> Result<Found> {
    let found = db!(tx, query_as(FIND.as_str()).bind(industry).bind(street).bind(company).bind(number).fetch_optional)?;
    found.ok_or(Error::NotFound("投诉"))
}

/// The site with this serial. 404 if there is none in scope.
pub async fn site(tx: &mut Tx, [industry, street, company]: Bounds<'_>, number: i64) -> Result<String> {
    let id =
        db!(tx, query_scalar(SITE.as_str()).bind(industry).bind(street).bind(company).bind(number).fetch_optional)?;
    id.ok_or(Error::NotFound("工程项目"))
}

/// The site a board was issued for; a replaced board still leads to it. 404 for one never issued.
pub async fn site_of(tx: &mut Tx, token: &BoardToken) -> Result<String> {
    const SITE: &str = "select project_id from board where token = $1";
    let id: Option<String> = db!(tx, query_scalar(SITE).bind(token.as_str()).fetch_optional)?;
    id.ok_or(Error::NotFound("告示牌"))
}

/// Complaints in scope that fit, the most urgent first, one more than `limit` if there are more.
pub async fn list(
    db: &Db,
    [industry, street, company]: Bounds<'_>,
    filter: &Filter,
    after: &After,
    limit: i64,
) -> Result<Vec<ComplaintRow>> {
    let rows: Vec<Row> = read!(
        db,
        query_as(LIST.as_str())
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(filter.stage.map(Standing::as_str))
            .bind(filter.via.map(Via::as_str))
            .bind(&filter.street)
            .bind(filter.late_on.map(|day| day.to_string()))
            .bind(filter.q.as_deref().map(contains))
            .bind(&after.0)
            .bind(after.1)
            .bind(limit + 1)
            .fetch_all
    )?;
    Ok(rows.into_iter().map(ComplaintRow::try_from).collect::<anyhow::Result<_>>()?)
}

/// How many complaints in scope fit.
pub async fn count(db: &Db, [industry, street, company]: Bounds<'_>, filter: &Filter) -> Result<i64> {
    Ok(read!(
        db,
        query_scalar(COUNT.as_str())
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(filter.stage.map(Standing::as_str))
            .bind(filter.via.map(Via::as_str))
            .bind(&filter.street)
            .bind(filter.late_on.map(|day| day.to_string()))
            .bind(filter.q.as_deref().map(contains))
            .fetch_one
    )?)
}

/// A pattern that finds a text anywhere, whatever marks it holds.
fn contains(text: &str) -> String {
    let plain: String = text.chars().flat_map(|c| if "%_~".contains(c) { vec!['~', c] } else { vec![c] }).collect();
    format!("%{plain}%")
}

impl Found {
    /// As lists show it.
    pub fn row(&self) -> anyhow::Result<ComplaintRow> {
        self.row.clone().try_into()
    }

    /// The sealed part, opened.
    pub fn open(&self, seal: &Seal) -> Result<Sealed> {
        let text = seal.open_value(&self.sealed, about(&self.id).as_bytes())?;
        Ok(serde_json::from_str(&text).context("complaint.sealed")?)
    }
}

impl Event {
    /// What was said with it, opened.
    pub fn text(&self, seal: &Seal, id: &str) -> Result<Option<String>> {
        let open = |sealed: &Vec<u8>| seal.open_value(sealed, about(id).as_bytes());
        Ok(self.sealed.as_ref().map(open).transpose()?)
    }
}

impl TryFrom<Row> for ComplaintRow {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        let month = |text: Option<String>, column: &'static str| {
            text.map(|text| Month::parse(&text).map_err(anyhow::Error::msg).context(column)).transpose()
        };
        Ok(Self {
            number: row.number,
            project_number: row.project_number,
            project: row.project,
            street: row.street,
            contractor: row.contractor,
            source: Via::parse(&row.source).context("complaint.source")?,
            from: month(row.from_month, "complaint.from_month")?,
            to: month(row.to_month, "complaint.to_month")?,
            amount: row.amount_fen.map(Fen),
            people: row.people,
            reachable: row.reachable != 0,
            stage: Standing::parse(&row.stage).context("complaint.stage")?,
            reason: row.reason,
            received_on: row.received_on.parse().context("complaint.received_on")?,
            clock_by: row.clock_by.map(|day| day.parse()).transpose().context("complaint.clock_by")?,
        })
    }
}
