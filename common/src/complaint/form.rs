use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::date::{self, Month};
use crate::error::FieldErrors;
use crate::id::{IdFault, Phone, ReceiptCode};
use crate::masked::Masked;
use crate::money::Fen;
use crate::term::terms;

/// The longest story or message, characters.
const STORY: usize = 2000;
/// The longest name, contact or team, characters.
const LINE: usize = 60;
/// More people than any site has is a slip of the finger.
const MOST_PEOPLE: i64 = 9999;

/// 我没拿到工资, as typed. Nothing is demanded: "I only know the site" is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ComplaintForm {
    /// First unpaid month, YYYY-MM; `earlier` for one before those offered.
    pub from: String,
    /// Last unpaid month, YYYY-MM.
    pub to: String,
    /// About how much is owed, yuan.
    pub amount: String,
    pub people: String,
    /// Phone or whatever reaches the person; empty: anonymous.
    pub contact: String,
    pub name: String,
    /// For whom one works: firm, team or foreman.
    pub boss: String,
    /// In one's own words; at most 2000 characters.
    pub story: String,
}

/// A checked complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComplaint {
    /// `None` with a `to`: since before the months offered.
    pub from: Option<Month>,
    pub to: Option<Month>,
    pub amount: Option<Fen>,
    /// 1 or more.
    pub people: i64,
    pub sealed: Sealed,
}

/// What is only ever stored sealed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sealed {
    pub contact: String,
    pub name: String,
    pub boss: String,
    pub story: String,
}

impl ComplaintForm {
    /// All mistakes at once, in form order. What is no number is kept as words in the story: nobody is sent away for it.
    pub fn check(&self, today: NaiveDate) -> Result<NewComplaint, FieldErrors> {
        let mut errors = FieldErrors::default();
        let month = |errors: &mut FieldErrors, field: &str, text: &str| match text.trim() {
            "" | "earlier" => None,
            text => errors.take(field, Month::parse(text)).and_then(|month| {
                if month > Month::of(today) {
                    errors.push(field, "这个月还没有到，请选已经过去的月份");
                    return None;
                }
                Some(month)
            }),
        };
        let (from, to) = (month(&mut errors, "from", &self.from), month(&mut errors, "to", &self.to));
        let earlier = self.from.trim() == "earlier";
        // Chosen in the other order they say the same.
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => (Some(from.min(to)), Some(from.max(to))),
            (Some(from), None) => (Some(from), Some(from)),
            (None, Some(to)) if !earlier => (Some(to), Some(to)),
            other => other,
        };
        let mut words = Vec::new();
        if earlier {
            words.push("更早就开始欠了。".to_owned());
        }
        let amount = Fen::parse_positive(&self.amount).ok();
        if amount.is_none() && !self.amount.trim().is_empty() {
            words.push(format!("金额：{}。", self.amount.trim()));
        }
        let people = self.people.trim().parse::<i64>().ok().filter(|people| (1..=MOST_PEOPLE).contains(people));
        if people.is_none() && !self.people.trim().is_empty() {
            words.push(format!("人数：{}。", self.people.trim()));
        }
        words.push(self.story.trim().to_owned());
        let lines = [("amount", &self.amount), ("people", &self.people), ("contact", &self.contact)];
        for (field, text) in lines.into_iter().chain([("name", &self.name), ("boss", &self.boss)]) {
            if text.chars().count() > LINE {
                errors.push(field, format!("请不超过{LINE}字，多的写在经过里"));
            }
        }
        if self.story.chars().count() > STORY {
            errors.push("story", format!("请不超过{STORY}字"));
        }
        let sealed = Sealed {
            contact: self.contact.trim().to_owned(),
            name: self.name.trim().to_owned(),
            boss: self.boss.trim().to_owned(),
            story: words.concat(),
        };
        errors.into_result(NewComplaint { from, to, amount, people: people.unwrap_or(1), sealed })
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(…)")
    }
}

impl Sealed {
    /// The contact as lists show it. `None`: anonymous.
    pub fn masked_contact(&self) -> Option<Masked> {
        match Phone::parse(&self.contact) {
            _ if self.contact.is_empty() => None,
            Ok(phone) => Some(Masked::phone(&phone)),
            Err(_) => Some(Masked::text(&self.contact)),
        }
    }
}

terms! {
    /// What the holder of a receipt may do with it.
    Deed {
        Look = "look", "查进度", [];
        Say = "say", "留言", [];
        Withdraw = "withdraw", "撤回", [];
        Got = "got", "到了", [];
        Unsolved = "unsolved", "没有解决", [];
    }
}

