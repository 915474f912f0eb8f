//! The counters read and put together. How many projects there are does not matter here: only how many streets.

use std::collections::BTreeMap;

use anyhow::Context;
use common::dashboard::{By, Closing, FundingGroup, Group, NONE, Split, Tally};
use common::date::Month;
use common::project::{Funding, Industry};
use common::quarter::Quarter;
use sqlx::FromRow;

use crate::auth::SCOPE;
use crate::db::Db;
use crate::error::Result;
use crate::read;
use crate::rollup::{CONTRACTOR, NOW, sums};

/// Firms that the table shows.
const FIRMS: i64 = 50;
/// The counters of `rollup r`, within industry $1 and street $2.
const WITHIN: &str = "(cast($1 as text) is null or r.industry = $1) and (cast($2 as text) is null or r.street = $2)";

/// $1, $2 and $3 of every query.
type Bounds<'a> = [Option<&'a str>; 3];

/// What stands in one place.
pub struct CellRow {
    street: String,
    industry: Industry,
    group: FundingGroup,
    tally: Tally,
}

#[derive(FromRow)]
struct Row {
    street: String,
    industry: String,
    funding: String,
    #[sqlx(flatten)]
    tally: TallyRow,
}

#[derive(FromRow)]
struct MonthRow {
    month: String,
    funding: String,
    #[sqlx(flatten)]
    tally: TallyRow,
}

#[derive(FromRow)]
struct FirmRow {
    id: String,
    name: String,
    #[sqlx(flatten)]
    tally: TallyRow,
}

/// The columns of a tally.
#[derive(FromRow)]
pub struct TallyRow {
    building: i64,
    account: i64,
    real_name: i64,
    contracts_signed: i64,
    paid_monthly: i64,
    paid_by_contractor: i64,
    deposit: i64,
    board: i64,
    arrears: i64,
}

impl From<TallyRow> for Tally {
    fn from(row: TallyRow) -> Self {
        let TallyRow {
            building,
            account,
            real_name,
            contracts_signed,
            paid_monthly,
            paid_by_contractor,
            deposit,
            board,
            arrears,
        } = row;
        Self {
            building,
            account,
            real_name,
            contracts_signed,
            paid_monthly,
            paid_by_contractor,
            deposit,
            board,
            arrears,
        }
    }
}

/// One sum per counter, each row times `factor`.
fn signed_sums(factor: &str) -> String {
    let sum = |measure: &common::dashboard::Measure| {
        let name = measure.as_str();
        format!("cast(coalesce(sum({factor} * r.{name}), 0) as bigint) as {name}")
    };
    common::dashboard::Measure::ALL.iter().map(sum).collect::<Vec<_>>().join(", ")
}

/// Every place when a quarter ended: how it stands, without what changed after.
pub async fn cells(db: &Db, [industry, street, _]: Bounds<'_>, quarter: Quarter) -> Result<Vec<CellRow>> {
    let sums = signed_sums(&format!("(case when r.month = '{NOW}' then 1 else -1 end)"));
    let sql = format!(
        "select r.street, r.industry, r.funding, {sums} from rollup r
        where {WITHIN} and r.month > $3 group by r.street, r.industry, r.funding"
    );
    let last = quarter.last_month().to_string();
    let rows: Vec<Row> =
        read!(db, query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(industry).bind(street).bind(&last).fetch_all)?;
    rows.into_iter().map(CellRow::try_from).collect::<anyhow::Result<_>>().map_err(Into::into)
}

/// The same counted from the projects themselves, as they stand.
pub async fn count_cells(db: &Db, [industry, street, company]: Bounds<'_>) -> Result<Vec<CellRow>> {
    let sql = format!(
        "select c.street, c.industry, c.funding, {} from
            (select p.id, coalesce(p.street, '') as street, p.industry, p.funding from project p where {SCOPE}) c
        join project p on p.id = c.id group by c.street, c.industry, c.funding",
        sums()
    );
    let rows: Vec<Row> =
        read!(db, query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(industry).bind(street).bind(company).fetch_all)?;
    rows.into_iter().map(CellRow::try_from).collect::<anyhow::Result<_>>().map_err(Into::into)
}

/// All places together.
pub fn total(cells: &[CellRow]) -> Split {
    let mut split = Split::default();
    cells.iter().for_each(|cell| split.add(cell.group, &cell.tally));
    split
}

