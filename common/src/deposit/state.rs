use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Event, EventKind};
use super::holding::Holding;
use super::rules::Clocks;
use crate::calendar::Calendar;
use crate::date;
use crate::law::{self, Law};
use crate::money::Fen;
use crate::project::DepositForm;
use crate::term::terms;

terms! {
    /// Where a deposit stands, as lists and filters name it.
    Stage {
        Unassessed = "unassessed", "未核定", [];
        Due = "due", "应存未存", [];
        Exempt = "exempt", "免存", [];
        Stored = "stored", "已存储", [];
        Used = "used", "待银行支付", [];
        RefillDue = "refill_due", "待补足", [];
        Noticed = "noticed", "完工公示中", [];
        Applied = "applied", "返还审核中", [];
        Objected = "objected", "审核未通过", [];
        Reviewed = "reviewed", "待出确认书", [];
        Confirmed = "confirmed", "待返还", [];
        Returned = "returned", "已返还", [];
    }
}

/// What was assessed, kept while the deposit lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Terms {
    #[serde(rename = "due_fen")]
    pub due: Fen,
    pub works_end: Option<NaiveDate>,
}

/// Where a deposit stands, with what the next step needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum State {
    #[default]
    Unassessed,
    Exempt,
    Due {
        terms: Terms,
        store_by: NaiveDate,
    },
    Stored {
        terms: Terms,
        holding: Holding,
    },
    /// The payment notice is out; the bank has not paid yet.
    Used {
        terms: Terms,
        holding: Holding,
        amount: Fen,
        pay_by: NaiveDate,
    },
    /// `holding` is what is left.
    RefillDue {
        terms: Terms,
        holding: Holding,
        refill_by: NaiveDate,
    },
    /// `until` is the last day of the notice.
    Noticed {
        terms: Terms,
        holding: Holding,
        until: NaiveDate,
    },
    Applied {
        terms: Terms,
        holding: Holding,
        review_by: NaiveDate,
    },
    /// Arrears were found; after settling them the firm applies again.
    Objected {
        terms: Terms,
        holding: Holding,
        tell_by: NaiveDate,
    },
    Reviewed {
        terms: Terms,
        holding: Holding,
        confirm_by: NaiveDate,
    },
    Confirmed {
        terms: Terms,
        holding: Holding,
    },
    Returned,
}

/// A day by which somebody must move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clock {
    /// Who does what: 总包存储, 银行支付 …
    pub what: String,
    pub by: NaiveDate,
    pub clause: String,
}

impl Clock {
    /// The clock of a stage; `None` where nobody has to move.
    pub fn of(stage: Stage, by: NaiveDate) -> Option<Self> {
        let (what, law): (_, Law) = match stage {
            Stage::Due => ("总包存储", law::DEPOSIT_STORE),
            Stage::Used => ("银行支付到工人", law::DEPOSIT_USE),
            Stage::RefillDue => ("总包补足", law::DEPOSIT_REFILL),
            Stage::Applied => ("人社审核", law::DEPOSIT_RETURN),
            Stage::Objected => ("书面告知总包", law::DEPOSIT_RETURN),
            Stage::Reviewed => ("出具返还确认书", law::DEPOSIT_RETURN),
            _ => return None,
        };
        Some(Self { what: what.to_owned(), by, clause: law.label() })
    }
}

/// Why an event cannot be recorded, in words that say what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }

    pub fn why(&self) -> &str {
        &self.0
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
    /// Who recorded it.
    pub by: String,
    pub at: DateTime<Utc>,
    /// The event that this one replaces or takes back.
    pub corrects: Option<String>,
}

/// A valid event, the clock it had to meet, and where the deposit stood after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub recorded: Recorded,
    /// `None` where no clock ran for this step.
    pub clock: Option<Clock>,
    pub state: State,
}

impl Entry {
    /// It came after its last day.
    pub fn is_late(&self) -> bool {
        self.clock.as_ref().is_some_and(|clock| self.recorded.on > clock.by)
    }
}

