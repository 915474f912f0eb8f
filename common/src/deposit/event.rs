use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calculation::Works;
use super::holding::Holding;
use crate::date;
use crate::error::FieldErrors;
use crate::money::Fen;
use crate::project::DepositForm;
use crate::term::terms;

terms! {
    /// What may happen to a deposit.
    EventKind {
        Assess = "assess", "核定应存金额", [];
        Store = "store", "存储", [];
        Order = "order", "发出支付通知书", [];
        Pay = "pay", "银行支付", [];
        Refill = "refill", "补足", [];
        Renew = "renew", "保函续期或换开", [];
        Notice = "notice", "完工公示", [];
        Apply = "apply", "申请返还", [];
        /// The authority itself starts the return of a finished works without application.
        Initiate = "initiate", "主动启动返还", [];
        Review = "review", "审核通过", [];
        Object = "object", "审核发现欠薪", [];
        Confirm = "confirm", "出具返还确认书", [];
        Return = "return", "返还", [];
        /// Takes back an event that was recorded by mistake.
        Void = "void", "撤销误记", [];
    }
}

/// What happened, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    Assess {
        works: Works,
        /// 合同工期 ends. `None` when not agreed.
        works_end: Option<NaiveDate>,
        /// Zero: exempt.
        #[serde(rename = "due_fen")]
        due: Fen,
    },
    Store {
        holding: Holding,
    },
    Order {
        #[serde(rename = "amount_fen")]
        amount: Fen,
        /// 支付通知书文号.
        document: String,
    },
    Pay,
    Refill {
        holding: Holding,
    },
    Renew {
        holding: Holding,
    },
    Notice {
        completed_on: NaiveDate,
    },
    Apply,
    Initiate,
    Review,
    Object,
    Confirm,
    Return,
    Void,
}

impl Event {
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Assess { .. } => EventKind::Assess,
            Self::Store { .. } => EventKind::Store,
            Self::Order { .. } => EventKind::Order,
            Self::Pay => EventKind::Pay,
            Self::Refill { .. } => EventKind::Refill,
            Self::Renew { .. } => EventKind::Renew,
            Self::Notice { .. } => EventKind::Notice,
            Self::Apply => EventKind::Apply,
            Self::Initiate => EventKind::Initiate,
            Self::Review => EventKind::Review,
            Self::Object => EventKind::Object,
            Self::Confirm => EventKind::Confirm,
            Self::Return => EventKind::Return,
            Self::Void => EventKind::Void,
        }
    }
}

/// An event as typed. Only the fields of its kind are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EventForm {
    pub kind: String,
    /// The day on which it happened.
    pub on: String,
    /// What is due, stored, or to be paid.
    pub amount: String,
    pub form: String,
    pub issuer: String,
    pub number: String,
    pub valid_until: String,
    pub document: String,
    pub contract: String,
    pub signed_on: String,
    /// May be empty.
    pub permit_on: String,
    /// May be empty.
    pub works_end: String,
    pub key_works: bool,
    pub completed_on: String,
    /// Optional, at most 200 characters; needed where the amount differs from the calculation.
    pub note: String,
    /// The event that this one replaces or, for `void`, takes back.
    pub corrects: String,
}

impl EventForm {
    /// What is longer is no note, no name and no number.
    const LONGEST: usize = 200;

    /// All mistakes at once, in form order. `today` is the Beijing date: nothing can be recorded before it happens.
    pub fn check(&self, today: NaiveDate) -> Result<(NaiveDate, Event), FieldErrors> {
        let mut errors = FieldErrors::default();
        let kind = errors.take("kind", EventKind::parse(&self.kind).ok_or("请选择要登记什么"));
        let on = self.past(&mut errors, "on", &self.on, today);
        let event = kind.and_then(|kind| self.event(&mut errors, kind, today));
        if self.note.chars().count() > Self::LONGEST {
            errors.push("note", format!("说明请不超过{}字", Self::LONGEST));
        }
        if kind == Some(EventKind::Void) && self.corrects.trim().is_empty() {
            errors.push("corrects", "请选择要撤销的记录");
        }
        match (on, event) {
            (Some(on), Some(event)) => errors.into_result((on, event)),
            _ => Err(errors),
        }
    }

    fn event(&self, errors: &mut FieldErrors, kind: EventKind, today: NaiveDate) -> Option<Event> {
        Some(match kind {
            EventKind::Assess => self.assess(errors, today)?,
            EventKind::Store => Event::Store { holding: self.holding(errors)? },
            EventKind::Refill => Event::Refill { holding: self.holding(errors)? },
            EventKind::Renew => Event::Renew { holding: self.holding(errors)? },
            EventKind::Order => {
                let amount = errors.take("amount", Fen::parse_positive(&self.amount));
                let document = self.words(errors, "document", &self.document, "请填写支付通知书文号");
                Event::Order { amount: amount?, document: document? }
            }
            EventKind::Notice => {
                Event::Notice { completed_on: self.past(errors, "completed_on", &self.completed_on, today)? }
            }
            EventKind::Pay => Event::Pay,
            EventKind::Apply => Event::Apply,
            EventKind::Initiate => Event::Initiate,
            EventKind::Review => Event::Review,
            EventKind::Object => Event::Object,
            EventKind::Confirm => Event::Confirm,
            EventKind::Return => Event::Return,
            EventKind::Void => Event::Void,
        })
    }

