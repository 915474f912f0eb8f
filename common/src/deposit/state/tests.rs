use super::*;
use crate::deposit::Works;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn recorded(id: usize, on: NaiveDate, event: Event) -> Recorded {
    Recorded { id: id.to_string(), on, event, note: None, by: "示例".into(), at: DateTime::default(), corrects: None }
}

fn play(events: &[(NaiveDate, Event)]) -> Result<Vec<Entry>, Refusal> {
    let records: Vec<_> = events.iter().enumerate().map(|(id, (on, event))| recorded(id, *on, event.clone())).collect();
    fold(&records, &Clocks::default(), &Calendar::example())
}

fn stand(events: &[(NaiveDate, Event)]) -> State {
    play(events).unwrap().pop().unwrap().state
}

fn assess(permit_on: Option<NaiveDate>) -> (NaiveDate, Event) {
    let works = Works { contract: Fen(5_000_000_000), signed_on: ymd(2026, 1, 5), permit_on, key_works: false };
    (ymd(2026, 1, 20), Event::Assess { works, works_end: None, due: Fen(100_000_000) })
}

fn holding(form: DepositForm, amount: i64, valid_until: Option<NaiveDate>) -> Holding {
    Holding { form, amount: Fen(amount), issuer: "示例银行".into(), number: "BH001".into(), valid_until }
}

fn cash(amount: i64) -> Holding {
    holding(DepositForm::Cash, amount, None)
}

/// Stored in cash on 2 March 2026.
fn stored() -> Vec<(NaiveDate, Event)> {
    vec![assess(Some(ymd(2026, 1, 20))), (ymd(2026, 3, 2), Event::Store { holding: cash(100_000_000) })]
}

fn with(more: &[(NaiveDate, Event)]) -> Vec<(NaiveDate, Event)> {
    let mut events = stored();
    events.extend_from_slice(more);
    events
}

#[test]
fn twenty_working_days_run_over_spring_festival_and_the_days_exchanged_for_it() {
    // 2026-01-20 is a Tuesday. 21–23 January: 3; 26–30: 8; 2–6 February: 13; 9–13: 18; Saturday the 14th is worked: 19;
    // rest from the 15th to the 23rd; Tuesday the 24th: 20.
    let by = |permit| match stand(&[assess(permit)]) {
        State::Due { store_by, .. } => store_by,
        other => panic!("{other:?}"),
    };
    assert_eq!(by(Some(ymd(2026, 1, 19))), ymd(2026, 2, 14));
    assert_eq!(by(Some(ymd(2026, 1, 20))), ymd(2026, 2, 24));
    assert_eq!(by(Some(ymd(2026, 1, 21))), ymd(2026, 2, 25));
    // Without a permit the contract of 5 January counts: 6–9: 4; 12–16: 9; 19–23: 14; 26–30: 19; 2 February: 20.
    assert_eq!(by(None), ymd(2026, 2, 2));
}

#[test]
fn storing_is_late_only_after_its_last_day() {
    let late = |on| {
        let events = [assess(Some(ymd(2026, 1, 20))), (on, Event::Store { holding: cash(100_000_000) })];
        play(&events).unwrap()[1].is_late()
    };
    assert!(!late(ymd(2026, 2, 14)));
    assert!(!late(ymd(2026, 2, 24)));
    assert!(late(ymd(2026, 2, 25)));
}

