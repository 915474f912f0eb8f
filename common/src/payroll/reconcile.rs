//! The comparison of one month's roster, attendance, payroll and bank return on one site, worker by worker.
//!
//! Law: 《保障农民工工资支付条例》第二十八条 (registered before work), 第三十一条 (assessed, paid from the account to the
//! worker's own card); 《最低工资规定》第十二条 (without overtime and special allowances).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::tenths_label;
use super::{AttendanceRow, BankRow, Finding, Outcome, PayrollRow, Reason};
use crate::date::Month;
use crate::id::{BankCard, Phone, ResidentId};
use crate::money::Fen;
use crate::roster::{Age, ContractKind, RosterRow, WorkerRules};

/// Working days of a month with full pay, in hundredths: 21.75.
///
/// Law: 《关于职工全年月平均工作时间和工资折算问题的通知》.
const MONTH_DAYS: i64 = 2_175;

/// What is stored of a month on a site.
#[derive(Clone, Debug, Default)]
pub struct MonthRows {
    pub roster: Vec<RosterRow>,
    pub attendance: Vec<AttendanceRow>,
    pub payroll: Vec<PayrollRow>,
    pub bank: Vec<BankRow>,
}

/// What the comparison needs to know beside the rows.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    pub month: Month,
    /// In force in that month, per month of full work. `None`: not compared.
    pub minimum_wage: Option<Fen>,
    pub workers: &'a WorkerRules,
}

/// The month of one worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerMonth {
    /// `None` for a transfer whose card belongs to nobody known.
    pub id: Option<ResidentId>,
    pub name: String,
    pub team: Option<String>,
    pub phone: Option<Phone>,
    pub card: Option<BankCard>,
    /// Days of attendance, tenths.
    pub days: Option<i64>,
    pub gross: Option<Fen>,
    /// What is to arrive.
    pub net: Option<Fen>,
    /// What arrived.
    pub paid: Option<Fen>,
    pub paid_on: Option<NaiveDate>,
    pub on_roster: bool,
    /// Empty: everything matches.
    pub findings: Vec<Finding>,
}

impl WorkerMonth {
    /// Whether nothing stands against the month; doubts do not count.
    pub fn is_matched(&self) -> bool {
        self.findings.iter().all(|finding| finding.reason.is_doubt())
    }

    /// Whether all that was due arrived.
    pub fn is_paid(&self) -> bool {
        self.net.is_some_and(|net| self.paid.unwrap_or(Fen::ZERO) >= net)
    }
}

/// The sums of a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub on_roster: i64,
    pub attended: i64,
    /// Workers with wages on the payroll.
    pub due: i64,
    /// Of these, paid in full.
    pub paid: i64,
    pub gross: Fen,
    pub net: Fen,
    pub arrived: Fen,
    /// Workers with a difference.
    pub different: i64,
    /// Day of the last transfer.
    pub paid_on: Option<NaiveDate>,
}

/// What is gathered of one worker.
#[derive(Default)]
struct Gathered<'a> {
    roster: Vec<&'a RosterRow>,
    attendance: Vec<&'a AttendanceRow>,
    payroll: Vec<&'a PayrollRow>,
    bank: Vec<&'a BankRow>,
}

/// Every worker that any of the files names, in the order of ID numbers; transfers to unknown cards come last.
///
/// A file that is missing as a whole says nothing about anyone: without a bank return nobody is short.
pub fn reconcile(rows: &MonthRows, rules: Rules<'_>) -> Vec<WorkerMonth> {
    let mut people: BTreeMap<&ResidentId, Gathered<'_>> = BTreeMap::new();
    for row in rows.roster.iter().filter(|row| was_on_site(row, rules.month)) {
        people.entry(&row.id).or_default().roster.push(row);
    }
    for row in &rows.attendance {
        people.entry(&row.id).or_default().attendance.push(row);
    }
    for row in &rows.payroll {
        people.entry(&row.id).or_default().payroll.push(row);
    }
    let holders = holders(rows);
    let mut strangers = Vec::new();
    for row in &rows.bank {
        match row.id.as_ref().or_else(|| holder(&holders, row)) {
            Some(id) => people.entry(id).or_default().bank.push(row),
            None => strangers.push(row),
        }
    }
    let shared = shared_cards(&people);
    let mut months: Vec<WorkerMonth> =
        people.into_iter().map(|(id, gathered)| worker(id, &gathered, rows, &shared, rules)).collect();
    months.extend(strangers.into_iter().map(stranger));
    months
}