    fn assess(&self, errors: &mut FieldErrors, today: NaiveDate) -> Option<Event> {
        let contract = errors.take("contract", Fen::parse_positive(&self.contract));
        let signed_on = self.past(errors, "signed_on", &self.signed_on, today);
        let permit_on = self.optional(errors, "permit_on", &self.permit_on);
        let works_end = self.optional(errors, "works_end", &self.works_end);
        let due = errors.take("amount", Fen::parse(&self.amount));
        if due.is_some_and(|due| due < Fen::ZERO) {
            errors.push("amount", "应存金额不能小于零，免存请填 0");
        }
        let works = Works { contract: contract?, signed_on: signed_on?, permit_on, key_works: self.key_works };
        Some(Event::Assess { works, works_end, due: due? })
    }

    fn holding(&self, errors: &mut FieldErrors) -> Option<Holding> {
        let form = DepositForm::parse(&self.form).filter(|form| *form != DepositForm::Exempt);
        let form = errors.take("form", form.ok_or("请选择存储形式"));
        let amount = errors.take("amount", Fen::parse_positive(&self.amount));
        let issuer = self.words(errors, "issuer", &self.issuer, "请填写银行、担保公司或保险公司");
        let number = self.words(errors, "number", &self.number, "请填写账号或保函、保单编号");
        let valid_until = match form {
            Some(DepositForm::Cash) | None => None,
            Some(_) => Some(errors.take("valid_until", date::parse_day(&self.valid_until))?),
        };
        Some(Holding { form: form?, amount: amount?, issuer: issuer?, number: number?, valid_until })
    }

    fn words(&self, errors: &mut FieldErrors, field: &str, text: &str, missing: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            errors.push(field, missing);
            return None;
        }
        if text.chars().count() > Self::LONGEST {
            errors.push(field, format!("请不超过{}字", Self::LONGEST));
            return None;
        }
        Some(text.to_owned())
    }

    fn past(&self, errors: &mut FieldErrors, field: &str, text: &str, today: NaiveDate) -> Option<NaiveDate> {
        let day = errors.take(field, date::parse_day(text))?;
        if day > today {
            errors.push(field, format!("{}还没有到，请填写今天或以前的日期", date::label(day)));
            return None;
        }
        Some(day)
    }

    fn optional(&self, errors: &mut FieldErrors, field: &str, text: &str) -> Option<NaiveDate> {
        if text.trim().is_empty() {
            return None;
        }
        errors.take(field, date::parse_day(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    fn named(form: &EventForm) -> Vec<String> {
        form.check(today()).err().unwrap_or_default().iter().map(|error| error.field.clone()).collect()
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let kind = |kind: &str| EventForm { kind: kind.into(), ..EventForm::default() };
        assert_eq!(named(&kind("")), ["kind", "on"]);
        assert_eq!(named(&kind("assess")), ["on", "contract", "signed_on", "amount"]);
        assert_eq!(named(&kind("store")), ["on", "form", "amount", "issuer", "number"]);
        assert_eq!(named(&kind("order")), ["on", "amount", "document"]);
        assert_eq!(named(&kind("notice")), ["on", "completed_on"]);
        assert_eq!(named(&kind("void")), ["on", "corrects"]);
        let long =
            EventForm { kind: "pay".into(), on: "2026-11-24".into(), note: "长".repeat(201), ..EventForm::default() };
        assert_eq!(named(&long), ["note"]);
    }

    #[test]
    fn a_guarantee_needs_its_last_day_and_cash_does_not() {
        let form = |form: &str| EventForm {
            kind: "store".into(),
            on: "2026-11-24".into(),
            form: form.into(),
            amount: "100".into(),
            issuer: "示例银行".into(),
            number: "1".into(),
            ..EventForm::default()
        };
        assert_eq!(named(&form("cash")), [""; 0]);
        assert_eq!(named(&form("bank_guarantee")), ["valid_until"]);
        assert_eq!(named(&form("exempt")), ["form"]);
    }

    #[test]
    fn nothing_is_recorded_before_it_happens() {
        let on = |on: &str| EventForm { kind: "pay".into(), on: on.into(), ..EventForm::default() };
        assert!(on("2026-11-23").check(today()).is_ok());
        assert!(on("2026-11-24").check(today()).is_ok());
        assert_eq!(named(&on("2026-11-25")), ["on"]);
    }

    #[test]
    fn every_event_has_its_kind() {
        for kind in EventKind::ALL {
            let json = serde_json::json!({"kind": kind});
            let event: Result<Event, _> = serde_json::from_value(json);
            assert!(
                event.map_or_else(|error| error.to_string().contains("missing field"), |event| event.kind() == *kind)
            );
        }
    }
}