#[test]
fn a_deposit_goes_its_whole_way() {
    let order = Event::Order { amount: Fen(30_000_000), document: "示人社保支〔2026〕1号".into() };
    let events = with(&[
        (ymd(2026, 4, 1), order),
        (ymd(2026, 4, 8), Event::Pay),
        (ymd(2026, 4, 22), Event::Refill { holding: cash(30_000_000) }),
        (ymd(2026, 7, 1), Event::Notice { completed_on: ymd(2026, 6, 30) }),
        (ymd(2026, 8, 1), Event::Apply),
        (ymd(2026, 8, 7), Event::Review),
        (ymd(2026, 8, 12), Event::Confirm),
        (ymd(2026, 8, 13), Event::Return),
    ]);
    let entries = play(&events).unwrap();
    let stages: Vec<Stage> = entries.iter().map(|entry| entry.state.stage()).collect();
    let expected = [
        Stage::Due,
        Stage::Stored,
        Stage::Used,
        Stage::RefillDue,
        Stage::Stored,
        Stage::Noticed,
        Stage::Applied,
        Stage::Reviewed,
        Stage::Confirmed,
        Stage::Returned,
    ];
    assert_eq!(stages, expected);
    // 4–6 April rest for Qingming: 2 and 3, then 7, 8 and 9 April are five working days.
    assert_eq!(entries[2].state.clock().unwrap().by, ymd(2026, 4, 9));
    // 9, 10, 13–17, 20–22 April.
    assert_eq!(entries[3].state.clock().unwrap().by, ymd(2026, 4, 22));
    assert_eq!(entries[3].state.holding().unwrap().amount, Fen(70_000_000));
    assert_eq!(entries[4].state.holding().unwrap().amount, Fen(100_000_000));
    // Saturday 1 August: 3–7 August; Friday 7: 10–12 August.
    assert_eq!(entries[6].state.clock().unwrap().by, ymd(2026, 8, 7));
    assert_eq!(entries[7].state.clock().unwrap().by, ymd(2026, 8, 12));
    assert_eq!(entries.iter().filter(|entry| entry.is_late()).count(), 1, "stored after 24 February");
    assert!(entries[9].state.next().is_empty());
}

#[test]
fn the_notice_hangs_thirty_days() {
    let apply =
        |on| play(&with(&[(ymd(2026, 7, 1), Event::Notice { completed_on: ymd(2026, 7, 1) }), (on, Event::Apply)]));
    assert!(apply(ymd(2026, 7, 30)).is_err());
    let refusal = apply(ymd(2026, 7, 31)).unwrap_err();
    assert_eq!(refusal.why(), "公示到2026年7月31日才满30天，请在次日起办理");
    assert!(apply(ymd(2026, 8, 1)).is_ok());
}

#[test]
fn a_step_out_of_order_is_refused_with_what_may_come() {
    let refusal = play(&[(ymd(2026, 3, 2), Event::Pay)]).unwrap_err();
    assert_eq!(refusal.why(), "现在是“未核定”，不能登记“银行支付”。下一步可以登记：核定应存金额");
    for kind in [Event::Pay, Event::Apply, Event::Review, Event::Confirm, Event::Return, Event::Initiate, Event::Void] {
        assert!(play(&with(&[(ymd(2026, 3, 3), kind.clone())])).is_err(), "{kind:?}");
    }
    let early = play(&with(&[(ymd(2026, 3, 1), Event::Notice { completed_on: ymd(2026, 3, 1) })])).unwrap_err();
    assert!(early.why().contains("早于上一步"));
    let late = play(&with(&[(ymd(2026, 3, 3), Event::Notice { completed_on: ymd(2026, 3, 4) })])).unwrap_err();
    assert!(late.why().contains("完工"));
}

#[test]
fn no_more_is_paid_out_than_there_is_and_no_less_is_put_back() {
    let order = |amount| Event::Order { amount: Fen(amount), document: "1号".into() };
    assert!(play(&with(&[(ymd(2026, 4, 1), order(100_000_000))])).is_ok());
    assert!(play(&with(&[(ymd(2026, 4, 1), order(100_000_001))])).is_err());
    let refill = |amount| {
        let refill = Event::Refill { holding: cash(amount) };
        play(&with(&[(ymd(2026, 4, 1), order(5_000_000)), (ymd(2026, 4, 2), Event::Pay), (ymd(2026, 4, 3), refill)]))
    };
    assert!(refill(4_999_999).is_err());
    assert!(refill(5_000_000).is_ok());
}

