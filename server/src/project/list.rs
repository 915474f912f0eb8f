//! The list of projects in the database: the filter in SQL, a page at a time.

use anyhow::Context;
use common::dashboard::{FundingGroup, Measure, ProjectFilter};
use common::money::Fen;
use common::project::{Funding, Industry, ProjectState};
use common::project_file::ProjectRow;
use sqlx::FromRow;

use crate::auth::SCOPE;
use crate::db::Db;
use crate::error::Result;
use crate::read;
use crate::rollup::{self, CONTRACTOR, COUNTED};
use crate::search::store::Ask;

/// $1, $2 and $3 of every query.
pub type Bounds<'a> = [Option<&'a str>; 3];

#[derive(FromRow)]
struct Row {
    number: i64,
    name: String,
    street: Option<String>,
    industry: String,
    funding: String,
    state: String,
    contractor: Option<String>,
    contract_fen: Option<i64>,
    headcount: Option<i64>,
    in_arrears: bool,
    account: bool,
    real_name: bool,
    contracts_signed: bool,
    paid_monthly: bool,
    paid_by_contractor: bool,
    deposit: bool,
    board: bool,
}

impl Row {
    fn missing(&self) -> Vec<Measure> {
        if self.state != ProjectState::Building.as_str() {
            return Vec::new();
        }
        let has = |measure: &Measure| match measure {
            Measure::Account => self.account,
            Measure::RealName => self.real_name,
            Measure::ContractsSigned => self.contracts_signed,
            Measure::PaidMonthly => self.paid_monthly,
            Measure::PaidByContractor => self.paid_by_contractor,
            Measure::Deposit => self.deposit,
            Measure::Board => self.board,
            Measure::Building | Measure::Arrears => true,
        };
        Measure::COVERAGE.iter().copied().filter(|measure| !has(measure)).collect()
    }
}

impl TryFrom<Row> for ProjectRow {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        Ok(Self {
            missing: row.missing(),
            number: row.number,
            name: row.name,
            street: row.street,
            industry: Industry::parse(&row.industry).context("project.industry")?,
            funding: Funding::parse(&row.funding).context("project.funding")?,
            state: ProjectState::parse(&row.state).context("project.state")?,
            contractor: row.contractor,
            contract_fen: row.contract_fen.map(Fen),
            headcount: row.headcount,
            in_arrears: row.in_arrears,
        })
    }
}

/// What must hold of `project p` to stand in a counter.
pub fn counted(measure: Measure) -> &'static str {
    COUNTED.iter().find(|(one, _)| *one == measure).map_or("false", |(_, sql)| sql)
}

/// A filter as SQL over `project p`: $1 to $3 scope, $4 to $9 parts, $10 question, $11 number.
struct Where {
    sql: String,
    question: Option<String>,
    number: Option<i64>,
}

fn filtered(db: &Db, filter: &ProjectFilter) -> Where {
    let mut sql = format!(
        "{SCOPE} and (cast($4 as text) is null or coalesce(p.street, '') = $4)
        and (cast($5 as text) is null or p.industry = $5) and (cast($6 as text) is null or p.funding = $6)
        and (cast($7 as text) is null or ($7 = 'government') = (p.funding = 'government'))
        and (cast($8 as text) is null or p.state = $8)
        and (cast($9 as text) is null or {CONTRACTOR} = $9)"
    );
    if let Some(measure) = filter.has {
        sql.push_str(&format!(" and ({})", counted(measure)));
    }
    if let Some(measure) = filter.missing {
        sql.push_str(&format!(" and p.state = 'building' and not ({})", counted(measure)));
    }
    let asked = filter.q.as_deref();
    let ask = asked.and_then(Ask::of);
    let own = ask.as_ref().map(|ask| ask.select_sites(db));
    let firms = ask.as_ref().map(|ask| ask.select_companies(db));
    sql.push_str(" and (cast($10 as text) is null");
    match (own, firms) {
        (Some(own), Some(firms)) => sql.push_str(&format!(
            " or p.number = $11 or p.number in ({own}) or p.id in (
                select t.project_id from party t join company c on c.id = t.company_id
                where t.until_on is null and c.number in ({firms}))"
        )),
        // Too short for the index: the beginning of the name.
        _ => sql.push_str(" or p.number = $11 or p.name like $10 || '%'"),
    }
    sql.push(')');
    Where {
        sql,
        question: ask.map(|ask| ask.text(db)).or_else(|| asked.map(str::to_owned)),
        number: asked.and_then(|text| text.parse().ok()),
    }
}

