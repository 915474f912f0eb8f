//! 告示牌编号: what the QR code of a board says, also printed under it for typing.
//!
//! 9 random characters (45 bits) and a check that finds every single wrong character and every exchange of two.

use super::{IdFault, IdKind, base32, checked_text, shown_in_full};

const LENGTH: usize = 10;

checked_text! {
    /// A token of 10 characters, upper case.
    BoardToken, BoardToken::parse
}
shown_in_full!(BoardToken);

impl BoardToken {
    /// Small letters, O for 0, I and L for 1, blanks and dashes are read.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        base32::parse(text, IdKind::BoardToken, LENGTH).map(Self)
    }

    /// From the lowest 45 bits.
    pub fn from_random(random: u64) -> Self {
        Self(base32::encode(random, LENGTH))
    }

    /// ABCDE-FGHJK, as printed.
    pub fn grouped(&self) -> String {
        base32::grouped(&self.0, 5)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_token_is_read_however_typed() {
        let token = BoardToken::from_random(0x1234_5678_9ABC);
        let grouped = token.grouped();
        assert_eq!((token.as_str().len(), grouped.len(), &grouped[5..6]), (10, 11, "-"));
        assert_eq!(BoardToken::parse(&grouped.to_lowercase()), Ok(token.clone()));
        assert_eq!(BoardToken::parse(&format!(" {} ", grouped.replace('-', "　"))), Ok(token));
        assert_eq!(BoardToken::from_random(0).as_str(), "0000000000");
        assert_eq!(BoardToken::parse("oOoOo-OOOOO"), Ok(BoardToken::from_random(0)));
    }

    #[test]
    fn one_and_its_look_alikes_are_the_same() {
        let token = (0..).map(BoardToken::from_random).find(|token| token.as_str().contains('1')).unwrap();
        assert_eq!(BoardToken::parse(&token.as_str().replace('1', "I")), Ok(token.clone()));
        assert_eq!(BoardToken::parse(&token.as_str().replace('1', "l")), Ok(token));
    }

    #[test]
    fn a_bad_token_is_told_by_its_fault() {
        let kind = IdKind::BoardToken;
        assert_eq!(BoardToken::parse(" - "), Err(IdFault::Missing(kind)));
        assert_eq!(BoardToken::parse("000000000"), Err(IdFault::Length { kind, found: 9 }));
        assert_eq!(BoardToken::parse("00000000000"), Err(IdFault::Length { kind, found: 11 }));
        assert_eq!(BoardToken::parse("000000000U"), Err(IdFault::Character { kind, found: 'U' }));
        assert_eq!(BoardToken::parse("0000000001"), Err(IdFault::Check(kind)));
        assert_eq!(BoardToken::parse("../../etc/"), Err(IdFault::Character { kind, found: '.' }));
    }

    proptest! {
        #[test]
        fn every_token_is_read_back(random: u64) {
            let token = BoardToken::from_random(random);
            prop_assert_eq!(BoardToken::parse(token.as_str()), Ok(token.clone()));
            prop_assert_eq!(BoardToken::parse(&token.grouped()), Ok(token));
        }

        #[test]
        fn every_slip_is_found(random: u64) {
            for wrong in base32::tests::errors_of(BoardToken::from_random(random).as_str()) {
                prop_assert_eq!(BoardToken::parse(&wrong), Err(IdFault::Check(IdKind::BoardToken)));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = BoardToken::parse(&text);
        }
    }
}
