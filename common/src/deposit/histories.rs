//! The provincial parameters that could be read, and histories whose deposit was worked out by hand.
//!
//! Every amount below was computed on paper, as written in the remark beside it, and is not the code's own answer.

use chrono::NaiveDate;

use super::rules::{Change, CleanRecord, Clocks, DepositRules, SmallWorks, SmallWorksFrom, Tier};
use super::{Arrears, Calculation, History, Works, WorksElsewhere, calculate};
use crate::money::Fen;
use crate::settings::Dated;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn yuan(text: &str) -> Fen {
    Fen::parse(text).unwrap()
}

fn tier(from: &str, rate_bp: i64, cap: &str) -> Tier {
    Tier { from: yuan(from), rate_bp, cap: Some(yuan(cap)) }
}

/// The national rule without a province: reliefs and surcharges at their bounds.
fn national(tiers: Vec<Tier>, several: Option<Change>) -> DepositRules {
    DepositRules {
        tiers,
        key_works_cap: None,
        several,
        floor_bp: 50,
        small_works: Some(SmallWorks {
            below: yuan("3,000,000"),
            clean_years: 1,
            counted_from: SmallWorksFrom::Signing,
        }),
        clean: vec![
            CleanRecord { years: 3, needs_systems: true, change: Change::Exempt },
            CleanRecord { years: 2, needs_systems: false, change: Change::FactorPercent(50) },
        ],
        arrears_years: 2,
        arrears: Change::FactorPercent(150),
        listed: Change::FactorPercent(200),
        clocks: Clocks::default(),
    }
}

fn hebei() -> DepositRules {
    national(vec![tier("0", 200, "5,000,000")], Some(Change::FactorPercent(50)))
}

fn anhui() -> DepositRules {
    national(vec![tier("0", 200, "3,000,000"), tier("300,000,000", 100, "5,000,000")], None)
}

fn hunan() -> DepositRules {
    let key_works_cap = Some(yuan("2,500,000"));
    DepositRules { key_works_cap, ..national(vec![tier("0", 150, "1,000,000")], None) }
}

/// A province that lowers so far for several works that the national floor holds it.
fn low() -> DepositRules {
    national(vec![tier("0", 150, "1,000,000")], Some(Change::FactorPercent(25)))
}

fn guizhou() -> DepositRules {
    DepositRules {
        small_works: Some(SmallWorks {
            below: yuan("4,000,000"),
            clean_years: 1,
            counted_from: SmallWorksFrom::Signing,
        }),
        clean: vec![
            CleanRecord { years: 3, needs_systems: true, change: Change::Exempt },
            CleanRecord { years: 2, needs_systems: false, change: Change::RateBp(50) },
        ],
        arrears: Change::RateBp(300),
        listed: Change::RateBp(400),
        ..national(vec![tier("0", 200, "10,000,000")], Some(Change::RateBp(150)))
    }
}

/// A history: last arrears, first works in the area (finished), other works under way, listed, systems in order.
#[derive(Clone, Copy, Default)]
struct Past {
    arrears: Option<(i32, u32, u32)>,
    since: Option<(i32, u32, u32)>,
    under_way: usize,
    listed: bool,
    systems: bool,
    key_works: bool,
}

const NEW: Past = Past { arrears: None, since: None, under_way: 0, listed: false, systems: false, key_works: false };

/// Signed on 2 November 2026, permitted on the 20th, calculated on the 24th.
fn answer(rules: DepositRules, contract: &str, past: Past) -> Calculation {
    let day = |(year, month, day)| ymd(year, month, day);
    let one = |started_on, finished_on| WorksElsewhere { name: "示例".into(), started_on, finished_on };
    let finished = past.since.map(|since| one(day(since), Some(day(since))));
    let under_way = (0..past.under_way).map(|_| one(ymd(2026, 11, 1), None));
    let history = History {
        arrears: past.arrears.map(|on| Arrears { on: day(on), note: "示例".into() }).into_iter().collect(),
        listed: past.listed,
        works: finished.into_iter().chain(under_way).collect(),
        systems_in_order: past.systems,
    };
    let works = Works {
        contract: yuan(contract),
        signed_on: ymd(2026, 11, 2),
        permit_on: Some(ymd(2026, 11, 20)),
        key_works: past.key_works,
    };
    let rules =
        Dated { value: rules, effective_on: ymd(2021, 11, 1), basis: "示例省办法".into(), is_example: true };
    calculate(&works, &history, &rules, ymd(2026, 11, 24)).unwrap()
}

