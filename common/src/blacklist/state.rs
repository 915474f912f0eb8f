use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Event, EventKind, Proposal};
use super::matter::{Ground, Matter};
use super::rules::BlacklistRules;
use crate::calendar::Calendar;
use crate::date;
use crate::deposit::{Clock, Refusal};
use crate::law::{self, Law};
use crate::term::terms;

terms! {
    /// Where a listing stands, as lists and filters name it.
    Stage {
        Empty = "empty", "未开始", [];
        Drafted = "drafted", "待告知", [];
        Noticed = "noticed", "已告知", [];
        Objected = "objected", "异议核实中", [];
        Verified = "verified", "异议已答复", [];
        Waived = "waived", "不予列入", [];
        Decided = "decided", "已决定，待公布", [];
        Published = "published", "公布中", [];
        Applied = "applied", "公布中，审核移出申请", [];
        Removed = "removed", "已提前移出", [];
        Expired = "expired", "期满移出", [];
        Revoked = "revoked", "已撤销", [];
    }
}

/// What waits for a second official.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proposed {
    pub what: Proposal,
    /// Account of who proposed, who therefore may not decide.
    pub by: String,
    /// The name people read.
    pub person: String,
}

/// Where a listing stands, with what the next step needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    pub stage: Stage,
    pub matter: Option<Matter>,
    /// The last day to decide; moved once by an extension. `None` for a list taken over.
    pub decide_by: Option<NaiveDate>,
    pub extended: bool,
    pub object_until: Option<NaiveDate>,
    pub verify_by: Option<NaiveDate>,
    /// The objection holds.
    pub objection_stands: bool,
    /// The day on which the last wages were paid; `None` while they are owed.
    pub corrected_on: Option<NaiveDate>,
    pub promised: bool,
    /// Why there is no early removal.
    pub barred: Option<String>,
    pub proposed: Option<Proposed>,
    /// Day and number of the decision to list.
    pub decided_on: Option<NaiveDate>,
    pub decision: Option<String>,
    /// The term runs from this day: the decision, or the restoration.
    pub since: Option<NaiveDate>,
    /// The last day of the term.
    pub until: Option<NaiveDate>,
    pub published_on: Option<NaiveDate>,
    pub removal_by: Option<NaiveDate>,
    /// The listing ended; everything is to be taken down and told by `execute_by`.
    pub ended_on: Option<NaiveDate>,
    pub execute_by: Option<NaiveDate>,
    pub finished_on: Option<NaiveDate>,
    pub adopted: bool,
}

impl Default for Standing {
    fn default() -> Self {
        Self {
            stage: Stage::Empty,
            matter: None,
            decide_by: None,
            extended: false,
            object_until: None,
            verify_by: None,
            objection_stands: false,
            corrected_on: None,
            promised: false,
            barred: None,
            proposed: None,
            decided_on: None,
            decision: None,
            since: None,
            until: None,
            published_on: None,
            removal_by: None,
            ended_on: None,
            execute_by: None,
            finished_on: None,
            adopted: false,
        }
    }
}

/// A stored event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recorded {
    pub id: String,
    pub on: NaiveDate,
    pub event: Event,
    pub note: Option<String>,
    /// Account of who recorded it.
    pub by: String,
    /// The name people read.
    pub person: String,
    pub at: DateTime<Utc>,
}

/// A valid event, the clock it had to meet, and where the listing stood after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub recorded: Recorded,
    /// `None` where no clock ran for this step.
    pub clock: Option<Clock>,
    pub standing: Standing,
}

impl Entry {
    /// It came after its last day.
    pub fn is_late(&self) -> bool {
        self.clock.as_ref().is_some_and(|clock| self.recorded.on > clock.by)
    }
}

/// Plays events in the order in which they were recorded. 撤销误记 takes back the last one, unless it told the outside
/// world something. The refusal of the first event that is not lawful. Each step goes by the rules of its day.
pub fn fold(
    records: &[Recorded],
    rules_on: impl Fn(NaiveDate) -> BlacklistRules,
    calendar: &Calendar,
) -> Result<Vec<Entry>, Refusal> {
    let mut entries: Vec<Entry> = Vec::with_capacity(records.len());
    for recorded in records {
        if recorded.event == Event::Void {
            take_back(&mut entries)?;
            continue;
        }
        let before = entries.last().map(|entry| entry.standing.clone()).unwrap_or_default();
        let last_on = entries.last().map(|entry| entry.recorded.on);
        if let Some(last_on) = last_on.filter(|last| recorded.on < *last) {
            return Err(Refusal::new(format!(
                "“{}”的日期早于上一步（{}），请核对日期",
                recorded.event.kind().label(),
                date::label(last_on)
            )));
        }
        let clock = before.met_by(recorded.event.kind());
        let standing = before.after(recorded, &rules_on(recorded.on), calendar)?;
        entries.push(Entry { recorded: recorded.clone(), clock, standing });
    }
    Ok(entries)
}

