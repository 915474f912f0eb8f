use chrono::NaiveDate;

use super::sentence::{duty, sentence};
use super::{Chain, ChainFacts, ChainRules, Link, LinkKind, LinkState, MonthPayroll, Mover, Signing};
use crate::calendar::Calendar;
use crate::money::Fen;

/// A link before its state is known.
struct Draft {
    kind: LinkKind,
    mover: Mover,
    task: String,
    due_on: Option<NaiveDate>,
    /// Whether anybody records it.
    known: bool,
    done: bool,
    done_on: Option<NaiveDate>,
    due_fen: Option<Fen>,
    done_fen: Option<Fen>,
    note: Option<String>,
}

/// The chain of a month as of `today`.
///
/// Law: 《保障农民工工资支付条例》第十四条 (the pay day, moved before rest days), 第二十九条至第三十一条.
pub fn chain(facts: &ChainFacts, calendar: &Calendar, rules: ChainRules, today: NaiveDate) -> Chain {
    let pay_on = facts.pay_day.map(|day| calendar.pay_day_on(facts.month.next(), day));
    let before = |days| pay_on.map(|day| calendar.sub_working_days(day, days));
    let drafts = [
        progress(facts),
        labour(facts),
        payroll(facts, before(rules.payroll_wd)),
        signature(facts, before(rules.signature_wd)),
        transfer(facts, pay_on),
        cards(facts, pay_on),
    ];
    let passed = passed(facts, &drafts);
    let mut links: Vec<Link> =
        drafts.into_iter().zip(0..).map(|(draft, place)| draft.link(facts, place < passed, today)).collect();
    if let Some(first) = links.iter_mut().find(|link| link.state == LinkState::Late) {
        first.blocks = true;
    }
    let blocker = links.iter().find(|link| link.blocks).map(|link| link.mover);
    let mut chain = Chain { month: facts.month, links, blocker, sentence: String::new(), duty: None };
    chain.sentence = sentence(&chain, today);
    chain.duty = duty(&chain, today);
    chain
}

/// How many links at the beginning the money has left behind.
fn passed(facts: &ChainFacts, drafts: &[Draft]) -> usize {
    let left = facts.payroll.and_then(MonthPayroll::left).unwrap_or(Fen::ZERO);
    let covered = left > Fen::ZERO && facts.received.is_some_and(|account| account.balance >= left);
    let arrived = |kind| matches!(kind, LinkKind::Labour | LinkKind::Transfer | LinkKind::Cards);
    let last = drafts.iter().rposition(|draft| draft.done && arrived(draft.kind)).unwrap_or(0);
    // The account holds enough for these wages: what the owner still owes does not keep them back.
    last.max(if covered { 2 } else { 0 })
}

fn progress(facts: &ChainFacts) -> Draft {
    let owed = facts.progress;
    Draft {
        kind: LinkKind::Progress,
        mover: Mover::Owner,
        task: "拨付人工费".to_owned(),
        due_on: owed.map(|owed| owed.due_on),
        known: owed.is_some(),
        done: owed.is_some_and(|owed| owed.paid >= owed.amount),
        done_on: owed.and_then(|owed| owed.paid_on),
        due_fen: owed.map(|owed| owed.amount),
        done_fen: owed.map(|owed| owed.paid),
        note: owed.is_none().then(|| "没有登记这个月的进度款".to_owned()),
    }
}

fn labour(facts: &ChainFacts) -> Draft {
    let by_contract = facts.labour_cost_day.map(|day| facts.month.next().day(day));
    let due_on = facts.progress.map(|owed| owed.due_on).or(by_contract);
    let due_fen = facts.progress.map(|owed| owed.labour);
    let received = facts.received.map(|account| account.amount);
    let done = received.is_some_and(|amount| match due_fen {
        Some(due) => amount >= due,
        None => amount > Fen::ZERO,
    });
    let unopened = !facts.has_account && facts.received.is_none();
    // That nothing came in is known from what moved later, or from the owner's own debt.
    let is_told = facts.received.is_some_and(|account| account.known_until >= due_on)
        || facts.received.is_some() && facts.progress.is_some_and(|owed| owed.paid < owed.amount);
    let until = facts.received.and_then(|account| account.known_until);
    let note = match (unopened, done || is_told, until) {
        (true, ..) => Some("台账没有登记工资专户".to_owned()),
        (_, true, _) => None,
        (_, false, Some(day)) => Some(format!("专户流水只登记到{}", crate::date::short_label(day))),
        (_, false, None) => Some("没有登记专户流水".to_owned()),
    };
    Draft {
        kind: LinkKind::Labour,
        mover: if unopened { Mover::Contractor } else { Mover::Owner },
        task: if unopened { "开设工资专户" } else { "把人工费拨入工资专户" }.to_owned(),
        due_on,
        known: done || is_told || unopened,
        done,
        done_on: facts.received.and_then(|account| account.last_on),
        due_fen,
        done_fen: received,
        note,
    }
}

