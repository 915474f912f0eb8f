//! The blacklist in the database: matters, their events, and the public list with its versions.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::blacklist::{Change, Event, ListingRow, Proposal, PublicEntry, Recorded, Stage, Standing};
use common::deposit::Clock;
use common::money::Fen;
use common::search::grams;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::ledger::reserve;
use crate::search::pinyin::pinyin_tokens;
use crate::{db, read, run};

/// What a list may be asked for. `None`: everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub stage: Option<Stage>,
    /// Waits for a second official.
    pub proposed: bool,
    /// Part of the employer's name or its credit code.
    pub q: Option<String>,
}

/// After which row a page begins: its urgent day and its number.
#[derive(Clone, Debug)]
pub struct After(pub String, pub i64);

impl After {
    /// The first page.
    pub fn start() -> Self {
        Self(String::new(), 0)
    }

    /// Reads what a page gave as its `next`.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, number) = text.split_once('.')?;
        day.parse::<NaiveDate>().ok()?;
        Some(Self(day.to_owned(), number.parse().ok()?))
    }
}

#[derive(FromRow)]
struct EventRow {
    id: String,
    happened_on: String,
    event: String,
    note: Option<String>,
    account: String,
    person: String,
    recorded_at: i64,
}

#[derive(FromRow)]
struct ListRow {
    number: i64,
    employer: String,
    uscc: Option<String>,
    project: Option<String>,
    amount_fen: Option<i64>,
    stage: String,
    proposed: Option<String>,
    clock_what: Option<String>,
    clock_by: Option<String>,
    clock_clause: Option<String>,
    until_on: Option<String>,
    urgent_on: String,
}

#[derive(FromRow)]
struct ChangeRow {
    version: i64,
    blacklist_id: String,
    at: i64,
    entry: Option<String>,
}

const FITTING: &str = "from blacklist where (cast($1 as text) is null or stage = $1)
    and (cast($2 as bigint) = 0 or proposed is not null)
    and (cast($3 as text) is null or employer like $3 escape '~' or uscc like $3 escape '~')";

