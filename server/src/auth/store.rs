//! Accounts, sessions and known browsers in the database.

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use common::auth::{NewUser, Role, Scope, SignInRules, User};
use common::project::Industry;
use sqlx::FromRow;
use uuid::Uuid;

use super::Officer;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::{db, read, run};

#[derive(FromRow)]
struct OfficerRow {
    user_id: String,
    name: String,
    person: String,
    role: String,
    industry: Option<String>,
    street: Option<String>,
    company_id: Option<String>,
    company: Option<String>,
    has_factor: bool,
    seen_at: i64,
}

#[derive(FromRow)]
struct UserRow {
    id: String,
    name: String,
    person: String,
    role: String,
    industry: Option<String>,
    street: Option<String>,
    company: Option<String>,
    is_active: bool,
    has_factor: bool,
    seen_at: Option<i64>,
}

/// What signing in looks at.
#[derive(FromRow)]
pub struct Credential {
    pub id: String,
    pub password: String,
    pub is_active: bool,
}

/// Whose session this is and when it was last used. `None` if it does not exist, is over, or its account is closed.
pub async fn officer(
    db: &Db,
    token_hash: String,
    rules: &SignInRules,
    now: DateTime<Utc>,
) -> Result<Option<(Officer, i64)>> {
    const OFFICER: &str = "select u.id as user_id, u.name, u.person, u.role, u.industry, u.street, u.company_id,
            c.name as company, f.user_id is not null as has_factor, s.seen_at
        from session s
        join user_account u on u.id = s.user_id and u.is_active
        left join company c on c.id = u.company_id
        left join second_factor f on f.user_id = u.id and f.confirmed_at is not null
        where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3";
    let idle = now - TimeDelta::minutes(rules.idle_minutes);
    let oldest = now - TimeDelta::hours(rules.session_hours);
    let row: Option<OfficerRow> = read!(
        db,
        query_as(OFFICER)
            .bind(&token_hash)
            .bind(idle.timestamp_millis())
            .bind(oldest.timestamp_millis())
            .fetch_optional
    )?;
    let Some(row) = row else { return Ok(None) };
    let role = role(&row.role)?;
    let officer = Officer {
        user_id: row.user_id,
        name: row.name,
        person: row.person,
        role,
        scope: Scope { industry: industry(row.industry)?, street: row.street, company_id: row.company_id },
        company: row.company,
        must_enrol: !row.has_factor && rules.second_factor.contains(&role),
        token_hash,
    };
    Ok(Some((officer, row.seen_at)))
}

/// What an account's name is checked against. `None` if there is no such account.
pub async fn credential(db: &Db, name: &str) -> Result<Option<Credential>> {
    const FIND: &str = "select id, password, is_active from user_account where name = $1";
    Ok(read!(db, query_as(FIND).bind(name).fetch_optional)?)
}

/// Whether this account has signed in with this browser before.
pub async fn knows_device(db: &Db, user_id: &str, token_hash: &str) -> Result<bool> {
    const KNOWN: &str = "select count(*) from known_device where token_hash = $1 and user_id = $2";
    let known: i64 = read!(db, query_scalar(KNOWN).bind(token_hash).bind(user_id).fetch_one)?;
    Ok(known > 0)
}

/// Begin a session, forgetting those of this account that are over; remember the browser.
pub async fn begin_session(
    tx: &mut Tx,
    user_id: &str,
    token_hash: &str,
    device_hash: &str,
    rules: &SignInRules,
    at: DateTime<Utc>,
) -> Result<()> {
    const FORGET: &str = "delete from session where user_id = $1 and (seen_at <= $2 or created_at <= $3)";
    const BEGIN: &str = "insert into session (token_hash, user_id, created_at, seen_at) values ($1, $2, $3, $3)";
    const KNOW: &str = "insert into known_device (token_hash, user_id, created_at) values ($1, $2, $3)
        on conflict (token_hash) do update set user_id = excluded.user_id, created_at = excluded.created_at";
    let idle = (at - TimeDelta::minutes(rules.idle_minutes)).timestamp_millis();
    let oldest = (at - TimeDelta::hours(rules.session_hours)).timestamp_millis();
    let at = at.timestamp_millis();
    run!(tx, query(FORGET).bind(user_id).bind(idle).bind(oldest))?;
    run!(tx, query(BEGIN).bind(token_hash).bind(user_id).bind(at))?;
    run!(tx, query(KNOW).bind(device_hash).bind(user_id).bind(at))?;
    Ok(())
}

/// The session was used.
pub async fn seen(tx: &mut Tx, token_hash: &str, at: DateTime<Utc>) -> Result<()> {
    run!(
        tx,
        query("update session set seen_at = $2 where token_hash = $1").bind(token_hash).bind(at.timestamp_millis())
    )?;
    Ok(())
}

/// End one session.
pub async fn end_session(tx: &mut Tx, token_hash: &str) -> Result<()> {
    run!(tx, query("delete from session where token_hash = $1").bind(token_hash))?;
    Ok(())
}

/// End every session of an account, and forget its browsers.
pub async fn end_all_sessions(tx: &mut Tx, user_id: &str) -> Result<()> {
    run!(tx, query("delete from session where user_id = $1").bind(user_id))?;
    run!(tx, query("delete from known_device where user_id = $1").bind(user_id))?;
    Ok(())
}

