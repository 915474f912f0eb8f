//! What the ledger writes: projects with their parties, account, deposit, board, history and search rows.

use chrono::{DateTime, NaiveDate, Utc};
use common::id::{AccountNumber, BoardToken, PermitNumber, Phone, ProjectCode};
use common::project::{NewAccount, NewDeposit, NewProject, Party};
use common::search::grams;
use uuid::Uuid;

use crate::bulk::insert;
use crate::db::Tx;
use crate::error::Result;
use crate::search::pinyin::pinyin_tokens;
use crate::sheet::FieldChange;
use crate::{db, run};

/// The two search tables.
#[derive(Clone, Copy, Debug)]
pub enum Index {
    Project,
    Company,
}

/// The board that a new project gets.
#[derive(Clone, Debug)]
pub struct NewBoard {
    pub token: BoardToken,
    pub issued_on: NaiveDate,
    /// Whether pay status is public: switched on per board, once there are pay records to show.
    pub shows_pay: bool,
    /// When what it shows last changed.
    pub changed_at: DateTime<Utc>,
}

impl NewBoard {
    /// A board issued now, under a token that no one can guess.
    pub fn issue(today: NaiveDate, now: DateTime<Utc>) -> Self {
        Self { token: BoardToken::from_random(rand::random()), issued_on: today, shows_pay: false, changed_at: now }
    }
}

/// A project about to be stored, with the firm of each of its parties; `None` for a person who stands alone.
pub struct New<'a> {
    pub id: Uuid,
    pub project: &'a NewProject,
    pub companies: Vec<Option<Uuid>>,
    pub board: NewBoard,
}

/// Takes `count` numbers that were never given out; the first of them.
pub async fn reserve(tx: &mut Tx, name: &str, count: usize) -> Result<i64> {
    const TAKE: &str = "update counter set next = next + $1 where name = $2 returning next";
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let next: i64 = db!(tx, query_scalar(TAKE).bind(count).bind(name).fetch_one)?;
    Ok(next - count)
}

/// Adds search rows: number, grams, pinyin.
pub async fn index(tx: &mut Tx, index: Index, entries: &[(i64, String, String)]) -> Result<()> {
    let (head, tail) = match (index, tx.pick(true, false)) {
        (Index::Project, true) => ("insert into project_search (rowid, grams, pinyin)", ""),
        (Index::Company, true) => ("insert into company_search (rowid, grams, pinyin)", ""),
        (Index::Project, false) => (
            "insert into project_search (number, grams, pinyin) select n, to_tsvector('simple', g), to_tsvector('simple', p) from (",
            ") as t (n, g, p)",
        ),
        (Index::Company, false) => (
            "insert into company_search (number, grams, pinyin) select n, to_tsvector('simple', g), to_tsvector('simple', p) from (",
            ") as t (n, g, p)",
        ),
    };
    insert!(
        tx,
        head,
        entries,
        |to, (number, grams, pinyin)| {
            to.push_bind(*number).push_bind(grams.clone()).push_bind(pinyin.clone());
        },
        tail
    );
    Ok(())
}

/// Replaces search rows.
pub async fn reindex(tx: &mut Tx, which: Index, entries: &[(i64, String, String)]) -> Result<()> {
    let delete = match (which, tx.pick(true, false)) {
        (Index::Project, true) => "delete from project_search where rowid = $1",
        (Index::Company, true) => "delete from company_search where rowid = $1",
        (Index::Project, false) => "delete from project_search where number = $1",
        (Index::Company, false) => "delete from company_search where number = $1",
    };
    for (number, ..) in entries {
        run!(tx, query(delete).bind(*number))?;
    }
    index(tx, which, entries).await
}

/// What the search tables hold of a project: grams and pinyin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchText {
    grams: String,
    pinyin: String,
}

impl SearchText {
    pub fn of(project: &NewProject) -> Self {
        let words = [
            Some(project.name.as_str()),
            project.nickname.as_deref(),
            project.address.as_deref(),
            project.street.as_deref(),
        ];
        let numbers =
            [project.code.as_ref().map(ProjectCode::as_str), project.permit.as_ref().map(PermitNumber::as_str)];
        let words = || words.iter().copied().flatten();
        let grams: Vec<String> = words().map(grams).chain(numbers.into_iter().flatten().map(number_grams)).collect();
        let pinyin: Vec<String> = words().map(pinyin_tokens).collect();
        Self { grams: grams.join(" "), pinyin: pinyin.join(" ") }
    }

    /// The search row of the project with this number.
    pub fn entry(self, number: i64) -> (i64, String, String) {
        (number, self.grams, self.pinyin)
    }
}

/// The grams of a number without its pairs: every site has most of the hundred pairs of digits in its numbers.
fn number_grams(number: &str) -> String {
    const PAIR: usize = 2;
    grams(number).split(' ').filter(|gram| gram.len() != PAIR).collect::<Vec<_>>().join(" ")
}

