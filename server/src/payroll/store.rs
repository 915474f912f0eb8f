//! Months of sites in the database, as officials list them.

use std::sync::LazyLock;

use anyhow::Context;
use chrono::NaiveDate;
use common::date::Month;
use common::payroll::{
    FileKind, LookView, MonthCounts, MonthFilter, MonthPage, MonthView, Personal, SiteMonths, month_state,
};
use common::settings::Settings;
use serde::Deserialize;
use sqlx::FromRow;

use super::person::Person;
use crate::auth::SCOPE;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::hex::hex;
use crate::seal::{Mark, Seal};
use crate::{db, read, run};

/// Months of one site that are listed.
const SHOWN: i64 = 24;

/// Industry, street and company of whoever asks.
pub type Bounds<'a> = [Option<&'a str>; 3];

#[derive(FromRow)]
struct MonthRow {
    number: i64,
    name: String,
    contractor: Option<String>,
    pay_day: Option<i64>,
    on_roster: Option<i64>,
    attended: Option<i64>,
    workers_due: i64,
    workers_paid: i64,
    net_fen: Option<i64>,
    paid_fen: i64,
    different: i64,
    paid_on: Option<String>,
    files: Option<String>,
    signed_by: Option<String>,
    signed_at: Option<i64>,
    changed_at: Option<i64>,
}

#[derive(FromRow)]
struct SiteMonthRow {
    month: String,
    #[sqlx(flatten)]
    row: MonthRow,
}

#[derive(FromRow)]
struct CountRow {
    sites: i64,
    unpaid: Option<i64>,
    different: Option<i64>,
    missing: Option<i64>,
}

/// What is shown of a month: `p` the site, `r` the comparison of its files, `m` what the board says of it. A month may
/// stand on the board without files.
const COLUMNS: &str = "p.number, p.name, p.pay_day, r.on_roster, r.attended,
    coalesce(m.workers_due, r.workers_due, 0) as workers_due, coalesce(m.workers_paid, r.workers_paid, 0) as workers_paid,
    r.net_fen, coalesce(m.paid_fen, r.paid_fen, 0) as paid_fen, coalesce(r.different, 0) as different,
    coalesce(m.paid_on, r.paid_on) as paid_on, r.files, r.signed_by, r.signed_at, r.changed_at,
    (select c.name from party t join company c on c.id = t.company_id
        where t.project_id = p.id and t.role = 'contractor' and t.until_on is null
        order by t.position limit 1) as contractor";

/// One month of the sites in reach.
static SITES: LazyLock<String> = LazyLock::new(|| {
    format!(
        "from project p left join payroll_run r on r.project_id = p.id and r.month = $4
        left join pay_month m on m.project_id = p.id and m.month = $4 where {SCOPE}"
    )
});

/// Sites with something in that month, and those at work.
static ASKED: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{} and (r.month is not null or m.month is not null
            or (p.state = 'building' and (p.started_on is null or p.started_on <= $5)))
            and (cast($6 as text) is null or p.name like $6 escape '~')",
        *SITES
    )
});

/// Unpaid and different ones first; sites at work that have sent nothing between them and what is in order.
static LIST: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select * from (select {COLUMNS} {}) as month
        where $7 = 'all' or ($7 = 'unpaid' and workers_paid < workers_due) or ($7 = 'different' and different > 0)
            or ($7 = 'missing' and workers_due = 0)
        order by case when workers_paid < workers_due then 0 when different > 0 then 1 when workers_due = 0 then 2
            else 3 end, different desc, number
        limit $8 offset $9",
        *ASKED
    )
});

static COUNT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select count(*) as sites,
            cast(sum(case when workers_paid < workers_due then 1 else 0 end) as bigint) as unpaid,
            cast(sum(case when different > 0 then 1 else 0 end) as bigint) as different,
            cast(sum(case when workers_due = 0 then 1 else 0 end) as bigint) as missing
        from (select coalesce(m.workers_due, r.workers_due, 0) as workers_due,
            coalesce(m.workers_paid, r.workers_paid, 0) as workers_paid, coalesce(r.different, 0) as different {}) as month",
        *ASKED
    )
});

static ONE: LazyLock<String> = LazyLock::new(|| format!("select {COLUMNS} {} and p.number = $5", *SITES));

