//! 项目全过程: the steps of a site from approval to settlement, each with its due day, its evidence and who must move.
//!
//! Law: 《保障农民工工资支付条例》第二十三条、第二十四条、第二十六条、第二十七条、第二十八条、第三十二条、第三十四条;
//! 《工程建设领域农民工工资专用账户管理暂行办法》第五条; 《工程建设领域农民工工资保证金规定》第八条.
//! The due day itself is still in time.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::board::MonthPay;
use crate::calendar::Calendar;
use crate::date;
use crate::law::{self, Law};
use crate::project::{ProjectState, Role};
use crate::term::terms;

/// From signing to the opening of the account, calendar days (53号 Art. 5).
pub const ACCOUNT_DAYS: u64 = 30;
/// How long the notice of no arrears hangs, calendar days (Art. 27).
pub const NOTICE_DAYS: u64 = 30;

terms! {
    /// The steps in their order.
    Step {
        Approval = "approval", "立项审批";
        Contract = "contract", "签订施工合同";
        Permit = "permit", "施工许可";
        Account = "account", "开设工资专户";
        Deposit = "deposit", "存储工资保证金";
        Board = "board", "设立维权公示牌";
        Roster = "roster", "实名制进场";
        Pay = "pay", "按月发放工资";
        Completion = "completion", "完工";
        Notice = "notice", "公示30日";
        Settlement = "settlement", "结清";
    }
}

terms! {
    /// Where a step stands.
    StepState {
        Done = "done", "已办";
        Late = "late", "已超期";
        Waiting = "waiting", "未到期";
    }
}

terms! {
    /// Days that no ledger states and officials record by hand.
    Milestone {
        SignedOn = "signed_on", "合同签订日期";
        CompletedOn = "completed_on", "实际完工日期";
        NoticeOn = "notice_on", "公示开始日期";
        SettledOn = "settled_on", "工资结清日期";
    }
}

/// The recorded days of [`Milestone`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Milestones {
    pub signed_on: Option<NaiveDate>,
    pub completed_on: Option<NaiveDate>,
    pub notice_on: Option<NaiveDate>,
    pub settled_on: Option<NaiveDate>,
}

impl Milestones {
    pub const fn get(&self, milestone: Milestone) -> Option<NaiveDate> {
        match milestone {
            Milestone::SignedOn => self.signed_on,
            Milestone::CompletedOn => self.completed_on,
            Milestone::NoticeOn => self.notice_on,
            Milestone::SettledOn => self.settled_on,
        }
    }

    pub fn set(&mut self, milestone: Milestone, day: Option<NaiveDate>) {
        match milestone {
            Milestone::SignedOn => self.signed_on = day,
            Milestone::CompletedOn => self.completed_on = day,
            Milestone::NoticeOn => self.notice_on = day,
            Milestone::SettledOn => self.settled_on = day,
        }
    }
}

/// What is known of a site.
#[derive(Clone, Debug)]
pub struct StepFacts {
    pub state: ProjectState,
    pub code: Option<String>,
    /// The sum of the contract in words.
    pub contract: Option<String>,
    pub permit: Option<String>,
    /// The day inside a permit number of the standard form.
    pub permit_on: Option<NaiveDate>,
    pub started_on: Option<NaiveDate>,
    pub planned_end_on: Option<NaiveDate>,
    /// The bank; `None` without an account.
    pub account: Option<String>,
    pub opened_on: Option<NaiveDate>,
    /// The form in words; `None` without a deposit.
    pub deposit: Option<String>,
    pub board_hung: bool,
    /// Of the valid board; `None` without one.
    pub board_on: Option<NaiveDate>,
    pub real_name: bool,
    pub headcount: Option<i64>,
    /// The month whose wages were due last, if anything is known of it.
    pub due_month: Option<MonthPay>,
    pub milestones: Milestones,
    /// From the permit to the deposit, working days: a setting (65号 Art. 8).
    pub deposit_working_days: u32,
}

/// One step as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepView {
    pub step: Step,
    pub state: StepState,
    /// The last day in time; `None` where none can be told.
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    /// What the due day is counted from.
    pub rule: String,
    /// The article.
    pub law: String,
    /// What shows that it was done; else what is missing.
    pub evidence: Option<String>,
    /// Who must move.
    pub responsible: Role,
}

