//! 银行卡号: the number of a worker's own card.

use super::{IdFault, IdKind, bank_digits, checked_text, hide_front, shown_masked};

checked_text! {
    /// 16–19 digits. Personal data: no `Display`, masked in logs.
    BankCard, BankCard::parse
}
shown_masked!(BankCard);

impl BankCard {
    /// Blanks and dashes between the digits are read over.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        bank_digits(text, IdKind::BankCard, 16..=19).map(Self)
    }

    /// The Luhn check of cards fails. Only a doubt, since some passbook accounts fail it too.
    pub fn warning(&self) -> Option<IdFault> {
        (!luhn(&self.0)).then_some(IdFault::Check(IdKind::BankCard))
    }

    /// All but the last four digits hidden.
    pub fn masked(&self) -> String {
        hide_front(&self.0, 4)
    }
}

/// Every second digit from the right doubled, its digits added; the sum ends in 0.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte - b'0');
            let doubled = digit * 2;
            if index % 2 == 0 { digit } else { doubled / 10 + doubled % 10 }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn good_cards_give_no_warning() {
        let good = [
            "6222020000000000000",
            "6217000000000000012",
            "6228480000000000026",
            "6230590000000000037",
            "6212260000000000042",
            "4111111111111111",
            "6222 0200-0000 0000 000",
        ];
        for number in good {
            assert_eq!(BankCard::parse(number).unwrap().warning(), None, "{number}");
        }
    }

    #[test]
    fn a_failed_check_is_only_a_warning() {
        let card = BankCard::parse("6222020000000000001").unwrap();
        assert_eq!(card.warning(), Some(IdFault::Check(IdKind::BankCard)));
    }

    #[test]
    fn a_card_has_16_to_19_digits() {
        let kind = IdKind::BankCard;
        assert_eq!(BankCard::parse(""), Err(IdFault::Missing(kind)));
        assert_eq!(BankCard::parse("622202000000000"), Err(IdFault::Length { kind, found: 15 }));
        assert_eq!(BankCard::parse("62220200000000000000"), Err(IdFault::Length { kind, found: 20 }));
        assert_eq!(BankCard::parse("6222020000000000E+18"), Err(IdFault::Character { kind, found: 'E' }));
    }

    #[test]
    fn a_log_shows_four_digits() {
        let card = BankCard::parse("6217000000000000012").unwrap();
        assert_eq!(format!("{card:?}"), "BankCard(***************0012)");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9 -]{15,21}") {
            for card in [BankCard::parse(&text), BankCard::parse(&near)].into_iter().flatten() {
                let _ = card.warning();
            }
        }
    }
}
