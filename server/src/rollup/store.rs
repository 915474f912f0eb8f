//! The counters in the database, and the SQL that says what is counted.

use anyhow::Context;
use common::dashboard::{Cell, Facts, Measure, Tally};
use common::project::{Funding, Industry, ProjectState};
use sqlx::FromRow;

use crate::bulk::{insert, select};
use crate::db::Tx;
use crate::error::Result;

/// The columns of a cell of `project p`.
pub const CELL: &str = "coalesce(p.street, '') as street, p.industry, p.funding";
/// The firm of the general contractor of `project p`.
pub const CONTRACTOR: &str = "(select t.company_id from party t
    where t.project_id = p.id and t.role = 'contractor' and t.position = 0 and t.until_on is null)";

/// What must hold of `project p` for it to be counted: [`Facts::tally`] in SQL, for lists and for recomputing.
pub const COUNTED: [(Measure, &str); 9] = [
    (Measure::Building, "p.state = 'building'"),
    (Measure::Account, "p.state = 'building' and exists (select 1 from account a where a.project_id = p.id)"),
    (Measure::RealName, "p.state = 'building' and coalesce(p.real_name, false)"),
    (Measure::ContractsSigned, "p.state = 'building' and coalesce(p.contracts_signed, false)"),
    (Measure::PaidMonthly, "p.state = 'building' and coalesce(p.paid_monthly, false)"),
    (Measure::PaidByContractor, "p.state = 'building' and coalesce(p.paid_by_contractor, false)"),
    (Measure::Deposit, "p.state = 'building' and exists (select 1 from deposit d where d.project_id = p.id)"),
    (
        Measure::Board,
        "p.state = 'building' and coalesce(p.board_hung, false)
            and exists (select 1 from board b where b.project_id = p.id and b.revoked_on is null)",
    ),
    (Measure::Arrears, "coalesce(p.in_arrears, false)"),
];

/// A column per measure that counts the rows of `project p`.
pub fn sums() -> String {
    let sum = |(measure, counted): &(Measure, &str)| {
        format!("cast(coalesce(sum(case when {counted} then 1 else 0 end), 0) as bigint) as {}", measure.as_str())
    };
    COUNTED.iter().map(sum).collect::<Vec<_>>().join(", ")
}

#[derive(FromRow)]
struct FactRow {
    id: String,
    street: String,
    industry: String,
    funding: String,
    state: String,
    contractor: Option<String>,
    account: bool,
    real_name: bool,
    contracts_signed: bool,
    paid_monthly: bool,
    paid_by_contractor: bool,
    deposit: bool,
    board_hung: bool,
    board_valid: bool,
    in_arrears: bool,
}

/// Makes other writers of these projects wait. SQLite has one writer anyway.
pub async fn lock(tx: &mut Tx, ids: &[String]) -> Result<()> {
    if tx.pick(true, false) {
        return Ok(());
    }
    let mut ids = ids.to_vec();
    ids.sort();
    select!(tx, (String,), "select id from project where id in", ids, "order by id for update");
    Ok(())
}

/// What decides how these projects are counted.
pub async fn facts(tx: &mut Tx, ids: &[String]) -> Result<Vec<(String, Facts)>> {
    let head = format!(
        "select p.id, {CELL}, p.state, {CONTRACTOR} as contractor,
            exists (select 1 from account a where a.project_id = p.id) as account,
            exists (select 1 from deposit d where d.project_id = p.id) as deposit,
            exists (select 1 from board b where b.project_id = p.id and b.revoked_on is null) as board_valid,
            coalesce(p.real_name, false) as real_name, coalesce(p.contracts_signed, false) as contracts_signed,
            coalesce(p.paid_monthly, false) as paid_monthly,
            coalesce(p.paid_by_contractor, false) as paid_by_contractor, coalesce(p.board_hung, false) as board_hung,
            coalesce(p.in_arrears, false) as in_arrears
        from project p where p.id in"
    );
    let rows = select!(tx, FactRow, head.clone(), ids, "");
    rows.into_iter().map(|row| Ok((row.id.clone(), row.facts()?))).collect()
}

impl FactRow {
    fn facts(self) -> anyhow::Result<Facts> {
        Ok(Facts {
            cell: Cell {
                street: self.street,
                industry: Industry::parse(&self.industry).context("project.industry")?,
                funding: Funding::parse(&self.funding).context("project.funding")?,
            },
            contractor: self.contractor,
            state: ProjectState::parse(&self.state).context("project.state")?,
            account: self.account,
            real_name: self.real_name,
            contracts_signed: self.contracts_signed,
            paid_monthly: self.paid_monthly,
            paid_by_contractor: self.paid_by_contractor,
            deposit: self.deposit,
            board_hung: self.board_hung,
            board_valid: self.board_valid,
            in_arrears: self.in_arrears,
        })
    }
}

/// Adds differences to the counters, which are made where there are none yet. The rows are sorted by their keys.
pub async fn add(tx: &mut Tx, rows: &[((String, Cell), Tally)], contractors: &[(String, Tally)]) -> Result<()> {
    const ROLLUP: &str = "insert into rollup (month, street, industry, funding, building, account, real_name,
        contracts_signed, paid_monthly, paid_by_contractor, deposit, board, arrears)";
    const FIRM: &str = "insert into rollup_contractor (company_id, building, account, real_name, contracts_signed,
        paid_monthly, paid_by_contractor, deposit, board, arrears, gap)";
    const ADD: &str = " on conflict (month, street, industry, funding) do update set
        building = rollup.building + excluded.building, account = rollup.account + excluded.account,
        real_name = rollup.real_name + excluded.real_name,
        contracts_signed = rollup.contracts_signed + excluded.contracts_signed, paid_monthly = rollup.paid_monthly + excluded.paid_monthly,
        paid_by_contractor = rollup.paid_by_contractor + excluded.paid_by_contractor,
        deposit = rollup.deposit + excluded.deposit, board = rollup.board + excluded.board,
        arrears = rollup.arrears + excluded.arrears";
    const ADD_FIRM: &str = " on conflict (company_id) do update set
        building = rollup_contractor.building + excluded.building,
        account = rollup_contractor.account + excluded.account,
        real_name = rollup_contractor.real_name + excluded.real_name,
        contracts_signed = rollup_contractor.contracts_signed + excluded.contracts_signed,
        paid_monthly = rollup_contractor.paid_monthly + excluded.paid_monthly,
        paid_by_contractor = rollup_contractor.paid_by_contractor + excluded.paid_by_contractor,
        deposit = rollup_contractor.deposit + excluded.deposit, board = rollup_contractor.board + excluded.board,
        arrears = rollup_contractor.arrears + excluded.arrears, gap = rollup_contractor.gap + excluded.gap";
    insert!(
        tx,
        ROLLUP,
        rows,
        |to, ((month, cell), tally)| {
            to.push_bind(month.clone()).push_bind(cell.street.clone());
            to.push_bind(cell.industry.as_str()).push_bind(cell.funding.as_str());
            for measure in Measure::ALL {
                to.push_bind(tally.get(*measure));
            }
        },
        ADD
    );
    insert!(
        tx,
        FIRM,
        contractors,
        |to, (company, tally)| {
            to.push_bind(company.clone());
            for measure in Measure::ALL {
                to.push_bind(tally.get(*measure));
            }
            to.push_bind(tally.gap());
        },
        ADD_FIRM
    );
    Ok(())
}