/// Province, contract, history, deposit due, and what was applied: step, rate after it, amount after it.
type Case =
    (fn() -> DepositRules, &'static str, Past, &'static str, &'static [(&'static str, &'static str, &'static str)]);

const CASES: &[Case] = &[
    // Hebei: 2 %, cap 5,000,000, second works -50 %.
    // 1. 50,000,000 × 0.02 = 1,000,000
    (hebei, "50,000,000", NEW, "1,000,000元", &[("基本比例", "2%", "1,000,000元")]),
    // 2. 400,000,000 × 0.02 = 8,000,000, over the cap
    (hebei, "400,000,000", NEW, "5,000,000元", &[("基本比例", "2%", "8,000,000元"), ("存储上限", "2%", "5,000,000元")]),
    // 3. 50,000,000 × 0.02 × 0.5 = 500,000
    (
        hebei,
        "50,000,000",
        Past { under_way: 1, ..NEW },
        "500,000元",
        &[("基本比例", "2%", "1,000,000元"), ("多个在建工程", "1%", "500,000元")],
    ),
    // 4. 12,345,678.91 × 0.02 = 246,913.5782 → .58; × 0.01 = 123,456.7891 → .79
    (
        hebei,
        "12,345,678.91",
        Past { under_way: 2, ..NEW },
        "123,456.79元",
        &[("基本比例", "2%", "246,913.58元"), ("多个在建工程", "1%", "123,456.79元")],
    ),
    // 5. one fen below 3,000,000: exempt. 2,999,999.99 × 0.02 = 59,999.9998 → 60,000
    (hebei, "2,999,999.99", NEW, "0元", &[("基本比例", "2%", "60,000元"), ("小额工程", "0%", "0元")]),
    // 6. 3,000,000 itself is not below. × 0.02 = 60,000
    (hebei, "3,000,000", NEW, "60,000元", &[("基本比例", "2%", "60,000元")]),
    // 7. 3,000,000.01 × 0.02 = 60,000.0002 → 60,000
    (hebei, "3,000,000.01", NEW, "60,000元", &[("基本比例", "2%", "60,000元")]),
    // 8. arrears one year to the day before signing: not exempt, and raised. 2,999,999.99 × 0.03 = 89,999.9997 → 90,000
    (
        hebei,
        "2,999,999.99",
        Past { arrears: Some((2025, 11, 2)), ..NEW },
        "90,000元",
        &[("基本比例", "2%", "60,000元"), ("近期欠薪", "3%", "90,000元")],
    ),
    // 9. a day earlier: the year before signing is clean
    (
        hebei,
        "2,999,999.99",
        Past { arrears: Some((2025, 11, 1)), ..NEW },
        "0元",
        &[("基本比例", "2%", "60,000元"), ("小额工程", "0%", "0元")],
    ),
    // 10. a listed firm is not exempt for small works. 2,000,000 × 0.02 × 2 = 80,000
    (
        hebei,
        "2,000,000",
        Past { listed: true, ..NEW },
        "80,000元",
        &[("基本比例", "2%", "40,000元"), ("列入严重失信主体名单", "4%", "80,000元")],
    ),
    // Anhui: from 300 million 1 % and cap 5,000,000; below 2 % and cap 3,000,000.
    // 11. 300,000,000 × 0.01 = 3,000,000
    (anhui, "300,000,000", NEW, "3,000,000元", &[("基本比例", "1%", "3,000,000元")]),
    // 12. 299,999,999.99 × 0.02 = 5,999,999.9998 → 6,000,000, over the lower cap
    (
        anhui,
        "299,999,999.99",
        NEW,
        "3,000,000元",
        &[("基本比例", "2%", "6,000,000元"), ("存储上限", "2%", "3,000,000元")],
    ),
    // 13. 600,000,000 × 0.01 = 6,000,000, over the higher cap
    (anhui, "600,000,000", NEW, "5,000,000元", &[("基本比例", "1%", "6,000,000元"), ("存储上限", "1%", "5,000,000元")]),
    // 14. listed, though three years without arrears: the bad record overrides. 50,000,000 × 0.04 = 2,000,000
    (
        anhui,
        "50,000,000",
        Past { listed: true, since: Some((2020, 1, 1)), systems: true, ..NEW },
        "2,000,000元",
        &[("基本比例", "2%", "1,000,000元"), ("列入严重失信主体名单", "4%", "2,000,000元")],
    ),
    // 15. 80,000,000 × 0.04 = 3,200,000, over the cap
    (
        anhui,
        "80,000,000",
        Past { listed: true, ..NEW },
        "3,000,000元",
        &[
            ("基本比例", "2%", "1,600,000元"),
            ("列入严重失信主体名单", "4%", "3,200,000元"),
            ("存储上限", "4%", "3,000,000元"),
        ],
    ),
    // Hunan: 1.5 %, cap 1,000,000, for key transport works 2,500,000.
    // 16. 60,000,000 × 0.015 = 900,000
    (hunan, "60,000,000", NEW, "900,000元", &[("基本比例", "1.5%", "900,000元")]),
    // 17. 200,000,000 × 0.015 = 3,000,000, over the cap
    (
        hunan,
        "200,000,000",
        NEW,
        "1,000,000元",
        &[("基本比例", "1.5%", "3,000,000元"), ("存储上限", "1.5%", "1,000,000元")],
    ),
    // 18. the same for key works
    (
        hunan,
        "200,000,000",
        Past { key_works: true, ..NEW },
        "2,500,000元",
        &[("基本比例", "1.5%", "3,000,000元"), ("存储上限", "1.5%", "2,500,000元")],
    ),
    // 19. arrears two years ago to the day: 40,000,000 × 0.015 × 1.5 = 900,000
    (
        hunan,
        "40,000,000",
        Past { arrears: Some((2024, 11, 24)), since: Some((2020, 1, 1)), ..NEW },
        "900,000元",
        &[("基本比例", "1.5%", "600,000元"), ("近期欠薪", "2.25%", "900,000元")],
    ),
    // 20. a day earlier: two clean years. 40,000,000 × 0.015 × 0.5 = 300,000
    (
        hunan,
        "40,000,000",
        Past { arrears: Some((2024, 11, 23)), since: Some((2020, 1, 1)), ..NEW },
        "300,000元",
        &[("基本比例", "1.5%", "600,000元"), ("连续2年无欠薪", "0.75%", "300,000元")],
    ),
    // 21. 0.015 × 0.25 = 0.00375, below 0.005: 40,000,000 × 0.00375 = 150,000, × 0.005 = 200,000
    (
        low,
        "40,000,000",
        Past { under_way: 1, ..NEW },
        "200,000元",
        &[
            ("基本比例", "1.5%", "600,000元"),
            ("多个在建工程", "0.375%", "150,000元"),
            ("最低比例", "0.5%", "200,000元"),
        ],
    ),
    // Guizhou: 2 %, cap 10,000,000, small below 4,000,000; second works 1.5 %; 0.5 % and none; 3 % and 4 %.
    // 22. 3,999,999.99 × 0.02 = 79,999.9998 → 80,000; exempt
    (guizhou, "3,999,999.99", NEW, "0元", &[("基本比例", "2%", "80,000元"), ("小额工程", "0%", "0元")]),
    // 23. 4,000,000 × 0.02 = 80,000
    (guizhou, "4,000,000", NEW, "80,000元", &[("基本比例", "2%", "80,000元")]),
    // 24. 30,000,000 × 0.015 = 450,000
    (
        guizhou,
        "30,000,000",
        Past { under_way: 1, ..NEW },
        "450,000元",
        &[("基本比例", "2%", "600,000元"), ("多个在建工程", "1.5%", "450,000元")],
    ),
    // 25. two years to the day in the area: 30,000,000 × 0.005 = 150,000; several works are not added
    (
        guizhou,
        "30,000,000",
        Past { since: Some((2024, 11, 24)), under_way: 1, ..NEW },
        "150,000元",
        &[("基本比例", "2%", "600,000元"), ("连续2年无欠薪", "0.5%", "150,000元")],
    ),
    // 26. three years, systems in order: none
    (
        guizhou,
        "30,000,000",
        Past { since: Some((2023, 11, 24)), systems: true, ..NEW },
        "0元",
        &[("基本比例", "2%", "600,000元"), ("连续3年无欠薪", "0%", "0元")],
    ),
    // 27. three years, systems not in order: as after two
    (
        guizhou,
        "30,000,000",
        Past { since: Some((2023, 11, 24)), ..NEW },
        "150,000元",
        &[("基本比例", "2%", "600,000元"), ("连续2年无欠薪", "0.5%", "150,000元")],
    ),
    // 28. arrears: 30,000,000 × 0.03 = 900,000
    (
        guizhou,
        "30,000,000",
        Past { arrears: Some((2026, 2, 10)), under_way: 1, ..NEW },
        "900,000元",
        &[("基本比例", "2%", "600,000元"), ("近期欠薪", "3%", "900,000元")],
    ),
    // 29. listed and arrears: not added. 30,000,000 × 0.04 = 1,200,000
    (
        guizhou,
        "30,000,000",
        Past { listed: true, arrears: Some((2026, 2, 10)), ..NEW },
        "1,200,000元",
        &[("基本比例", "2%", "600,000元"), ("列入严重失信主体名单", "4%", "1,200,000元")],
    ),
    // 30. 600,000,000 × 0.02 = 12,000,000, over the cap
    (
        guizhou,
        "600,000,000",
        NEW,
        "10,000,000元",
        &[("基本比例", "2%", "12,000,000元"), ("存储上限", "2%", "10,000,000元")],
    ),
];

