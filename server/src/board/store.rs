//! Boards and reports of wrong boards in the database.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::api::NewFlaw;
use common::date::Month;
use common::id::BoardToken;
use sqlx::FromRow;
use uuid::Uuid;

use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::{db, read, rollup, run};

/// A board with everything its page shows, as stored.
pub struct Stored {
    pub project: ProjectRow,
    /// In the chain today, by role and position.
    pub parties: Vec<PartyRow>,
    /// Newest first, at most twelve.
    pub months: Vec<MonthRow>,
}

#[derive(FromRow)]
pub struct ProjectRow {
    pub id: String,
    pub issued_on: String,
    pub revoked_on: Option<String>,
    pub shows_pay: bool,
    pub number: i64,
    pub name: String,
    pub nickname: Option<String>,
    pub code: Option<String>,
    pub permit: Option<String>,
    pub address: Option<String>,
    pub street: Option<String>,
    pub industry: String,
    pub regulator: Option<String>,
    pub funding: String,
    pub state: String,
    pub pay_day: Option<i64>,
    pub started_on: Option<String>,
    pub headcount: Option<i64>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub changed_at: i64,
    pub bank: Option<String>,
    pub account_number: Option<String>,
    pub opened_on: Option<String>,
    pub deposit_form: Option<String>,
    pub deposit_fen: Option<i64>,
}

#[derive(FromRow)]
pub struct PartyRow {
    pub role: String,
    pub company: Option<String>,
    pub person: Option<String>,
    pub phone: Option<String>,
    /// The firm's entry on the public blacklist.
    pub listed: Option<String>,
}

pub struct MonthRow {
    pub month: Month,
    pub workers_due: i64,
    pub workers_paid: i64,
    pub paid_on: Option<NaiveDate>,
}

/// A board in one row: a second one would cost a page as much as its words do.
#[derive(FromRow)]
struct BoardRow {
    #[sqlx(flatten)]
    project: ProjectRow,
    /// Role, firm, person, phone, entry on the blacklist.
    parties: Option<String>,
    /// Month, due, paid, paid on.
    months: Option<String>,
}

/// Between the fields and the rows of a list in one text. Nothing that is stored holds control characters.
const FIELD: &str = "\u{1F}";
const ROW: &str = "\u{1E}";

/// The board with this token. `None` if it was never issued.
pub async fn find(db: &Db, token: &BoardToken) -> Result<Option<Stored>> {
    // $2 and $3 stand between fields and rows.
    const BOARD: &str = "select p.id, b.issued_on, b.revoked_on, b.shows_pay, p.number, p.name, p.nickname, p.code,
            p.permit, p.address, p.street, p.industry, p.regulator, p.funding, p.state, p.pay_day, p.started_on,
            p.headcount, p.latitude, p.longitude, p.changed_at, a.bank, a.number as account_number, a.opened_on,
            d.form as deposit_form, d.amount_fen as deposit_fen,
            (select string_agg(
                    t.role || $2 || coalesce(c.name, '') || $2 || coalesce(t.person, '') || $2 || coalesce(t.phone, '')
                        || $2 || coalesce((select min(k.id) from blacklist k where k.public_entry is not null
                            and (k.uscc = c.uscc or (k.uscc is null and k.employer = c.name))), ''),
                    $3 order by t.role, t.position)
                from party t left join company c on c.id = t.company_id
                where t.project_id = p.id and t.until_on is null) as parties,
            (select string_agg(
                    m.month || $2 || cast(m.workers_due as text) || $2 || cast(m.workers_paid as text)
                        || $2 || coalesce(m.paid_on, ''),
                    $3 order by m.month desc)
                from (select * from pay_month where project_id = p.id order by month desc limit 12) m) as months
        from board b
        join project p on p.id = b.project_id
        left join account a on a.project_id = p.id
        left join deposit d on d.project_id = p.id
        where b.token = $1";
    let found: Option<BoardRow> = read!(db, query_as(BOARD).bind(token.as_str()).bind(FIELD).bind(ROW).fetch_optional)?;
    let Some(BoardRow { project, parties, months }) = found else { return Ok(None) };
    let text = |field: &str| (!field.is_empty()).then(|| field.to_owned());
    let party = |[role, company, person, phone, listed]: [&str; 5]| PartyRow {
        role: role.to_owned(),
        company: text(company),
        person: text(person),
        phone: text(phone),
        listed: text(listed),
    };
    let month = |[month, due, paid, paid_on]: [&str; 4]| -> anyhow::Result<MonthRow> {
        Ok(MonthRow {
            month: Month::parse(month).map_err(anyhow::Error::msg).context("pay_month.month")?,
            workers_due: due.parse().context("pay_month.workers_due")?,
            workers_paid: paid.parse().context("pay_month.workers_paid")?,
            paid_on: text(paid_on).map(|day| day.parse()).transpose().context("pay_month.paid_on")?,
        })
    };
    Ok(Some(Stored {
        project,
        parties: rows(parties.as_deref()).map(|row| row.map(party)).collect::<anyhow::Result<_>>()?,
        months: rows(months.as_deref()).map(|row| row.and_then(month)).collect::<anyhow::Result<_>>()?,
    }))
}

