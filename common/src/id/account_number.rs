//! 银行账号: the number of a company's account, such as the special wage account. It has no check digit.

use super::{IdFault, IdKind, bank_digits, checked_text, hide_front, shown_masked};

checked_text! {
    /// 6–32 digits. No `Display`, masked in logs.
    AccountNumber, AccountNumber::parse
}
shown_masked!(AccountNumber);

impl AccountNumber {
    /// Blanks and dashes between the digits are read over.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        bank_digits(text, IdKind::AccountNumber, 6..=32).map(Self)
    }

    /// All but the last four digits hidden.
    pub fn masked(&self) -> String {
        hide_front(&self.0, 4)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_account_is_digits_of_any_usual_length() {
        let kind = IdKind::AccountNumber;
        assert_eq!(AccountNumber::parse("1202 0200-0990 0000 001").unwrap().as_str(), "1202020009900000001");
        assert_eq!(AccountNumber::parse(" "), Err(IdFault::Missing(kind)));
        assert_eq!(AccountNumber::parse("12345"), Err(IdFault::Length { kind, found: 5 }));
        assert!(AccountNumber::parse("123456").is_ok());
        assert!(AccountNumber::parse(&"1".repeat(32)).is_ok());
        assert_eq!(AccountNumber::parse(&"1".repeat(33)), Err(IdFault::Length { kind, found: 33 }));
        assert_eq!(AccountNumber::parse("1.202E+18"), Err(IdFault::Character { kind, found: '.' }));
    }

    #[test]
    fn only_the_last_four_digits_show() {
        let account = AccountNumber::parse("1202020009900000001").unwrap();
        assert_eq!(account.masked(), "***************0001");
        assert_eq!(format!("{account:?}"), "AccountNumber(***************0001)");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = AccountNumber::parse(&text);
        }
    }
}
