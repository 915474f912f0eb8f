use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::calendar::Calendar;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const OCTOBER: &str = "2026-10";

/// A site where October's labour cost is due on 5 November and wages on 13 November (the 15th is a Sunday).
fn site() -> ChainFacts {
    ChainFacts {
        month: Month::parse(OCTOBER).unwrap(),
        names: ChainNames {
            owner: Some("示例置业".into()),
            contractor: Some("示例建设".into()),
            officer: Some("示例员".into()),
            bank: Some("示例农商行".into()),
        },
        pay_day: Some(15),
        labour_cost_day: Some(5),
        has_account: true,
        progress: Some(OwnerPayment {
            due_on: day("2026-11-05"),
            amount: Fen(20_000_000),
            labour: Fen(5_000_000),
            paid: Fen::ZERO,
            paid_on: None,
        }),
        received: Some(Received { amount: Fen::ZERO, last_on: None, known_until: None, balance: Fen::ZERO }),
        payroll: None,
    }
}

/// The owner has paid, and the account holds the wages.
fn funded() -> ChainFacts {
    let mut facts = site();
    facts.progress = facts.progress.map(|owed| OwnerPayment { paid: owed.amount, paid_on: Some(owed.due_on), ..owed });
    facts.received = Some(Received {
        amount: Fen(5_000_000),
        last_on: Some(day("2026-11-05")),
        known_until: Some(day("2026-11-05")),
        balance: Fen(5_000_000),
    });
    facts
}

fn run() -> MonthPayroll {
    MonthPayroll {
        attendance: true,
        made_on: Some(day("2026-11-04")),
        signing: Signing::On(day("2026-11-06")),
        workers_due: 50,
        workers_paid: 0,
        sent: 0,
        failed: 0,
        pending: 0,
        net: Some(Fen(4_800_000)),
        paid: Fen::ZERO,
        paid_on: None,
    }
}

fn paid() -> MonthPayroll {
    MonthPayroll { workers_paid: 50, sent: 50, paid: Fen(4_800_000), paid_on: Some(day("2026-11-13")), ..run() }
}

fn on(facts: &ChainFacts, today: &str) -> Chain {
    chain(facts, &Calendar::example(), ChainRules::default(), day(today))
}

fn state(facts: &ChainFacts, kind: LinkKind, today: &str) -> LinkState {
    on(facts, today).links.into_iter().find(|link| link.kind == kind).unwrap().state
}

/// The blocker the day before, on, and after a due day.
fn around(facts: &ChainFacts, due: &str) -> [Option<Mover>; 3] {
    let due = day(due);
    [due.pred_opt().unwrap(), due, due.succ_opt().unwrap()].map(|on| self::on(facts, &on.to_string()).blocker)
}

#[test]
fn every_link_stands_once_in_the_order_of_the_money() {
    let kinds: Vec<LinkKind> = on(&site(), "2026-11-24").links.iter().map(|link| link.kind).collect();
    assert_eq!(kinds, LinkKind::ALL);
}

#[test]
fn an_owner_blocks_from_the_day_after_its_labour_cost_was_due() {
    assert_eq!(around(&site(), "2026-11-05"), [None, None, Some(Mover::Owner)]);
    let chain = on(&site(), "2026-11-11");
    assert_eq!(chain.sentence, "10月工资：建设单位示例置业应在11月5日前拨付人工费，已超期6天");
    assert_eq!(on(&site(), "2026-11-04").sentence, "10月工资：等建设单位示例置业拨付人工费，11月5日前");
    assert_eq!(on(&site(), "2026-11-05").sentence, "10月工资：等建设单位示例置业拨付人工费，今天是最后一天");
}

#[test]
fn the_contractors_duty_is_never_hidden_by_the_owners() {
    assert_eq!(
        on(&site(), "2026-11-11").duty.as_deref(),
        Some("总包示例建设应在11月13日前先行垫付工资，不能等建设单位拨款")
    );
    let late = on(&site(), "2026-11-16");
    assert_eq!(late.blocker, Some(Mover::Owner));
    assert_eq!(late.duty.as_deref(), Some("总包示例建设应在11月13日前先行垫付工资，已超期3天，不能等建设单位拨款"));
    assert_eq!(state(&site(), LinkKind::Transfer, "2026-11-16"), LinkState::Late);
}

