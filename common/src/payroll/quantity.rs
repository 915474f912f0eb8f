//! 计量单: how much a team has done in a month, and whether the team confirms or disputes it.
//!
//! Law: 《保障农民工工资支付条例》第三十五条: a dispute about quantity, quality or price is no reason to withhold wages. So
//! an answer never changes what is due, and the notice of a dispute names the unpaid wages first.

use serde::{Deserialize, Serialize};

use crate::date::Month;
use crate::error::FieldErrors;
use crate::money::Fen;
use crate::term::terms;
use crate::text::compact;

terms! {
    /// What the team says of a quantity.
    Answer {
        Confirmed = "confirmed", "班组已确认";
        Disputed = "disputed", "班组有争议";
    }
}

/// `GET` and `POST`: the quantity slips of a month. Below it: `/{slip}/answers`.
pub fn quantities_path(number: impl std::fmt::Display, month: Month) -> String {
    format!("{}/quantities", super::month_path(number, month))
}

/// A quantity as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct QuantityForm {
    pub team: String,
    /// 三层墙体砌筑.
    pub work: String,
    pub quantity: String,
    pub unit: String,
    /// Yuan for one unit.
    pub price: String,
}

/// A quantity, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuantity {
    pub team: String,
    pub work: String,
    /// Thousandths of the unit.
    pub quantity: i64,
    pub unit: String,
    pub price: Fen,
}

/// The team's answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AnswerForm {
    pub answer: String,
    /// Who answered for the team.
    pub who: String,
    pub note: String,
}

/// The team's answer, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamAnswer {
    pub answer: Answer,
    pub who: String,
    /// What is disputed; `None` if nothing is.
    pub note: Option<String>,
}

/// A quantity with the team's last answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuantitySlip {
    pub id: String,
    pub team: String,
    pub work: String,
    /// Thousandths of the unit.
    pub quantity: i64,
    pub unit: String,
    pub price_fen: i64,
    pub recorded_by: String,
    /// Epoch milliseconds, UTC.
    pub recorded_at: i64,
    /// `None`: not answered yet.
    pub answer: Option<TeamAnswer>,
}

impl QuantitySlip {
    /// Quantity times price, to the fen.
    pub const fn sum(&self) -> Fen {
        Fen(self.quantity.saturating_mul(self.price_fen).saturating_add(500) / 1_000)
    }

    pub fn is_disputed(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.answer == Answer::Disputed)
    }
}

impl QuantityForm {
    /// The quantity, or every wrong field with what to do.
    pub fn check(&self) -> Result<NewQuantity, FieldErrors> {
        let mut errors = FieldErrors::default();
        let team = errors.take("team", named(&self.team, "请填写班组"));
        let work = errors.take("work", named(&self.work, "请写明做了什么，例如 三层墙体砌筑"));
        let quantity = errors.take("quantity", thousandths(&self.quantity));
        let unit = errors.take("unit", named(&self.unit, "请填写单位，例如 立方米"));
        let price = errors.take("price", Fen::parse_positive(&self.price));
        match (team, work, quantity, unit, price) {
            (Some(team), Some(work), Some(quantity), Some(unit), Some(price)) => {
                Ok(NewQuantity { team, work, quantity, unit, price })
            }
            _ => Err(errors),
        }
    }
}

impl AnswerForm {
    /// The answer, or every wrong field with what to do. A dispute says what about.
    pub fn check(&self) -> Result<TeamAnswer, FieldErrors> {
        let mut errors = FieldErrors::default();
        let answer = errors.take("answer", Answer::parse(&self.answer).ok_or("请选择：已确认、有争议"));
        let who = errors.take("who", named(&self.who, "请填写代表班组答复的人"));
        let note = Some(self.note.trim().to_owned()).filter(|note| !note.is_empty());
        if answer == Some(Answer::Disputed) && note.is_none() {
            errors.push("note", "请写明争议是什么，例如 少算了二层的量");
        }
        if self.note.chars().count() > 300 {
            errors.push("note", "最多300个字");
        }
        match (answer, who) {
            (Some(answer), Some(who)) if errors.is_empty() => Ok(TeamAnswer { answer, who, note }),
            _ => Err(errors),
        }
    }
}