fn payroll(facts: &ChainFacts, due_on: Option<NaiveDate>) -> Draft {
    let run = facts.payroll;
    let made = run.is_some_and(|run| run.workers_due > 0);
    let attendance = run.is_some_and(|run| run.attendance);
    let only_sums = made && run.is_some_and(|run| run.signing == Signing::Unrecorded);
    Draft {
        kind: LinkKind::Payroll,
        mover: Mover::Contractor,
        task: if made && !attendance { "补报考勤表" } else { "编制工资表" }.to_owned(),
        due_on,
        known: !only_sums,
        done: made && attendance && !only_sums,
        done_on: run.and_then(|run| run.made_on).filter(|_| made),
        due_fen: None,
        done_fen: run.and_then(|run| run.net).filter(|_| made),
        note: match (only_sums, made, attendance) {
            (true, ..) => Some("只报了发放人数，没有逐人的工资表".to_owned()),
            (_, true, false) => Some("有工资表，没有考勤表".to_owned()),
            (_, false, true) => Some("有考勤表，没有工资表".to_owned()),
            (_, true, true) => run.map(|run| format!("{}人", run.workers_due)),
            _ => None,
        },
    }
}

fn signature(facts: &ChainFacts, due_on: Option<NaiveDate>) -> Draft {
    let signing = facts.payroll.map_or(Signing::Missing, |run| run.signing);
    let signed_on = match signing {
        Signing::On(day) => Some(day),
        Signing::Missing | Signing::Unrecorded => None,
    };
    Draft {
        kind: LinkKind::Signature,
        mover: Mover::Officer,
        task: "核对工人签字并签认工资表".to_owned(),
        due_on,
        known: signing != Signing::Unrecorded,
        done: signed_on.is_some(),
        done_on: signed_on,
        due_fen: None,
        done_fen: None,
        note: None,
    }
}

fn transfer(facts: &ChainFacts, due_on: Option<NaiveDate>) -> Draft {
    let run = facts.payroll.filter(|run| run.workers_due > 0);
    let balance = facts.received.map(|account| account.balance);
    let missing = run.and_then(MonthPayroll::left).zip(balance).and_then(|(left, held)| left.checked_sub(held));
    let short = missing.filter(|missing| *missing > Fen::ZERO);
    let signed = run.is_some_and(|run| matches!(run.signing, Signing::On(_)));
    let done = run.is_some_and(|run| run.workers_paid >= run.workers_due || run.sent >= run.workers_due);
    let bank = signed && missing.is_some() && short.is_none();
    Draft {
        kind: LinkKind::Transfer,
        mover: if bank { Mover::Bank } else { Mover::Contractor },
        task: match (bank, short) {
            (true, _) => "代发工资",
            (_, Some(_)) => "补足工资专户并发放工资",
            _ => "发放工资",
        }
        .to_owned(),
        due_on,
        known: true,
        done,
        done_on: run.and_then(|run| run.paid_on),
        due_fen: run.and_then(|run| run.net),
        done_fen: run.map(|run| run.paid),
        note: short.filter(|_| !done).map(|missing| format!("专户余额不够，差{}，由总包先行补足", missing.label())),
    }
}

fn cards(facts: &ChainFacts, due_on: Option<NaiveDate>) -> Draft {
    let run = facts.payroll.filter(|run| run.workers_due > 0);
    let left = run.map_or(0, |run| (run.workers_due - run.workers_paid).max(0));
    let only_pending = run.is_some_and(|run| run.pending > 0 && run.failed == 0);
    Draft {
        kind: LinkKind::Cards,
        mover: if only_pending { Mover::Bank } else { Mover::Contractor },
        task: match (left, only_pending) {
            (0, _) => "发放工资".to_owned(),
            (left, true) => format!("把{left}人的工资付到卡上"),
            (left, false) => format!("给{left}人补发工资"),
        },
        due_on,
        known: true,
        done: run.is_some() && left == 0,
        done_on: run.and_then(|run| run.paid_on).filter(|_| left == 0),
        due_fen: None,
        done_fen: None,
        note: run.map(heads),
    }
}

/// 50人中47人到卡，3笔退回.
fn heads(run: MonthPayroll) -> String {
    let mut text = format!("{}人中{}人足额到卡", run.workers_due, run.workers_paid);
    for (count, what) in [(run.failed, "退回"), (run.pending, "在途")] {
        if count > 0 {
            text.push_str(&format!("，{count}笔{what}"));
        }
    }
    text
}

impl Draft {
    fn link(self, facts: &ChainFacts, passed: bool, today: NaiveDate) -> Link {
        let state = match (self.done, self.known, passed) {
            (true, ..) => LinkState::Done,
            (_, false, _) => LinkState::Unrecorded,
            (_, _, true) => LinkState::Passed,
            _ if self.due_on.is_some_and(|due| due < today) => LinkState::Late,
            _ => LinkState::Waiting,
        };
        let name = match self.mover {
            Mover::Owner => &facts.names.owner,
            Mover::Contractor => &facts.names.contractor,
            Mover::Officer => &facts.names.officer,
            Mover::Bank => &facts.names.bank,
        };
        Link {
            kind: self.kind,
            state,
            mover: self.mover,
            name: name.clone(),
            task: self.task,
            due_on: self.due_on,
            done_on: self.done_on,
            due_fen: self.due_fen,
            done_fen: self.done_fen,
            note: self.note,
            law: self.kind.law().label(),
            blocks: false,
        }
    }
}