#[test]
fn a_payment_that_missed_the_account_is_still_the_owners_move() {
    let mut facts = funded();
    facts.received =
        Some(Received { amount: Fen(1), known_until: Some(day("2026-11-10")), ..site().received.unwrap() });
    let chain = on(&facts, "2026-11-11");
    assert_eq!(chain.blocking().map(|link| link.kind), Some(LinkKind::Labour));
    assert_eq!(chain.sentence, "10月工资：建设单位示例置业应在11月5日前把人工费拨入工资专户，已超期6天");
}

#[test]
fn what_nobody_records_is_not_late() {
    let facts = ChainFacts { progress: None, received: None, ..site() };
    for kind in [LinkKind::Progress, LinkKind::Labour] {
        assert_eq!(state(&facts, kind, "2026-11-24"), LinkState::Unrecorded);
    }
    assert_eq!(on(&facts, "2026-11-24").blocker, Some(Mover::Contractor));
    // A statement that ends before the due day says nothing of what came later.
    let old = Received { amount: Fen::ZERO, last_on: None, known_until: Some(day("2026-11-04")), balance: Fen::ZERO };
    let facts = ChainFacts { received: Some(old), ..facts };
    assert_eq!(state(&facts, LinkKind::Labour, "2026-11-24"), LinkState::Unrecorded);
    let newer = Received { known_until: Some(day("2026-11-05")), ..old };
    let facts = ChainFacts { received: Some(newer), ..facts };
    assert_eq!(state(&facts, LinkKind::Labour, "2026-11-24"), LinkState::Late);
}

#[test]
fn without_an_account_the_contractor_must_open_it() {
    let facts = ChainFacts { has_account: false, progress: None, received: None, ..site() };
    assert_eq!(around(&facts, "2026-11-05"), [None, None, Some(Mover::Contractor)]);
    assert_eq!(on(&facts, "2026-11-06").sentence, "10月工资：总包示例建设应在11月5日前开设工资专户，已超期1天");
}

#[test]
fn a_payroll_is_due_five_working_days_before_the_pay_day() {
    assert_eq!(around(&funded(), "2026-11-06"), [None, None, Some(Mover::Contractor)]);
    assert_eq!(on(&funded(), "2026-11-06").sentence, "10月工资：等总包示例建设编制工资表，今天是最后一天");
    let only = MonthPayroll { workers_due: 0, signing: Signing::Missing, made_on: None, net: None, ..run() };
    let chain = on(&ChainFacts { payroll: Some(only), ..funded() }, "2026-11-09");
    assert_eq!(chain.blocking().and_then(|link| link.note.as_deref()), Some("有考勤表，没有工资表"));
}

#[test]
fn an_unsigned_payroll_waits_for_the_officer_until_three_working_days_before() {
    let facts = ChainFacts { payroll: Some(MonthPayroll { signing: Signing::Missing, ..run() }), ..funded() };
    assert_eq!(around(&facts, "2026-11-10"), [None, None, Some(Mover::Officer)]);
    let chain = on(&facts, "2026-11-11");
    assert_eq!(chain.sentence, "10月工资：劳资专管员示例员应在11月10日前核对工人签字并签认工资表，已超期1天");
    assert_eq!(chain.duty.as_deref(), Some("总包示例建设应在11月13日前把工资发到工人卡上"));
}

#[test]
fn a_signed_and_funded_payroll_is_the_banks_move_on_the_pay_day() {
    let facts = ChainFacts { payroll: Some(run()), ..funded() };
    assert_eq!(around(&facts, "2026-11-13"), [None, None, Some(Mover::Bank)]);
    assert_eq!(on(&facts, "2026-11-14").sentence, "10月工资：示例农商行应在11月13日前代发工资，已超期1天");
}

