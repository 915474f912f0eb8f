use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::matter::{Ground, Matter, parse_people, personal_number};
use crate::date;
use crate::error::FieldErrors;
use crate::id::Uscc;
use crate::money::Fen;
use crate::term::terms;

terms! {
    /// What may happen on the way to a listing and out of it.
    EventKind {
        Draft = "draft", "拟定列入材料", [];
        Notice = "notice", "送达列入告知书", [];
        Object = "object", "收到异议", [];
        Verify = "verify", "核实异议并告知结果", [];
        Extend = "extend", "批准延长办理期限", [];
        Correct = "correct", "登记改正", [];
        Waive = "waive", "决定不予列入", [];
        Propose = "propose", "提请审批", [];
        Decide = "decide", "作出列入决定", [];
        Publish = "publish", "公布", [];
        Apply = "apply", "收到提前移出申请", [];
        Bar = "bar", "登记不得提前移出的情形", [];
        Refuse = "refuse", "决定不予提前移出", [];
        Remove = "remove", "决定提前移出", [];
        Revoke = "revoke", "撤销列入决定", [];
        Restore = "restore", "撤销移出决定，恢复列入", [];
        Expire = "expire", "期满移出", [];
        Finish = "finish", "移出事项办结", [];
        Adopt = "adopt", "导入已有名单", [];
        Void = "void", "撤销误记", [];
    }
}

terms! {
    /// What one official puts before another.
    Proposal {
        List = "list", "列入", [];
        Remove = "remove", "提前移出", [];
        Revoke = "revoke", "撤销列入决定", [];
        Restore = "restore", "恢复列入", [];
    }
}

impl Proposal {
    /// The decision that it asks for.
    pub const fn asks(self) -> EventKind {
        match self {
            Self::List => EventKind::Decide,
            Self::Remove => EventKind::Remove,
            Self::Revoke => EventKind::Revoke,
            Self::Restore => EventKind::Restore,
        }
    }
}

/// What happened, with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    Draft {
        matter: Box<Matter>,
    },
    /// On the day of receipt.
    Notice {
        document: String,
    },
    Object,
    Verify {
        /// The objection holds: there is nothing to list.
        stands: bool,
    },
    Extend {
        document: String,
    },
    Correct {
        /// The day on which the last wages were paid.
        paid_on: NaiveDate,
        /// 书面信用承诺 is there.
        promise: bool,
    },
    Waive,
    Propose {
        what: Proposal,
    },
    Decide {
        document: String,
    },
    Publish,
    Apply {
        /// 书面信用承诺 is there.
        promise: bool,
    },
    Bar,
    Refuse {
        document: String,
    },
    Remove {
        document: String,
    },
    Revoke {
        document: String,
    },
    Restore {
        document: String,
    },
    Expire,
    Finish,
    /// Taken over from a list that was decided before this system, or elsewhere.
    Adopt {
        matter: Box<Matter>,
        document: String,
        until: NaiveDate,
    },
    Void,
}

