//! What is known of a month's money, in one row.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::date::{self, Month};
use common::money::Fen;
use common::money_chain::{ChainFacts, ChainNames, MonthPayroll, OwnerPayment, Received, Signing};
use common::payroll::FileKind;
use common::project::ProjectState;
use sqlx::FromRow;

use crate::db;
use crate::db::Tx;
use crate::error::Result;

/// A site and its month.
pub struct Known {
    pub state: ProjectState,
    pub started_on: Option<NaiveDate>,
    pub facts: ChainFacts,
}

#[derive(FromRow)]
struct Row {
    state: String,
    started_on: Option<String>,
    pay_day: Option<i64>,
    labour_cost_day: Option<i64>,
    owner: Option<String>,
    contractor: Option<String>,
    officer: Option<String>,
    bank: Option<String>,
    due_on: Option<String>,
    amount_fen: Option<i64>,
    labour_fen: Option<i64>,
    owner_paid_fen: Option<i64>,
    owner_paid_on: Option<String>,
    balance_fen: Option<i64>,
    entries: Option<i64>,
    last_on: Option<String>,
    received_fen: i64,
    received_on: Option<String>,
    files: Option<String>,
    run_due: Option<i64>,
    run_paid: Option<i64>,
    net_fen: Option<i64>,
    run_paid_fen: Option<i64>,
    run_paid_on: Option<String>,
    signed_at: Option<i64>,
    made_at: Option<i64>,
    sent: i64,
    failed: i64,
    pending: i64,
    told_due: Option<i64>,
    told_paid: Option<i64>,
    told_paid_fen: Option<i64>,
    told_paid_on: Option<String>,
}

/// What is known of the month on the site with this id.
pub async fn find(tx: &mut Tx, id: &str, month: Month) -> Result<Known> {
    // An entry that names no month pays for the month before its own.
    const FIND: &str = "select p.state, p.started_on, p.pay_day, p.labour_cost_day, a.bank,
            (select c.name from party t join company c on c.id = t.company_id
                where t.project_id = p.id and t.role = 'owner' and t.until_on is null
                order by t.position limit 1) as owner,
            (select c.name from party t join company c on c.id = t.company_id
                where t.project_id = p.id and t.role = 'contractor' and t.until_on is null
                order by t.position limit 1) as contractor,
            (select t.person from party t where t.project_id = p.id and t.role = 'officer' and t.until_on is null
                order by t.position limit 1) as officer,
            o.due_on, o.amount_fen, o.labour_fen, o.paid_fen as owner_paid_fen, o.paid_on as owner_paid_on,
            s.balance_fen, s.entries, s.last_on,
            (select cast(coalesce(sum(e.amount_fen), 0) as bigint) from account_entry e
                where e.project_id = p.id and e.kind = 'labour' and e.voided_at is null
                and (e.month = $2 or (e.month is null and e.day >= $3 and e.day <= $4))) as received_fen,
            (select max(e.day) from account_entry e
                where e.project_id = p.id and e.kind = 'labour' and e.voided_at is null
                and (e.month = $2 or (e.month is null and e.day >= $3 and e.day <= $4))) as received_on,
            r.files, r.workers_due as run_due, r.workers_paid as run_paid, r.net_fen, r.paid_fen as run_paid_fen,
            r.paid_on as run_paid_on, r.signed_at,
            (select min(f.imported_at) from wage_file f where f.id in
                (select w.file_id from payroll_row w where w.month = $2 and w.project_id = p.id)) as made_at,
            (select count(distinct b.person) from bank_row b
                where b.month = $2 and b.project_id = p.id and b.replaced_at is null) as sent,
            (select count(distinct b.person) from bank_row b
                where b.month = $2 and b.project_id = p.id and b.replaced_at is null and b.outcome = 'failed'
                and not exists (select 1 from bank_row g where g.month = $2 and g.project_id = p.id
                    and g.person = b.person and g.replaced_at is null and g.outcome <> 'failed')) as failed,
            (select count(distinct b.person) from bank_row b
                where b.month = $2 and b.project_id = p.id and b.replaced_at is null and b.outcome = 'pending'
                and not exists (select 1 from bank_row g where g.month = $2 and g.project_id = p.id
                    and g.person = b.person and g.replaced_at is null and g.outcome = 'paid')) as pending,
            m.workers_due as told_due, m.workers_paid as told_paid, m.paid_fen as told_paid_fen,
            m.paid_on as told_paid_on
        from project p
        left join account a on a.project_id = p.id
        left join account_state s on s.project_id = p.id
        left join progress_payment o on o.project_id = p.id and o.month = $2
        left join payroll_run r on r.project_id = p.id and r.month = $2
        left join pay_month m on m.project_id = p.id and m.month = $2
        where p.id = $1";
    let row: Row = db!(
        tx,
        query_as(FIND)
            .bind(id)
            .bind(month.to_string())
            .bind(month.next().first_day().to_string())
            .bind(month.next().last_day().to_string())
            .fetch_one
    )?;
    row.known(month)
}