/// Matters that fit, what is due first comes first, and where the next page begins.
pub async fn list(db: &Db, filter: &Filter, after: &After, limit: i64) -> Result<(Vec<ListingRow>, Option<String>)> {
    let query = format!(
        "select number, employer, uscc, project, amount_fen, stage, proposed, clock_what, clock_by, clock_clause,
            until_on, urgent_on
        {FITTING} and (urgent_on > $4 or (urgent_on = $4 and number > $5)) order by urgent_on, number limit $6"
    );
    let mut rows: Vec<ListRow> = read!(
        db,
        query_as(sqlx::AssertSqlSafe(query.as_str()))
            .bind(filter.stage.map(Stage::as_str))
            .bind(i64::from(filter.proposed))
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
    Ok((rows.into_iter().map(ListingRow::try_from).collect::<anyhow::Result<_>>()?, next))
}

/// How many matters fit.
pub async fn count(db: &Db, filter: &Filter) -> Result<i64> {
    let query = format!("select count(*) {FITTING}");
    Ok(read!(
        db,
        query_scalar(sqlx::AssertSqlSafe(query.as_str()))
            .bind(filter.stage.map(Stage::as_str))
            .bind(i64::from(filter.proposed))
            .bind(filter.q.as_deref().map(contains))
            .fetch_one
    )?)
}

/// The id of the matter with this number. 404 if there is none.
pub async fn find(tx: &mut Tx, number: i64) -> Result<String> {
    const FIND: &str = "select id from blacklist where number = $1";
    let found: Option<String> = db!(tx, query_scalar(FIND).bind(number).fetch_optional)?;
    found.ok_or(Error::NotFound("名单事项"))
}

/// The matter that was decided by this document for this firm: its number.
pub async fn decided(tx: &mut Tx, decision: &str, uscc: Option<&str>, employer: &str) -> Result<Option<i64>> {
    const DECIDED: &str = "select number from blacklist where decision = $1 and (uscc = $2 or employer = $3)
        order by number desc limit 1";
    Ok(db!(tx, query_scalar(DECIDED).bind(decision).bind(uscc).bind(employer).fetch_optional)?)
}

/// The events of a matter in the order in which they were recorded.
pub async fn events(tx: &mut Tx, id: &str) -> Result<Vec<Recorded>> {
    const EVENTS: &str = "select id, happened_on, event, note, account, person, recorded_at
        from blacklist_event where blacklist_id = $1 order by position";
    let rows: Vec<EventRow> = db!(tx, query_as(EVENTS).bind(id).fetch_all)?;
    Ok(rows.into_iter().map(Recorded::try_from).collect::<anyhow::Result<_>>()?)
}

/// A new matter, still without events: its id and number.
pub async fn create(tx: &mut Tx, employer: &str, at: DateTime<Utc>) -> Result<(String, i64)> {
    const INSERT: &str = "insert into blacklist (id, number, employer, stage, urgent_on, created_at)
        values ($1, $2, $3, 'empty', '9999-12-31', $4)";
    let (id, number) = (new_id(), reserve(tx, "blacklist", 1).await?);
    run!(tx, query(INSERT).bind(&id).bind(number).bind(employer).bind(at.timestamp_millis()))?;
    Ok((id, number))
}

/// Add an event. 409 if another was added at the same time.
pub async fn insert(tx: &mut Tx, id: &str, position: usize, recorded: &Recorded) -> Result<()> {
    const INSERT: &str = "insert into blacklist_event (id, blacklist_id, position, kind, happened_on, event, note,
            account, person, recorded_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (blacklist_id, position) do nothing";
    let event = serde_json::to_string(&recorded.event).context("blacklist_event.event")?;
    let added = run!(
        tx,
        query(INSERT)
            .bind(&recorded.id)
            .bind(id)
            .bind(i64::try_from(position).context("blacklist_event.position")?)
            .bind(recorded.event.kind().as_str())
            .bind(recorded.on.to_string())
            .bind(event)
            .bind(&recorded.note)
            .bind(&recorded.by)
            .bind(&recorded.person)
            .bind(recorded.at.timestamp_millis())
    )?;
    if added == 0 { Err(Error::Conflict("刚才有人登记了同一件事，请刷新后再看")) } else { Ok(()) }
}

/// Write where a matter stands.
pub async fn put_standing(tx: &mut Tx, id: &str, standing: &Standing) -> Result<()> {
    const PUT: &str = "update blacklist set employer = $2, uscc = $3, project = $4, amount_fen = $5, stage = $6,
        proposed = $7, clock_what = $8, clock_by = $9, clock_clause = $10, urgent_on = $11, until_on = $12,
        decision = $13 where id = $1";
    let Some(matter) = &standing.matter else { return Ok(()) };
    // The list outlives the days of objection: it tells the clock that stays.
    let clock = standing.clocks(NaiveDate::MAX).into_iter().next();
    let by = clock.as_ref().map(|clock| clock.by.to_string());
    run!(
        tx,
        query(PUT)
            .bind(id)
            .bind(&matter.employer)
            .bind(matter.uscc.as_ref().map(|code| code.as_str()))
            .bind(&matter.project)
            .bind(matter.amount.map(|amount| amount.0))
            .bind(standing.stage.as_str())
            .bind(standing.proposed.as_ref().map(|proposed| proposed.what.as_str()))
            .bind(clock.as_ref().map(|clock| clock.what.clone()))
            .bind(&by)
            .bind(clock.as_ref().map(|clock| clock.clause.clone()))
            .bind(by.as_deref().unwrap_or("9999-12-31"))
            .bind(standing.until.map(|day| day.to_string()))
            .bind(&standing.decision)
    )?;
    Ok(())
}

/// Put on the public list, or take off it, what the public may read of a matter now. Whether anything changed.
///
/// After a removal nothing that the list, its changes or its index told of the entry is left.
pub async fn publish(
    tx: &mut Tx,
    id: &str,
    number: i64,
    entry: Option<&PublicEntry>,
    at: DateTime<Utc>,
) -> Result<bool> {
    const BEFORE: &str = "select public_entry from blacklist where id = $1";
    const NEXT: &str = "update blacklist_head set version = version + 1 where id = 1 returning version";
    const PUT: &str = "update blacklist set public_entry = $2, public_version = $3 where id = $1";
    const FORGET: &str = "update blacklist_change set entry = null where blacklist_id = $1";
    const CHANGE: &str = "insert into blacklist_change (version, blacklist_id, at, entry) values ($1, $2, $3, $4)";
    let json = entry.map(serde_json::to_string).transpose().context("blacklist.public_entry")?;
    let before: Option<String> = db!(tx, query_scalar(BEFORE).bind(id).fetch_one)?;
    if before == json {
        return Ok(false);
    }
    let version: i64 = db!(tx, query_scalar(NEXT).fetch_one)?;
    run!(tx, query(PUT).bind(id).bind(&json).bind(json.as_ref().map(|_| version)))?;
    if json.is_none() {
        run!(tx, query(FORGET).bind(id))?;
    }
    run!(tx, query(CHANGE).bind(version).bind(id).bind(at.timestamp_millis()).bind(&json))?;
    index(tx, number, entry).await?;
    touch_projects(tx, id, at).await?;
    Ok(true)
}

/// The names of an entry in the search index, or none.
async fn index(tx: &mut Tx, number: i64, entry: Option<&PublicEntry>) -> Result<()> {
    let delete =
        tx.pick("delete from blacklist_search where rowid = $1", "delete from blacklist_search where number = $1");
    let insert = tx.pick(
        "insert into blacklist_search (rowid, grams, pinyin) values ($1, $2, $3)",
        "insert into blacklist_search (number, grams, pinyin)
            values ($1, to_tsvector('simple', $2), to_tsvector('simple', $3))",
    );
    run!(tx, query(delete).bind(number))?;
    let Some(entry) = entry else { return Ok(()) };
    let names = || {
        let people = entry.people.iter().map(|person| &person.name);
        std::iter::once(&entry.employer).chain(&entry.former_names).chain(people)
    };
    let grams: Vec<String> = names().chain(&entry.uscc).map(|text| grams(text)).collect();
    let pinyin: Vec<String> = names().map(|text| pinyin_tokens(text)).collect();
    run!(tx, query(insert).bind(number).bind(grams.join(" ")).bind(pinyin.join(" ")))?;
    Ok(())
}

/// Marks the sites on which the employer stands as changed, so that every cache lets go of their boards.
async fn touch_projects(tx: &mut Tx, id: &str, at: DateTime<Utc>) -> Result<()> {
    const TOUCH: &str = "update project set changed_at = $2 where id in (
        select t.project_id from blacklist b
        join company c on c.uscc = b.uscc or (b.uscc is null and c.name = b.employer)
        join party t on t.company_id = c.id and t.until_on is null
        where b.id = $1)";
    run!(tx, query(TOUCH).bind(id).bind(at.timestamp_millis()))?;
    Ok(())
}