impl Event {
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Draft { .. } => EventKind::Draft,
            Self::Notice { .. } => EventKind::Notice,
            Self::Object => EventKind::Object,
            Self::Verify { .. } => EventKind::Verify,
            Self::Extend { .. } => EventKind::Extend,
            Self::Correct { .. } => EventKind::Correct,
            Self::Waive => EventKind::Waive,
            Self::Propose { .. } => EventKind::Propose,
            Self::Decide { .. } => EventKind::Decide,
            Self::Publish => EventKind::Publish,
            Self::Apply { .. } => EventKind::Apply,
            Self::Bar => EventKind::Bar,
            Self::Refuse { .. } => EventKind::Refuse,
            Self::Remove { .. } => EventKind::Remove,
            Self::Revoke { .. } => EventKind::Revoke,
            Self::Restore { .. } => EventKind::Restore,
            Self::Expire => EventKind::Expire,
            Self::Finish => EventKind::Finish,
            Self::Adopt { .. } => EventKind::Adopt,
            Self::Void => EventKind::Void,
        }
    }

    /// 文号, where there is one.
    pub fn document(&self) -> Option<&str> {
        match self {
            Self::Notice { document }
            | Self::Extend { document }
            | Self::Decide { document }
            | Self::Refuse { document }
            | Self::Remove { document }
            | Self::Revoke { document }
            | Self::Restore { document }
            | Self::Adopt { document, .. } => Some(document),
            _ => None,
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
    pub employer: String,
    pub uscc: String,
    /// May be empty; several parted by 、.
    pub former_names: String,
    pub address: String,
    /// 示例甲（法定代表人）；示例乙（项目经理）.
    pub people: String,
    pub project: String,
    /// Serial of the works in the district; may be empty.
    pub project_number: String,
    pub period: String,
    pub workers: String,
    pub amount: String,
    /// What the worker who is owed most is owed; may be empty.
    pub most_owed: String,
    /// For how many months; may be empty.
    pub most_months: String,
    pub ground: String,
    /// 责令支付文书号.
    pub order: String,
    /// The last day that the order to pay gave.
    pub pay_by: String,
    /// 文号.
    pub document: String,
    /// What is proposed: list, remove, revoke or restore.
    pub what: String,
    /// The objection holds.
    pub stands: bool,
    /// 书面信用承诺 is there.
    pub promise: bool,
    /// The day on which the last wages were paid.
    pub paid_on: String,
    /// At most 200 characters; the reason, where one is needed.
    pub note: String,
}

impl EventForm {
    /// What is longer is no note, no name and no number.
    const LONGEST: usize = 200;

    /// All mistakes at once, in form order. `today` is the Beijing date: nothing can be recorded before it happens.
    pub fn check(&self, today: NaiveDate) -> Result<(NaiveDate, Event), FieldErrors> {
        let mut errors = FieldErrors::default();
        let kinds = EventKind::parse(&self.kind).filter(|kind| !matches!(kind, EventKind::Adopt | EventKind::Expire));
        let kind = errors.take("kind", kinds.ok_or("请选择要登记什么"));
        let on = past(&mut errors, "on", &self.on, today);
        let event = kind.and_then(|kind| self.event(&mut errors, kind, today));
        let reason = match kind {
            Some(EventKind::Waive) => Some("请写明不予列入的理由"),
            Some(EventKind::Bar) => Some("请写明是哪一种情形"),
            Some(EventKind::Refuse) => Some("请写明不予移出的理由，决定书里要有"),
            Some(EventKind::Revoke | EventKind::Restore) => Some("请写明撤销的理由和依据"),
            _ => None,
        };
        if let Some(reason) = reason.filter(|_| self.note.trim().is_empty()) {
            errors.push("note", reason);
        }
        if self.note.chars().count() > Self::LONGEST {
            errors.push("note", format!("说明请不超过{}字", Self::LONGEST));
        }
        match (on, event) {
            (Some(on), Some(event)) => errors.into_result((on, event)),
            _ => Err(errors),
        }
    }

    fn event(&self, errors: &mut FieldErrors, kind: EventKind, today: NaiveDate) -> Option<Event> {
        let document = |errors: &mut FieldErrors| words(errors, "document", &self.document, "请填写文号");
        Some(match kind {
            EventKind::Draft => Event::Draft { matter: Box::new(self.matter(errors, today)?) },
            EventKind::Notice => Event::Notice { document: document(errors)? },
            EventKind::Object => Event::Object,
            EventKind::Verify => Event::Verify { stands: self.stands },
            EventKind::Extend => Event::Extend { document: document(errors)? },
            EventKind::Correct => {
                Event::Correct { paid_on: past(errors, "paid_on", &self.paid_on, today)?, promise: self.promise }
            }
            EventKind::Waive => Event::Waive,
            EventKind::Propose => {
                let what = errors.take("what", Proposal::parse(&self.what).ok_or("请选择提请什么"))?;
                Event::Propose { what }
            }
            EventKind::Decide => Event::Decide { document: document(errors)? },
            EventKind::Publish => Event::Publish,
            EventKind::Apply => Event::Apply { promise: self.promise },
            EventKind::Bar => Event::Bar,
            EventKind::Refuse => Event::Refuse { document: document(errors)? },
            EventKind::Remove => Event::Remove { document: document(errors)? },
            EventKind::Revoke => Event::Revoke { document: document(errors)? },
            EventKind::Restore => Event::Restore { document: document(errors)? },
            EventKind::Finish => Event::Finish,
            EventKind::Void => Event::Void,
            EventKind::Expire | EventKind::Adopt => return None,
        })
    }

    fn matter(&self, errors: &mut FieldErrors, today: NaiveDate) -> Option<Matter> {
        let employer = words(errors, "employer", &self.employer, "请填写用人单位名称");
        let uscc = errors.take("uscc", Uscc::parse(&self.uscc));
        let former = words_or_none(errors, "former_names", &self.former_names);
        let address = words_or_none(errors, "address", &self.address);
        let people = words(errors, "people", &self.people, "请填写法定代表人或主要负责人，例如 示例甲（法定代表人）");
        let people = people.map(|text| parse_people(&text, "法定代表人"));
        let project = words_or_none(errors, "project", &self.project);
        let project_number = number(errors, "project_number", &self.project_number);
        let period = words(errors, "period", &self.period, "请填写拖欠的起止月份");
        let workers = number(errors, "workers", &self.workers);
        if workers.is_none() && self.workers.trim().is_empty() {
            errors.push("workers", "请填写被拖欠的人数");
        }
        let amount = errors.take("amount", Fen::parse_positive(&self.amount));
        let most_owed = match self.most_owed.trim() {
            "" => None,
            owed => errors.take("most_owed", Fen::parse_positive(owed)),
        };
        let most_months = number(errors, "most_months", &self.most_months);
        let ground = errors.take("ground", Ground::parse(&self.ground).ok_or("请选择列入事由"));
        let order = words(errors, "order", &self.order, "请填写责令限期支付文书的文号");
        let pay_by = past(errors, "pay_by", &self.pay_by, today);
        Some(Matter {
            employer: employer?,
            uscc: Some(uscc?),
            former_names: former.map(|text| split(&text)).unwrap_or_default(),
            address,
            people: people?,
            project,
            project_number,
            period: Some(period?),
            workers,
            amount: Some(amount?),
            most_owed,
            most_months,
            facts: None,
            ground: ground?,
            order: Some(order?),
            pay_by: Some(pay_by?),
            authority: None,
            remark: None,
        })
    }
}

/// Names parted by 、；, or a new line.
fn split(text: &str) -> Vec<String> {
    let parts = text.split(['、', '；', ';', '，', ',', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn words(errors: &mut FieldErrors, field: &str, text: &str, missing: &str) -> Option<String> {
    if text.trim().is_empty() {
        errors.push(field, missing);
        return None;
    }
    words_or_none(errors, field, text)
}

/// What is published holds no number of a person.
fn words_or_none(errors: &mut FieldErrors, field: &str, text: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().count() > EventForm::LONGEST {
        errors.push(field, format!("请不超过{}字", EventForm::LONGEST));
        return None;
    }
    if personal_number(text).is_some() {
        errors.push(field, "像是证件号、手机号或银行卡号，名单不公布这些，请删去");
        return None;
    }
    (!text.is_empty()).then(|| text.to_owned())
}

fn number(errors: &mut FieldErrors, field: &str, text: &str) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    errors.take(field, text.parse::<u32>().ok().filter(|number| *number > 0).ok_or("请填写整数")).map(i64::from)
}

fn past(errors: &mut FieldErrors, field: &str, text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day = errors.take(field, date::parse_day(text))?;
    if day > today {
        errors.push(field, format!("{}还没有到，请填写今天或以前的日期", date::label(day)));
        return None;
    }
    Some(day)
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
        assert_eq!(named(&kind("adopt")), ["kind", "on"]);
        let draft = ["on", "employer", "uscc", "people", "period", "workers", "amount", "ground", "order", "pay_by"];
        assert_eq!(named(&kind("draft")), draft);
        assert_eq!(named(&kind("notice")), ["on", "document"]);
        assert_eq!(named(&kind("propose")), ["on", "what"]);
        assert_eq!(named(&kind("correct")), ["on", "paid_on"]);
        assert_eq!(named(&kind("refuse")), ["on", "document", "note"]);
        assert_eq!(named(&EventForm { on: "2026-11-25".into(), ..kind("object") }), ["on"]);
    }

    #[test]
    fn numbers_of_people_are_refused_where_the_public_would_read_them() {
        let form = EventForm {
            kind: "draft".into(),
            people: "示例甲（330106189001010019）".into(),
            address: "15400005678".into(),
            ..EventForm::default()
        };
        let errors = form.check(today()).unwrap_err();
        for field in ["people", "address"] {
            assert!(errors.message(field).unwrap().contains("请删去"));
        }
    }
}