/// What stands beside the wages of a month with disputed quantities. `None` without a dispute.
pub fn dispute_notice(slips: &[QuantitySlip], workers_due: i64, workers_paid: i64) -> Option<String> {
    let disputed = slips.iter().filter(|slip| slip.is_disputed()).count();
    let unpaid = workers_due - workers_paid;
    let wages =
        if unpaid > 0 { format!("还有{unpaid}人的工资没有发清，要照发；") } else { String::new() };
    (disputed > 0).then(|| format!("{wages}{disputed}份计量单有争议，另行协商或结算，不能因此不发、少发工资"))
}

/// 1234500 → 1234.5.
pub fn thousandths_label(count: i64) -> String {
    let text = format!("{}.{:03}", count / 1_000, count % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn named(text: &str, missing: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(missing.to_owned()),
        1..=60 => Ok(text.to_owned()),
        _ => Err("最多60个字".to_owned()),
    }
}

/// More than nothing, at most three decimals, below ten million.
fn thousandths(text: &str) -> Result<i64, String> {
    let word = compact(text);
    let (whole, fraction) = word.split_once('.').unwrap_or((&word, ""));
    let digits = |part: &str, most: usize| part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit());
    let advice = || "请填写数量，例如 120 或 120.5，最多三位小数".to_owned();
    if whole.is_empty() || !digits(whole, 7) || !digits(fraction, 3) {
        return Err(advice());
    }
    let count = format!("{whole}{fraction:0<3}").parse::<i64>().map_err(|_| advice())?;
    if count > 0 { Ok(count) } else { Err("数量要大于0".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> QuantityForm {
        QuantityForm {
            team: "一班".into(),
            work: "三层墙体砌筑".into(),
            quantity: "120.5".into(),
            unit: "立方米".into(),
            price: "180".into(),
        }
    }

    fn slip(answer: Option<Answer>) -> QuantitySlip {
        let new = form().check().unwrap();
        QuantitySlip {
            id: String::new(),
            team: new.team,
            work: new.work,
            quantity: new.quantity,
            unit: new.unit,
            price_fen: new.price.0,
            recorded_by: String::new(),
            recorded_at: 0,
            answer: answer.map(|answer| TeamAnswer { answer, who: "示例甲".into(), note: None }),
        }
    }

    #[test]
    fn a_quantity_has_at_most_three_decimals() {
        for (text, count) in [("120", 120_000), ("120.5", 120_500), ("0.001", 1), ("1.25", 1_250)] {
            assert_eq!(thousandths(text), Ok(count), "{text}");
            assert_eq!(thousandths_label(count), text);
        }
        for text in ["", "0", "-1", "1.2345", "1e3", ".5", "12345678", "一百"] {
            assert!(thousandths(text).is_err(), "{text}");
        }
        assert_eq!(slip(None).sum(), Fen(2_169_000));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        assert_eq!(QuantityForm::default().check().unwrap_err().iter().count(), 5);
        assert_eq!(AnswerForm::default().check().unwrap_err().iter().count(), 2);
        let disputed = AnswerForm { answer: "disputed".into(), who: "示例甲".into(), note: " ".into() };
        assert_eq!(disputed.check().unwrap_err().iter().next().unwrap().field, "note");
    }

    #[test]
    fn a_dispute_never_hides_unpaid_wages() {
        let (open, confirmed, disputed) = (slip(None), slip(Some(Answer::Confirmed)), slip(Some(Answer::Disputed)));
        assert_eq!(dispute_notice(&[open.clone(), confirmed], 10, 3), None);
        let notice = dispute_notice(&[open, disputed], 10, 3).unwrap();
        assert!(notice.starts_with("还有7人的工资没有发清") && notice.contains("1份计量单"), "{notice}");
        assert!(dispute_notice(&[slip(Some(Answer::Disputed))], 10, 10).unwrap().starts_with("1份计量单"));
    }
}