/// Tokens of the boards of the sites on which the employer stands.
pub async fn boards(db: &Db, id: &str) -> Result<Vec<String>> {
    const BOARDS: &str = "select o.token from blacklist b
        join company c on c.uscc = b.uscc or (b.uscc is null and c.name = b.employer)
        join party t on t.company_id = c.id and t.until_on is null
        join board o on o.project_id = t.project_id
        where b.id = $1";
    Ok(read!(db, query_scalar(BOARDS).bind(id).fetch_all)?)
}

/// Numbers of matters whose term is over and that are still on the list.
pub async fn lapsed(db: &Db, today: NaiveDate) -> Result<Vec<i64>> {
    const LAPSED: &str =
        "select number from blacklist where public_entry is not null and until_on < $1 order by number";
    Ok(read!(db, query_scalar(LAPSED).bind(today.to_string()).fetch_all)?)
}

/// The version of the list.
pub async fn version(tx: &mut Tx) -> Result<i64> {
    Ok(db!(tx, query_scalar("select version from blacklist_head where id = 1").fetch_one)?)
}

/// The same, for whoever watches it.
pub async fn version_now(db: &Db) -> Result<i64> {
    Ok(read!(db, query_scalar("select version from blacklist_head where id = 1").fetch_one)?)
}

/// How many entries the list has.
pub async fn count_public(tx: &mut Tx) -> Result<i64> {
    Ok(db!(tx, query_scalar("select count(*) from blacklist where public_entry is not null").fetch_one)?)
}