/// The rows of a list that came as one text.
fn rows<const FIELDS: usize>(text: Option<&str>) -> impl Iterator<Item = anyhow::Result<[&str; FIELDS]>> {
    text.into_iter().flat_map(|text| text.split(ROW)).map(|row| {
        let fields: Vec<&str> = row.split(FIELD).collect();
        fields.try_into().map_err(|_| anyhow::anyhow!("a party or month with more or fewer than {FIELDS} fields"))
    })
}

/// Boards whose project changed after an instant, for caches of other processes: token and instant.
pub async fn changed_since(db: &Db, at: i64) -> Result<Vec<(String, i64)>> {
    const CHANGED: &str = "select b.token, p.changed_at from project p join board b on b.project_id = p.id
        where p.changed_at > $1 order by p.changed_at limit 10000";
    Ok(read!(db, query_as(CHANGED).bind(at).fetch_all)?)
}

/// Any valid board, the lowest serial first: for the terminal and the benchmarks.
pub async fn first_tokens(db: &Db, limit: i64) -> Result<Vec<String>> {
    const FIRST: &str = "select b.token from project p join board b on b.project_id = p.id
        where b.revoked_on is null order by p.number limit $1";
    Ok(read!(db, query_scalar(FIRST).bind(limit).fetch_all)?)
}

/// Store a report that a board is wrong. The same key again changes nothing. 404 for an unknown board.
pub async fn insert_flaw(tx: &mut Tx, token: &BoardToken, new: &NewFlaw, key: &str, at: DateTime<Utc>) -> Result<()> {
    const KNOWN: &str = "select count(*) from board where token = $1";
    const INSERT: &str = "insert into board_flaw (id, token, kind, note, idempotency_key, reported_at)
        values ($1, $2, $3, $4, $5, $6) on conflict (idempotency_key) do nothing";
    let known: i64 = db!(tx, query_scalar(KNOWN).bind(token.as_str()).fetch_one)?;
    if known == 0 {
        return Err(Error::NotFound("告示牌"));
    }
    run!(
        tx,
        query(INSERT)
            .bind(Uuid::now_v7().to_string())
            .bind(token.as_str())
            .bind(new.kind.as_str())
            .bind(&new.note)
            .bind(key)
            .bind(at.timestamp_millis())
    )?;
    Ok(())
}

/// Revoke a board from a day on: its page then helps instead of informing. 404 for an unknown board.
pub async fn revoke(tx: &mut Tx, token: &BoardToken, on: NaiveDate, at: DateTime<Utc>) -> Result<()> {
    const REVOKE: &str = "update board set revoked_on = $2 where token = $1 and revoked_on is null";
    let site = site_of(tx, token).await?;
    let watch = rollup::watch(tx, &site).await?;
    run!(tx, query(REVOKE).bind(token.as_str()).bind(on.to_string()))?;
    touch(tx, token, at).await?;
    watch.settle(tx, on).await
}

/// The project a board was issued for. 404 for an unknown board.
async fn site_of(tx: &mut Tx, token: &BoardToken) -> Result<String> {
    const SITE: &str = "select project_id from board where token = $1";
    let site: Option<String> = db!(tx, query_scalar(SITE).bind(token.as_str()).fetch_optional)?;
    site.ok_or(Error::NotFound("告示牌"))
}

/// Show or hide the pay status of a board. 404 for an unknown board.
pub async fn show_pay(tx: &mut Tx, token: &BoardToken, shows: bool, at: DateTime<Utc>) -> Result<()> {
    const SHOW: &str = "update board set shows_pay = $2 where token = $1";
    run!(tx, query(SHOW).bind(token.as_str()).bind(shows))?;
    touch(tx, token, at).await
}

/// Mark the board's project as changed, so that every cache lets go of it.
async fn touch(tx: &mut Tx, token: &BoardToken, at: DateTime<Utc>) -> Result<()> {
    const TOUCH: &str = "update project set changed_at = $2 where id = (select project_id from board where token = $1)";
    let touched = run!(tx, query(TOUCH).bind(token.as_str()).bind(at.timestamp_millis()))?;
    if touched == 0 { Err(Error::NotFound("告示牌")) } else { Ok(()) }
}

/// Revoke a board and issue another for its site, which tells as much of pay. 404 for a board that is not valid.
pub async fn replace(tx: &mut Tx, token: &BoardToken, on: NaiveDate, at: DateTime<Utc>) -> Result<BoardToken> {
    const SITE: &str = "select project_id, shows_pay from board where token = $1 and revoked_on is null";
    const INSERT: &str = "insert into board (token, project_id, issued_on, shows_pay) values ($1, $2, $3, $4)
        on conflict (token) do nothing";
    let site: Option<(String, bool)> = db!(tx, query_as(SITE).bind(token.as_str()).fetch_optional)?;
    let (project_id, shows_pay) = site.ok_or(Error::NotFound("告示牌"))?;
    revoke(tx, token, on, at).await?;
    let watch = rollup::watch(tx, &project_id).await?;
    loop {
        let new = BoardToken::from_random(rand::random());
        let insert = run!(tx, query(INSERT).bind(new.as_str()).bind(&project_id).bind(on.to_string()).bind(shows_pay))?;
        // A token that is taken is drawn again.
        if insert == 1 {
            watch.settle(tx, on).await?;
            return Ok(new);
        }
    }
}
