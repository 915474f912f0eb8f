//! Whom a row tells of: a keyed hash to find the person by, and the personal data, sealed.

use anyhow::Context;
use chrono::NaiveDate;
use common::id::{BankCard, Phone, ResidentId};

use crate::error::Result;
use crate::seal::{Mark, Seal};

/// The personal data of one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub id: Option<ResidentId>,
    pub phone: Option<Phone>,
    pub card: Option<BankCard>,
}

impl Person {
    /// By the ID number; by the card where a bank tells none.
    pub fn mark(&self, seal: &Seal) -> Mark {
        match (&self.id, &self.card) {
            (Some(id), _) => seal.mark("id", id.as_str()),
            (None, Some(card)) => seal.mark("card", card.as_str()),
            (None, None) => seal.mark("name", &self.name),
        }
    }

    /// One line a value, for hashing and sealing; none of them holds a line break.
    pub fn text(&self) -> String {
        let part = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let id = part(self.id.as_ref().map(ResidentId::as_str));
        let phone = part(self.phone.as_ref().map(Phone::as_str));
        let card = part(self.card.as_ref().map(BankCard::as_str));
        format!("{}\n{id}\n{phone}\n{card}", self.name)
    }

    /// Reads what [`Self::text`] wrote and a [`Seal`] kept for the person with this mark.
    pub fn open(seal: &Seal, sealed: &[u8], mark: &[u8]) -> Result<Self> {
        let text = seal.open_value(sealed, mark)?;
        let mut lines = text.split('\n');
        let mut next = || lines.next().context("a sealed person has four lines");
        let (name, id, phone, card) = (next()?, next()?, next()?, next()?);
        let given = |text: &'_ str| (!text.is_empty()).then(|| text.to_owned());
        Ok(Self {
            name: name.to_owned(),
            // What is stored was checked against the day on which it came.
            id: given(id).map(|id| ResidentId::parse(&id, NaiveDate::MAX)).transpose().map_err(anyhow::Error::msg)?,
            phone: given(phone).map(|phone| Phone::parse(&phone)).transpose().map_err(anyhow::Error::msg)?,
            card: given(card).map(|card| BankCard::parse(&card)).transpose().map_err(anyhow::Error::msg)?,
        })
    }
}

/// The mark that [`crate::hex::hex`] wrote, as paths and the audit trail have it. `None` for anything else.
pub fn person_of(text: &str) -> Option<Mark> {
    let mut mark = Mark::default();
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in mark.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex::hex;

    #[test]
    fn a_person_comes_back_as_it_was() {
        let seal = Seal::passing();
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let person = Person {
            name: "甲某".into(),
            id: ResidentId::parse("330106189001010019", today).ok(),
            phone: None,
            card: BankCard::parse("6222020000000000000").ok(),
        };
        let mark = person.mark(&seal);
        let sealed = seal.seal(&person.text(), &mark).unwrap();
        assert_eq!(Person::open(&seal, &sealed, &mark).unwrap(), person);
        assert_eq!(person_of(&hex(&mark)), Some(mark));
        assert_eq!(person_of("x"), None);
        assert_eq!(person_of(&"é".repeat(16)), None);
    }
}
