//! 脱敏: personal numbers as lists show them, enough for the holder to know them again.
//!
//! Law: 《个人信息保护法》第五十一条. A full number is opened one at a time, with a purpose, and the opening is recorded.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{BankCard, Phone, ResidentId};

/// A number with its middle hidden. It cannot be turned back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Masked(String);

impl Masked {
    /// 3301************19.
    pub fn id(id: &ResidentId) -> Self {
        Self::hide(id.as_str(), 4, 2)
    }

    /// 138****5678.
    pub fn phone(phone: &Phone) -> Self {
        Self::hide(phone.as_str(), 3, 4)
    }

    /// **** **** **** 0012, whatever the length.
    pub fn card(card: &BankCard) -> Self {
        let number = card.as_str();
        Self(format!("**** **** **** {}", &number[number.len().saturating_sub(4)..]))
    }

    /// Anything else by which a person can be reached: that there is something.
    pub fn text(text: &str) -> Self {
        Self::hide(text, 0, 2)
    }

    /// Hides all but the first `front` and last `back` characters, and everything where that would leave too little.
    fn hide(text: &str, front: usize, back: usize) -> Self {
        let length = text.chars().count();
        let shows = |at: usize| length >= front + back + 4 && (at < front || at >= length - back);
        Self(text.chars().enumerate().map(|(at, c)| if shows(at) { c } else { '*' }).collect())
    }
}

impl fmt::Display for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_hidden() {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let id = ResidentId::parse("330106189001010019", today).unwrap();
        assert_eq!(Masked::id(&id).to_string(), "3301************19");
        assert_eq!(Masked::phone(&Phone::parse("15400005678").unwrap()).to_string(), "154****5678");
        let card = BankCard::parse("6217000000000000012").unwrap();
        assert_eq!(Masked::card(&card).to_string(), "**** **** **** 0012");
        assert_eq!(Masked::hide("12345", 3, 4).to_string(), "*****");
    }
}
