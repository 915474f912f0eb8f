//! 公民身份号码: the number of a person.
//!
//! Law: GB 11643-1999. Region, date of birth, sequence, and a check by ISO 7064 MOD 11-2. The region may since have
//! been abolished, so it is not looked up.

use chrono::NaiveDate;

use super::{IdFault, IdKind, checked_text, shown_masked, stranger};
use crate::text::compact;

const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

checked_text! {
    /// A checked ID number of 18 characters. Personal data: no `Display`, masked in logs.
    ResidentId, ResidentId::check
}
shown_masked!(ResidentId);

impl ResidentId {
    /// The date of birth must exist and not lie after `today`, and the check character fit.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IdFault> {
        let id = Self::check(text)?;
        if id.birthday().is_some_and(|day| day > today) { Err(IdFault::BornTomorrow) } else { Ok(id) }
    }

    /// All rules but the one that needs today's date; what is stored has passed it once.
    fn check(text: &str) -> Result<Self, IdFault> {
        let id = compact(text).to_uppercase();
        let kind = IdKind::ResidentId;
        if id.is_empty() {
            return Err(IdFault::Missing(kind));
        }
        if let Some(found) = stranger(&id, |c| c.is_ascii_digit() || c == 'X') {
            return Err(IdFault::Character { kind, found });
        }
        match id.len() {
            15 if !id.contains('X') => return Err(IdFault::OldResidentId),
            18 => {}
            found => return Err(IdFault::Length { kind, found }),
        }
        if id[..17].contains('X') {
            return Err(IdFault::Character { kind, found: 'X' });
        }
        let id = Self(id);
        if id.birthday().is_none() {
            return Err(IdFault::NoSuchBirthday);
        }
        if id.0.bytes().next_back() == Some(check(&id.0[..17])) { Ok(id) } else { Err(IdFault::Check(kind)) }
    }

    /// `None` for a day that is not in the calendar, which a checked number never has.
    pub fn birthday(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&self.0[6..14], "%Y%m%d").ok()
    }

    /// By the last digit of the sequence, odd for men.
    pub fn is_male(&self) -> bool {
        self.0.as_bytes()[16] % 2 == 1
    }

    /// 33**************19: enough for the holder to know it again, too little for anyone else.
    pub fn masked(&self) -> String {
        format!("{}**************{}", &self.0[..2], &self.0[16..])
    }
}

/// Of 17 digits.
fn check(body: &str) -> u8 {
    let sum: usize = body.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    CHECKS[sum % 11]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn read(text: &str) -> Result<ResidentId, IdFault> {
        ResidentId::parse(text, day(2026, 7, 15))
    }

    #[test]
    fn known_numbers_are_valid_however_typed() {
        let valid = [
            "11010519491231002X",
            "440524188001010014",
            "330106189001010019",
            "330106189506150025",
            "51010718880808003X",
            "341204189912310042",
        ];
        for number in valid {
            assert_eq!(read(number).unwrap().as_str(), number);
        }
        assert_eq!(read("11010519491231002x").unwrap().as_str(), "11010519491231002X");
        assert_eq!(read("330106 18900101 0019").unwrap().as_str(), "330106189001010019");
        assert_eq!(read("３３０１０６１８９００１０１００１９").unwrap().as_str(), "330106189001010019");
    }

    #[test]
    fn a_bad_number_is_told_by_its_fault() {
        let kind = IdKind::ResidentId;
        let cases = [
            ("", IdFault::Missing(kind)),
            ("330106189002290016", IdFault::NoSuchBirthday),
            ("110105194912310021", IdFault::Check(kind)),
            ("110105491231002", IdFault::OldResidentId),
            ("33010618900101001", IdFault::Length { kind, found: 17 }),
            ("3301061890010100199", IdFault::Length { kind, found: 19 }),
            ("33010618900101001*", IdFault::Character { kind, found: '*' }),
            ("3301061890010100X9", IdFault::Character { kind, found: 'X' }),
        ];
        for (text, fault) in cases {
            assert_eq!(read(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let number = "341204189912310042";
        assert!(ResidentId::parse(number, day(1899, 12, 31)).is_ok());
        assert!(ResidentId::parse(number, day(1900, 1, 1)).is_ok());
        assert_eq!(ResidentId::parse(number, day(1899, 12, 30)), Err(IdFault::BornTomorrow));
    }

    #[test]
    fn a_log_never_shows_the_number() {
        let id = read("330106189001010019").unwrap();
        assert_eq!(id.masked(), "33**************19");
        assert_eq!(format!("{id:?}"), "ResidentId(33**************19)");
        assert_eq!(id.birthday(), Some(day(1890, 1, 1)));
    }

    proptest! {
        #[test]
        fn one_mistyped_digit_is_found(at in 0_usize..17, digit in 0_u8..10) {
            let mut wrong = b"330106189001010019".to_vec();
            prop_assume!(wrong[at] != b'0' + digit);
            wrong[at] = b'0' + digit;
            prop_assert!(read(std::str::from_utf8(&wrong).unwrap()).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9Xx ]{14,19}") {
            let _ = (read(&text), read(&near));
        }
    }
}
