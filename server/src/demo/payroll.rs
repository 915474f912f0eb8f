//! Rosters and three months of wages on the first sites of the demo, taken in by the import that firms use.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use common::id::{BankCard, ResidentId};
use common::payroll::FileKind;
use common::project::Role;
use common::settings::Settings;
use serde_json::json;

use super::district::{DemoMonth, DemoSite};
use super::names;
use crate::audit::{self, Actor};
use crate::db::Db;
use crate::payroll::{Ground, Passing, WageImport, import, sign};
use crate::seal::Seal;
use crate::{read, run};

/// Sites that have files.
pub const SITES: usize = 20;
/// Months that have files, the newest ones.
const MONTHS: usize = 3;
/// Trades with their wage for a day, yuan.
const TRADES: &[(&str, u64)] =
    &[("木工", 320), ("钢筋工", 340), ("砌筑工", 330), ("架子工", 350), ("混凝土工", 300), ("杂工", 260)];

/// What the months are imported with.
pub struct Office<'a> {
    pub db: &'a Db,
    pub settings: &'a Settings,
    pub seal: &'a Seal,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

/// The four files, as CSV over all sites.
struct Files {
    roster: String,
    attendance: String,
    payroll: String,
    bank: String,
}

struct Worker {
    name: String,
    id: ResidentId,
    phone: String,
    card: BankCard,
    team: u64,
    trade: &'static str,
    /// Yuan a day.
    rate: u64,
}

/// What does not agree about one worker's month although all wages arrived.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slip {
    OtherCard,
    OtherName,
    NoAttendance,
    LowPay,
}

/// Takes in the files of these sites, whose numbers begin with 1, and signs what is in order.
pub async fn fill(office: &Office<'_>, sites: &[DemoSite]) -> anyhow::Result<()> {
    let files = files(sites);
    for (kind, text) in [
        (FileKind::Roster, files.roster),
        (FileKind::Attendance, files.attendance),
        (FileKind::Payroll, files.payroll),
        (FileKind::BankReturn, files.bank),
    ] {
        let Office { db, settings, seal, now, today } = *office;
        let passing = Passing::write(text.as_bytes(), "csv")?;
        let options = WageImport {
            kind,
            file: passing.path().to_owned(),
            name: format!("示例{}.csv", kind.label()),
            project: None,
            month: None,
            dry_run: false,
            partial: false,
            actor: Actor::CommandLine,
        };
        let report = import(&Ground { db, seal, settings, today, now }, options).await?;
        anyhow::ensure!(report.stored && report.is_clean(), "demo {}: {report}", kind.as_str());
    }
    settle(office, sites).await
}

/// Signs the months that were paid in full on most sites, and leaves the sites as fresh as they were.
async fn settle(office: &Office<'_>, sites: &[DemoSite]) -> anyhow::Result<()> {
    const IDS: &str = "select number, id from project where number <= $1 order by number";
    let count = i64::try_from(sites.len())?;
    let ids: Vec<(i64, String)> = read!(office.db, query_as(IDS).bind(count).fetch_all)?;
    let at = office.now;
    let mut tx = office.db.begin().await?;
    for ((number, id), site) in ids.iter().zip(sites) {
        let officer = site.project.parties.iter().find(|party| party.role == Role::Officer);
        let officer = officer.and_then(|party| party.person.as_ref()).filter(|_| number % 3 != 0);
        for (month, who) in newest(site).iter().filter_map(|month| Some((month, officer?))) {
            let millis = at.timestamp_millis();
            if month.workers_paid == month.workers_due && sign(&mut tx, id, month.month, who, millis, millis).await? {
                let detail = json!({ "month": month.month, "number": number });
                audit::record(&mut tx, &Actor::CommandLine, "payroll.sign", id, &detail, at).await?;
            }
        }
        const KEEP: &str = "update project set changed_at = $1 where id = $2";
        run!(&mut tx, query(KEEP).bind(site.rest.board.changed_at.timestamp_millis()).bind(id))?;
    }
    tx.commit().await?;
    Ok(())
}

/// The months of a site that have files, oldest first.
fn newest(site: &DemoSite) -> &[DemoMonth] {
    let months = &site.rest.months;
    &months[months.len().saturating_sub(MONTHS)..]
}

fn files(sites: &[DemoSite]) -> Files {
    let mut files = Files {
        roster: "项目编号,姓名,身份证号码,联系电话,所属单位,班组,工种,进场日期,合同类型,工资卡号\n".to_owned(),
        attendance: "项目编号,月份,姓名,身份证号码,班组,出勤天数\n".to_owned(),
        payroll: "项目编号,月份,姓名,身份证号码,联系电话,班组,工种,出勤天数,日工资,应发工资,代扣代缴,已预支,实发工资,银行卡号\n"
            .to_owned(),
        bank: "项目编号,月份,户名,身份证号码,收款账号,金额,交易日期,交易状态,流水号\n".to_owned(),
    };
    for (serial, site) in (1..).zip(sites) {
        let workers: Vec<Worker> = (0..site.project.headcount.unwrap_or(0)).filter_map(|n| worker(serial, n)).collect();
        let months = newest(site);
        if months.is_empty() {
            continue;
        }
        roster(&mut files.roster, serial, site, &workers);
        for (age, month) in (0..).zip(months.iter().rev()) {
            wages(&mut files, serial, age, month, &workers);
        }
    }
    files
}