/// The newest months of one site.
static MONTHS: LazyLock<String> = LazyLock::new(|| {
    format!(
        "select x.month, {COLUMNS}
        from (select month from payroll_run where project_id = $1
            union select month from pay_month where project_id = $1) x
        join project p on p.id = $1
        left join payroll_run r on r.project_id = p.id and r.month = x.month
        left join pay_month m on m.project_id = p.id and m.month = x.month
        order by x.month desc limit $2"
    )
});

static SITE: LazyLock<String> = LazyLock::new(|| format!("select p.id from project p where {SCOPE} and p.number = $4"));

/// What a list is asked for.
pub struct Asked {
    pub month: Month,
    pub only: MonthFilter,
    /// Part of a site's name.
    pub q: Option<String>,
    pub skip: i64,
    pub limit: i64,
}

/// A month of all sites in reach, what is unpaid or different first.
pub async fn list(
    db: &Db,
    [industry, street, company]: Bounds<'_>,
    asked: &Asked,
    settings: &Settings,
    today: NaiveDate,
) -> Result<MonthPage> {
    let like = asked.q.as_ref().map(|q| {
        let plain: String = q.chars().flat_map(|c| if "%_~".contains(c) { vec!['~', c] } else { vec![c] }).collect();
        format!("%{plain}%")
    });
    let (month, last) = (asked.month.to_string(), asked.month.last_day().to_string());
    let mut rows: Vec<MonthRow> = read!(
        db,
        query_as(LIST.as_str())
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(&month)
            .bind(&last)
            .bind(&like)
            .bind(asked.only.as_str())
            .bind(asked.limit + 1)
            .bind(asked.skip)
            .fetch_all
    )?;
    let count: CountRow = read!(
        db,
        query_as(COUNT.as_str())
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(&month)
            .bind(&last)
            .bind(&like)
            .fetch_one
    )?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let next = (rows.len() > limit).then_some(asked.skip + asked.limit);
    rows.truncate(limit);
    let counts = MonthCounts {
        all: count.sites,
        unpaid: count.unpaid.unwrap_or(0),
        different: count.different.unwrap_or(0),
        missing: count.missing.unwrap_or(0),
    };
    let months = rows.into_iter().map(|row| row.view(asked.month, settings, today)).collect();
    Ok(MonthPage { month: asked.month, counts, months, next })
}

/// The newest months of one site in reach, with the one that runs and the one before, even if nothing was sent for
/// them.
pub async fn months(
    tx: &mut Tx,
    bounds: Bounds<'_>,
    number: i64,
    settings: &Settings,
    today: NaiveDate,
) -> Result<SiteMonths> {
    let id = site(tx, bounds, number).await?;
    let rows: Vec<SiteMonthRow> = db!(tx, query_as(MONTHS.as_str()).bind(&id).bind(SHOWN).fetch_all)?;
    let mut months = Vec::with_capacity(rows.len() + 2);
    for SiteMonthRow { month, row } in rows {
        let month = Month::parse(&month).map_err(anyhow::Error::msg).context("payroll_run.month")?;
        months.push(row.view(month, settings, today));
    }
    let now = Month::of(today);
    for month in [now, now.prev()] {
        if months.iter().all(|known| known.month != month) {
            months.push(find(tx, bounds, number, month, settings, today).await?);
        }
    }
    months.sort_by_key(|view| std::cmp::Reverse(view.month));
    let project = months.first().map(|view| view.project.clone()).unwrap_or_default();
    Ok(SiteMonths { project, months })
}

/// The month of one site in reach.
pub async fn find(
    tx: &mut Tx,
    [industry, street, company]: Bounds<'_>,
    number: i64,
    month: Month,
    settings: &Settings,
    today: NaiveDate,
) -> Result<MonthView> {
    let row: Option<MonthRow> = db!(
        tx,
        query_as(ONE.as_str())
            .bind(industry)
            .bind(street)
            .bind(company)
            .bind(month.to_string())
            .bind(number)
            .fetch_optional
    )?;
    Ok(row.ok_or(Error::NotFound("项目"))?.view(month, settings, today))
}

/// The id of a site in reach.
pub async fn site(tx: &mut Tx, [industry, street, company]: Bounds<'_>, number: i64) -> Result<String> {
    let id: Option<String> =
        db!(tx, query_scalar(SITE.as_str()).bind(industry).bind(street).bind(company).bind(number).fetch_optional)?;
    id.ok_or(Error::NotFound("项目"))
}

