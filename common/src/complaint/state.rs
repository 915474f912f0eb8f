use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::law::{COMPLAINT_ACCEPTED, INVESTIGATION, Law};
use crate::term::terms;

/// Working days in which a complaint is accepted or refused (若干规定 Art. 18).
const ACCEPT: u32 = 5;
/// Working days of an investigation, from filing (Order 423 Art. 17).
const INVESTIGATE: u32 = 60;
/// Working days by which the head may extend it.
const EXTEND: u32 = 30;

terms! {
    /// Where a complaint stands, in workers' words.
    Standing {
        Received = "received", "收到", [];
        Investigating = "investigating", "在查", [];
        Ordered = "ordered", "已责令", [];
        Funded = "funded", "钱到专户", [];
        Paid = "paid", "到卡上了吗", [];
        Closed = "closed", "已办结", [];
        Refused = "refused", "不予受理", [];
        Withdrawn = "withdrawn", "已撤回", [];
    }
}

terms! {
    /// What may happen to a complaint.
    Move {
        Register = "register", "收到并登记", [];
        Accept = "accept", "受理立案", [];
        Refuse = "refuse", "不予受理", [];
        Extend = "extend", "延长调查期限", [];
        Order = "order", "责令支付", [];
        Fund = "fund", "钱到专户", [];
        Pay = "pay", "工资已发", [];
        Close = "close", "办结", [];
        Say = "say", "留言", [];
        Withdraw = "withdraw", "本人撤回", [];
        Confirm = "confirm", "本人确认到账", [];
        Reopen = "reopen", "本人说没有解决", [];
    }
}

terms! {
    /// Through which channel it came.
    Via {
        Board = "board", "扫码", [];
        Phone = "phone", "电话", [];
        Counter = "counter", "窗口", [];
        Hotline = "hotline", "12345", [];
        Platform = "platform", "全国平台", [];
        Petition = "petition", "信访", [];
        Patrol = "patrol", "排查", [];
    }
}

terms! {
    /// Why a complaint is not taken up; each says where to turn.
    RefuseReason {
        TooOld = "too_old", "违法行为结束已超过两年，可以申请仲裁或起诉", [];
        Elsewhere = "elsewhere", "用工地不在本区，请向用工地的劳动监察反映", [];
        Dispute = "dispute", "属于劳动争议，请申请仲裁（不收费）", [];
        NotArrears = "not_arrears", "查明不是欠薪，请按告知的部门反映", [];
        Duplicate = "duplicate", "同一件事已经立案，进度看原来的回执", [];
    }
}

terms! {
    /// Why a complaint is closed: never without one.
    CloseReason {
        Settled = "settled", "工资已付清", [];
        Corrected = "corrected", "情节轻微并已改正，撤销立案", [];
        Decided = "decided", "已作出行政处理或处罚决定", [];
        Transferred = "transferred", "已移送有权处理的机关", [];
        NotArrears = "not_arrears", "查明没有欠薪", [];
    }
}

/// What is known of one event for deciding what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub step: Move,
    pub on: NaiveDate,
    /// Stored word of a [`RefuseReason`] or [`CloseReason`].
    pub reason: Option<String>,
    /// For an order: the last day on which to pay.
    pub until: Option<NaiveDate>,
}

/// Where a complaint stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub stage: Standing,
    /// Received, or said not to be solved: the accepting clock runs from here.
    pub received_on: NaiveDate,
    /// The day of filing; `None` until accepted.
    pub accepted_on: Option<NaiveDate>,
    pub extended: bool,
    /// While ordered: the last day on which the firm has to pay.
    pub pay_by: Option<NaiveDate>,
    /// Why it was refused or closed, in words.
    pub reason: Option<&'static str>,
}

/// A day by which somebody has to do something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Due {
    /// 决定是否受理, 查清并处理, 付清工资.
    pub what: String,
    /// Who must act.
    pub who: String,
    pub by: NaiveDate,
    /// The article.
    pub law: String,
}

impl Move {
    /// What the office may record; the rest is the worker's own.
    pub const fn is_official(self) -> bool {
        !matches!(self, Self::Register | Self::Withdraw | Self::Confirm | Self::Reopen)
    }
}

impl State {
    /// The first event makes it: received and registered on the same day.
    fn register(on: NaiveDate) -> Self {
        Self {
            stage: Standing::Received,
            received_on: on,
            accepted_on: None,
            extended: false,
            pay_by: None,
            reason: None,
        }
    }

