//! 两步验证: besides the password, a code that only the official's own phone can make (TOTP, RFC 6238).
//!
//! Law: 《网络安全法》第二十三条. GB/T 22239-2019 8.1.4.1 asks for a second factor from level 3 on; the district decides.

use serde::{Deserialize, Serialize};

use crate::text::compact;

/// `GET`: whether it is on. `POST`: begin to turn it on.
pub const SECOND_FACTOR: &str = "/api/v1/official/second-factor";
/// `POST`: the first code turns it on.
pub const SECOND_FACTOR_CONFIRM: &str = "/api/v1/official/second-factor/confirm";
/// `POST`: turn it off.
pub const SECOND_FACTOR_REMOVAL: &str = "/api/v1/official/second-factor/removal";

/// `DELETE`: take it off another account.
pub fn user_second_factor(id: &str) -> String {
    format!("/api/v1/official/users/{id}/second-factor")
}

/// Characters of a recovery code.
pub const RECOVERY_CHARS: usize = 10;

/// Whether one's own account asks for a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FactorState {
    /// Epoch milliseconds; `None` while it is off.
    pub on_since: Option<i64>,
    /// Recovery codes that have not been used.
    pub recovery_left: i64,
    /// The district demands it of this role.
    pub is_demanded: bool,
}

/// One's own password, asked for again.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FactorForm {
    pub password: String,
}

/// What the phone is told, shown once. It counts only after the first code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// Base 32 in groups of four, to type where no camera can be used.
    pub secret: String,
    /// The same as a QR code.
    pub svg: String,
}

/// A code, as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
}

/// Password and code, to turn it off.
#[derive(Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RemovalForm {
    pub password: String,
    pub code: String,
}

/// Codes for the day on which the phone is lost; each works once. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// What was typed where a code is asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits of the phone.
    Phone(String),
    /// One of the recovery codes, without its dash, in small letters.
    Recovery(String),
}

impl TypedCode {
    /// Blanks, dashes, full-width digits and capitals are read. `None` for what cannot be a code.
    pub fn parse(text: &str) -> Option<Self> {
        let code = compact(text).replace('-', "").to_lowercase();
        if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Phone(code));
        }
        let is_recovery = code.len() == RECOVERY_CHARS && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_recovery.then_some(Self::Recovery(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let phone = |text: &str| matches!(TypedCode::parse(text), Some(TypedCode::Phone(code)) if code == "012345");
        assert!(phone("012345") && phone(" 012 345 ") && phone("０１２３４５"));
        let recovery =
            |text: &str| matches!(TypedCode::parse(text), Some(TypedCode::Recovery(code)) if code == "abcde23456");
        assert!(recovery("abcde-23456") && recovery("ABCDE 23456"));
        for text in ["", "12345", "1234567", "abcdef", "abcde-2345é"] {
            assert!(TypedCode::parse(text).is_none(), "{text}");
        }
    }
}