/// Plays events in the order in which they were recorded. A correction takes the place of what it corrects, and the
/// whole must still be lawful: else the refusal of the first event that is not.
pub fn fold(records: &[Recorded], clocks: &Clocks, calendar: &Calendar) -> Result<Vec<Entry>, Refusal> {
    let mut valid: Vec<Recorded> = Vec::new();
    for record in records {
        let Some(corrected) = &record.corrects else {
            valid.push(record.clone());
            continue;
        };
        let Some(at) = valid.iter().position(|one| one.id == *corrected) else {
            return Err(Refusal::new("要更正的记录不存在，或已经更正过，请刷新后再试"));
        };
        if record.event == Event::Void {
            valid.remove(at);
        } else if record.event.kind() == valid[at].event.kind() {
            valid[at] = record.clone();
        } else {
            return Err(Refusal::new("更正只能改同一种记录；记错了种类，请先撤销再重新登记"));
        }
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(valid.len());
    for recorded in valid {
        let before = entries.last().map(|entry| entry.state.clone()).unwrap_or_default();
        let last_on = entries.last().map(|entry| entry.recorded.on);
        if let Some(last_on) = last_on.filter(|last| recorded.on < *last) {
            return Err(Refusal::new(format!(
                "“{}”的日期早于上一步（{}），请核对日期",
                recorded.event.kind().label(),
                date::label(last_on)
            )));
        }
        let clock = before.clock().filter(|_| before.is_met_by(recorded.event.kind()));
        let state = before.after(recorded.on, &recorded.event, clocks, calendar)?;
        entries.push(Entry { recorded, clock, state });
    }
    Ok(entries)
}

impl State {
    pub const fn stage(&self) -> Stage {
        match self {
            Self::Unassessed => Stage::Unassessed,
            Self::Exempt => Stage::Exempt,
            Self::Due { .. } => Stage::Due,
            Self::Stored { .. } => Stage::Stored,
            Self::Used { .. } => Stage::Used,
            Self::RefillDue { .. } => Stage::RefillDue,
            Self::Noticed { .. } => Stage::Noticed,
            Self::Applied { .. } => Stage::Applied,
            Self::Objected { .. } => Stage::Objected,
            Self::Reviewed { .. } => Stage::Reviewed,
            Self::Confirmed { .. } => Stage::Confirmed,
            Self::Returned => Stage::Returned,
        }
    }

    /// What is in hand; `None` before it is stored and after it is returned.
    pub const fn holding(&self) -> Option<&Holding> {
        match self {
            Self::Unassessed | Self::Exempt | Self::Due { .. } | Self::Returned => None,
            Self::Stored { holding, .. }
            | Self::Used { holding, .. }
            | Self::RefillDue { holding, .. }
            | Self::Noticed { holding, .. }
            | Self::Applied { holding, .. }
            | Self::Objected { holding, .. }
            | Self::Reviewed { holding, .. }
            | Self::Confirmed { holding, .. } => Some(holding),
        }
    }

    const fn terms(&self) -> Option<Terms> {
        match self {
            Self::Unassessed | Self::Exempt | Self::Returned => None,
            Self::Due { terms, .. }
            | Self::Stored { terms, .. }
            | Self::Used { terms, .. }
            | Self::RefillDue { terms, .. }
            | Self::Noticed { terms, .. }
            | Self::Applied { terms, .. }
            | Self::Objected { terms, .. }
            | Self::Reviewed { terms, .. }
            | Self::Confirmed { terms, .. } => Some(*terms),
        }
    }

    /// What had to be stored; `None` while unassessed, zero when exempt.
    pub fn due(&self) -> Option<Fen> {
        match self {
            Self::Exempt => Some(Fen::ZERO),
            _ => self.terms().map(|terms| terms.due),
        }
    }

    /// The clock that runs: whose move it is and until when. `None` where nobody has to move.
    pub fn clock(&self) -> Option<Clock> {
        let by = match self {
            Self::Due { store_by: by, .. }
            | Self::Used { pay_by: by, .. }
            | Self::RefillDue { refill_by: by, .. }
            | Self::Applied { review_by: by, .. }
            | Self::Objected { tell_by: by, .. }
            | Self::Reviewed { confirm_by: by, .. } => *by,
            Self::Unassessed
            | Self::Exempt
            | Self::Stored { .. }
            | Self::Noticed { .. }
            | Self::Confirmed { .. }
            | Self::Returned => return None,
        };
        Clock::of(self.stage(), by)
    }

    /// Whether this kind of event is what the running clock waits for.
    fn is_met_by(&self, kind: EventKind) -> bool {
        matches!(
            (self.stage(), kind),
            (Stage::Due, EventKind::Store)
                | (Stage::Used, EventKind::Pay)
                | (Stage::RefillDue, EventKind::Refill)
                | (Stage::Applied, EventKind::Review | EventKind::Object)
                | (Stage::Reviewed, EventKind::Confirm)
        )
    }

    /// The events that may come next.
    pub const fn next(&self) -> &'static [EventKind] {
        use EventKind::{
            Apply, Assess, Confirm, Initiate, Notice, Object, Order, Pay, Refill, Renew, Return, Review, Store,
        };
        match self {
            Self::Unassessed | Self::Exempt => &[Assess],
            Self::Due { .. } => &[Store, Assess],
            Self::Stored { .. } => &[Order, Renew, Notice],
            Self::Used { .. } => &[Pay],
            Self::RefillDue { .. } => &[Refill],
            Self::Noticed { .. } => &[Apply, Initiate, Order, Renew],
            Self::Applied { .. } => &[Review, Object, Order, Renew],
            Self::Objected { .. } => &[Apply, Order, Renew],
            Self::Reviewed { .. } => &[Confirm],
            Self::Confirmed { .. } => &[Return],
            Self::Returned => &[],
        }
    }

    /// Where the deposit stands after an event.
    fn after(self, on: NaiveDate, event: &Event, clocks: &Clocks, calendar: &Calendar) -> Result<Self, Refusal> {
        let kind = event.kind();
        if !self.next().contains(&kind) {
            return Err(self.not_now(kind));
        }
        let working_days = |count| calendar.add_working_days(on, count);
        if let Event::Assess { works, works_end, due } = event {
            if *due == Fen::ZERO {
                return Ok(Self::Exempt);
            }
            let from = works.permit_on.unwrap_or(works.signed_on);
            let terms = Terms { due: *due, works_end: *works_end };
            return Ok(Self::Due { terms, store_by: calendar.add_working_days(from, clocks.store_wd) });
        }
        let Some(terms) = self.terms() else { return Err(self.not_now(kind)) };
        if let Event::Store { holding } = event {
            holding.check(on, terms.due, terms.works_end, clocks)?;
            return Ok(Self::Stored { terms, holding: holding.clone() });
        }
        let Some(held) = self.holding().cloned() else { return Err(self.not_now(kind)) };
        match (self, event) {
            (Self::Used { amount, .. }, Event::Pay) => Ok(Self::RefillDue {
                terms,
                holding: Holding { amount: Fen(held.amount.0 - amount.0), ..held },
                refill_by: working_days(clocks.refill_wd),
            }),
            (_, Event::Order { amount, .. }) => {
                if *amount > held.amount {
                    return Err(Refusal::new(format!(
                        "支付金额{}超过现有保证金{}，请核对",
                        amount.label(),
                        held.amount.label()
                    )));
                }
                Ok(Self::Used { terms, holding: held, amount: *amount, pay_by: working_days(clocks.pay_wd) })
            }
            (_, Event::Refill { holding }) => {
                let holding = refilled(&held, holding);
                holding.check(on, terms.due, terms.works_end, clocks)?;
                Ok(Self::Stored { terms, holding })
            }
            (before, Event::Renew { holding }) => {
                holding.check(on, terms.due, terms.works_end, clocks)?;
                Ok(before.with(holding.clone()))
            }
            (_, Event::Notice { completed_on }) => {
                if *completed_on > on {
                    return Err(Refusal::new("完工日期晚于公示日期，请在完工以后公示"));
                }
                let until = on.checked_add_days(Days::new(u64::from(clocks.notice_days))).unwrap_or(on);
                Ok(Self::Noticed { terms, holding: held, until })
            }
            (Self::Noticed { until, .. }, Event::Apply | Event::Initiate) if on <= until => {
                Err(Refusal::new(format!("公示到{}才满{}天，请在次日起办理", date::label(until), clocks.notice_days)))
            }
            (_, Event::Apply | Event::Initiate) => {
                Ok(Self::Applied { terms, holding: held, review_by: working_days(clocks.review_wd) })
            }
            (_, Event::Object) => Ok(Self::Objected { terms, holding: held, tell_by: working_days(clocks.confirm_wd) }),
            (_, Event::Review) => {
                Ok(Self::Reviewed { terms, holding: held, confirm_by: working_days(clocks.confirm_wd) })
            }
            (_, Event::Confirm) => Ok(Self::Confirmed { terms, holding: held }),
            (_, Event::Return) => Ok(Self::Returned),
            (before, _) => Err(before.not_now(kind)),
        }
    }

    /// The same with another guarantee in hand.
    fn with(mut self, new: Holding) -> Self {
        match &mut self {
            Self::Stored { holding, .. }
            | Self::Noticed { holding, .. }
            | Self::Applied { holding, .. }
            | Self::Objected { holding, .. } => *holding = new,
            _ => {}
        }
        self
    }

    fn not_now(&self, kind: EventKind) -> Refusal {
        let next: Vec<&str> = self.next().iter().map(|kind| kind.label()).collect();
        let advice = match next[..] {
            [] => "这笔保证金已经办结".to_owned(),
            _ => format!("下一步可以登记：{}", next.join("、")),
        };
        Refusal::new(format!("现在是“{}”，不能登记“{}”。{advice}", self.stage().label(), kind.label()))
    }
}

/// Cash is added to what is left; a guarantee is issued anew for the whole.
fn refilled(left: &Holding, new: &Holding) -> Holding {
    let added = left.form == DepositForm::Cash && new.form == DepositForm::Cash;
    let amount = if added { Fen(left.amount.0.saturating_add(new.amount.0)) } else { new.amount };
    Holding { amount, ..new.clone() }
}

#[cfg(test)]
mod tests;
