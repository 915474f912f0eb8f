//! Passwords: Argon2id, a few at a time, off the threads that answer everybody else.

use std::sync::LazyLock;

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use common::auth::SignInRules;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::{Error, Result};

/// Hashes under way at once; each takes 19 MiB.
const AT_ONCE: usize = 2;
/// What OWASP asks for at least: 19 MiB, two passes.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Sign-ins that may wait before newcomers are told to come back.
const WAITING: usize = 64;

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);
static QUEUE: Semaphore = Semaphore::const_new(WAITING);
/// Compared with when there is no such account, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&chance(4)).unwrap_or_default());

/// A password made by chance that keeps the rules: groups of four characters of 32, at least 80 bits, easy to read out.
pub fn fresh(rules: &SignInRules, name: &str) -> String {
    let groups = rules.password_chars.div_ceil(5).max(4);
    let mut password = chance(groups);
    // Chance may leave out a kind, or spell a short name; rules that nothing keeps must not hang us.
    for _ in 0..100 {
        if rules.check_password(name, &password).is_ok() {
            break;
        }
        password = chance(groups);
    }
    password
}

fn chance(groups: usize) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let group = || rand::random::<[u8; 4]>().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).iter().collect();
    let groups: Vec<String> = (0..groups).map(|_| group()).collect();
    // The capital and the dashes make it a password of four kinds, unless no digit came up.
    format!("M{}", groups.join("-"))
}

/// The PHC string to store.
pub async fn hash(password: String) -> Result<String> {
    in_turn(move || hash_now(&password)).await?
}

/// Whether this is the password. `stored` is `None` for an account that does not exist: then it never is.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    in_turn(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| NOBODY.clone());
        PasswordHash::new(&stored).is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
            && known
    })
    .await
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _place = QUEUE.try_acquire().map_err(|_| Error::Busy)?;
    let _turn = TURNS.acquire().await.map_err(anyhow::Error::from)?;
    Ok(spawn_blocking(work).await.map_err(anyhow::Error::from)?)
}

fn hash_now(password: &str) -> Result<String> {
    let hash = hasher().hash_password(password.as_bytes()).map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

fn hasher() -> Argon2<'static> {
    // The parameters are constants that the crate accepts.
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or(Params::DEFAULT);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let password = fresh(&SignInRules::default(), "li");
        let stored = hash(password.clone()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify(password.clone(), Some(stored.clone())).await.unwrap());
        assert!(!verify(format!("{password}x"), Some(stored)).await.unwrap());
        assert!(!verify(password, None).await.unwrap());
    }

    #[test]
    fn a_fresh_password_keeps_the_rules() {
        let strict = SignInRules { password_chars: 40, password_kinds: 4, ..SignInRules::default() };
        for rules in [SignInRules::default(), strict] {
            for _ in 0..100 {
                assert_eq!(rules.check_password("ab", &fresh(&rules, "ab")), Ok(()));
            }
        }
    }
}
