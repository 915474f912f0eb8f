use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::blacklist::Person;
use crate::id::Uscc;
use crate::money::Fen;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn matter(pay_by: &str) -> Matter {
    Matter {
        employer: "示例建设有限公司".into(),
        uscc: Some(Uscc::parse("91330106MA0000015K").unwrap()),
        former_names: Vec::new(),
        address: None,
        people: vec![Person { name: "示例甲".into(), role: "法定代表人".into() }],
        project: None,
        project_number: None,
        period: Some("2025年8月至10月".into()),
        workers: Some(12),
        amount: Some(Fen(12_000_000)),
        most_owed: None,
        most_months: None,
        facts: None,
        ground: Ground::Amount,
        order: Some("示人社监令〔2026〕1号".into()),
        pay_by: Some(day(pay_by)),
        authority: None,
        remark: None,
    }
}

fn step(on: &str, event: Event, by: &str) -> Recorded {
    let at = DateTime::from_timestamp_millis(0).unwrap();
    let note = Some("示例理由".to_owned());
    Recorded { id: String::new(), on: day(on), event, note, by: by.into(), person: by.into(), at }
}

fn number() -> String {
    "示例〔2026〕1号".to_owned()
}

fn draft(on: &str, pay_by: &str) -> Recorded {
    step(on, Event::Draft { matter: Box::new(matter(pay_by)) }, "a")
}

fn notice(on: &str) -> Recorded {
    step(on, Event::Notice { document: number() }, "a")
}

fn propose(on: &str, what: Proposal) -> Recorded {
    step(on, Event::Propose { what }, "a")
}

fn decide(on: &str) -> Recorded {
    step(on, Event::Decide { document: number() }, "b")
}

fn play(records: &[Recorded]) -> Result<Standing, String> {
    let entries = fold(records, |_| BlacklistRules::default(), &Calendar::example());
    entries.map_err(|refusal| refusal.why().to_owned()).map(|entries| entries.last().unwrap().standing.clone())
}

/// Decided and published on a day; ordered to pay by 2025-12-01.
fn published(on: &str) -> Vec<Recorded> {
    vec![
        draft("2025-12-02", "2025-12-01"),
        notice("2025-12-03"),
        propose("2025-12-12", Proposal::List),
        decide(on),
        step(on, Event::Publish, "a"),
    ]
}

#[test]
fn a_listing_goes_its_way_with_two_officials() {
    let standing = play(&published("2026-01-15")).unwrap();
    assert_eq!(standing.stage, Stage::Published);
    assert_eq!((standing.since, standing.until), (Some(day("2026-01-15")), Some(day("2029-01-15"))));
    let mut one = published("2026-01-15");
    one[3].by = "a".into();
    assert!(play(&one).unwrap_err().contains("不能是同一个人"));
    let mut none = published("2026-01-15");
    none.remove(2);
    assert!(play(&none).unwrap_err().contains("请先由经办人提请列入"));
}

#[test]
fn a_draft_waits_for_the_end_of_the_order_and_needs_the_amount() {
    assert!(play(&[draft("2026-03-02", "2026-03-02")]).is_err());
    assert!(play(&[draft("2026-03-03", "2026-03-02")]).is_ok());
    let with = |change: fn(&mut Matter)| {
        let mut matter = matter("2026-03-02");
        change(&mut matter);
        play(&[step("2026-03-03", Event::Draft { matter: Box::new(matter) }, "a")])
    };
    assert!(with(|matter| matter.workers = Some(9)).is_err());
    assert!(with(|matter| matter.workers = Some(10)).is_ok());
    assert!(with(|matter| matter.amount = Some(Fen(5_999_999))).is_err());
    assert!(with(|matter| matter.amount = Some(Fen(6_000_000))).is_ok());
    let one = |months, owed| {
        let mut matter = Matter { workers: Some(1), amount: Some(Fen(owed)), ..matter("2026-03-02") };
        (matter.most_months, matter.most_owed) = (Some(months), Some(Fen(owed)));
        play(&[step("2026-03-03", Event::Draft { matter: Box::new(matter) }, "a")]).is_ok()
    };
    assert_eq!([one(2, 1_000_000), one(3, 999_999), one(3, 1_000_000)], [false, false, true]);
    assert!(with(|matter| (matter.ground, matter.workers) = (Ground::Event, Some(1))).is_ok());
}