#[test]
fn a_guarantee_is_refilled_by_a_new_one_for_the_whole() {
    let guarantee = |amount| holding(DepositForm::BankGuarantee, amount, Some(ymd(2028, 1, 1)));
    let events = |amount| {
        vec![
            assess(None),
            (ymd(2026, 1, 21), Event::Store { holding: guarantee(100_000_000) }),
            (ymd(2026, 4, 1), Event::Order { amount: Fen(1), document: "1号".into() }),
            (ymd(2026, 4, 2), Event::Pay),
            (ymd(2026, 4, 3), Event::Refill { holding: guarantee(amount) }),
        ]
    };
    assert!(play(&events(1)).is_err());
    assert!(play(&events(100_000_000)).is_ok());
}

#[test]
fn renewing_keeps_the_stage_and_changes_what_is_held() {
    let new = holding(DepositForm::Insurance, 100_000_000, Some(ymd(2027, 7, 2)));
    let events = with(&[
        (ymd(2026, 7, 1), Event::Notice { completed_on: ymd(2026, 7, 1) }),
        (ymd(2026, 7, 3), Event::Renew { holding: new.clone() }),
    ]);
    let state = stand(&events);
    assert_eq!((state.stage(), state.holding()), (Stage::Noticed, Some(&new)));
}

#[test]
fn arrears_found_at_the_review_are_settled_before_applying_again() {
    let events = with(&[
        (ymd(2026, 7, 1), Event::Notice { completed_on: ymd(2026, 7, 1) }),
        (ymd(2026, 8, 3), Event::Initiate),
        (ymd(2026, 8, 5), Event::Object),
        (ymd(2026, 9, 1), Event::Apply),
    ]);
    let entries = play(&events).unwrap();
    // Wednesday 5 August: 6, 7 and 10 August.
    assert_eq!(entries[4].state.clock().unwrap().by, ymd(2026, 8, 10));
    assert_eq!(entries[5].state.stage(), Stage::Applied);
}

#[test]
fn an_exempt_works_stores_nothing() {
    let (on, event) = assess(None);
    let Event::Assess { works, works_end, .. } = event else { panic!() };
    let exempt = (on, Event::Assess { works, works_end, due: Fen::ZERO });
    let state = stand(std::slice::from_ref(&exempt));
    assert_eq!((state.stage(), state.due(), state.clock()), (Stage::Exempt, Some(Fen::ZERO), None));
    assert!(play(&[exempt, (on, Event::Store { holding: cash(1) })]).is_err());
}

#[test]
fn a_correction_is_a_new_row_in_the_old_place() {
    let mut records: Vec<_> =
        stored().into_iter().enumerate().map(|(id, (on, event))| recorded(id, on, event)).collect();
    let play = |records: &[Recorded]| fold(records, &Clocks::default(), &Calendar::example());
    let mut correction = recorded(2, ymd(2026, 2, 24), Event::Store { holding: cash(100_000_000) });
    correction.corrects = Some("1".into());
    records.push(correction);
    let entries = play(&records).unwrap();
    assert_eq!(entries.len(), 2);
    assert!(!entries[1].is_late());

    let mut void = recorded(3, ymd(2026, 3, 3), Event::Void);
    void.corrects = Some("2".into());
    records.push(void);
    assert_eq!(play(&records).unwrap().pop().unwrap().state.stage(), Stage::Due);

    let mut again = recorded(4, ymd(2026, 3, 3), Event::Void);
    again.corrects = Some("2".into());
    records.push(again.clone());
    assert!(play(&records).unwrap_err().why().contains("已经更正过"));
    records.pop();
    again.corrects = Some("0".into());
    again.event = Event::Pay;
    records.push(again);
    assert!(play(&records).unwrap_err().why().contains("同一种记录"));
}
