//! 两步验证: a code of the phone besides the password.
//!
//! The secret is sealed at rest, a recovery code is kept as a keyed hash, and both halves of a sign-in are looked at
//! before either is told wrong. A code counts once: its step is used up in the transaction that begins the session.

pub mod routes;
pub mod store;
pub mod totp;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::{DateTime, Utc};
use common::second_factor::{RECOVERY_CHARS, TypedCode};

use crate::AppState;
use crate::db::Tx;
use crate::error::Result;
use crate::seal::{Mark, Seal};

/// What lets somebody in besides the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// The account has no second factor.
    Free,
    /// A code of the phone, of this step.
    Phone(i64),
    Recovery(Mark),
}

impl Pass {
    /// For the audit trail.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Free => "none",
            Self::Phone(_) => "phone",
            Self::Recovery(_) => "recovery",
        }
    }
}

/// What this code is good for; `None` if it is wrong, used, or missing where it is needed. Changes nothing.
pub async fn check(app: &AppState, user_id: &str, typed: &str, now: DateTime<Utc>) -> Result<Option<Pass>> {
    let factor = store::find(&app.db, user_id).await?;
    let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else { return Ok(Some(Pass::Free)) };
    Ok(match TypedCode::parse(typed) {
        Some(TypedCode::Phone(code)) => {
            let secret = open(&app.seal, &factor.sealed, user_id)?;
            totp::matching(&secret, &code, now.timestamp_millis(), factor.last_step).map(Pass::Phone)
        }
        Some(TypedCode::Recovery(code)) => {
            let mark = mark(&app.seal, user_id, &code);
            store::knows_recovery(&app.db, user_id, mark).await?.then_some(Pass::Recovery(mark))
        }
        None => None,
    })
}

/// Uses a pass up. `false` if somebody was faster.
pub async fn take(tx: &mut Tx, user_id: &str, pass: Pass, now: DateTime<Utc>) -> Result<bool> {
    match pass {
        Pass::Free => Ok(true),
        Pass::Phone(step) => store::use_step(tx, user_id, step).await,
        Pass::Recovery(mark) => store::use_recovery(tx, user_id, mark, now).await,
    }
}

/// Ten characters of 32: 50 bits, parted by a dash.
fn fresh_recovery() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = rand::random::<[u8; RECOVERY_CHARS]>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let (front, back) = letters.split_at(RECOVERY_CHARS / 2);
    format!("{}-{}", front.iter().collect::<String>(), back.iter().collect::<String>())
}

/// The keyed hash of a recovery code without its dash.
fn mark(seal: &Seal, user_id: &str, code: &str) -> Mark {
    seal.mark("recovery", &format!("{user_id} {code}"))
}

fn seal(seal: &Seal, secret: &totp::Secret, user_id: &str) -> anyhow::Result<Vec<u8>> {
    seal.seal(&BASE64_STANDARD.encode(secret), user_id.as_bytes())
}

fn open(seal: &Seal, sealed: &[u8], user_id: &str) -> anyhow::Result<totp::Secret> {
    let text = seal.open_value(sealed, user_id.as_bytes())?;
    BASE64_STANDARD.decode(text)?.try_into().map_err(|_| anyhow::anyhow!("a secret has 20 bytes"))
}