#[test]
fn days_of_objection_pass_over_spring_festival() {
    // 2026: 15 to 23 February off, 14 and 28 February worked.
    let start = [draft("2026-02-10", "2026-02-09"), notice("2026-02-12")];
    let until = play(&start).unwrap().object_until.unwrap();
    // 13, 14 (worked), 24, 25, 26.
    assert_eq!(until, day("2026-02-26"));
    let then = |one: Recorded| play(&[start[0].clone(), start[1].clone(), one]);
    for (on, may_object) in [("2026-02-25", true), ("2026-02-26", true), ("2026-02-27", false)] {
        assert_eq!(then(step(on, Event::Object, "a")).is_ok(), may_object, "{on}");
        assert_eq!(then(propose(on, Proposal::List)).is_ok(), !may_object, "{on}");
    }
    let objected = then(step("2026-02-13", Event::Object, "a")).unwrap();
    // 14 (worked), 24, 25, 26, 27.
    assert_eq!(objected.verify_by, Some(day("2026-02-27")));
    assert_eq!(objected.clocks(day("2026-02-13"))[0].what, "人社核实异议");
    let noticed = play(&start).unwrap();
    for (on, what) in [("2026-02-26", "单位提出异议"), ("2026-02-27", "人社作出决定")] {
        assert_eq!(noticed.clocks(day(on))[0].what, what);
    }
}

#[test]
fn the_decision_has_twenty_working_days_and_twenty_more_once() {
    let start = draft("2026-02-10", "2026-02-09");
    let by = play(std::slice::from_ref(&start)).unwrap().decide_by.unwrap();
    // 10–14 February 5, 24–28 February 5, 2–6 and 9–13 March 10.
    assert_eq!(by, day("2026-03-13"));
    let extend = |on: &str| step(on, Event::Extend { document: number() }, "a");
    assert!(play(&[start.clone(), extend("2026-03-16")]).is_err());
    let longer = play(&[start.clone(), extend("2026-03-13")]).unwrap();
    // 6 April made up for 清明; see the calendar.
    let expected = Calendar::example().add_working_days(day("2026-02-09"), 40);
    assert_eq!(longer.decide_by, Some(expected));
    assert!(play(&[start, extend("2026-03-12"), extend("2026-03-13")]).is_err());
    for (on, late) in [("2025-12-26", false), ("2025-12-29", false), ("2025-12-30", true)] {
        let entries = fold(&published(on)[..4], |_| BlacklistRules::default(), &Calendar::example()).unwrap();
        assert_eq!(entries[3].is_late(), late, "{on}");
    }
}

#[test]
fn an_objection_is_answered_before_anything_is_listed() {
    let start = [draft("2025-12-02", "2025-12-01"), notice("2025-12-03"), step("2025-12-04", Event::Object, "a")];
    let then = |more: &[Recorded]| play(&[&start[..], more].concat());
    assert!(then(&[propose("2025-12-20", Proposal::List)]).is_err());
    let verified = |stands| step("2025-12-08", Event::Verify { stands }, "a");
    assert!(then(&[verified(false), propose("2025-12-08", Proposal::List), decide("2025-12-09")]).is_ok());
    assert!(then(&[verified(true), propose("2025-12-08", Proposal::List)]).is_err());
    assert_eq!(then(&[verified(true), step("2025-12-08", Event::Waive, "a")]).unwrap().stage, Stage::Waived);
    assert!(then(&[verified(false), step("2025-12-08", Event::Waive, "a")]).is_err());
    let corrected = step("2025-12-08", Event::Correct { paid_on: day("2025-12-08"), promise: true }, "a");
    assert!(then(&[verified(false), corrected, step("2025-12-09", Event::Waive, "a")]).is_ok());
}

#[test]
fn what_changed_after_a_proposal_is_proposed_anew() {
    let mut steps = published("2026-01-15");
    let corrected = step("2025-12-15", Event::Correct { paid_on: day("2025-12-15"), promise: false }, "a");
    steps.insert(3, corrected);
    assert!(play(&steps).unwrap_err().contains("请先由经办人提请列入"));
}

/// Published on 2026-01-15, paid on a day, applied for on another with promise.
fn applied(paid_on: &str, on: &str) -> Vec<Recorded> {
    let mut steps = published("2026-01-15");
    steps.push(step(on, Event::Correct { paid_on: day(paid_on), promise: false }, "a"));
    steps.push(step(on, Event::Apply { promise: true }, "a"));
    steps
}