/// Signs a month as it stood at `seen`, epoch milliseconds; the board's line on it changes too. `false` if there is no
/// payroll to sign, or it has changed.
pub async fn sign(tx: &mut Tx, project: &str, month: Month, who: &str, seen: i64, at: i64) -> Result<bool> {
    const SIGN: &str = "update payroll_run set signed_by = $1, signed_at = $2
        where month = $3 and project_id = $4 and workers_due > 0 and changed_at = $5";
    const TOUCH: &str = "update project set changed_at = $1 where id = $2";
    let signed = run!(tx, query(SIGN).bind(who).bind(at).bind(month.to_string()).bind(project).bind(seen))? > 0;
    if signed {
        run!(tx, query(TOUCH).bind(at).bind(project))?;
    }
    Ok(signed)
}

/// The personal data of one person, as the newest file on this site and in this month tells it. `None`: nobody.
pub async fn person(tx: &mut Tx, seal: &Seal, project: &str, month: Month, mark: Mark) -> Result<Option<Person>> {
    const PAYROLL: &str = "select sealed from payroll_row
        where month = $1 and project_id = $2 and person = $3 and replaced_at is null limit 1";
    const BANK: &str = "select sealed from bank_row
        where month = $1 and project_id = $2 and person = $3 and replaced_at is null limit 1";
    const ATTENDANCE: &str = "select sealed from attendance_row
        where month = $1 and project_id = $2 and person = $3 and replaced_at is null limit 1";
    const ROSTER: &str = "select sealed from roster_entry
        where project_id = $1 and person = $2 and replaced_at is null order by slot desc limit 1";
    let month = month.to_string();
    let mut whole: Option<Person> = None;
    let roster: Option<Vec<u8>> = db!(tx, query_scalar(ROSTER).bind(project).bind(mark.to_vec()).fetch_optional)?;
    let mut sealed = vec![roster];
    for sql in [PAYROLL, BANK, ATTENDANCE] {
        let found: Option<Vec<u8>> =
            db!(tx, query_scalar(sql).bind(&month).bind(project).bind(mark.to_vec()).fetch_optional)?;
        sealed.push(found);
    }
    // The card that was to be paid comes before the one on the roster, which may be older.
    sealed.swap(0, 1);
    for value in sealed.into_iter().flatten() {
        let found = Person::open(seal, &value, &mark)?;
        let before = whole.take().unwrap_or_default();
        whole = Some(Person {
            name: if before.name.is_empty() { found.name } else { before.name },
            id: before.id.or(found.id),
            phone: before.phone.or(found.phone),
            card: before.card.or(found.card),
        });
    }
    Ok(whole)
}

/// What the audit trail keeps of an opening.
#[derive(Deserialize)]
struct Look {
    field: Personal,
    purpose: String,
}

/// Every opening of this person's numbers, newest first.
pub async fn looks(tx: &mut Tx, mark: Mark) -> Result<Vec<LookView>> {
    const LOOKS: &str = "select at, actor, detail from audit_entry
        where action = 'person.open' and target = $1 order by number desc limit 200";
    let rows: Vec<(i64, String, String)> = db!(tx, query_as(LOOKS).bind(hex(&mark)).fetch_all)?;
    rows.into_iter()
        .map(|(at, actor, detail)| {
            let look: Look = serde_json::from_str(&detail).context("audit_entry.detail")?;
            Ok(LookView { at, actor, field: look.field, purpose: look.purpose })
        })
        .collect()
}

impl MonthRow {
    fn view(self, month: Month, settings: &Settings, today: NaiveDate) -> MonthView {
        let due_on = self
            .pay_day
            .and_then(|day| u8::try_from(day).ok())
            .map(|day| settings.calendar.pay_day_on(month.next(), day));
        let paid_on = self.paid_on.and_then(|day| day.parse().ok());
        let sent = self.files.unwrap_or_default();
        let (workers_due, workers_paid) = (self.workers_due, self.workers_paid);
        MonthView {
            number: self.number,
            project: self.name,
            contractor: self.contractor,
            month,
            state: month_state(workers_due, workers_paid, paid_on, due_on, today),
            due_on,
            paid_on,
            on_roster: self.on_roster.unwrap_or(0),
            attended: self.attended.unwrap_or(0),
            workers_due,
            workers_paid,
            net_fen: self.net_fen.unwrap_or(0),
            paid_fen: self.paid_fen,
            different: self.different,
            missing: FileKind::ALL
                .iter()
                .copied()
                .filter(|kind| !sent.split(' ').any(|word| word == kind.as_str()))
                .collect(),
            signed_by: self.signed_by,
            signed_at: self.signed_at,
            changed_at: self.changed_at,
        }
    }
}