#[test]
fn an_account_that_is_short_is_filled_by_the_contractor() {
    let mut facts = ChainFacts { payroll: Some(run()), ..funded() };
    facts.received = facts.received.map(|account| Received { balance: Fen(4_799_999), ..account });
    let chain = on(&facts, "2026-11-14");
    assert_eq!(chain.blocker, Some(Mover::Contractor));
    assert_eq!(chain.blocking().and_then(|link| link.note.as_deref()), Some("专户余额不够，差0.01元，由总包先行补足"));
}

#[test]
fn what_the_owner_owes_does_not_block_while_the_account_holds_enough() {
    let mut facts = ChainFacts { payroll: Some(run()), ..site() };
    facts.received = facts.received.map(|account| Received { balance: Fen(4_800_000), ..account });
    assert_eq!(state(&facts, LinkKind::Progress, "2026-11-11"), LinkState::Passed);
    assert_eq!(on(&facts, "2026-11-11").blocker, None);
    facts.received = facts.received.map(|account| Received { balance: Fen(4_799_999), ..account });
    assert_eq!(on(&facts, "2026-11-11").blocker, Some(Mover::Owner));
}

#[test]
fn returned_transfers_are_the_contractors_and_pending_ones_the_banks() {
    let sent = MonthPayroll { workers_paid: 47, sent: 50, failed: 3, paid: Fen(4_500_000), ..paid() };
    let chain = on(&ChainFacts { payroll: Some(sent), ..funded() }, "2026-11-14");
    assert_eq!(chain.sentence, "10月工资：总包示例建设应在11月13日前给3人补发工资，已超期1天");
    assert_eq!(chain.links[5].note.as_deref(), Some("50人中47人足额到卡，3笔退回"));
    let pending = MonthPayroll { failed: 0, pending: 3, ..sent };
    let chain = on(&ChainFacts { payroll: Some(pending), ..funded() }, "2026-11-14");
    assert_eq!(chain.sentence, "10月工资：示例农商行应在11月13日前把3人的工资付到卡上，已超期1天");
    assert_eq!(chain.duty, None);
}

#[test]
fn later_money_overtakes_what_came_before() {
    let facts = ChainFacts { payroll: Some(MonthPayroll { signing: Signing::Missing, ..paid() }), ..site() };
    let chain = on(&facts, "2026-11-24");
    assert_eq!((chain.blocker, chain.duty.as_ref()), (None, None));
    assert_eq!(chain.sentence, "10月工资已全部到卡");
    assert_eq!(chain.links[0].state, LinkState::Passed);
    assert_eq!(chain.links[3].state, LinkState::Passed);
    let late = MonthPayroll { paid_on: Some(day("2026-11-17")), ..paid() };
    let chain = on(&ChainFacts { payroll: Some(late), ..funded() }, "2026-11-24");
    assert_eq!(chain.sentence, "10月工资已全部到卡，比应发日晚4天");
}

#[test]
fn sums_without_a_payroll_leave_its_links_unrecorded() {
    let sums = MonthPayroll { attendance: false, signing: Signing::Unrecorded, made_on: None, net: None, ..run() };
    let facts = ChainFacts { payroll: Some(sums), progress: None, received: None, ..site() };
    let chain = on(&facts, "2026-11-24");
    let states: Vec<LinkState> = chain.links.iter().map(|link| link.state).collect();
    use LinkState::{Late, Unrecorded};
    assert_eq!(states, [Unrecorded, Unrecorded, Unrecorded, Unrecorded, Late, Late]);
    assert_eq!(chain.sentence, "10月工资：总包示例建设应在11月13日前发放工资，已超期11天");
}

#[test]
fn spring_festival_moves_the_pay_day_and_all_that_hangs_on_it() {
    let facts = ChainFacts { month: Month::parse("2026-01").unwrap(), pay_day: Some(20), progress: None, ..funded() };
    let chain = on(&facts, "2026-02-01");
    let due = |kind: LinkKind| chain.links.iter().find(|link| link.kind == kind).unwrap().due_on.unwrap().to_string();
    // 15 to 23 February rest, Saturday 14 February is worked.
    assert_eq!(due(LinkKind::Cards), "2026-02-14");
    assert_eq!(due(LinkKind::Signature), "2026-02-11");
    assert_eq!(due(LinkKind::Payroll), "2026-02-09");
    assert_eq!(around(&ChainFacts { payroll: Some(run()), ..facts }, "2026-02-14")[1..], [None, Some(Mover::Bank)]);
}

