//! Passwords: Argon2id, a few at a time, off the threads that answer everybody else.

use std::sync::LazyLock;

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
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
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&fresh()).unwrap_or_default());

/// A password made by chance: 16 characters of 32, 80 bits, easy to read out, grouped by four.
pub fn fresh() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = rand::random::<[u8; 16]>().map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    // The one capital makes it a password of four kinds.
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
    use common::auth::SignInRules;

    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_only() {
        let password = fresh();
        let stored = hash(password.clone()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify(password.clone(), Some(stored.clone())).await.unwrap());
        assert!(!verify(format!("{password}x"), Some(stored)).await.unwrap());
        assert!(!verify(password, None).await.unwrap());
    }

    #[test]
    fn a_fresh_password_keeps_the_rules() {
        for _ in 0..100 {
            assert_eq!(SignInRules::default().check_password("mingxin-admin", &format!("{}9", fresh())), Ok(()));
        }
    }
}