/// The sums over all workers of a month.
pub fn totals(months: &[WorkerMonth]) -> Totals {
    let mut sum = Totals::default();
    for month in months {
        sum.on_roster += i64::from(month.on_roster);
        sum.attended += i64::from(month.days.is_some_and(|days| days > 0));
        sum.due += i64::from(month.net.is_some_and(|net| net > Fen::ZERO));
        sum.paid += i64::from(month.net.is_some_and(|net| net > Fen::ZERO) && month.is_paid());
        sum.different += i64::from(!month.is_matched());
        for (total, part) in [(&mut sum.gross, month.gross), (&mut sum.net, month.net), (&mut sum.arrived, month.paid)]
        {
            total.0 += part.unwrap_or(Fen::ZERO).0;
        }
        sum.paid_on = sum.paid_on.max(month.paid_on);
    }
    sum
}

fn was_on_site(row: &RosterRow, month: Month) -> bool {
    row.entered_on <= month.last_day() && row.left_on.is_none_or(|left| left >= month.first_day())
}

/// Whose each card is, by payroll and roster; a card of several people keeps them all.
fn holders(rows: &MonthRows) -> HashMap<&BankCard, BTreeMap<&ResidentId, &str>> {
    let mut holders: HashMap<&BankCard, BTreeMap<&ResidentId, &str>> = HashMap::new();
    let payroll = rows.payroll.iter().map(|row| (&row.card, &row.id, row.name.as_str()));
    let roster = rows.roster.iter().map(|row| (&row.card, &row.id, row.name.as_str()));
    for (card, id, name) in payroll.chain(roster) {
        if let Some(card) = card {
            holders.entry(card).or_default().entry(id).or_insert(name);
        }
    }
    holders
}

/// Whom a transfer without an ID number went to: the card's only holder, or the one of its holders with that name.
fn holder<'a>(holders: &HashMap<&BankCard, BTreeMap<&'a ResidentId, &str>>, row: &BankRow) -> Option<&'a ResidentId> {
    let people = holders.get(&row.card)?;
    let named = people.iter().find(|(_, name)| **name == row.name);
    named.or_else(|| people.iter().next().filter(|_| people.len() == 1)).map(|(id, _)| *id)
}

/// Cards to which the wages of more than one person go.
fn shared_cards<'a>(people: &BTreeMap<&ResidentId, Gathered<'a>>) -> BTreeSet<&'a BankCard> {
    let mut users: HashMap<&BankCard, &ResidentId> = HashMap::new();
    let mut shared = BTreeSet::new();
    for (id, gathered) in people {
        let payroll = gathered.payroll.iter().filter_map(|row| row.card.as_ref());
        for card in payroll.chain(gathered.bank.iter().map(|row| &row.card)) {
            if *users.entry(card).or_insert(id) != *id {
                shared.insert(card);
            }
        }
    }
    shared
}