/// What a step says of itself before its state is known.
struct Draft {
    step: Step,
    law: Law,
    responsible: Role,
    due_on: Option<NaiveDate>,
    rule: String,
    done: bool,
    done_on: Option<NaiveDate>,
    evidence: Option<String>,
}

/// Every step in its order, as of `today`.
pub fn steps(facts: &StepFacts, calendar: &Calendar, today: NaiveDate) -> Vec<StepView> {
    let drafts = before_work(facts, calendar).into_iter().chain(on_site(facts)).chain(at_the_end(facts, today));
    drafts.map(|draft| draft.view(today)).collect()
}

fn before_work(facts: &StepFacts, calendar: &Calendar) -> Vec<Draft> {
    let before_start = "开工前办理";
    let signed_on = facts.milestones.signed_on;
    let (account_due, account_rule) = match (signed_on, facts.started_on) {
        (Some(signed), _) => (signed.checked_add_days(Days::new(ACCOUNT_DAYS)), "合同签订后30日内"),
        (None, started) => (started, "合同签订日期未登记，按开工日期"),
    };
    let wait = facts.deposit_working_days;
    let (deposit_due, deposit_rule) = match (facts.permit_on, signed_on) {
        (Some(permit), _) => (Some(calendar.add_working_days(permit, wait)), format!("施工许可后{wait}个工作日内")),
        (None, Some(signed)) => (Some(calendar.add_working_days(signed, wait)), format!("合同签订后{wait}个工作日内")),
        (None, None) => (None, format!("施工许可后{wait}个工作日内，许可日期未登记")),
    };
    vec![
        Draft {
            step: Step::Approval,
            law: law::FUNDS,
            responsible: Role::Owner,
            due_on: facts.started_on,
            rule: before_start.to_owned(),
            done: facts.code.is_some(),
            done_on: None,
            evidence: facts.code.as_ref().map(|code| format!("项目代码 {code}")),
        },
        Draft {
            step: Step::Contract,
            law: law::CONTRACT,
            responsible: Role::Owner,
            due_on: facts.started_on,
            rule: before_start.to_owned(),
            done: signed_on.is_some() || facts.contract.is_some(),
            done_on: signed_on,
            evidence: facts.contract.as_ref().map(|sum| format!("合同价款 {sum}")),
        },
        Draft {
            step: Step::Permit,
            law: law::FUNDS,
            responsible: Role::Owner,
            due_on: facts.started_on,
            rule: before_start.to_owned(),
            done: facts.permit.is_some(),
            done_on: facts.permit_on,
            evidence: facts.permit.as_ref().map(|permit| format!("许可证号 {permit}")),
        },
        Draft {
            step: Step::Account,
            law: law::ACCOUNT_OPENING,
            responsible: Role::Contractor,
            due_on: account_due,
            rule: account_rule.to_owned(),
            done: facts.account.is_some(),
            done_on: facts.opened_on,
            evidence: facts.account.clone(),
        },
        Draft {
            step: Step::Deposit,
            law: law::DEPOSIT_STORE,
            responsible: Role::Contractor,
            due_on: deposit_due,
            rule: deposit_rule,
            done: facts.deposit.is_some(),
            done_on: None,
            evidence: facts.deposit.clone(),
        },
    ]
}