#[test]
fn without_a_pay_day_wages_are_never_late() {
    let facts = ChainFacts { pay_day: None, ..funded() };
    let chain = on(&facts, "2030-01-01");
    assert_eq!(chain.blocker, None);
    assert_eq!(chain.sentence, "10月工资：等总包示例建设编制工资表，没有约定日期");
}

#[test]
fn the_board_names_the_owner_and_leaves_the_contractor_to_its_own_line() {
    let today = day("2026-11-24");
    assert_eq!(
        board_line(&on(&site(), "2026-11-24"), today).as_deref(),
        Some("卡在建设单位示例置业：应在11月5日前拨付人工费，已超期19天。")
    );
    assert_eq!(
        board_line(&on(&funded(), "2026-11-24"), today).as_deref(),
        Some("卡在总包：应在11月6日前编制工资表，已超期18天。")
    );
    assert_eq!(board_line(&on(&ChainFacts { payroll: Some(paid()), ..site() }, "2026-11-24"), today), None);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..120).prop_map(|days| day("2026-09-15") + chrono::Days::new(days))
}

fn any_facts() -> impl Strategy<Value = ChainFacts> {
    let owed = (any_day(), 1_i64..1000, 0_i64..1000, 0_i64..1000).prop_map(|(due_on, amount, labour, paid)| {
        OwnerPayment { due_on, amount: Fen(amount), labour: Fen(labour), paid: Fen(paid), paid_on: None }
    });
    let received =
        (0_i64..1000, proptest::option::of(any_day()), 0_i64..1000).prop_map(|(amount, last_on, balance)| Received {
            amount: Fen(amount),
            last_on,
            known_until: last_on,
            balance: Fen(balance),
        });
    let signing = prop_oneof![Just(Signing::Unrecorded), Just(Signing::Missing), any_day().prop_map(Signing::On)];
    let payroll = (any::<bool>(), signing, (0_i64..5, 0_i64..5, 0_i64..5, 0_i64..3), 0_i64..1000, 0_i64..1000);
    let payroll = payroll.prop_map(|(attendance, signing, (due, paid, sent, failed), net, sum)| MonthPayroll {
        attendance,
        signing,
        workers_due: due,
        workers_paid: paid.min(due),
        sent,
        failed,
        pending: sent - failed,
        net: Some(Fen(net)),
        paid: Fen(sum),
        ..run()
    });
    (
        (proptest::option::of(1_u8..=31), proptest::option::of(1_u8..=31), any::<bool>()),
        proptest::option::of(owed),
        proptest::option::of(received),
        proptest::option::of(payroll),
    )
        .prop_map(|((pay_day, labour_cost_day, has_account), progress, received, payroll)| ChainFacts {
            pay_day,
            labour_cost_day,
            has_account,
            progress,
            received,
            payroll,
            ..site()
        })
}

proptest! {
    #[test]
    fn at_most_one_blocks_never_before_its_day_and_nobody_once_all_are_paid(facts in any_facts(), today in any_day()) {
        let chain = chain(&facts, &Calendar::example(), ChainRules::default(), today);
        let blocking: Vec<&Link> = chain.links.iter().filter(|link| link.blocks).collect();
        prop_assert!(blocking.len() <= 1);
        prop_assert_eq!(chain.blocker, blocking.first().map(|link| link.mover));
        prop_assert!(blocking.iter().all(|link| link.due_on.is_some_and(|due| due < today)));
        prop_assert_eq!(chain.blocker.is_some(), chain.links.iter().any(|link| link.state == LinkState::Late));
        prop_assert!(!chain.is_paid() || chain.blocker.is_none());
        // Whoever else blocks, the contractor's own duty is said while wages are unpaid.
        let unpaid = chain.links.iter().any(|link| link.kind == LinkKind::Transfer && !link.is_over());
        let other = chain.blocker.is_some_and(|mover| mover != Mover::Contractor);
        prop_assert_eq!(chain.duty.is_some(), unpaid && other);
        prop_assert!(chain.sentence.starts_with("10月工资"));
    }
}