fn roster(text: &mut String, serial: u64, site: &DemoSite, workers: &[Worker]) {
    let sub = site.project.parties.iter().find(|party| party.role == Role::Subcontractor);
    let employer = sub.and_then(|party| party.name.as_deref()).unwrap_or_default();
    for (n, w) in (0_u64..).zip(workers) {
        // The last one of some sites was never registered.
        if serial % 9 == 5 && n == 0 {
            continue;
        }
        let started_on = site.project.started_on.unwrap_or_default();
        let entered_on = started_on + TimeDelta::days(i64::try_from(n % 21).unwrap_or_default());
        // Whoever was born before 1900 is past the age of a labour contract.
        let contract = if serial % 10 == 3 && n == 1 { "未签" } else { "用工书面协议" };
        let (id, card) = (w.id.as_str(), w.card.as_str());
        let line = format!(
            "{serial},{},{id},{},{employer},{}班,{},{entered_on},{contract},{card}\n",
            w.name, w.phone, w.team, w.trade
        );
        text.push_str(&line);
    }
}

/// The month that is `age` months before the newest one.
fn wages(files: &mut Files, serial: u64, age: u64, month: &DemoMonth, workers: &[Worker]) {
    let slip = slip(serial, age).filter(|_| month.workers_paid == month.workers_due);
    let of = month.month;
    for (n, w) in (0_i64..).zip(workers).take_while(|(n, _)| *n < month.workers_due) {
        let (place, slip) = (n.unsigned_abs(), slip.filter(|_| n == 2));
        let (name, id, card) = (&w.name, w.id.as_str(), w.card.as_str());
        let days = 20 + (serial * 3 + place * 5 + age) % 7;
        let rate = if slip == Some(Slip::LowPay) { 80 } else { w.rate };
        let gross = days * rate;
        let (withheld, advanced) = (if place % 5 == 0 { 60 } else { 0 }, if place % 8 == 3 { 500 } else { 0 });
        let net = gross - withheld - advanced;
        if slip != Some(Slip::NoAttendance) {
            files.attendance.push_str(&format!("{serial},{of},{name},{id},{}班,{days}\n", w.team));
        }
        files.payroll.push_str(&format!(
            "{serial},{of},{name},{id},{},{}班,{},{days},{rate},{gross},{withheld},{advanced},{net},{card}\n",
            w.phone, w.team, w.trade
        ));
        let Some(paid_on) = month.paid_on else { continue };
        let (amount, outcome) = match n - month.workers_paid {
            ..0 => (net, "成功"),
            0 => (net, "失败"),
            1 => (net / 2, "成功"),
            _ => continue,
        };
        let holder = if slip == Some(Slip::OtherName) { format!("示例{name}") } else { name.clone() };
        let other = card_number(9_000_000 + serial).filter(|_| slip == Some(Slip::OtherCard));
        let card = other.as_ref().map_or(card, BankCard::as_str);
        let voucher = format!("示{}{serial:04}{place:03}", of.first_day().format("%y%m"));
        files.bank.push_str(&format!("{serial},{of},{holder},{id},{card},{amount},{paid_on},{outcome},{voucher}\n"));
    }
}

/// About half of the months have a slip; the site that people are shown has none.
fn slip(serial: u64, age: u64) -> Option<Slip> {
    let slips = [
        None,
        Some(Slip::OtherCard),
        None,
        Some(Slip::NoAttendance),
        Some(Slip::OtherName),
        None,
        Some(Slip::LowPay),
        None,
    ];
    if serial == 1 { None } else { names::pick(&slips, serial * 3 + age * 5) }
}

/// The n-th worker of a site; every one is another person.
fn worker(serial: u64, n: i64) -> Option<Worker> {
    let place = n.unsigned_abs();
    let (trade, rate) = names::pick(TRADES, place / 3 + serial);
    Some(Worker {
        name: names::person((serial * 13 + place * 7) | ((serial * 5 + place * 11) << 8)),
        id: id_number(serial, place)?,
        phone: format!("154{:08}", 10_000_000 + serial * 1_000 + place),
        card: card_number(serial * 1_000 + place)?,
        team: place / 12 + 1,
        trade,
        rate: rate + place % 4 * 5,
    })
}

/// Born before 1900, so that nobody alive has it.
fn id_number(serial: u64, place: u64) -> Option<ResidentId> {
    let mut body = String::from("330106");
    let (year, month, day) = (1850 + place % 49, serial % 12 + 1, serial / 12 % 28 + 1);
    write!(body, "{year}{month:02}{day:02}{:03}", place / 49 * 2 + 1).ok()?;
    "0123456789X".chars().find_map(|check| ResidentId::parse(&format!("{body}{check}"), NaiveDate::MAX).ok())
}

fn card_number(number: u64) -> Option<BankCard> {
    let mut cards = (0..10).filter_map(|check| BankCard::parse(&format!("621700{number:012}{check}")).ok());
    cards.find(|card| card.warning().is_none())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use chrono::Datelike;

    use super::*;

    #[test]
    fn workers_are_nobody_alive_and_each_another() {
        let workers: Vec<Worker> = (1..=20).flat_map(|serial| (0..60).filter_map(move |n| worker(serial, n))).collect();
        assert_eq!(workers.len(), 1_200);
        assert_eq!(workers.iter().map(|w| w.id.as_str()).collect::<BTreeSet<_>>().len(), 1_200);
        assert_eq!(workers.iter().map(|w| w.card.as_str()).collect::<BTreeSet<_>>().len(), 1_200);
        assert!(workers.iter().all(|w| w.id.birthday().unwrap().year() < 1900 && w.phone.starts_with("154")));
    }
}
