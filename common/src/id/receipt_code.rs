//! 回执编号: the secret by which a person follows a report. It never stands in a path, a query or a log.
//!
//! 11 random characters (55 bits) and a check that finds every single wrong character and every exchange of two.

use std::fmt;

use super::{IdFault, IdKind, base32, checked_text};

const LENGTH: usize = 12;

checked_text! {
    /// A receipt of 12 characters, upper case. A secret: no `Display`, hidden in logs.
    ReceiptCode, ReceiptCode::parse
}

impl ReceiptCode {
    /// Small letters, O for 0, I and L for 1, blanks and dashes are read.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        base32::parse(text, IdKind::ReceiptCode, LENGTH).map(Self)
    }

    /// From the lowest 55 bits.
    pub fn from_random(random: u64) -> Self {
        Self(base32::encode(random, LENGTH))
    }

    /// ABCD-EFGH-JKMN, as shown to its holder.
    pub fn grouped(&self) -> String {
        base32::grouped(&self.0, 4)
    }
}

impl fmt::Debug for ReceiptCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReceiptCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_receipt_is_hidden_in_logs() {
        let receipt = ReceiptCode::from_random(u64::MAX);
        assert_eq!(format!("{receipt:?}"), "ReceiptCode(…)");
        assert_eq!(receipt.grouped().matches('-').count(), 2);
    }

    #[test]
    fn a_board_token_is_not_a_receipt() {
        assert_eq!(ReceiptCode::parse("0000000000"), Err(IdFault::Length { kind: IdKind::ReceiptCode, found: 10 }));
    }

    proptest! {
        #[test]
        fn every_receipt_is_read_back_and_every_slip_found(random: u64) {
            let receipt = ReceiptCode::from_random(random);
            prop_assert_eq!(ReceiptCode::parse(&receipt.grouped().to_lowercase()), Ok(receipt.clone()));
            for wrong in base32::tests::errors_of(receipt.as_str()) {
                prop_assert_eq!(ReceiptCode::parse(&wrong), Err(IdFault::Check(IdKind::ReceiptCode)));
            }
        }
    }
}