#[test]
fn every_history_gives_the_amount_worked_out_by_hand_with_its_steps() {
    for (serial, (rules, contract, past, due, applied)) in (1..).zip(CASES) {
        let calculation = answer(rules(), contract, *past);
        let steps: Vec<_> = calculation
            .steps
            .iter()
            .filter(|step| step.applied)
            .map(|step| (step.what.as_str(), step.rate_label(), step.amount.label()))
            .collect();
        let expected: Vec<_> =
            applied.iter().map(|(what, rate, amount)| (*what, (*rate).to_owned(), (*amount).to_owned())).collect();
        assert_eq!(steps, expected, "history {serial}");
        assert_eq!(calculation.due, yuan(due), "history {serial}");
    }
}

#[test]
fn every_step_names_its_clause_and_the_provincial_document() {
    for (rules, contract, past, ..) in CASES {
        for step in answer(rules(), contract, *past).steps {
            let article = match step.what.as_str() {
                "基本比例" | "小额工程" | "多个在建工程" | "最低比例" | "存储上限" => "第十一条",
                "列入严重失信主体名单" | "近期欠薪" | "连续3年无欠薪" | "连续2年无欠薪" => {
                    "第十二条"
                }
                other => panic!("{other}"),
            };
            assert_eq!(step.clause, format!("《工程建设领域农民工工资保证金规定》{article}；示例省办法"));
            assert!(!step.why.is_empty());
        }
    }
}

