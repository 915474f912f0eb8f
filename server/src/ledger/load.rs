//! Stored projects as the ledger sees them: finding the one that a row means, and reading it whole.

use anyhow::Context;
use chrono::NaiveDate;
use common::dashboard::Facts;
use common::id::{AccountNumber, PermitNumber, Phone, ProjectCode, Uscc};
use common::money::Fen;
use common::project::{
    DepositForm, Funding, Industry, NewAccount, NewDeposit, NewProject, Party, Place, ProjectState, Role,
};
use sqlx::FromRow;

use crate::bulk::select;
use crate::db;
use crate::db::Tx;
use crate::error::Result;

/// A stored project.
pub struct Stored {
    pub id: String,
    pub number: i64,
    pub project: NewProject,
    /// The rows of `project.parties`, in the same order.
    pub parties: Vec<PartyRow>,
    /// Whether one of its boards is valid.
    pub has_board: bool,
    /// When what its board shows last changed, epoch milliseconds.
    pub changed_at: i64,
}

impl Stored {
    /// How the project is counted.
    pub fn facts(&self) -> Facts {
        let contractor = self.parties.iter().find(|party| party.role == Role::Contractor.as_str());
        Facts::of(&self.project, contractor.and_then(|party| party.company_id.clone()), self.has_board)
    }
}

#[derive(FromRow)]
struct ProjectRow {
    id: String,
    number: i64,
    name: String,
    nickname: Option<String>,
    code: Option<String>,
    permit: Option<String>,
    address: Option<String>,
    street: Option<String>,
    industry: String,
    regulator: Option<String>,
    funding: String,
    state: String,
    contract_fen: Option<i64>,
    labour_share_bp: Option<i64>,
    labour_cost_day: Option<i64>,
    pay_day: Option<i64>,
    started_on: Option<String>,
    planned_end_on: Option<String>,
    progress: Option<String>,
    headcount: Option<i64>,
    real_name: Option<bool>,
    contracts_signed: Option<bool>,
    paid_by_contractor: Option<bool>,
    paid_monthly: Option<bool>,
    board_hung: Option<bool>,
    in_arrears: Option<bool>,
    arrears_record: Option<bool>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    note: Option<String>,
    bank: Option<String>,
    account_number: Option<String>,
    opened_on: Option<String>,
    deposit_form: Option<String>,
    amount_fen: Option<i64>,
    has_board: bool,
    changed_at: i64,
}

/// A party as stored.
#[derive(Clone, Debug, FromRow)]
pub struct PartyRow {
    pub id: String,
    pub project_id: String,
    pub role: String,
    pub position: i64,
    pub company_id: Option<String>,
    pub name: Option<String>,
    pub uscc: Option<String>,
    pub person: Option<String>,
    pub phone: Option<String>,
}

/// Whether any project is stored.
pub async fn is_empty(tx: &mut Tx) -> Result<bool> {
    let any: Option<String> = db!(tx, query_scalar("select id from project limit 1").fetch_optional)?;
    Ok(any.is_none())
}

/// Ids by project code.
pub async fn ids_by_code(tx: &mut Tx, codes: &[String]) -> Result<Vec<(String, String)>> {
    Ok(select!(tx, (String, String), "select code, id from project where code in", codes, ""))
}

/// Ids by permit number, of projects without a code.
pub async fn ids_by_permit(tx: &mut Tx, permits: &[String]) -> Result<Vec<(String, String)>> {
    const HEAD: &str = "select permit, id from project where code is null and permit in";
    Ok(select!(tx, (String, String), HEAD, permits, "order by number"))
}

/// Ids by name and contractor, of projects with neither code nor permit.
pub async fn ids_by_name(tx: &mut Tx, names: &[String]) -> Result<Vec<(String, String, String)>> {
    const HEAD: &str = "select p.name, c.name, p.id from project p
        join party t on t.project_id = p.id and t.until_on is null and t.role = 'contractor'
        join company c on c.id = t.company_id
        where p.code is null and p.permit is null and p.name in";
    Ok(select!(tx, (String, String, String), HEAD, names, "order by p.number"))
}

const PROJECTS: &str = "select p.id, p.number, p.name, p.nickname, p.code, p.permit, p.address, p.street, p.industry,
    p.regulator, p.funding, p.state, p.contract_fen, p.labour_share_bp, p.labour_cost_day, p.pay_day, p.started_on,
    p.planned_end_on, p.progress, p.headcount, p.real_name, p.contracts_signed, p.paid_by_contractor, p.paid_monthly,
    p.board_hung, p.in_arrears, p.arrears_record, p.latitude, p.longitude, p.note, a.bank, a.number as account_number, a.opened_on,
    d.form as deposit_form, d.amount_fen, p.changed_at,
    exists (select 1 from board b where b.project_id = p.id and b.revoked_on is null) as has_board
    from project p left join account a on a.project_id = p.id left join deposit d on d.project_id = p.id where";