/// Entries of the list, the newest first; `limit` of them after `after`.
pub async fn public(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<PublicEntry>> {
    const PUBLIC: &str = "select public_entry from blacklist where public_entry is not null
        order by number desc limit $1 offset $2";
    let rows: Vec<String> = db!(tx, query_scalar(PUBLIC).bind(limit).bind(after).fetch_all)?;
    parse_all(&rows)
}

/// Entries with these numbers that are on the list.
pub async fn public_at(tx: &mut Tx, numbers: &[i64]) -> Result<Vec<PublicEntry>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    // The list holds numbers only: nothing a visitor typed.
    let list = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let query = format!("select public_entry from blacklist where public_entry is not null and number in ({list})");
    let rows: Vec<String> = db!(tx, query_scalar(sqlx::AssertSqlSafe(query.as_str())).fetch_all)?;
    parse_all(&rows)
}

/// One entry of the list.
pub async fn public_entry(db: &Db, id: &str) -> Result<Option<PublicEntry>> {
    const ONE: &str = "select public_entry from blacklist where id = $1 and public_entry is not null";
    let row: Option<String> = read!(db, query_scalar(ONE).bind(id).fetch_optional)?;
    Ok(row.map(|row| parse(&row)).transpose()?)
}

/// The entry of this firm, by credit code or name, while it is on the list: its id.
pub async fn listed(tx: &mut Tx, uscc: Option<&str>, name: &str) -> Result<Option<String>> {
    const LISTED: &str = "select id from blacklist where public_entry is not null
        and (uscc = $1 or (uscc is null and employer = $2)) order by number limit 1";
    Ok(db!(tx, query_scalar(LISTED).bind(uscc).bind(name).fetch_optional)?)
}

/// Changes after a version, in order, at most `limit`.
pub async fn changes(tx: &mut Tx, since: i64, limit: i64) -> Result<Vec<Change>> {
    const CHANGES: &str = "select version, blacklist_id, at, entry from blacklist_change
        where version > $1 order by version limit $2";
    let rows: Vec<ChangeRow> = db!(tx, query_as(CHANGES).bind(since).bind(limit).fetch_all)?;
    let change = |row: ChangeRow| {
        let entry = row.entry.map(|entry| parse(&entry)).transpose()?;
        Ok(Change { version: row.version, id: row.blacklist_id, at: row.at, entry })
    };
    Ok(rows.into_iter().map(change).collect::<anyhow::Result<_>>()?)
}

/// Id of each entry on the list and the version since which it reads so, by id.
pub async fn versions(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    const VERSIONS: &str = "select id, public_version from blacklist where public_entry is not null order by id";
    Ok(db!(tx, query_as(VERSIONS).fetch_all)?)
}

/// A new id.
pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

fn parse_all(rows: &[String]) -> Result<Vec<PublicEntry>> {
    Ok(rows.iter().map(|row| parse(row)).collect::<anyhow::Result<_>>()?)
}

fn parse(row: &str) -> anyhow::Result<PublicEntry> {
    serde_json::from_str(row).context("blacklist.public_entry")
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

impl TryFrom<EventRow> for Recorded {
    type Error = anyhow::Error;

    fn try_from(row: EventRow) -> anyhow::Result<Self> {
        let event: Event = serde_json::from_str(&row.event).context("blacklist_event.event")?;
        Ok(Self {
            id: row.id,
            on: row.happened_on.parse().context("blacklist_event.happened_on")?,
            event,
            note: row.note,
            by: row.account,
            person: row.person,
            at: DateTime::from_timestamp_millis(row.recorded_at).context("blacklist_event.recorded_at")?,
        })
    }
}

impl TryFrom<ListRow> for ListingRow {
    type Error = anyhow::Error;

    fn try_from(row: ListRow) -> anyhow::Result<Self> {
        let day =
            |text: Option<String>| text.map(|text| text.parse::<NaiveDate>().context("blacklist day")).transpose();
        let clock = match (row.clock_what, day(row.clock_by)?, row.clock_clause) {
            (Some(what), Some(by), Some(clause)) => Some(Clock { what, by, clause }),
            _ => None,
        };
        Ok(Self {
            number: row.number,
            employer: row.employer,
            uscc: row.uscc,
            project: row.project,
            amount: row.amount_fen.map(Fen),
            stage: Stage::parse(&row.stage).context("blacklist.stage")?,
            proposed: row.proposed.as_deref().and_then(Proposal::parse),
            clock,
            until: day(row.until_on)?,
        })
    }
}
