//! 施工许可证编号: the number of a construction permit.
//!
//! The form in use has 18 digits: region, date, serial of the day, class. Older and local forms, and approvals of
//! other departments (a start report in transport or water works), are kept as written, with a warning.

use chrono::NaiveDate;

use super::{IdFault, IdKind, all_digits, checked_text, shown_in_full};
use crate::text::half_width;

const LONGEST: usize = 64;

checked_text! {
    /// A permit number as written.
    PermitNumber, PermitNumber::parse
}
shown_in_full!(PermitNumber);

impl PermitNumber {
    /// Refuses only nothing and more than 64 characters.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let kind = IdKind::PermitNumber;
        let words = half_width(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let digits = words.replace(' ', "");
        let number = if all_digits(&digits) { digits } else { words };
        match number.chars().count() {
            0 => Err(IdFault::Missing(kind)),
            1..=LONGEST => Ok(Self(number)),
            found => Err(IdFault::Length { kind, found }),
        }
    }

    /// 18 digits with a date that exists and a class of the list, 01–19.
    pub fn is_standard(&self) -> bool {
        self.issued_on().is_some()
    }

    /// The day in a standard number. `None` for a number in another form.
    pub fn issued_on(&self) -> Option<NaiveDate> {
        let standard = self.0.len() == 18 && all_digits(&self.0) && ("01"..="19").contains(&&self.0[16..]);
        standard.then(|| NaiveDate::parse_from_str(&self.0[6..14], "%Y%m%d").ok()).flatten()
    }

    /// What to look at again, for a number in another form.
    pub fn warning(&self) -> Option<IdFault> {
        (!self.is_standard()).then_some(IdFault::Form(IdKind::PermitNumber))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standard(text: &str) -> bool {
        PermitNumber::parse(text).unwrap().is_standard()
    }

    #[test]
    fn the_standard_form_has_a_date_and_a_class() {
        assert!(standard("330106202603150101"));
        assert!(standard("330106 20260315 0101"));
        assert!(standard("３３０１０６２０２６０３１５０１０１"));
        assert!(standard("330106202603150119"));
        assert!(!standard("330106202603150120"));
        assert!(!standard("330106202603150100"));
        assert!(!standard("330106202602290101"));
        assert!(!standard("33010620260315010"));
    }

    #[test]
    fn another_form_is_kept_with_a_warning() {
        let old = PermitNumber::parse(" [2018]施[朝]建字0072号 ").unwrap();
        assert_eq!(old.as_str(), "[2018]施[朝]建字0072号");
        assert_eq!(old.warning(), Some(IdFault::Form(IdKind::PermitNumber)));
        assert_eq!(PermitNumber::parse("330106202603150101").unwrap().warning(), None);
    }

    #[test]
    fn only_nothing_and_too_much_are_refused() {
        let kind = IdKind::PermitNumber;
        assert_eq!(PermitNumber::parse("　"), Err(IdFault::Missing(kind)));
        assert!(PermitNumber::parse(&"号".repeat(64)).is_ok());
        assert_eq!(PermitNumber::parse(&"号".repeat(65)), Err(IdFault::Length { kind, found: 65 }));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9]{17,19}") {
            for number in [PermitNumber::parse(&text), PermitNumber::parse(&near)].into_iter().flatten() {
                let _ = number.is_standard();
            }
        }
    }
}