fn on_site(facts: &StepFacts) -> Vec<Draft> {
    let pay = facts.due_month.as_ref();
    vec![
        Draft {
            step: Step::Board,
            law: law::BOARD,
            responsible: Role::Contractor,
            due_on: facts.started_on,
            rule: "开工时在施工现场醒目位置设立".to_owned(),
            done: facts.board_hung && facts.board_on.is_some(),
            done_on: facts.board_on,
            evidence: match (facts.board_on, facts.board_hung) {
                (Some(_), true) => Some("现场已挂牌".to_owned()),
                (Some(_), false) => Some("告示牌已制作，未报现场已挂".to_owned()),
                (None, _) => None,
            },
        },
        Draft {
            step: Step::Roster,
            law: law::ROSTER,
            responsible: Role::Contractor,
            due_on: facts.started_on,
            rule: "工人进场前签订合同并实名登记".to_owned(),
            done: facts.real_name,
            done_on: None,
            evidence: facts.headcount.map(|count| format!("用工{count}人")),
        },
        Draft {
            step: Step::Pay,
            law: law::PAY_MONTHLY,
            responsible: Role::Contractor,
            due_on: pay.and_then(|pay| pay.due_on),
            rule: "每月约定的日期，遇休息日提前".to_owned(),
            done: pay.is_some_and(MonthPay::in_full),
            done_on: pay.filter(|pay| pay.in_full()).and_then(|pay| pay.paid_on),
            evidence: pay.map(|pay| {
                let month = date::month_label(pay.month);
                match pay.workers_due {
                    0 => format!("{month}：未见发放记录"),
                    due => format!("{month}：{due}人中{}人已足额发放", pay.workers_paid),
                }
            }),
        },
    ]
}

fn at_the_end(facts: &StepFacts, today: NaiveDate) -> Vec<Draft> {
    let Milestones { completed_on, notice_on, settled_on, .. } = facts.milestones;
    let notice_end = notice_on.and_then(|day| day.checked_add_days(Days::new(NOTICE_DAYS)));
    let finished = completed_on.is_some() || facts.state == ProjectState::Finished;
    vec![
        Draft {
            step: Step::Completion,
            law: law::ACCOUNT_CLOSING,
            responsible: Role::Contractor,
            due_on: facts.planned_end_on,
            rule: "计划竣工日期".to_owned(),
            done: finished,
            done_on: completed_on,
            evidence: finished.then(|| "工程已完工".to_owned()),
        },
        Draft {
            step: Step::Notice,
            law: law::ACCOUNT_CLOSING,
            responsible: Role::Contractor,
            due_on: None,
            rule: "完工且没有拖欠工资，公示满30日".to_owned(),
            done: notice_end.is_some_and(|end| today >= end),
            done_on: notice_end.filter(|end| today >= *end),
            evidence: notice_on.map(|day| format!("{}开始公示", date::label(day))),
        },
        Draft {
            step: Step::Settlement,
            law: law::ACCOUNT_CLOSING,
            responsible: Role::Contractor,
            due_on: None,
            rule: "公示期满没有异议，可以申请注销专户、退还保证金".to_owned(),
            done: settled_on.is_some(),
            done_on: settled_on,
            evidence: None,
        },
    ]
}

impl Draft {
    fn view(self, today: NaiveDate) -> StepView {
        let state = match (self.done, self.due_on) {
            (true, _) => StepState::Done,
            (false, Some(due)) if due < today => StepState::Late,
            _ => StepState::Waiting,
        };
        StepView {
            step: self.step,
            state,
            due_on: self.due_on,
            done_on: self.done_on,
            rule: self.rule,
            law: self.law.label(),
            evidence: self.evidence,
            responsible: self.responsible,
        }
    }
}

