use super::*;
use crate::date::Month;

const IDS: [&str; 3] = ["330106189001010019", "330106189506150025", "51010718880808003X"];
const CARDS: [&str; 3] = ["6222020000000000000", "6217000000000000012", "6228480000000000026"];

fn id(n: usize) -> ResidentId {
    ResidentId::parse(IDS[n], "2026-11-24".parse().unwrap()).unwrap()
}

fn card(n: usize) -> Option<BankCard> {
    BankCard::parse(CARDS[n]).ok()
}

fn roster(n: usize) -> RosterRow {
    RosterRow {
        id: id(n),
        name: format!("甲某{n}"),
        phone: None,
        card: card(n),
        employer: None,
        team: None,
        trade: None,
        entered_on: "2026-03-01".parse().unwrap(),
        left_on: None,
        contract: Some(ContractKind::Agreement),
    }
}

fn pay(n: usize) -> PayrollRow {
    PayrollRow {
        id: id(n),
        name: format!("甲某{n}"),
        phone: None,
        card: card(n),
        team: None,
        days: Some(220),
        gross: Fen(660_000),
        overtime: Fen::ZERO,
        bonus: Fen::ZERO,
        withheld: Fen::ZERO,
        deducted: Fen(8_000),
        advanced: Fen::ZERO,
        net: Fen(652_000),
        back_month: None,
    }
}

/// Two workers whose month is in order.
fn sound() -> MonthRows {
    let attendance = |n| AttendanceRow { id: id(n), name: format!("甲某{n}"), team: None, days: 220, hours: None };
    let bank = |n: usize| BankRow {
        id: None,
        name: format!("甲某{n}"),
        card: card(n).unwrap(),
        amount: Fen(652_000),
        paid_on: Some("2026-08-14".parse().unwrap()),
        outcome: Outcome::Paid,
        voucher: None,
    };
    MonthRows {
        roster: vec![roster(0), roster(1)],
        attendance: vec![attendance(0), attendance(1)],
        payroll: vec![pay(0), pay(1)],
        bank: vec![bank(0), bank(1)],
    }
}

fn run(rows: &MonthRows) -> Vec<WorkerMonth> {
    let workers = WorkerRules::default();
    let rules = Rules { month: Month::parse("2026-07").unwrap(), minimum_wage: Some(Fen(249_000)), workers: &workers };
    reconcile(rows, rules)
}

/// What a change of the sound month makes the comparison find.
fn found(change: impl FnOnce(&mut MonthRows)) -> Vec<Reason> {
    let mut rows = sound();
    change(&mut rows);
    run(&rows).into_iter().flat_map(|month| month.findings).map(|finding| finding.reason).collect()
}

#[test]
fn a_month_in_order_is_matched() {
    let months = run(&sound());
    assert!(months.iter().all(|month| month.findings.is_empty()), "{months:?}");
    let sum = totals(&months);
    assert_eq!((sum.on_roster, sum.attended, sum.due, sum.paid, sum.different), (2, 2, 2, 2, 0));
    assert_eq!((sum.arrived, sum.paid_on), (Fen(1_304_000), "2026-08-14".parse().ok()));
}