#[test]
fn early_removal_begins_after_six_months_of_correction() {
    for (paid, on, may) in [
        ("2026-03-01", "2026-08-31", false),
        ("2026-03-01", "2026-09-01", true),
        ("2026-03-01", "2026-09-02", true),
        ("2025-12-20", "2026-07-14", false),
        ("2025-12-20", "2026-07-15", true),
    ] {
        let mut steps = applied(paid, on);
        steps.push(propose(on, Proposal::Remove));
        steps.push(step(on, Event::Remove { document: number() }, "b"));
        assert_eq!(play(&steps).map(|standing| standing.stage == Stage::Removed).unwrap_or(false), may, "{paid} {on}");
    }
    let standing = play(&applied("2026-03-01", "2026-09-01")).unwrap();
    // 2–4, 7–11, 14–18 September, and 20 September for 国庆节 or the 21st: the calendar counts.
    let by = Calendar::example().add_working_days(day("2026-09-01"), 15);
    assert_eq!((standing.stage, standing.removal_by), (Stage::Applied, Some(by)));
    assert!(standing.lacking(&BlacklistRules::default(), day("2026-09-01")).is_empty());
}

#[test]
fn a_bar_a_missing_promise_or_one_official_keep_it_listed() {
    let then = |more: &[Recorded]| play(&[&applied("2026-03-01", "2026-09-01")[..], more].concat());
    let remove = |by| step("2026-09-01", Event::Remove { document: number() }, by);
    let removal = propose("2026-09-01", Proposal::Remove);
    assert!(then(&[removal.clone(), remove("b")]).is_ok());
    assert!(then(&[removal.clone(), remove("a")]).is_err());
    assert!(then(&[remove("b")]).is_err());
    assert!(then(&[step("2026-09-01", Event::Bar, "a"), removal]).is_err());
    let refused = then(&[step("2026-09-01", Event::Refuse { document: number() }, "a")]).unwrap();
    assert_eq!(refused.stage, Stage::Published);
    let mut without = published("2026-01-15");
    without.push(step("2026-09-01", Event::Correct { paid_on: day("2026-03-01"), promise: false }, "a"));
    without.push(step("2026-09-01", Event::Apply { promise: false }, "a"));
    without.push(propose("2026-09-01", Proposal::Remove));
    assert!(play(&without).unwrap_err().contains("书面信用承诺"));
}

#[test]
fn a_removal_by_fraud_is_restored_and_the_term_starts_anew() {
    let mut steps = applied("2026-03-01", "2026-09-01");
    steps.push(propose("2026-09-01", Proposal::Remove));
    steps.push(step("2026-09-01", Event::Remove { document: number() }, "b"));
    let removed = play(&steps).unwrap();
    assert!(!removed.is_public(day("2026-09-01")));
    assert_eq!(removed.execute_by, Some(Calendar::example().add_working_days(day("2026-09-01"), 10)));
    steps.push(propose("2026-11-02", Proposal::Restore));
    steps.push(step("2026-11-03", Event::Restore { document: number() }, "b"));
    let restored = play(&steps).unwrap();
    assert_eq!((restored.stage, restored.until), (Stage::Published, Some(day("2029-11-03"))));
    assert_eq!(restored.earliest(&BlacklistRules::default()), Some(day("2027-05-03")));
}

#[test]
fn a_listing_ends_after_three_years() {
    let standing = play(&published("2026-01-15")).unwrap();
    for (on, public) in [("2029-01-14", true), ("2029-01-15", true), ("2029-01-16", false)] {
        assert_eq!((standing.is_public(day(on)), standing.has_lapsed(day(on))), (public, !public), "{on}");
        let expire = step(on, Event::Expire, "系统");
        assert_eq!(play(&[&published("2026-01-15")[..], &[expire]].concat()).is_ok(), !public, "{on}");
    }
    let late = step("2029-01-16", Event::Apply { promise: true }, "a");
    assert!(play(&[&published("2026-01-15")[..], &[late]].concat()).is_err());
}

#[test]
fn only_what_had_no_effect_outside_is_taken_back() {
    let void = step("2026-01-15", Event::Void, "a");
    assert!(play(&[&published("2026-01-15")[..], std::slice::from_ref(&void)].concat()).is_err());
    let back = [&published("2026-01-15")[..3], &[void]].concat();
    assert_eq!(play(&back).unwrap().proposed, None);
}