/// The stored projects with these ids.
pub async fn load(tx: &mut Tx, ids: &[String]) -> Result<Vec<Stored>> {
    const HEAD: &str = "select t.id, t.project_id, t.role, t.position, t.company_id, c.name, c.uscc, t.person, t.phone
        from party t left join company c on c.id = t.company_id where t.until_on is null and t.project_id in";
    let rows = select!(tx, ProjectRow, format!("{PROJECTS} p.id in"), ids, "");
    let mut parties = select!(tx, PartyRow, HEAD, ids, "");
    parties.sort_by(|a, b| (&a.project_id, rank(&a.role), a.position).cmp(&(&b.project_id, rank(&b.role), b.position)));
    let of = |id: &str| {
        let start = parties.partition_point(|party| party.project_id.as_str() < id);
        let end = parties.partition_point(|party| party.project_id.as_str() <= id);
        parties[start..end].to_vec()
    };
    rows.into_iter()
        .map(|row| {
            let parties = of(&row.id);
            let (id, number, has_board, changed_at) = (row.id.clone(), row.number, row.has_board, row.changed_at);
            let project = row.project(&parties).with_context(|| format!("project {id}"))?;
            Ok(Stored { id, number, project, parties, has_board, changed_at })
        })
        .collect()
}

/// The next projects by number after `after`, at most `limit`.
pub async fn ids_after(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<String>> {
    const NEXT: &str = "select id from project where number > $1 order by number limit $2";
    Ok(db!(tx, query_scalar(NEXT).bind(after).bind(limit).fetch_all)?)
}

/// The order in which a project lists its parties.
fn rank(role: &str) -> usize {
    ["owner", "contractor", "officer", "subcontractor", "supervisor"]
        .iter()
        .position(|known| *known == role)
        .unwrap_or(9)
}

impl ProjectRow {
    fn project(self, parties: &[PartyRow]) -> anyhow::Result<NewProject> {
        let account = match self.bank {
            Some(bank) => Some(NewAccount {
                bank,
                number: self
                    .account_number
                    .as_deref()
                    .map(AccountNumber::parse)
                    .transpose()
                    .context("account.number")?,
                opened_on: read_day(self.opened_on.as_deref()).context("account.opened_on")?,
            }),
            None => None,
        };
        let deposit = match self.deposit_form {
            Some(form) => Some(NewDeposit {
                form: DepositForm::parse(&form).context("deposit.form")?,
                amount: self.amount_fen.map(Fen),
            }),
            None => None,
        };
        let small = |day: Option<i64>| day.map(u8::try_from).transpose();
        Ok(NewProject {
            name: self.name,
            nickname: self.nickname,
            code: self.code.as_deref().map(ProjectCode::parse).transpose().context("project.code")?,
            permit: self.permit.as_deref().map(PermitNumber::parse).transpose().context("project.permit")?,
            address: self.address,
            street: self.street,
            industry: Industry::parse(&self.industry).context("project.industry")?,
            regulator: self.regulator,
            funding: Funding::parse(&self.funding).context("project.funding")?,
            state: ProjectState::parse(&self.state).context("project.state")?,
            contract: self.contract_fen.map(Fen),
            labour_share_bp: self.labour_share_bp,
            labour_cost_day: small(self.labour_cost_day).context("project.labour_cost_day")?,
            pay_day: small(self.pay_day).context("project.pay_day")?,
            started_on: read_day(self.started_on.as_deref()).context("project.started_on")?,
            planned_end_on: read_day(self.planned_end_on.as_deref()).context("project.planned_end_on")?,
            progress: self.progress,
            headcount: self.headcount,
            real_name: self.real_name,
            contracts_signed: self.contracts_signed,
            paid_by_contractor: self.paid_by_contractor,
            paid_monthly: self.paid_monthly,
            board_hung: self.board_hung,
            in_arrears: self.in_arrears,
            arrears_record: self.arrears_record,
            account,
            deposit,
            place: self.latitude.zip(self.longitude).and_then(|(latitude, longitude)| Place::new(latitude, longitude)),
            note: self.note,
            parties: parties.iter().map(PartyRow::party).collect::<anyhow::Result<_>>()?,
        })
    }
}

impl PartyRow {
    fn party(&self) -> anyhow::Result<Party> {
        Ok(Party {
            role: Role::parse(&self.role).context("party.role")?,
            name: self.name.clone(),
            uscc: self.uscc.as_deref().map(Uscc::parse).transpose().context("company.uscc")?,
            person: self.person.clone(),
            phone: self.phone.as_deref().map(Phone::parse).transpose().context("party.phone")?,
        })
    }
}

fn read_day(text: Option<&str>) -> Result<Option<NaiveDate>, chrono::ParseError> {
    text.map(str::parse).transpose()
}