/// Stores new projects, each with its board, and makes them searchable.
pub async fn insert_all(
    tx: &mut Tx,
    new: &[New<'_>],
    search: Vec<SearchText>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<()> {
    const PROJECT: &str = "insert into project (id, number, name, nickname, code, permit, address, street, industry,
        regulator, funding, state, contract_fen, labour_share_bp, labour_cost_day, pay_day, started_on, planned_end_on,
        progress, headcount, real_name, contracts_signed, paid_by_contractor, paid_monthly, board_hung, in_arrears,
        arrears_record, latitude, longitude, note, created_at, changed_at)";
    let first = reserve(tx, "project", new.len()).await?;
    let rows: Vec<(i64, &New)> = (first..).zip(new).collect();
    let at = now.timestamp_millis();
    insert!(
        tx,
        PROJECT,
        rows,
        |to, (number, new)| {
            let p = new.project;
            to.push_bind(new.id.to_string()).push_bind(*number).push_bind(p.name.clone()).push_bind(p.nickname.clone());
            to.push_bind(text(p.code.as_ref().map(ProjectCode::as_str)));
            to.push_bind(text(p.permit.as_ref().map(PermitNumber::as_str)));
            to.push_bind(p.address.clone()).push_bind(p.street.clone()).push_bind(p.industry.as_str());
            to.push_bind(p.regulator.clone()).push_bind(p.funding.as_str()).push_bind(p.state.as_str());
            to.push_bind(p.contract.map(|sum| sum.0)).push_bind(p.labour_share_bp);
            to.push_bind(p.labour_cost_day.map(i64::from)).push_bind(p.pay_day.map(i64::from));
            to.push_bind(day(p.started_on)).push_bind(day(p.planned_end_on)).push_bind(p.progress.clone());
            to.push_bind(p.headcount).push_bind(p.real_name).push_bind(p.contracts_signed);
            to.push_bind(p.paid_by_contractor)
                .push_bind(p.paid_monthly)
                .push_bind(p.board_hung)
                .push_bind(p.in_arrears)
                .push_bind(p.arrears_record);
            to.push_bind(p.place.map(|place| place.latitude)).push_bind(p.place.map(|place| place.longitude));
            to.push_bind(p.note.clone()).push_bind(at).push_bind(new.board.changed_at.timestamp_millis());
        },
        ""
    );
    insert_parts(tx, new, today).await?;
    let entries: Vec<_> = (first..).zip(search).map(|(number, text)| text.entry(number)).collect();
    index(tx, Index::Project, &entries).await
}

/// Parties, account, deposit and board of new projects.
async fn insert_parts(tx: &mut Tx, new: &[New<'_>], today: NaiveDate) -> Result<()> {
    let mut parties = Vec::new();
    for new in new {
        let id = new.id.to_string();
        for ((position, party), company) in positions(&new.project.parties).zip(&new.companies) {
            parties.push((id.clone(), position, party, *company));
        }
    }
    insert_parties(tx, &parties, today).await?;
    let accounts: Vec<_> = new.iter().filter_map(|new| Some((new.id, new.project.account.as_ref()?))).collect();
    insert!(
        tx,
        "insert into account (project_id, bank, number, opened_on)",
        accounts,
        |to, (id, account)| {
            to.push_bind(id.to_string()).push_bind(account.bank.clone());
            to.push_bind(text(account.number.as_ref().map(AccountNumber::as_str))).push_bind(day(account.opened_on));
        },
        ""
    );
    let deposits: Vec<_> = new.iter().filter_map(|new| Some((new.id, new.project.deposit.as_ref()?))).collect();
    insert!(
        tx,
        "insert into deposit (project_id, form, amount_fen)",
        deposits,
        |to, (id, deposit)| {
            to.push_bind(id.to_string()).push_bind(deposit.form.as_str()).push_bind(deposit.amount.map(|sum| sum.0));
        },
        ""
    );
    insert!(
        tx,
        "insert into board (token, project_id, issued_on, shows_pay)",
        new,
        |to, new| {
            to.push_bind(new.board.token.to_string()).push_bind(new.id.to_string());
            to.push_bind(new.board.issued_on.to_string()).push_bind(new.board.shows_pay);
        },
        ""
    );
    Ok(())
}

/// Adds parties: project, position, party, firm.
pub async fn insert_parties(
    tx: &mut Tx,
    parties: &[(String, i64, &Party, Option<Uuid>)],
    today: NaiveDate,
) -> Result<()> {
    insert!(
        tx,
        "insert into party (id, project_id, role, position, company_id, person, phone, since_on)",
        parties,
        |to, (project, position, party, company)| {
            to.push_bind(Uuid::now_v7().to_string()).push_bind(project.clone()).push_bind(party.role.as_str());
            to.push_bind(*position).push_bind(company.map(|id| id.to_string())).push_bind(party.person.clone());
            to.push_bind(text(party.phone.as_ref().map(Phone::as_str))).push_bind(today.to_string());
        },
        ""
    );
    Ok(())
}

/// Overwrites what a project row holds.
pub async fn update(tx: &mut Tx, id: &str, p: &NewProject, now: DateTime<Utc>) -> Result<()> {
    const UPDATE: &str =
        "update project set name = $1, nickname = $2, code = $3, permit = $4, address = $5, street = $6,
        industry = $7, regulator = $8, funding = $9, state = $10, contract_fen = $11, labour_share_bp = $12,
        labour_cost_day = $13, pay_day = $14, started_on = $15, planned_end_on = $16, progress = $17, headcount = $18,
        real_name = $19, contracts_signed = $20, paid_by_contractor = $21, paid_monthly = $22, board_hung = $23,
        in_arrears = $24, arrears_record = $25, latitude = $26, longitude = $27, note = $28, changed_at = $29
        where id = $30";
    run!(
        tx,
        query(UPDATE)
            .bind(&p.name)
            .bind(&p.nickname)
            .bind(p.code.as_ref().map(ProjectCode::as_str))
            .bind(p.permit.as_ref().map(PermitNumber::as_str))
            .bind(&p.address)
            .bind(&p.street)
            .bind(p.industry.as_str())
            .bind(&p.regulator)
            .bind(p.funding.as_str())
            .bind(p.state.as_str())
            .bind(p.contract.map(|sum| sum.0))
            .bind(p.labour_share_bp)
            .bind(p.labour_cost_day.map(i64::from))
            .bind(p.pay_day.map(i64::from))
            .bind(day(p.started_on))
            .bind(day(p.planned_end_on))
            .bind(&p.progress)
            .bind(p.headcount)
            .bind(p.real_name)
            .bind(p.contracts_signed)
            .bind(p.paid_by_contractor)
            .bind(p.paid_monthly)
            .bind(p.board_hung)
            .bind(p.in_arrears)
            .bind(p.arrears_record)
            .bind(p.place.map(|place| place.latitude))
            .bind(p.place.map(|place| place.longitude))
            .bind(&p.note)
            .bind(now.timestamp_millis())
            .bind(id)
    )?;
    Ok(())
}

/// Replaces the account of a project; `None` takes it away.
pub async fn put_account(tx: &mut Tx, id: &str, account: Option<&NewAccount>) -> Result<()> {
    const INSERT: &str = "insert into account (project_id, bank, number, opened_on) values ($1, $2, $3, $4)";
    run!(tx, query("delete from account where project_id = $1").bind(id))?;
    if let Some(account) = account {
        let number = account.number.as_ref().map(AccountNumber::as_str);
        run!(tx, query(INSERT).bind(id).bind(&account.bank).bind(number).bind(day(account.opened_on)))?;
    }
    Ok(())
}

/// Replaces the deposit of a project; `None` takes it away.
pub async fn put_deposit(tx: &mut Tx, id: &str, deposit: Option<&NewDeposit>) -> Result<()> {
    const INSERT: &str = "insert into deposit (project_id, form, amount_fen) values ($1, $2, $3)";
    run!(tx, query("delete from deposit where project_id = $1").bind(id))?;
    if let Some(deposit) = deposit {
        let amount = deposit.amount.map(|sum| sum.0);
        run!(tx, query(INSERT).bind(id).bind(deposit.form.as_str()).bind(amount))?;
    }
    Ok(())
}

/// Corrects a party that stays in the chain.
pub async fn update_party(tx: &mut Tx, id: &str, position: i64, party: &Party) -> Result<()> {
    const UPDATE: &str = "update party set position = $1, person = $2, phone = $3 where id = $4";
    let phone = party.phone.as_ref().map(Phone::as_str);
    run!(tx, query(UPDATE).bind(position).bind(&party.person).bind(phone).bind(id))?;
    Ok(())
}

/// Closes a party that left; its row stays.
pub async fn close_party(tx: &mut Tx, id: &str, today: NaiveDate) -> Result<()> {
    run!(tx, query("update party set until_on = $1 where id = $2").bind(today.to_string()).bind(id))?;
    Ok(())
}

/// Keeps what changed, one row per field.
pub async fn keep_history(
    tx: &mut Tx,
    project: &str,
    fields: &[FieldChange],
    source: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let blank = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    insert!(
        tx,
        "insert into project_change (id, project_id, field, was, became, source, changed_at)",
        fields,
        |to, change| {
            to.push_bind(Uuid::now_v7().to_string()).push_bind(project.to_owned()).push_bind(change.field);
            to.push_bind(blank(&change.was)).push_bind(blank(&change.became));
            to.push_bind(source.to_owned()).push_bind(now.timestamp_millis());
        },
        ""
    );
    Ok(())
}

/// Each party with its place within its role.
pub fn positions(parties: &[Party]) -> impl Iterator<Item = (i64, &Party)> {
    parties.iter().enumerate().map(|(index, party)| {
        let before = parties[..index].iter().filter(|other| other.role == party.role).count();
        (i64::try_from(before).unwrap_or(i64::MAX), party)
    })
}

fn text(value: Option<&str>) -> Option<String> {
    value.map(str::to_owned)
}

fn day(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}