    /// What may come next, in the order in which it usually does.
    pub fn next(&self) -> Vec<Move> {
        use Standing::{Closed, Funded, Investigating, Ordered, Paid, Received, Refused, Withdrawn};
        let mut next = match self.stage {
            Received => vec![Move::Accept, Move::Refuse, Move::Withdraw],
            Investigating => vec![Move::Order, Move::Fund, Move::Pay, Move::Extend, Move::Close, Move::Withdraw],
            Ordered => vec![Move::Fund, Move::Pay, Move::Order, Move::Extend, Move::Close, Move::Withdraw],
            Funded => vec![Move::Pay, Move::Extend, Move::Close, Move::Withdraw],
            Paid => vec![Move::Confirm, Move::Reopen, Move::Close],
            Closed | Refused | Withdrawn => vec![Move::Reopen],
        };
        next.retain(|step| *step != Move::Extend || !self.extended);
        next.push(Move::Say);
        next
    }

    /// The state after one more event, or why it cannot come now.
    pub fn apply(mut self, fact: &Fact) -> Result<Self, String> {
        if !self.next().contains(&fact.step) {
            return Err(format!("现在是“{}”，不能登记“{}”", self.stage.label(), fact.step.label()));
        }
        if fact.step != Move::Say {
            self.reason = None;
        }
        match fact.step {
            Move::Register | Move::Say => {}
            Move::Accept => {
                self.stage = Standing::Investigating;
                self.accepted_on = Some(fact.on);
            }
            Move::Refuse => {
                let reason = fact.reason.as_deref().and_then(RefuseReason::parse).ok_or("请选择不予受理的原因")?;
                self.stage = Standing::Refused;
                self.reason = Some(reason.label());
            }
            Move::Extend => self.extended = true,
            Move::Order => {
                self.stage = Standing::Ordered;
                self.pay_by = Some(fact.until.ok_or("请填写付清工资的最后一天")?);
            }
            Move::Fund => self.stage = Standing::Funded,
            Move::Pay => self.stage = Standing::Paid,
            Move::Close => {
                let reason = fact.reason.as_deref().and_then(CloseReason::parse).ok_or("请选择办结的原因")?;
                self.stage = Standing::Closed;
                self.reason = Some(reason.label());
            }
            Move::Withdraw => {
                self.stage = Standing::Withdrawn;
                self.reason = Some("本人撤回");
            }
            Move::Confirm => {
                self.stage = Standing::Closed;
                self.reason = Some("本人确认工资到账");
            }
            // Once accepted it is investigated anew; before that, it is looked at anew.
            Move::Reopen => {
                self.stage = if self.accepted_on.is_some() { Standing::Investigating } else { Standing::Received };
                self.received_on = fact.on;
                self.accepted_on = self.accepted_on.map(|_| fact.on);
                self.extended = false;
                self.pay_by = None;
            }
        }
        Ok(self)
    }

    /// Every clock that runs, the next one first.
    pub fn clocks(&self, calendar: &Calendar) -> Vec<Due> {
        let clock = |what: &str, who: &str, by: NaiveDate, law: Law| Due {
            what: what.to_owned(),
            who: who.to_owned(),
            by,
            law: law.label(),
        };
        let mut clocks = Vec::new();
        if self.stage == Standing::Received {
            let by = calendar.add_working_days(self.received_on, ACCEPT);
            clocks.push(clock("决定是否受理", "劳动监察", by, COMPLAINT_ACCEPTED));
        }
        let runs = matches!(self.stage, Standing::Investigating | Standing::Ordered | Standing::Funded);
        if let Some(from) = self.accepted_on.filter(|_| runs) {
            let days = if self.extended { INVESTIGATE + EXTEND } else { INVESTIGATE };
            clocks.push(clock("查清并处理", "劳动监察", calendar.add_working_days(from, days), INVESTIGATION));
        }
        if let Some(by) = self.pay_by.filter(|_| matches!(self.stage, Standing::Ordered | Standing::Funded)) {
            clocks.push(clock("付清工资", "用工单位和总包", by, crate::law::RESPONSIBLE));
        }
        clocks.sort_by_key(|clock| clock.by);
        clocks
    }
}