/// Every step that can be tried, by number.
fn any_event(choice: u8, paid_on: NaiveDate, pay_by: NaiveDate) -> Event {
    let document = number();
    match choice {
        0 => Event::Draft { matter: Box::new(Matter { pay_by: Some(pay_by), ..matter("2025-12-01") }) },
        1 => Event::Notice { document },
        2 => Event::Object,
        3 => Event::Verify { stands: false },
        4 => Event::Verify { stands: true },
        5 => Event::Extend { document },
        6 => Event::Correct { paid_on, promise: true },
        7 => Event::Correct { paid_on, promise: false },
        8 => Event::Waive,
        9 => Event::Propose { what: Proposal::List },
        10 => Event::Propose { what: Proposal::Remove },
        11 => Event::Propose { what: Proposal::Revoke },
        12 => Event::Propose { what: Proposal::Restore },
        13 => Event::Decide { document },
        14 => Event::Publish,
        15 => Event::Apply { promise: true },
        16 => Event::Bar,
        17 => Event::Refuse { document },
        18 => Event::Remove { document },
        19 => Event::Revoke { document },
        20 => Event::Restore { document },
        21 => Event::Expire,
        22 => Event::Finish,
        _ => Event::Void,
    }
}

/// What must have happened before the public may read anything, told from the accepted events alone and by other means
/// than the machine's own.
fn lawful(accepted: &[Recorded], today: NaiveDate) {
    let place = |kind: EventKind| accepted.iter().rposition(|one| one.event.kind() == kind);
    let at = |kind: EventKind| place(kind).map(|place| &accepted[place]);
    let (notice, decision, publication) =
        (at(EventKind::Notice).unwrap(), at(EventKind::Decide).unwrap(), place(EventKind::Publish).unwrap());
    let draft = at(EventKind::Draft).unwrap();
    let Event::Draft { matter } = &draft.event else { panic!("a draft") };
    assert!(matter.pay_by.unwrap() < draft.on && draft.on <= notice.on && notice.on <= decision.on);
    let listed = accepted.iter().rposition(|one| one.event == Event::Propose { what: Proposal::List }).unwrap();
    assert_ne!(accepted[listed].by, decision.by);
    match at(EventKind::Verify) {
        Some(verified) => assert_eq!(verified.event, Event::Verify { stands: false }),
        None => {
            let working = notice.on.iter_days().skip(1).take_while(|day| *day < accepted[listed].on);
            let calendar = Calendar::example();
            assert!(working.filter(|day| calendar.is_working(*day)).count() >= 5);
        }
    }
    let ends = [EventKind::Remove, EventKind::Revoke, EventKind::Expire, EventKind::Waive].map(place);
    let restored = place(EventKind::Restore);
    for end in ends.into_iter().flatten() {
        assert!(restored.is_some_and(|restored| restored > end), "public after its end");
    }
    let since = restored.map_or(decision.on, |restored| accepted[restored].on);
    assert!(today <= since.checked_add_months(chrono::Months::new(36)).unwrap());
    assert!(publication > listed);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    /// Some 100,000 steps: random ones, and often the next lawful one so that every stage is reached.
    #[test]
    fn no_order_of_steps_publishes_what_is_not_lawful(
        steps in proptest::collection::vec((0_u8..24, 0_u64..40, 0_u64..400, any::<bool>(), any::<bool>(), 0_u8..8), 170),
    ) {
        let (rules, calendar) = (BlacklistRules::default(), Calendar::example());
        let (mut today, mut accepted, mut standing) = (day("2025-12-01"), Vec::<Recorded>::new(), Standing::default());
        for (random, ahead, back, second, helped, pick) in steps {
            today = today.checked_add_days(Days::new(if helped { ahead.min(3) } else { ahead })).unwrap();
            let paid_on = today.checked_sub_days(Days::new(back)).unwrap();
            let pay_by = today.checked_sub_days(Days::new(back % 3)).unwrap();
            let next = standing.next(&rules, today);
            let kind = helped.then(|| next.get(usize::from(pick) % next.len().max(1)).copied()).flatten();
            let event = match kind {
                Some(EventKind::Propose) => {
                    let what = standing.proposals(&rules, today)[0];
                    Event::Propose { what }
                }
                Some(kind) => (0..24).map(|choice| any_event(choice, paid_on, pay_by)).find(|one| one.kind() == kind).unwrap(),
                None => any_event(random, paid_on, pay_by),
            };
            let by = if second { "a" } else { "b" };
            let tried = step(&today.to_string(), event, by);
            let clone = standing.clone();
            if tried.event != Event::Void
                && let Ok(after) = clone.after(&tried, &rules, &calendar)
            {
                standing = after;
                accepted.push(tried);
            }
            if standing.is_public(today) {
                lawful(&accepted, today);
            }
        }
    }
}