/// What decided the rate, beyond the basic one.
fn decided(past: Past) -> Option<String> {
    let steps = answer(guizhou(), "30,000,000", past).steps;
    steps.into_iter().filter(|step| step.applied).nth(1).map(|step| step.what)
}

#[test]
fn years_are_counted_to_the_day() {
    let since = |year, month, day| Past { since: Some((year, month, day)), systems: true, ..NEW };
    let cases = [
        // In the area for two years: the day before, on it, after it.
        (since(2024, 11, 23), Some("连续2年无欠薪")),
        (since(2024, 11, 24), Some("连续2年无欠薪")),
        (since(2024, 11, 25), None),
        // For three years.
        (since(2023, 11, 23), Some("连续3年无欠薪")),
        (since(2023, 11, 24), Some("连续3年无欠薪")),
        (since(2023, 11, 25), Some("连续2年无欠薪")),
    ];
    for (past, expected) in cases {
        assert_eq!(decided(past).as_deref(), expected);
    }
    let arrears = |year, month, day| Past { arrears: Some((year, month, day)), ..since(2010, 1, 1) };
    let cases = [
        // Arrears two years ago.
        (arrears(2024, 11, 23), Some("连续2年无欠薪")),
        (arrears(2024, 11, 24), Some("近期欠薪")),
        (arrears(2024, 11, 25), Some("近期欠薪")),
        // Three years ago.
        (arrears(2023, 11, 23), Some("连续3年无欠薪")),
        (arrears(2023, 11, 24), Some("连续2年无欠薪")),
        (arrears(2023, 11, 25), Some("连续2年无欠薪")),
        // Today, and after the day of calculation.
        (arrears(2026, 11, 24), Some("近期欠薪")),
        (arrears(2026, 11, 25), Some("连续3年无欠薪")),
    ];
    for (past, expected) in cases {
        assert_eq!(decided(past).as_deref(), expected, "{:?}", past.arrears);
    }
}