/// The next projects after the cursor, at most `limit`.
pub async fn page(db: &Db, bounds: Bounds<'_>, filter: &ProjectFilter, limit: i64) -> Result<Vec<ProjectRow>> {
    let shown: Vec<String> =
        Measure::COVERAGE.iter().map(|it| format!("coalesce({}, false) as {}", counted(*it), it.as_str())).collect();
    let found = filtered(db, filter);
    let sql = format!(
        "select p.number, p.name, p.street, p.industry, p.funding, p.state, p.contract_fen, p.headcount,
            (select c.name from company c where c.id = {CONTRACTOR}) as contractor,
            coalesce(p.in_arrears, false) as in_arrears, {}
        from project p where {} and p.number > $12 order by p.number limit $13",
        shown.join(", "),
        found.sql
    );
    let parts = Parts::of(filter);
    let rows: Vec<Row> = read!(
        db,
        query_as(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(bounds[0])
            .bind(bounds[1])
            .bind(bounds[2])
            .bind(parts.street)
            .bind(parts.industry)
            .bind(parts.funding)
            .bind(parts.group)
            .bind(parts.state)
            .bind(parts.contractor)
            .bind(&found.question)
            .bind(found.number)
            .bind(filter.after)
            .bind(limit)
            .fetch_all
    )?;
    rows.into_iter().map(ProjectRow::try_from).collect::<anyhow::Result<_>>().map_err(Into::into)
}

/// How many the filter finds.
pub async fn count(db: &Db, bounds: Bounds<'_>, filter: &ProjectFilter) -> Result<i64> {
    if let Some(total) = rollup::total(db, bounds, filter).await? {
        return Ok(total);
    }
    if bounds == [None; 3] && *filter == (ProjectFilter { after: filter.after, ..ProjectFilter::default() }) {
        return Ok(read!(db, query_scalar("select count(*) from project").fetch_one)?);
    }
    let found = filtered(db, filter);
    let sql = format!("select count(*) from project p where {}", found.sql);
    let parts = Parts::of(filter);
    Ok(read!(
        db,
        query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(bounds[0])
            .bind(bounds[1])
            .bind(bounds[2])
            .bind(parts.street)
            .bind(parts.industry)
            .bind(parts.funding)
            .bind(parts.group)
            .bind(parts.state)
            .bind(parts.contractor)
            .bind(&found.question)
            .bind(found.number)
            .fetch_one
    )?)
}

/// Ids of all that the filter finds, in the order of their numbers, at most `limit`.
pub async fn ids(db: &Db, bounds: Bounds<'_>, filter: &ProjectFilter, limit: i64) -> Result<Vec<String>> {
    let found = filtered(db, filter);
    let sql = format!("select p.id from project p where {} order by p.number limit $12", found.sql);
    let parts = Parts::of(filter);
    Ok(read!(
        db,
        query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(bounds[0])
            .bind(bounds[1])
            .bind(bounds[2])
            .bind(parts.street)
            .bind(parts.industry)
            .bind(parts.funding)
            .bind(parts.group)
            .bind(parts.state)
            .bind(parts.contractor)
            .bind(&found.question)
            .bind(found.number)
            .bind(limit)
            .fetch_all
    )?)
}

/// Streets that have projects within the scope.
pub async fn streets(db: &Db, [industry, street, company]: Bounds<'_>) -> Result<Vec<String>> {
    const STREETS: &str = "select distinct r.street from rollup r where r.month = 'now' and r.street <> ''
        and (cast($1 as text) is null or r.industry = $1) and (cast($2 as text) is null or r.street = $2)
        order by r.street";
    const OWN: &str = "select distinct p.street from project p join party s on s.project_id = p.id
        where s.company_id = $1 and s.until_on is null and p.street is not null order by p.street";
    Ok(match company {
        Some(company) => read!(db, query_scalar(OWN).bind(company).fetch_all)?,
        None => read!(db, query_scalar(STREETS).bind(industry).bind(street).fetch_all)?,
    })
}

/// The name of a firm.
pub async fn firm(db: &Db, id: &str) -> Result<Option<String>> {
    Ok(read!(db, query_scalar("select name from company where id = $1").bind(id).fetch_optional)?)
}

/// $4 to $9.
struct Parts<'a> {
    street: Option<&'a str>,
    industry: Option<&'a str>,
    funding: Option<&'a str>,
    group: Option<&'a str>,
    state: Option<&'a str>,
    contractor: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(filter: &'a ProjectFilter) -> Self {
        Self {
            street: filter.street.as_deref(),
            industry: filter.industry.map(Industry::as_str),
            funding: filter.funding.map(Funding::as_str),
            group: filter.group.map(FundingGroup::as_str),
            state: filter.state.map(ProjectState::as_str),
            contractor: filter.contractor.as_deref(),
        }
    }
}