/// A row per street or industry, those with most missing first.
pub fn grouped(cells: &[CellRow], by: By) -> Vec<Group> {
    let mut groups: BTreeMap<(String, String), Tally> = BTreeMap::new();
    for cell in cells {
        let key = match by {
            By::Industry => (cell.industry.as_str().to_owned(), cell.industry.label().to_owned()),
            _ if cell.street.is_empty() => (NONE.to_owned(), "未填写街道".to_owned()),
            _ => (cell.street.clone(), cell.street.clone()),
        };
        groups.entry(key).or_default().add(&cell.tally);
    }
    let groups = groups.into_iter().filter(|(_, tally)| !tally.is_zero());
    let mut groups: Vec<Group> = groups.map(|((key, label), tally)| Group { key, label, tally }).collect();
    groups.sort_by_key(|group| std::cmp::Reverse((group.tally.arrears, group.tally.gap())));
    groups
}

/// The firms with most missing.
pub async fn contractors(db: &Db, [industry, street, company]: Bounds<'_>) -> Result<Vec<Group>> {
    const KEPT: &str = "select c.id, c.name, r.building, r.account, r.real_name, r.contracts_signed, r.paid_monthly, r.paid_by_contractor,
            r.deposit, r.board, r.arrears
        from rollup_contractor r join company c on c.id = r.company_id
        where r.building + r.arrears > 0 order by r.gap desc, r.company_id desc limit $1";
    let rows: Vec<FirmRow> = if [industry, street, company] == [None; 3] {
        read!(db, query_as(KEPT).bind(FIRMS).fetch_all)?
    } else {
        let sql = format!(
            "select c.id, c.name, {} from (select p.id, {CONTRACTOR} as firm from project p where {SCOPE}) f
            join project p on p.id = f.id join company c on c.id = f.firm group by c.id, c.name",
            sums()
        );
        read!(db, query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(industry).bind(street).bind(company).fetch_all)?
    };
    let groups = rows.into_iter().map(|row| Group { key: row.id, label: row.name, tally: row.tally.into() });
    let mut groups: Vec<Group> = groups.filter(|group| !group.tally.is_zero()).collect();
    groups.sort_by_key(|group| std::cmp::Reverse((group.tally.gap(), group.tally.building)));
    groups.truncate(usize::try_from(FIRMS).unwrap_or_default());
    Ok(groups)
}

/// How things stood at the end of each quarter, the oldest first: backwards from now, taking away what changed later.
pub async fn trend(db: &Db, [industry, street, _]: Bounds<'_>, quarters: Vec<Quarter>) -> Result<Vec<Closing>> {
    let Some(first) = quarters.first() else { return Ok(Vec::new()) };
    let sql = format!(
        "select r.month, r.funding, {} from rollup r where {WITHIN} and r.month > $3 group by r.month, r.funding",
        signed_sums("1")
    );
    let after = first.last_month().to_string();
    let rows: Vec<MonthRow> =
        read!(db, query_as(sqlx::AssertSqlSafe(sql.as_str())).bind(industry).bind(street).bind(&after).fetch_all)?;
    let mut now = Split::default();
    let mut months: BTreeMap<Month, Split> = BTreeMap::new();
    for row in rows {
        let group = FundingGroup::of(Funding::parse(&row.funding).context("rollup.funding")?);
        let split = match row.month.as_str() {
            NOW => &mut now,
            month => {
                months.entry(Month::parse(month).map_err(anyhow::Error::msg).context("rollup.month")?).or_default()
            }
        };
        split.add(group, &row.tally.into());
    }
    let closing = |quarter: Quarter| {
        let mut split = now;
        months.range(quarter.last_month().next()..).for_each(|(_, later)| split.subtract(later));
        Closing { quarter, split }
    };
    Ok(quarters.into_iter().map(closing).collect())
}

impl TryFrom<Row> for CellRow {
    type Error = anyhow::Error;

    fn try_from(row: Row) -> anyhow::Result<Self> {
        Ok(Self {
            street: row.street,
            industry: Industry::parse(&row.industry).context("rollup.industry")?,
            group: FundingGroup::of(Funding::parse(&row.funding).context("rollup.funding")?),
            tally: row.tally.into(),
        })
    }
}