fn take_back(entries: &mut Vec<Entry>) -> Result<(), Refusal> {
    use EventKind::{Adopt, Decide, Expire, Finish, Publish, Refuse, Remove, Restore, Revoke, Waive};
    let last = entries.pop().ok_or_else(|| Refusal::new("没有可以撤销的记录"))?;
    let kind = last.recorded.event.kind();
    if matches!(kind, Adopt | Decide | Expire | Finish | Publish | Refuse | Remove | Restore | Revoke | Waive) {
        return Err(Refusal::new(format!("“{}”已经对外生效，不能按误记撤销，请按程序办理", kind.label())));
    }
    Ok(())
}

impl Standing {
    /// Whether the public may see it on a day.
    pub fn is_public(&self, today: NaiveDate) -> bool {
        matches!(self.stage, Stage::Published | Stage::Applied) && self.until.is_some_and(|until| today <= until)
    }

    /// The term is over and the listing still stands.
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        matches!(self.stage, Stage::Decided | Stage::Published | Stage::Applied)
            && self.until.is_some_and(|until| today > until)
    }

    /// The first day of early removal; `None` while wages are owed or nothing is listed.
    pub fn earliest(&self, rules: &BlacklistRules) -> Option<NaiveDate> {
        self.corrected_on.zip(self.since).map(|(corrected, since)| rules.earliest(corrected, since))
    }

    /// What still stands between a listing and its early removal on a day, each with its article.
    ///
    /// Law: 《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十二条、第十三条.
    pub fn lacking(&self, rules: &BlacklistRules, on: NaiveDate) -> Vec<String> {
        let mut lacking = Vec::new();
        match self.earliest(rules) {
            None => lacking.push(format!("还没有登记改正（付清工资），{}", law::BLACKLIST_EARLY)),
            Some(earliest) if on < earliest => lacking.push(format!(
                "要到{}才满{}个月，{}",
                date::label(earliest),
                rules.early_months,
                law::BLACKLIST_EARLY
            )),
            Some(_) => {}
        }
        if !self.promised {
            lacking.push(format!("还没有书面信用承诺，{}", law::BLACKLIST_EARLY));
        }
        if let Some(why) = &self.barred {
            lacking.push(format!("有不得提前移出的情形：{why}，{}", law::BLACKLIST_BAR));
        }
        lacking
    }

    /// The clocks that run on a day, the nearest first. Days of objection that passed unused are no delay.
    pub fn clocks(&self, today: NaiveDate) -> Vec<Clock> {
        let object_until = self.object_until.filter(|until| self.stage == Stage::Noticed && today <= *until);
        let mut clocks: Vec<Clock> = match self.stage {
            Stage::Drafted | Stage::Noticed | Stage::Objected | Stage::Verified => [
                (object_until, "单位提出异议", law::BLACKLIST_NOTICE),
                (self.verify_by.filter(|_| self.stage == Stage::Objected), "人社核实异议", law::BLACKLIST_NOTICE),
                (self.decide_by, "人社作出决定", law::BLACKLIST_DECISION),
            ]
            .into_iter()
            .filter_map(|(by, what, law)| by.map(|by| clock(what, by, law)))
            .collect(),
            Stage::Applied => {
                self.removal_by.map(|by| clock("人社审核移出申请", by, law::BLACKLIST_REMOVAL)).into_iter().collect()
            }
            Stage::Removed | Stage::Expired | Stage::Revoked if self.finished_on.is_none() => self
                .execute_by
                .map(|by| clock("停止公示并告知各方", by, law::BLACKLIST_EXECUTION))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        };
        clocks.sort_by_key(|clock| clock.by);
        clocks
    }

    /// The clock that a step has to meet.
    fn met_by(&self, kind: EventKind) -> Option<Clock> {
        match kind {
            EventKind::Object => self.object_until.map(|by| clock("单位提出异议", by, law::BLACKLIST_NOTICE)),
            EventKind::Verify => self.verify_by.map(|by| clock("人社核实异议", by, law::BLACKLIST_NOTICE)),
            EventKind::Decide | EventKind::Waive => {
                self.decide_by.map(|by| clock("人社作出决定", by, law::BLACKLIST_DECISION))
            }
            EventKind::Remove | EventKind::Refuse => {
                self.removal_by.map(|by| clock("人社审核移出申请", by, law::BLACKLIST_REMOVAL))
            }
            EventKind::Finish => self.execute_by.map(|by| clock("停止公示并告知各方", by, law::BLACKLIST_EXECUTION)),
            _ => None,
        }
    }

    /// The events that may come next on a day; the system itself records the end of a term.
    pub fn next(&self, rules: &BlacklistRules, today: NaiveDate) -> Vec<EventKind> {
        use EventKind::{
            Apply, Bar, Correct, Draft, Extend, Finish, Notice, Object, Propose, Publish, Refuse, Verify, Void, Waive,
        };
        let objecting = self.object_until.is_some_and(|until| today <= until);
        let open: &[EventKind] = match self.stage {
            _ if self.has_lapsed(today) => &[],
            Stage::Empty => &[Draft],
            Stage::Drafted => &[Notice, Draft, Extend, Correct, Waive, Void],
            Stage::Noticed if objecting => &[Object, Extend, Correct, Waive, Void],
            Stage::Noticed => &[Propose, Extend, Correct, Waive, Void],
            Stage::Objected => &[Verify, Extend, Correct, Void],
            Stage::Verified => &[Propose, Extend, Correct, Waive, Void],
            Stage::Decided => &[Publish, Correct, Bar, Propose],
            Stage::Published => &[Apply, Correct, Bar, Propose],
            Stage::Applied => &[Propose, Refuse, Correct, Bar],
            Stage::Removed => &[Finish, Propose],
            Stage::Expired | Stage::Revoked => &[Finish],
            Stage::Waived => &[],
        };
        let excused = self.objection_stands || (self.corrected_on.is_some() && self.promised);
        let fits = |kind: &EventKind| match kind {
            Extend => !self.extended && self.decide_by.is_some_and(|by| today <= by),
            Correct => self.corrected_on.is_none() || !self.promised,
            Bar => self.barred.is_none(),
            Waive => excused,
            Finish => self.finished_on.is_none(),
            Propose => !self.proposals(rules, today).is_empty(),
            _ => true,
        };
        let decision = self.proposed.as_ref().map(|proposed| proposed.what.asks());
        decision.into_iter().chain(open.iter().copied().filter(fits)).collect()
    }

    /// What may be proposed on a day.
    pub fn proposals(&self, rules: &BlacklistRules, today: NaiveDate) -> Vec<Proposal> {
        Proposal::ALL.iter().copied().filter(|what| self.propose(*what, rules, today).is_ok()).collect()
    }

    fn propose(&self, what: Proposal, rules: &BlacklistRules, on: NaiveDate) -> Result<(), Refusal> {
        match (what, self.stage) {
            (Proposal::List, Stage::Noticed) => match self.object_until {
                Some(until) if on <= until => {
                    Err(Refusal::new(format!("异议期到{}为止，请在次日起提请列入", date::label(until))))
                }
                _ => Ok(()),
            },
            (Proposal::List, Stage::Verified) if self.objection_stands => {
                Err(Refusal::new("异议成立，不能提请列入，请登记“决定不予列入”"))
            }
            (Proposal::List, Stage::Verified) => Ok(()),
            (Proposal::Remove, Stage::Applied) => match self.lacking(rules, on)[..] {
                [] => Ok(()),
                ref lacking => Err(Refusal::new(format!("还不能提前移出：{}", lacking.join("；")))),
            },
            (Proposal::Revoke, Stage::Decided | Stage::Published | Stage::Applied) => Ok(()),
            (Proposal::Restore, Stage::Removed) => Ok(()),
            _ => Err(Refusal::new(format!("现在是“{}”，不能提请{}", self.stage.label(), what.label()))),
        }
    }

    /// Where the listing stands after an event.
    fn after(self, recorded: &Recorded, rules: &BlacklistRules, calendar: &Calendar) -> Result<Self, Refusal> {
        let (on, kind) = (recorded.on, recorded.event.kind());
        if self.has_lapsed(on) && kind != EventKind::Expire {
            let until = self.until.map(date::label).unwrap_or_default();
            return Err(Refusal::new(format!("列入期限到{until}已满，名单已经移出")));
        }
        let working_days = |from, count| calendar.add_working_days(from, count);
        let proposed = self.proposed.clone();
        // Whatever changes a matter has to be proposed anew.
        let mut next = Self { proposed: None, ..self.clone() };
        match &recorded.event {
            Event::Draft { matter } if matches!(self.stage, Stage::Empty | Stage::Drafted) => {
                next = self.drafted(matter, on, rules, calendar)?;
            }
            Event::Adopt { matter, document, until } if self.may_adopt() => {
                next = self.taken_over(matter, document, on, *until)?;
            }
            Event::Notice { .. } if self.stage == Stage::Drafted => {
                next.stage = Stage::Noticed;
                next.object_until = Some(working_days(on, rules.objection_wd));
            }
            Event::Object if self.stage == Stage::Noticed => {
                if let Some(until) = self.object_until.filter(|until| on > *until) {
                    return Err(Refusal::new(format!("异议期到{}已满，请按信访或复议渠道答复", date::label(until))));
                }
                next.stage = Stage::Objected;
                next.verify_by = Some(working_days(on, rules.verify_wd));
            }
            Event::Verify { stands } if self.stage == Stage::Objected => {
                next.stage = Stage::Verified;
                next.objection_stands = *stands;
            }
            Event::Extend { .. } if self.is_pending() => {
                next.decide_by = Some(self.extended_to(on, rules, calendar)?);
                next.extended = true;
            }
            Event::Correct { paid_on, promise } if self.may_correct() => {
                if *paid_on > on {
                    return Err(Refusal::new("付清日期晚于登记日期，请核对"));
                }
                next.corrected_on = Some(*paid_on);
                next.promised |= promise;
            }
            Event::Waive if matches!(self.stage, Stage::Drafted | Stage::Noticed | Stage::Verified) => {
                let corrected = self.corrected_on.is_some() && self.promised;
                if !corrected && !self.objection_stands {
                    return Err(Refusal::new(format!(
                        "单位改正并作出书面信用承诺，或者异议成立，才可以不予列入（{}）",
                        law::BLACKLIST_WAIVER
                    )));
                }
                next.stage = Stage::Waived;
            }
            Event::Propose { what } => {
                self.propose(*what, rules, on)?;
                let (by, person) = (recorded.by.clone(), recorded.person.clone());
                next.proposed = Some(Proposed { what: *what, by, person });
            }
            Event::Decide { document } if matches!(self.stage, Stage::Noticed | Stage::Verified) => {
                second(proposed.as_ref(), Proposal::List, recorded)?;
                next.stage = Stage::Decided;
                next.decided_on = Some(on);
                next.decision = Some(document.clone());
                next.since = Some(on);
                next.until = Some(rules.until(on));
            }
            Event::Publish if self.stage == Stage::Decided => {
                next.stage = Stage::Published;
                next.published_on = Some(on);
            }
            Event::Apply { promise } if self.stage == Stage::Published => {
                next.stage = Stage::Applied;
                next.promised |= promise;
                next.removal_by = Some(working_days(on, rules.removal_decide_wd));
            }
            Event::Bar if matches!(self.stage, Stage::Decided | Stage::Published | Stage::Applied) => {
                next.barred = recorded.note.clone();
            }
            Event::Refuse { .. } if self.stage == Stage::Applied => {
                next.stage = Stage::Published;
                next.removal_by = None;
            }
            Event::Remove { .. } if self.stage == Stage::Applied => {
                second(proposed.as_ref(), Proposal::Remove, recorded)?;
                self.propose(Proposal::Remove, rules, on)?;
                next = next.ended(Stage::Removed, on, working_days(on, rules.removal_execute_wd));
            }
            Event::Revoke { .. } if matches!(self.stage, Stage::Decided | Stage::Published | Stage::Applied) => {
                second(proposed.as_ref(), Proposal::Revoke, recorded)?;
                next = next.ended(Stage::Revoked, on, working_days(on, rules.removal_execute_wd));
            }
            Event::Restore { document } if self.stage == Stage::Removed => {
                second(proposed.as_ref(), Proposal::Restore, recorded)?;
                next.stage = Stage::Published;
                next.decision = Some(document.clone());
                next.since = Some(on);
                next.until = Some(rules.until(on));
                next.published_on = Some(on);
                (next.promised, next.adopted) = (false, false);
                (next.removal_by, next.ended_on, next.execute_by, next.finished_on) = (None, None, None, None);
            }
            Event::Expire if self.has_lapsed(on) => {
                let last = self.until.unwrap_or(on);
                next = next.ended(Stage::Expired, on, working_days(last, rules.removal_execute_wd));
            }
            Event::Finish if self.ended_on.is_some() && self.finished_on.is_none() => next.finished_on = Some(on),
            _ => return Err(self.not_now(kind, rules, on)),
        }
        Ok(next)
    }

    fn drafted(
        &self,
        matter: &Matter,
        on: NaiveDate,
        rules: &BlacklistRules,
        calendar: &Calendar,
    ) -> Result<Self, Refusal> {
        let Some(pay_by) = matter.pay_by else {
            return Err(Refusal::new("请填写责令限期支付的截止日期"));
        };
        if on <= pay_by {
            return Err(Refusal::new(format!("责令支付的期限到{}才满，期满仍未支付才可以列入", date::label(pay_by))));
        }
        if matter.ground == Ground::Amount && !matter.reaches(rules) {
            return Err(Refusal::new(format!(
                "没有达到数额标准：1人三个月以上且{}以上，或10人以上合计{}以上，请核对人数和金额",
                rules.one_worker.label(),
                rules.ten_workers.label()
            )));
        }
        let more = if self.extended { rules.extend_wd } else { 0 };
        Ok(Self {
            stage: Stage::Drafted,
            matter: Some(matter.clone()),
            decide_by: Some(calendar.add_working_days(pay_by, rules.decide_wd + more)),
            proposed: None,
            ..self.clone()
        })
    }

    /// Nothing stands yet, or only what was taken over before.
    fn may_adopt(&self) -> bool {
        self.stage == Stage::Empty || (self.adopted && self.stage == Stage::Published)
    }

    fn taken_over(&self, matter: &Matter, document: &str, on: NaiveDate, until: NaiveDate) -> Result<Self, Refusal> {
        if until < on {
            return Err(Refusal::new("期限的截止日早于列入日期，请核对"));
        }
        Ok(Self {
            stage: Stage::Published,
            matter: Some(matter.clone()),
            decided_on: Some(on),
            decision: Some(document.to_owned()),
            since: Some(on),
            until: Some(until),
            published_on: Some(on),
            adopted: true,
            proposed: None,
            ..self.clone()
        })
    }

    fn is_pending(&self) -> bool {
        matches!(self.stage, Stage::Drafted | Stage::Noticed | Stage::Objected | Stage::Verified)
    }

    fn may_correct(&self) -> bool {
        self.is_pending() || matches!(self.stage, Stage::Decided | Stage::Published | Stage::Applied)
    }

    fn extended_to(&self, on: NaiveDate, rules: &BlacklistRules, calendar: &Calendar) -> Result<NaiveDate, Refusal> {
        match self.decide_by {
            Some(by) if !self.extended && on <= by => Ok(calendar.add_working_days(by, rules.extend_wd)),
            _ if self.extended => Err(Refusal::new("办理期限已经延长过一次，不能再延长")),
            _ => Err(Refusal::new("办理期限已满，不能再延长，请尽快作出决定")),
        }
    }

    /// The listing is over.
    fn ended(self, stage: Stage, on: NaiveDate, execute_by: NaiveDate) -> Self {
        Self { stage, ended_on: Some(on), execute_by: Some(execute_by), removal_by: None, ..self }
    }

    fn not_now(&self, kind: EventKind, rules: &BlacklistRules, on: NaiveDate) -> Refusal {
        let next: Vec<&str> = self.next(rules, on).iter().map(|kind| kind.label()).collect();
        let advice = match next[..] {
            [] => "这件事已经办结".to_owned(),
            _ => format!("下一步可以登记：{}", next.join("、")),
        };
        Refusal::new(format!("现在是“{}”，不能登记“{}”。{advice}", self.stage.label(), kind.label()))
    }
}

fn clock(what: &str, by: NaiveDate, law: Law) -> Clock {
    Clock { what: what.to_owned(), by, clause: law.label() }
}

/// A decision needs a proposal for it, by somebody else.
fn second(proposed: Option<&Proposed>, what: Proposal, recorded: &Recorded) -> Result<(), Refusal> {
    match proposed {
        Some(proposed) if proposed.what == what && proposed.by == recorded.by => {
            Err(Refusal::new("提请的人和作出决定的人不能是同一个人，请由另一位同事办理"))
        }
        Some(proposed) if proposed.what == what => Ok(()),
        _ => Err(Refusal::new(format!("请先由经办人提请{}，再由另一位同事作出决定", what.label()))),
    }
}

#[cfg(test)]
mod tests;