/// All accounts by name.
pub async fn list(db: &Db) -> Result<Vec<User>> {
    const LIST: &str = "select u.id, u.name, u.person, u.role, u.industry, u.street, c.name as company, u.is_active,
            f.user_id is not null as has_factor,
            (select max(s.seen_at) from session s where s.user_id = u.id) as seen_at
        from user_account u left join company c on c.id = u.company_id
        left join second_factor f on f.user_id = u.id and f.confirmed_at is not null order by u.name";
    let rows: Vec<UserRow> = read!(db, query_as(LIST).fetch_all)?;
    rows.into_iter()
        .map(|row| {
            let reach = reach(industry(row.industry)?, row.street.as_deref(), row.company.as_deref());
            Ok(User {
                id: row.id,
                name: row.name,
                person: row.person,
                role: role(&row.role)?,
                reach,
                active: row.is_active,
                has_second_factor: row.has_factor,
                seen_at: row.seen_at,
            })
        })
        .collect()
}

/// Name and password of the demo's accounts are no secret: their names and people, in the order of their making.
pub async fn demo_accounts(db: &Db) -> Result<Vec<(String, String)>> {
    const DEMO: &str = "select name, person from user_account where is_demo and is_active order by id";
    Ok(read!(db, query_as(DEMO).fetch_all)?)
}

/// Store an account; answers its id. 422 if the name is taken or the firm unknown.
pub async fn insert(tx: &mut Tx, new: &NewUser, password: &str, is_demo: bool, at: DateTime<Utc>) -> Result<String> {
    const INSERT: &str = "insert into user_account
            (id, name, person, role, industry, street, company_id, password, is_active, is_demo, created_at, changed_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, true, $9, $10, $10) on conflict (name) do nothing";
    let company = company(tx, new.uscc.as_deref()).await?;
    let id = Uuid::now_v7().to_string();
    let stored = run!(
        tx,
        query(INSERT)
            .bind(&id)
            .bind(&new.name)
            .bind(&new.person)
            .bind(new.role.as_str())
            .bind(new.industry.map(Industry::as_str))
            .bind(&new.street)
            .bind(company)
            .bind(password)
            .bind(is_demo)
            .bind(at.timestamp_millis())
    )?;
    if stored == 0 { Err(Error::field("name", "这个账号已经有人用，请换一个")) } else { Ok(id) }
}

/// Give an account another person, role or scope; ends its sessions. 404 for an unknown account.
pub async fn update(tx: &mut Tx, id: &str, new: &NewUser, at: DateTime<Utc>) -> Result<()> {
    const UPDATE: &str = "update user_account set person = $2, role = $3, industry = $4, street = $5, company_id = $6,
        changed_at = $7 where id = $1";
    let company = company(tx, new.uscc.as_deref()).await?;
    let updated = run!(
        tx,
        query(UPDATE)
            .bind(id)
            .bind(&new.person)
            .bind(new.role.as_str())
            .bind(new.industry.map(Industry::as_str))
            .bind(&new.street)
            .bind(company)
            .bind(at.timestamp_millis())
    )?;
    found(updated)?;
    end_all_sessions(tx, id).await
}

/// Close or open an account; closing ends its sessions. 404 for an unknown account.
pub async fn set_active(tx: &mut Tx, id: &str, is_active: bool, at: DateTime<Utc>) -> Result<()> {
    const SET: &str = "update user_account set is_active = $2, changed_at = $3 where id = $1";
    found(run!(tx, query(SET).bind(id).bind(is_active).bind(at.timestamp_millis()))?)?;
    if is_active { Ok(()) } else { end_all_sessions(tx, id).await }
}

/// Another password; ends every session of the account. 404 for an unknown account.
pub async fn set_password(tx: &mut Tx, id: &str, password: &str, at: DateTime<Utc>) -> Result<()> {
    const SET: &str = "update user_account set password = $2, changed_at = $3 where id = $1";
    found(run!(tx, query(SET).bind(id).bind(password).bind(at.timestamp_millis()))?)?;
    end_all_sessions(tx, id).await
}

/// The name of an account. 404 for an unknown one.
pub async fn name_of(db: &Db, id: &str) -> Result<String> {
    let name: Option<String> =
        read!(db, query_scalar("select name from user_account where id = $1").bind(id).fetch_optional)?;
    name.ok_or(Error::NotFound("账号"))
}

/// The scope in words.
pub fn reach(industry: Option<Industry>, street: Option<&str>, company: Option<&str>) -> String {
    let parts = [industry.map(Industry::label), street, company];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "全区".to_owned() } else { parts.join(" · ") }
}

async fn company(tx: &mut Tx, uscc: Option<&str>) -> Result<Option<String>> {
    let Some(uscc) = uscc else { return Ok(None) };
    const FIND: &str = "select id from company where uscc = $1";
    let found: Option<String> = db!(tx, query_scalar(FIND).bind(uscc).fetch_optional)?;
    found.map(Some).ok_or_else(|| Error::field("uscc", "台账里没有这个信用代码的单位，请先导入它的项目"))
}

fn found(rows: u64) -> Result<()> {
    if rows == 0 { Err(Error::NotFound("账号")) } else { Ok(()) }
}

fn role(text: &str) -> Result<Role> {
    Ok(Role::parse(text).context("user_account.role")?)
}

fn industry(text: Option<String>) -> Result<Option<Industry>> {
    let parsed = text.map(|text| Industry::parse(&text).context("user_account.industry"));
    Ok(parsed.transpose()?)
}