fn worker(
    id: &ResidentId,
    of: &Gathered<'_>,
    rows: &MonthRows,
    shared: &BTreeSet<&BankCard>,
    rules: Rules<'_>,
) -> WorkerMonth {
    let sum = |parts: &mut dyn Iterator<Item = i64>| parts.reduce(|a, b| a + b);
    let paid_rows = || of.bank.iter().filter(|row| row.outcome == Outcome::Paid);
    let net = sum(&mut of.payroll.iter().map(|row| row.net.0)).map(Fen);
    let paid = sum(&mut paid_rows().map(|row| row.amount.0)).map(Fen);
    let days = sum(&mut of.attendance.iter().map(|row| row.days));
    let mut month = WorkerMonth {
        id: Some(id.clone()),
        name: name(of),
        team: of
            .payroll
            .iter()
            .map(|row| &row.team)
            .chain(of.attendance.iter().map(|row| &row.team))
            .chain(of.roster.iter().map(|row| &row.team))
            .find_map(Clone::clone),
        phone: of
            .roster
            .iter()
            .map(|row| &row.phone)
            .chain(of.payroll.iter().map(|row| &row.phone))
            .find_map(Clone::clone),
        card: of
            .payroll
            .iter()
            .find_map(|row| row.card.clone())
            .or_else(|| of.roster.iter().find_map(|row| row.card.clone())),
        days,
        gross: sum(&mut of.payroll.iter().map(|row| row.gross.0)).map(Fen),
        net,
        paid,
        paid_on: paid_rows().filter_map(|row| row.paid_on).max(),
        on_roster: !of.roster.is_empty(),
        findings: Vec::new(),
    };
    let found = &mut month.findings;
    money(of, net, paid, !rows.bank.is_empty(), !rows.payroll.is_empty(), found);
    work(of, days, rows, found);
    cards(of, shared, found);
    names(of, found);
    if let Some(minimum) = rules.minimum_wage {
        minimum_wage(of, days, minimum, found);
    }
    person(id, of, rows, rules, found);
    found.sort_by_key(|finding| finding.reason);
    month
}

fn name(of: &Gathered<'_>) -> String {
    let names = of.roster.iter().map(|row| &row.name).chain(of.payroll.iter().map(|row| &row.name));
    let names = names.chain(of.attendance.iter().map(|row| &row.name)).chain(of.bank.iter().map(|row| &row.name));
    names.into_iter().next().cloned().unwrap_or_default()
}

/// Payroll against bank return.
fn money(
    of: &Gathered<'_>,
    net: Option<Fen>,
    paid: Option<Fen>,
    has_bank: bool,
    has_payroll: bool,
    found: &mut Vec<Finding>,
) {
    let (due, arrived) = (net.unwrap_or(Fen::ZERO), paid.unwrap_or(Fen::ZERO));
    let both = format!("应到 {}，实到 {}", due.label(), arrived.label());
    if net.is_none() {
        if arrived > Fen::ZERO && has_payroll {
            found.push(Finding::new(Reason::PaidNotOnPayroll, format!("实到 {}", arrived.label())));
        }
    } else if !has_bank {
        // Nothing is known yet.
    } else if of.bank.is_empty() {
        if due > Fen::ZERO {
            found.push(Finding::new(Reason::AbsentInBank, format!("应到 {}", due.label())));
        }
    } else if arrived < due {
        let missing = Fen(due.0 - arrived.0).label();
        let failed = of.bank.iter().any(|row| row.outcome == Outcome::Failed);
        let reason = if failed { Reason::Failed } else { Reason::Short };
        found.push(Finding::new(reason, format!("{both}，少 {missing}")));
    } else if arrived > due {
        found.push(Finding::new(Reason::PaidMore, format!("{both}，多 {}", Fen(arrived.0 - due.0).label())));
    }
}

/// Attendance against payroll.
fn work(of: &Gathered<'_>, days: Option<i64>, rows: &MonthRows, found: &mut Vec<Finding>) {
    let worked = days.unwrap_or(0);
    if worked > 0 && of.payroll.is_empty() && !rows.payroll.is_empty() {
        found.push(Finding::new(Reason::AttendedNotOnPayroll, format!("出勤 {} 天", tenths_label(worked))));
    }
    // What is paid later for another month needs no attendance in this one.
    let this_month = of.payroll.iter().any(|row| row.back_month.is_none() && row.gross > Fen::ZERO);
    if worked == 0 && this_month && !rows.attendance.is_empty() {
        let gross: i64 = of.payroll.iter().map(|row| row.gross.0).sum();
        found.push(Finding::new(Reason::PayrollNoAttendance, format!("应发 {}", Fen(gross).label())));
    }
}