/// Where a complaint stands after its events, in the order in which they were recorded. Refuses what cannot be.
pub fn fold(facts: &[Fact]) -> Result<State, String> {
    let (first, rest) = facts.split_first().ok_or("还没有登记")?;
    if first.step != Move::Register {
        return Err("第一条应当是登记".to_owned());
    }
    rest.iter().try_fold(State::register(first.on), State::apply)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn fact(step: Move, on: &str) -> Fact {
        let reason = match step {
            Move::Refuse => Some("dispute".to_owned()),
            Move::Close => Some("settled".to_owned()),
            _ => None,
        };
        let until = (step == Move::Order).then(|| day("2027-01-10"));
        Fact { step, on: day(on), reason, until }
    }

    fn by(steps: &[(Move, &str)]) -> Vec<NaiveDate> {
        let facts: Vec<Fact> = steps.iter().map(|(step, on)| fact(*step, on)).collect();
        fold(&facts).unwrap().clocks(&Calendar::example()).iter().map(|clock| clock.by).collect()
    }

    #[test]
    fn five_working_days_to_accept_over_spring_festival() {
        // 2026: 15 to 23 February are free; 14 and 28 February, two Saturdays, are worked in exchange.
        assert_eq!(by(&[(Move::Register, "2026-02-11")]), [day("2026-02-25")]);
        assert_eq!(by(&[(Move::Register, "2026-02-14")]), [day("2026-02-28")]);
        assert_eq!(by(&[(Move::Register, "2026-02-15")]), [day("2026-02-28")]);
        assert_eq!(by(&[(Move::Register, "2026-02-23")]), [day("2026-02-28")]);
        assert_eq!(by(&[(Move::Register, "2026-02-24")]), [day("2026-03-02")]);
        assert_eq!(by(&[(Move::Register, "2026-11-24")]), [day("2026-12-01")]);
    }

    #[test]
    fn sixty_working_days_to_investigate_and_thirty_more() {
        let calendar = Calendar::example();
        let accepted = "2026-02-25";
        let sixty = by(&[(Move::Register, "2026-02-11"), (Move::Accept, accepted)])[0];
        let worked = |until: NaiveDate| {
            day(accepted)
                .iter_days()
                .skip(1)
                .take_while(|it| *it <= until)
                .filter(|it| calendar.is_working(*it))
                .count()
        };
        assert!(calendar.is_working(sixty));
        assert_eq!(
            (worked(sixty.pred_opt().unwrap()), worked(sixty), worked(sixty.succ_opt().unwrap())),
            (59, 60, {
                let next = sixty.succ_opt().unwrap();
                60 + usize::from(calendar.is_working(next))
            })
        );
        let ninety = by(&[(Move::Register, "2026-02-11"), (Move::Accept, accepted), (Move::Extend, "2026-05-08")])[0];
        assert_eq!(worked(ninety), 90);
    }

    #[test]
    fn an_order_has_its_own_day_beside_the_investigation() {
        let steps = [(Move::Register, "2026-11-24"), (Move::Accept, "2026-11-25"), (Move::Order, "2026-12-10")];
        let clocks = by(&steps);
        assert_eq!(clocks.len(), 2);
        assert_eq!(clocks[0], day("2027-01-10"));
    }

    #[test]
    fn nothing_runs_once_it_is_over() {
        for last in [Move::Refuse, Move::Withdraw] {
            assert!(by(&[(Move::Register, "2026-11-24"), (last, "2026-11-25")]).is_empty());
        }
        assert!(
            by(&[(Move::Register, "2026-11-24"), (Move::Accept, "2026-11-25"), (Move::Pay, "2026-12-01")]).is_empty()
        );
    }

    #[test]
    fn not_solved_opens_it_again_with_fresh_clocks() {
        let after_close = [
            (Move::Register, "2026-11-02"),
            (Move::Accept, "2026-11-03"),
            (Move::Pay, "2026-11-10"),
            (Move::Close, "2026-11-12"),
            (Move::Reopen, "2026-11-24"),
        ];
        assert_eq!(by(&after_close), by(&[(Move::Register, "2026-11-24"), (Move::Accept, "2026-11-24")]));
        let after_refusal =
            [(Move::Register, "2026-11-02"), (Move::Refuse, "2026-11-03"), (Move::Reopen, "2026-11-24")];
        assert_eq!(by(&after_refusal), by(&[(Move::Register, "2026-11-24")]));
    }

    #[test]
    fn nothing_is_refused_or_closed_without_a_reason() {
        let mut facts = vec![fact(Move::Register, "2026-11-24"), fact(Move::Refuse, "2026-11-25")];
        facts[1].reason = None;
        assert!(fold(&facts).is_err());
        let mut facts =
            vec![fact(Move::Register, "2026-11-24"), fact(Move::Accept, "2026-11-25"), fact(Move::Close, "2026-11-26")];
        assert_eq!(fold(&facts).unwrap().reason, Some("工资已付清"));
        facts[2].reason = Some("because".to_owned());
        assert!(fold(&facts).is_err());
    }

    #[test]
    fn what_is_offered_is_what_is_taken_in_every_order_of_events() {
        // Every path of at most six steps: what `next` names applies, everything else is refused.
        fn walk(state: &State, depth: u32, seen: &mut usize) {
            *seen += 1;
            for step in Move::ALL {
                let after = state.clone().apply(&fact(*step, "2026-12-01"));
                assert_eq!(after.is_ok(), state.next().contains(step), "{:?} {step:?}", state.stage);
                if let Ok(after) = after {
                    let told = matches!(after.stage, Standing::Closed | Standing::Refused | Standing::Withdrawn);
                    assert_eq!(told, after.reason.is_some());
                    if depth > 0 {
                        walk(&after, depth - 1, seen);
                    }
                }
            }
        }
        let mut seen = 0;
        walk(&State::register(day("2026-11-24")), 5, &mut seen);
        assert!(seen > 1000, "{seen}");
    }
}
