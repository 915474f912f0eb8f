//! 编号: the numbers by which units, people, projects and boards are known.
//!
//! Each is a type of its own that exists only once checked: `parse` reads it as people type it (full-width, small
//! letters, blanks) and keeps one spelling; what it refuses it explains by [`IdFault::advice`]. Nothing is repaired
//! silently. A number that is only doubtful is kept and has a `warning`. Types that name a person or an account show
//! themselves masked in logs and have no `Display`: `as_str` is the full number, asked for by name.

mod account_number;
mod bank_card;
mod base32;
mod board_token;
mod fault;
mod permit_number;
mod phone;
mod project_code;
mod receipt_code;
mod resident_id;
mod uscc;

pub use account_number::AccountNumber;
pub use bank_card::BankCard;
pub use board_token::BoardToken;
pub use fault::{IdFault, IdKind};
pub use permit_number::PermitNumber;
pub use phone::{Phone, PhoneKind, split_name_phone};
pub use project_code::{CodeEra, ProjectCode};
pub use receipt_code::ReceiptCode;
pub use resident_id::ResidentId;
pub use uscc::Uscc;

/// A checked text: `as_str`, and serde as a string that is checked again on the way in by `$check`.
macro_rules! checked_text {
    ($(#[$meta:meta])* $name:ident, $check:path) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The one spelling that is stored and compared.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::id::IdFault;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                $check(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    };
}

/// Shown in full, to people and in logs.
macro_rules! shown_in_full {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

/// Never shown by accident: logs get [`masked`](AccountNumber::masked).
macro_rules! shown_masked {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.masked())
            }
        }
    };
}

pub(crate) use {checked_text, shown_in_full, shown_masked};

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A number of digits only, as banks give them: blanks and dashes between the digits are read over.
fn bank_digits(text: &str, kind: IdKind, lengths: std::ops::RangeInclusive<usize>) -> Result<String, IdFault> {
    let number = crate::text::compact(text).replace('-', "");
    if number.is_empty() {
        return Err(IdFault::Missing(kind));
    }
    if let Some(found) = stranger(&number, |c| c.is_ascii_digit()) {
        return Err(IdFault::Character { kind, found });
    }
    let found = number.len();
    if lengths.contains(&found) { Ok(number) } else { Err(IdFault::Length { kind, found }) }
}

/// The first character that `allowed` does not have.
fn stranger(text: &str, allowed: impl Fn(char) -> bool) -> Option<char> {
    text.chars().find(|c| !allowed(*c))
}

/// `text` with all but its last `keep` characters hidden.
fn hide_front(text: &str, keep: usize) -> String {
    let hidden = text.chars().count().saturating_sub(keep);
    text.chars().enumerate().map(|(index, c)| if index < hidden { '*' } else { c }).collect()
}