impl StepView {
    /// Days between the due day and the day it was done or, while it is not, `today`. `None` in time.
    pub fn days_late(&self, today: NaiveDate) -> Option<i64> {
        let until = match self.state {
            StepState::Done => self.done_on?,
            StepState::Late => today,
            StepState::Waiting => return None,
        };
        let days = (until - self.due_on?).num_days();
        (days > 0).then_some(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Month;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn site() -> StepFacts {
        StepFacts {
            state: ProjectState::Building,
            code: None,
            contract: None,
            permit: None,
            permit_on: None,
            started_on: None,
            planned_end_on: None,
            account: None,
            opened_on: None,
            deposit: None,
            board_hung: false,
            board_on: None,
            real_name: false,
            headcount: None,
            due_month: None,
            milestones: Milestones::default(),
            deposit_working_days: 20,
        }
    }

    fn state(facts: &StepFacts, step: Step, on: &str) -> StepState {
        let all = steps(facts, &Calendar::example(), day(on));
        all.into_iter().find(|view| view.step == step).unwrap().state
    }

    fn states(facts: &StepFacts, step: Step, days: [&str; 3]) -> [StepState; 3] {
        days.map(|on| state(facts, step, on))
    }

    const IN_TIME_TO_LATE: [StepState; 3] = [StepState::Waiting, StepState::Waiting, StepState::Late];

    #[test]
    fn every_step_stands_once_and_in_order() {
        let order: Vec<Step> =
            steps(&site(), &Calendar::example(), day("2026-11-24")).iter().map(|it| it.step).collect();
        assert_eq!(order, Step::ALL);
    }

    #[test]
    fn an_account_is_late_on_the_thirty_first_day_after_signing() {
        let milestones = Milestones { signed_on: Some(day("2026-10-01")), ..Milestones::default() };
        let facts = StepFacts { milestones, ..site() };
        assert_eq!(states(&facts, Step::Account, ["2026-10-30", "2026-10-31", "2026-11-01"]), IN_TIME_TO_LATE);
        let open = StepFacts { account: Some("示例农商行".into()), opened_on: Some(day("2026-11-02")), ..facts };
        assert_eq!(state(&open, Step::Account, "2026-11-24"), StepState::Done);
        let all = steps(&open, &Calendar::example(), day("2026-11-24"));
        assert_eq!(all[3].days_late(day("2026-11-24")), Some(2));
    }

    #[test]
    fn a_deposit_is_late_after_twenty_working_days_from_the_permit() {
        // Over the national day: 1 to 7 October rest, 10 October is worked.
        let facts = StepFacts { permit_on: Some(day("2026-09-14")), ..site() };
        let due = Calendar::example().add_working_days(day("2026-09-14"), 20);
        let around = [due.pred_opt().unwrap(), due, due.succ_opt().unwrap()].map(|day| day.to_string());
        let around = [around[0].as_str(), around[1].as_str(), around[2].as_str()];
        assert_eq!(states(&facts, Step::Deposit, around), IN_TIME_TO_LATE);
        assert_eq!(state(&site(), Step::Deposit, "2030-01-01"), StepState::Waiting);
    }

    #[test]
    fn what_must_stand_before_work_is_late_the_day_after_it_started() {
        let facts = StepFacts { started_on: Some(day("2026-06-01")), ..site() };
        for step in [Step::Approval, Step::Contract, Step::Permit, Step::Account, Step::Board, Step::Roster] {
            assert_eq!(states(&facts, step, ["2026-05-31", "2026-06-01", "2026-06-02"]), IN_TIME_TO_LATE);
        }
    }

    #[test]
    fn wages_are_late_the_day_after_they_were_due_unless_everyone_was_paid() {
        let month = Month::new(2026, 10).unwrap();
        let pay = |paid| MonthPay {
            month,
            workers_due: 40,
            workers_paid: paid,
            paid_on: None,
            due_on: Some(day("2026-11-13")),
        };
        let facts = StepFacts { due_month: Some(pay(39)), ..site() };
        assert_eq!(states(&facts, Step::Pay, ["2026-11-12", "2026-11-13", "2026-11-14"]), IN_TIME_TO_LATE);
        let paid = StepFacts { due_month: Some(pay(40)), ..site() };
        assert_eq!(state(&paid, Step::Pay, "2026-11-14"), StepState::Done);
    }

    #[test]
    fn a_notice_has_hung_long_enough_on_its_thirtieth_day() {
        let milestones = Milestones { notice_on: Some(day("2026-10-01")), ..Milestones::default() };
        let facts = StepFacts { milestones, ..site() };
        let around = states(&facts, Step::Notice, ["2026-10-30", "2026-10-31", "2026-11-01"]);
        assert_eq!(around, [StepState::Waiting, StepState::Done, StepState::Done]);
    }

    #[test]
    fn a_site_is_settled_when_that_was_recorded() {
        assert_eq!(state(&site(), Step::Settlement, "2026-11-24"), StepState::Waiting);
        let mut milestones = Milestones::default();
        milestones.set(Milestone::SettledOn, Some(day("2026-11-20")));
        assert_eq!(milestones.get(Milestone::SettledOn), Some(day("2026-11-20")));
        assert_eq!(state(&StepFacts { milestones, ..site() }, Step::Settlement, "2026-11-24"), StepState::Done);
    }
}
