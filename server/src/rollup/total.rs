//! How many projects a filter finds, from the counters where they know it: counting rows would take seconds of a large
//! district.

use common::dashboard::{FundingGroup, Measure, ProjectFilter};
use common::project::{Funding, Industry};

use super::NOW;
use crate::db::Db;
use crate::error::Result;
use crate::read;

/// `None` where only the rows themselves know. $1 to $3 of a scope are the bounds.
pub async fn total(
    db: &Db,
    [industry, street, company]: [Option<&str>; 3],
    filter: &ProjectFilter,
) -> Result<Option<i64>> {
    let ProjectFilter { q, street: within, industry: of, group, funding, state, has, missing, contractor, after: _ } =
        filter;
    if company.is_some() || q.is_some() || contractor.is_some() || state.is_some() {
        return Ok(None);
    }
    let counted = match (has, missing) {
        (Some(measure), None) => format!("r.{}", measure.as_str()),
        (None, Some(measure)) if Measure::COVERAGE.contains(measure) => format!("r.building - r.{}", measure.as_str()),
        _ => return Ok(None),
    };
    let sql = format!(
        "select cast(coalesce(sum({counted}), 0) as bigint) from rollup r where r.month = '{NOW}'
            and (cast($1 as text) is null or r.industry = $1) and (cast($2 as text) is null or r.street = $2)
            and (cast($3 as text) is null or r.industry = $3) and (cast($4 as text) is null or r.street = $4)
            and (cast($5 as text) is null or ($5 = 'government') = (r.funding = 'government'))
            and (cast($6 as text) is null or r.funding = $6)"
    );
    let total: i64 = read!(
        db,
        query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .bind(industry)
            .bind(street)
            .bind(of.map(Industry::as_str))
            .bind(within.as_deref())
            .bind(group.map(FundingGroup::as_str))
            .bind(funding.map(Funding::as_str))
            .fetch_one
    )?;
    Ok(Some(total))
}