#[test]
fn the_clean_year_of_small_works_lies_before_the_day_the_province_names() {
    let decided = |counted_from, arrears| {
        let small_works = Some(SmallWorks { below: yuan("3,000,000"), clean_years: 1, counted_from });
        let rules = DepositRules { small_works, ..hebei() };
        let past = Past { arrears: Some(arrears), ..NEW };
        answer(rules, "2,000,000", past).due == Fen::ZERO
    };
    let cases = [
        (SmallWorksFrom::Signing, (2025, 11, 1), true),
        (SmallWorksFrom::Signing, (2025, 11, 2), false),
        (SmallWorksFrom::Signing, (2025, 11, 3), false),
        (SmallWorksFrom::Permit, (2025, 11, 19), true),
        (SmallWorksFrom::Permit, (2025, 11, 20), false),
        (SmallWorksFrom::Permit, (2025, 11, 21), false),
        // After signing, before the permit.
        (SmallWorksFrom::Signing, (2026, 11, 10), true),
        (SmallWorksFrom::Permit, (2026, 11, 10), false),
    ];
    for (counted_from, arrears, exempt) in cases {
        assert_eq!(decided(counted_from, arrears), exempt, "{counted_from:?} {arrears:?}");
    }
}

#[test]
fn half_a_fen_is_rounded_up() {
    let due = |contract| answer(hebei(), contract, Past { under_way: 1, ..NEW }).due;
    // 1 % of 50,000,000.49 = 500,000.0049; of 50,000,000.50 = 500,000.005; of 50,000,001.49 = 500,000.0149
    assert_eq!(due("50,000,000.49"), Fen(50_000_000));
    assert_eq!(due("50,000,000.50"), Fen(50_000_001));
    assert_eq!(due("50,000,001.49"), Fen(50_000_001));
}

#[test]
fn a_what_if_typed_from_stored_facts_gives_the_same_amount() {
    use super::{WhatIf, WhatIfForm};
    for (rules, contract, past, due, _) in CASES {
        let rules =
            Dated { value: rules(), effective_on: ymd(2021, 11, 1), basis: "示例省办法".into(), is_example: true };
        let day = |(year, month, day)| ymd(year, month, day);
        let one = |started_on, finished_on| WorksElsewhere { name: "示例".into(), started_on, finished_on };
        let stored = WhatIf {
            works: Works {
                contract: yuan(contract),
                signed_on: ymd(2026, 11, 2),
                permit_on: None,
                key_works: past.key_works,
            },
            history: History {
                arrears: past.arrears.map(|on| Arrears { on: day(on), note: "示例".into() }).into_iter().collect(),
                listed: past.listed,
                works: past
                    .since
                    .map(|since| one(day(since), Some(day(since))))
                    .into_iter()
                    .chain((0..past.under_way).map(|_| one(ymd(2026, 11, 1), None)))
                    .collect(),
                systems_in_order: past.systems,
            },
            on: ymd(2026, 11, 24),
        };
        let typed = WhatIfForm::of(&stored).check().unwrap();
        let answer = calculate(&typed.works, &typed.history, &rules, typed.on).unwrap();
        assert_eq!(answer.due, yuan(due));
    }
    let nothing = WhatIfForm { under_way: "-1".into(), arrears_on: "x".into(), ..WhatIfForm::default() };
    let named: Vec<_> = nothing.check().unwrap_err().iter().map(|error| error.field.clone()).collect();
    assert_eq!(named, ["contract", "signed_on", "on", "arrears_on", "under_way"]);
}