/// What the holder of a receipt sends. The receipt stands in the body, never in an address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FollowForm {
    pub receipt: String,
    /// look, say, withdraw, got or unsolved.
    pub deed: String,
    /// What is said; for `say` it must be there, else it may.
    pub text: String,
}

impl FollowForm {
    /// The deed and what is said with it.
    pub fn check(&self) -> Result<(Deed, Option<String>), FieldErrors> {
        let mut errors = FieldErrors::default();
        let deed = if self.deed.is_empty() { Some(Deed::Look) } else { Deed::parse(&self.deed) };
        let deed = errors.take("deed", deed.ok_or("请选择要做什么"));
        let text = self.text.trim();
        if text.chars().count() > STORY {
            errors.push("text", format!("请不超过{STORY}字"));
        }
        if deed == Some(Deed::Say) && text.is_empty() {
            errors.push("text", "请写下要说的话");
        }
        match deed {
            Some(deed) => errors.into_result((deed, (!text.is_empty()).then(|| text.to_owned()))),
            None => Err(errors),
        }
    }

    /// The receipt, or which character of it is wrong.
    pub fn code(&self) -> Result<ReceiptCode, IdFault> {
        ReceiptCode::parse(&self.receipt)
    }
}

/// 2026年8月至10月的工资, as pages say it. `None`: no month is named.
pub(super) fn months_label(from: Option<Month>, to: Option<Month>) -> Option<String> {
    let to = to?;
    Some(match from {
        None => format!("{}和以前", date::month_label(to)),
        Some(from) if from == to => date::month_label(to),
        Some(from) if from.year() == to.year() => format!("{}至{}月", date::month_label(from), to.month()),
        Some(from) => format!("{}至{}", date::month_label(from), date::month_label(to)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    #[test]
    fn knowing_only_the_site_is_enough() {
        let new = ComplaintForm::default().check(today()).unwrap();
        assert_eq!((new.from, new.to, new.amount, new.people), (None, None, None, 1));
        assert_eq!(new.sealed.masked_contact(), None);
    }

    #[test]
    fn what_is_no_number_is_kept_as_words() {
        let form = ComplaintForm {
            from: "2026-10".into(),
            to: "2026-08".into(),
            amount: "大概两万多".into(),
            people: "我们班组".into(),
            contact: "15400000001".into(),
            story: "催了三次".into(),
            ..ComplaintForm::default()
        };
        let new = form.check(today()).unwrap();
        assert_eq!(months_label(new.from, new.to).as_deref(), Some("2026年8月至10月"));
        assert_eq!(new.sealed.story, "金额：大概两万多。人数：我们班组。催了三次");
        assert_eq!(new.sealed.masked_contact().unwrap().to_string(), "154****0001");
    }

    #[test]
    fn one_month_and_earlier_ones() {
        let months = |from: &str, to: &str| {
            let form = ComplaintForm { from: from.into(), to: to.into(), ..ComplaintForm::default() };
            form.check(today()).map(|new| months_label(new.from, new.to))
        };
        assert_eq!(months("2026-10", "").unwrap().as_deref(), Some("2026年10月"));
        assert_eq!(months("", "2026-10").unwrap().as_deref(), Some("2026年10月"));
        assert_eq!(months("earlier", "2026-10").unwrap().as_deref(), Some("2026年10月和以前"));
        assert_eq!(months("2025-12", "2026-01").unwrap().as_deref(), Some("2025年12月至2026年1月"));
        assert_eq!(months("", "").unwrap(), None);
        assert!(months("2026-11", "2026-11").is_ok());
        assert!(months("2026-12", "").unwrap_err().message("from").is_some());
    }

    #[test]
    fn every_text_that_is_too_long_is_named_at_once() {
        let long = "长".repeat(2001);
        let form = ComplaintForm {
            contact: long.clone(),
            name: long.clone(),
            boss: long.clone(),
            story: long,
            ..ComplaintForm::default()
        };
        let named: Vec<String> = form.check(today()).unwrap_err().iter().map(|error| error.field.clone()).collect();
        assert_eq!(named, ["contact", "name", "boss", "story"]);
    }

    #[test]
    fn a_message_needs_words_and_an_answer_does_not() {
        let form = |deed: &str, text: &str| FollowForm { receipt: String::new(), deed: deed.into(), text: text.into() };
        assert_eq!(form("", "").check(), Ok((Deed::Look, None)));
        assert!(form("say", " ").check().is_err());
        assert_eq!(form("got", "").check(), Ok((Deed::Got, None)));
        assert!(form("delete", "").check().is_err());
    }
}