#[test]
fn each_difference_has_its_reason() {
    use Reason::*;
    assert_eq!(found(|rows| drop(rows.bank.pop())), [AbsentInBank]);
    assert_eq!(found(|rows| rows.bank[0].amount = Fen(651_999)), [Short]);
    assert_eq!(found(|rows| rows.bank[0].amount = Fen(652_001)), [PaidMore]);
    assert_eq!(found(|rows| rows.bank[0].outcome = Outcome::Failed), [Failed]);
    assert_eq!(found(|rows| rows.bank[0].outcome = Outcome::Pending), [Short]);
    assert_eq!(found(|rows| drop(rows.attendance.pop())), [PayrollNoAttendance]);
    assert_eq!(found(|rows| rows.attendance[0].days = 0), [PayrollNoAttendance]);
    assert_eq!(found(|rows| drop(rows.roster.pop())), [NotOnRoster]);
    assert_eq!(found(|rows| rows.roster[0].contract = None), [NoContract]);
    assert_eq!(found(|rows| rows.roster[0].contract = Some(ContractKind::Labour)), [OverAge]);
    assert_eq!(found(|rows| rows.attendance[0].name = "乙某".into()), [NameDiffers]);
    let unpaid = found(|rows| {
        rows.payroll.remove(0);
        rows.bank.remove(0);
    });
    assert_eq!(unpaid, [AttendedNotOnPayroll]);
    assert_eq!(found(|rows| drop(rows.payroll.remove(0))), [PaidNotOnPayroll, AttendedNotOnPayroll]);
    let shared = found(|rows| {
        rows.payroll[0].card = card(1);
        rows.bank[0].card = card(1).unwrap();
    });
    assert_eq!(shared, [CardShared, CardShared]);
    let other = found(|rows| {
        rows.bank[0].id = Some(id(0));
        rows.bank[0].card = card(2).unwrap();
    });
    assert_eq!(other, [CardDiffers]);
    assert_eq!(
        found(|rows| rows.bank.push(BankRow { card: card(2).unwrap(), ..rows.bank[0].clone() })),
        [PaidNotOnPayroll]
    );
}

#[test]
fn a_missing_file_says_nothing_about_anyone() {
    assert!(found(|rows| rows.bank.clear()).is_empty());
    assert!(found(|rows| rows.attendance.clear()).is_empty());
    assert!(found(|rows| rows.roster.clear()).is_empty());
    assert!(found(|rows| rows.payroll.clear()).is_empty());
}

#[test]
fn two_transfers_add_up() {
    let found = found(|rows| {
        rows.bank[0].amount = Fen(600_000);
        rows.bank.push(BankRow { amount: Fen(52_000), voucher: Some("2".into()), ..rows.bank[0].clone() });
    });
    assert!(found.is_empty());
}

#[test]
fn the_minimum_wage_is_compared_for_the_days_worked() {
    // 11 of 21.75 days: 2,490.00 × 11 ÷ 21.75 = 1,259.31.
    let wage = |gross| {
        found(|rows| {
            rows.attendance[0].days = 110;
            let pay = &mut rows.payroll[0];
            (pay.gross, pay.deducted, pay.net) = (Fen(gross), Fen::ZERO, Fen(gross));
            rows.bank[0].amount = Fen(gross);
        })
    };
    assert_eq!(wage(125_931), [Reason::BelowMinimum]);
    assert!(wage(125_932).is_empty());
    let overtime = found(|rows| rows.payroll[0].overtime = Fen(411_001));
    assert_eq!(overtime, [Reason::BelowMinimum]);
    assert!(found(|rows| rows.payroll[0].overtime = Fen(411_000)).is_empty());
}

#[test]
fn who_left_before_the_month_is_not_on_its_roster() {
    let left = |day: &str| found(|rows| rows.roster[0].left_on = day.parse().ok());
    assert_eq!(left("2026-06-30"), [Reason::NotOnRoster]);
    assert!(left("2026-07-01").is_empty());
    assert!(left("2026-07-02").is_empty());
    let entered = |day: &str| found(|rows| rows.roster[0].entered_on = day.parse().unwrap());
    assert!(entered("2026-07-30").is_empty());
    assert!(entered("2026-07-31").is_empty());
    assert_eq!(entered("2026-08-01"), [Reason::NotOnRoster]);
}

#[test]
fn a_child_and_a_juvenile_are_told_by_the_end_of_the_month() {
    let workers = WorkerRules::default();
    let at = |month: &str| {
        let rows = MonthRows { payroll: vec![pay(0)], ..MonthRows::default() };
        let rules = Rules { month: Month::parse(month).unwrap(), minimum_wage: None, workers: &workers };
        reconcile(&rows, rules).remove(0)
    };
    // Born on 1890-01-01: 16 in 1906. Months are read from 1900 on.
    assert_eq!(at("1905-12").findings[0].reason, Reason::Child);
    let juvenile = at("1906-01");
    assert_eq!(juvenile.findings[0].reason, Reason::Juvenile);
    assert!(juvenile.is_matched());
    assert!(at("1908-01").findings.is_empty());
}
