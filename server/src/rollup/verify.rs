//! Counting everything anew and comparing: `mingxin verify`.

use std::collections::{BTreeMap, BTreeSet};

use common::dashboard::{Measure, Tally};
use sqlx::FromRow;

use super::NOW;
use super::store::{CELL, CONTRACTOR, sums};
use crate::db;
use crate::db::{Db, Tx};
use crate::error::Result;

/// Counters under the text of their key.
type Counters = BTreeMap<String, Tally>;

#[derive(FromRow)]
struct Row {
    key: String,
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

const CELLS: &str = "select month, street || '|' || industry || '|' || funding as key, building, account, real_name,
    contracts_signed, paid_monthly, paid_by_contractor, deposit, board, arrears from rollup";

/// Every counter that does not agree with what is stored: which, what it says, what was counted. Empty if all is well.
pub async fn verify(db: &Db) -> Result<Vec<String>> {
    let mut tx = db.snapshot().await?;
    let counted = format!(
        "select c.street || '|' || c.industry || '|' || c.funding as key, {} from (
            select {CELL}, p.id from project p) c join project p on p.id = c.id group by c.street, c.industry, c.funding",
        sums()
    );
    let firms = format!(
        "select f.firm as key, {} from (select p.id, {CONTRACTOR} as firm from project p) f
            join project p on p.id = f.id where f.firm is not null group by f.firm",
        sums()
    );
    let now = read(&mut tx, format!("{CELLS} where month = '{NOW}'")).await?;
    let months = read(&mut tx, format!("{CELLS} where month <> '{NOW}'")).await?;
    let contractors = read(
        &mut tx,
        "select company_id as key, building, account, real_name, contracts_signed, paid_monthly,
        paid_by_contractor, deposit, board, arrears from rollup_contractor"
            .to_owned(),
    )
    .await?;
    let cells = read(&mut tx, counted).await?;
    let firms = read(&mut tx, firms).await?;
    let mut faults = compare("现状", &now, &cells);
    faults.extend(compare("各月合计", &months, &cells));
    faults.extend(compare("总包单位", &contractors, &firms));
    Ok(faults)
}

async fn read(tx: &mut Tx, sql: String) -> Result<Counters> {
    let rows: Vec<Row> = db!(tx, query_as(sqlx::AssertSqlSafe(sql.clone())).fetch_all)?;
    let mut counters = Counters::new();
    for row in rows {
        let tally = Tally {
            building: row.building,
            account: row.account,
            real_name: row.real_name,
            contracts_signed: row.contracts_signed,
            paid_monthly: row.paid_monthly,
            paid_by_contractor: row.paid_by_contractor,
            deposit: row.deposit,
            board: row.board,
            arrears: row.arrears,
        };
        counters.entry(row.key).or_default().add(&tally);
    }
    Ok(counters)
}

fn compare(what: &str, kept: &Counters, counted: &Counters) -> Vec<String> {
    let keys: BTreeSet<&String> = kept.keys().chain(counted.keys()).collect();
    let mut faults = Vec::new();
    for key in keys {
        let of = |counters: &Counters| counters.get(key).copied().unwrap_or_default();
        let (kept, counted) = (of(kept), of(counted));
        for measure in Measure::ALL.iter().filter(|measure| kept.get(**measure) != counted.get(**measure)) {
            let (kept, counted, name) = (kept.get(*measure), counted.get(*measure), measure.label());
            faults.push(format!("{what} {key} {name}：记为 {kept}，实为 {counted}"));
        }
    }
    faults
}