impl Row {
    fn known(self, month: Month) -> Result<Known> {
        let number = |day: Option<i64>, column| day.map(u8::try_from).transpose().context(column);
        Ok(Known {
            state: ProjectState::parse(&self.state).context("project.state")?,
            started_on: day(self.started_on.as_deref()).context("project.started_on")?,
            facts: ChainFacts {
                month,
                pay_day: number(self.pay_day, "project.pay_day")?,
                labour_cost_day: number(self.labour_cost_day, "project.labour_cost_day")?,
                has_account: self.bank.is_some(),
                progress: self.progress()?,
                received: self.received()?,
                payroll: self.payroll()?,
                names: ChainNames {
                    owner: self.owner,
                    contractor: self.contractor,
                    officer: self.officer,
                    bank: self.bank,
                },
            },
        })
    }

    fn progress(&self) -> Result<Option<OwnerPayment>> {
        let Some(due_on) = day(self.due_on.as_deref()).context("progress_payment.due_on")? else { return Ok(None) };
        Ok(Some(OwnerPayment {
            due_on,
            amount: fen(self.amount_fen),
            labour: fen(self.labour_fen),
            paid: fen(self.owner_paid_fen),
            paid_on: day(self.owner_paid_on.as_deref()).context("progress_payment.paid_on")?,
        }))
    }

    fn received(&self) -> Result<Option<Received>> {
        if self.entries.unwrap_or(0) == 0 {
            return Ok(None);
        }
        Ok(Some(Received {
            amount: Fen(self.received_fen),
            last_on: day(self.received_on.as_deref()).context("account_entry.day")?,
            known_until: day(self.last_on.as_deref()).context("account_state.last_on")?,
            balance: fen(self.balance_fen),
        }))
    }

    /// From the payroll's files; where there are none, from the sums that were reported.
    fn payroll(&self) -> Result<Option<MonthPayroll>> {
        let sent = |kind: FileKind| self.files.iter().flat_map(|files| files.split(' ')).any(|it| it == kind.as_str());
        let day_of = |at: i64| DateTime::<Utc>::from_timestamp_millis(at).map(date::beijing_day);
        let told = self.told_due.filter(|due| *due > 0 && !sent(FileKind::Payroll));
        if let Some(workers_due) = told {
            let workers_paid = self.told_paid.unwrap_or(0);
            return Ok(Some(MonthPayroll {
                attendance: sent(FileKind::Attendance),
                made_on: None,
                signing: Signing::Unrecorded,
                workers_due,
                workers_paid,
                sent: workers_paid,
                failed: 0,
                pending: 0,
                net: None,
                paid: fen(self.told_paid_fen),
                paid_on: day(self.told_paid_on.as_deref()).context("pay_month.paid_on")?,
            }));
        }
        if self.files.is_none() {
            return Ok(None);
        }
        Ok(Some(MonthPayroll {
            attendance: sent(FileKind::Attendance),
            made_on: self.made_at.and_then(day_of),
            signing: self.signed_at.and_then(day_of).map_or(Signing::Missing, Signing::On),
            workers_due: self.run_due.unwrap_or(0),
            workers_paid: self.run_paid.unwrap_or(0),
            sent: self.sent,
            failed: self.failed,
            pending: self.pending,
            net: self.net_fen.map(Fen),
            paid: fen(self.run_paid_fen),
            paid_on: day(self.run_paid_on.as_deref()).context("payroll_run.paid_on")?,
        }))
    }
}

fn fen(sum: Option<i64>) -> Fen {
    Fen(sum.unwrap_or(0))
}

fn day(text: Option<&str>) -> anyhow::Result<Option<NaiveDate>> {
    Ok(text.map(str::parse).transpose()?)
}