fn cards(of: &Gathered<'_>, shared: &BTreeSet<&BankCard>, found: &mut Vec<Finding>) {
    let own = || of.payroll.iter().filter_map(|row| row.card.as_ref());
    let tail = |card: &BankCard| card.as_str()[card.as_str().len().saturating_sub(4)..].to_owned();
    if let Some(card) = own().chain(of.bank.iter().map(|row| &row.card)).find(|card| shared.contains(*card)) {
        found.push(Finding::new(Reason::CardShared, format!("尾号 {}", tail(card))));
    }
    let other = of.bank.iter().find(|row| own().next().is_some() && !own().any(|card| *card == row.card));
    if let Some(other) = other {
        found.push(Finding::new(Reason::CardDiffers, format!("发到尾号 {}", tail(&other.card))));
    }
}

fn names(of: &Gathered<'_>, found: &mut Vec<Finding>) {
    let files = [
        ("花名册", of.roster.first().map(|row| &row.name)),
        ("考勤表", of.attendance.first().map(|row| &row.name)),
        ("工资表", of.payroll.first().map(|row| &row.name)),
        ("回单", of.bank.first().map(|row| &row.name)),
    ];
    let said: Vec<(&str, &String)> = files.into_iter().filter_map(|(file, name)| Some((file, name?))).collect();
    if said.iter().any(|(_, name)| *name != said[0].1) {
        let list: Vec<String> = said.iter().map(|(file, name)| format!("{file}写“{name}”")).collect();
        found.push(Finding::new(Reason::NameDiffers, list.join("，")));
    }
}

/// Wages of this month without overtime and allowances, against the standard for the days worked.
fn minimum_wage(of: &Gathered<'_>, attended: Option<i64>, minimum: Fen, found: &mut Vec<Finding>) {
    let this_month: Vec<_> = of.payroll.iter().filter(|row| row.back_month.is_none()).collect();
    if this_month.is_empty() {
        return;
    }
    let base: i64 = this_month.iter().map(|row| row.gross.0 - row.overtime.0 - row.bonus.0).sum();
    let stated = this_month.iter().filter_map(|row| row.days).reduce(|a, b| a + b);
    // Tenths to hundredths of a day, at most a full month.
    let days = attended.or(stated).map_or(MONTH_DAYS, |days| (days * 10).min(MONTH_DAYS));
    if base * MONTH_DAYS < minimum.0 * days {
        let least = Fen(minimum.0 * days / MONTH_DAYS);
        let detail = format!("不含加班和补贴 {}，这些天数的最低标准是 {}", Fen(base).label(), least.label());
        found.push(Finding::new(Reason::BelowMinimum, detail));
    }
}

/// Age, roster and contract.
fn person(id: &ResidentId, of: &Gathered<'_>, rows: &MonthRows, rules: Rules<'_>, found: &mut Vec<Finding>) {
    let contract = of.roster.iter().find_map(|row| row.contract);
    if of.roster.is_empty() {
        if !rows.roster.is_empty() {
            found.push(Finding::new(Reason::NotOnRoster, "本月花名册没有登记"));
        }
    } else if contract.is_none() {
        found.push(Finding::new(Reason::NoContract, "花名册里合同一栏是空的"));
    }
    match rules.workers.age(id, rules.month.last_day()) {
        Age::Child => found.push(Finding::new(Reason::Child, format!("未满 {} 周岁", rules.workers.child_under))),
        Age::Juvenile => {
            found.push(Finding::new(Reason::Juvenile, format!("未满 {} 周岁", rules.workers.juvenile_under)))
        }
        Age::Retired if contract == Some(ContractKind::Labour) => {
            found.push(Finding::new(Reason::OverAge, "花名册里签的是劳动合同"));
        }
        Age::Retired | Age::Adult => {}
    }
}

/// A transfer to a card that belongs to nobody known.
fn stranger(row: &BankRow) -> WorkerMonth {
    let paid = (row.outcome == Outcome::Paid).then_some(row.amount);
    WorkerMonth {
        id: None,
        name: row.name.clone(),
        team: None,
        phone: None,
        card: Some(row.card.clone()),
        days: None,
        gross: None,
        net: None,
        paid,
        paid_on: row.paid_on,
        on_roster: false,
        findings: vec![Finding::new(Reason::PaidNotOnPayroll, format!("回单金额 {}", row.amount.label()))],
    }
}

#[cfg(test)]
mod tests;
