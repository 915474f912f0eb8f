//! Wrong passwords are counted by account **and** place, so that nobody can lock an officer out from elsewhere.
//!
//! The place is the browser if this account has signed in with it before, else the address. A stranger who tries an
//! officer's account from another address closes it for that address only; one who sits behind the same address is
//! still told apart by the officer's known browser.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use common::auth::SignInRules;
use moka::sync::Cache;

use crate::error::{Error, Result};

/// Accounts and places remembered at most.
const REMEMBERED: u64 = 100_000;

/// Failed sign-ins; cheap to clone.
#[derive(Clone)]
pub struct Throttle {
    failures: Cache<(String, String), Arc<AtomicU32>>,
    minutes: u64,
    allowed: u32,
}

impl Throttle {
    pub fn new(rules: &SignInRules) -> Self {
        let minutes = rules.failure_minutes;
        let failures = Cache::builder().max_capacity(REMEMBERED).time_to_live(Duration::from_secs(minutes * 60));
        Self { failures: failures.build(), minutes, allowed: rules.failures }
    }

    /// Counts a try. 429 if there were too many; the try is then not made. Counted before the password is looked at,
    /// so that tries at the same moment count each.
    pub fn begin(&self, account: &str, place: &str) -> Result<()> {
        let key = (account.to_owned(), place.to_owned());
        let count = self.failures.get_with(key, Arc::default);
        if count.fetch_add(1, Ordering::Relaxed) < self.allowed {
            Ok(())
        } else {
            Err(Error::TooMany(self.minutes * 60))
        }
    }

    /// The password was right: start anew.
    pub fn forgive(&self, account: &str, place: &str) {
        self.failures.invalidate(&(account.to_owned(), place.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_close_one_account_at_one_place() {
        let throttle = Throttle::new(&SignInRules { failures: 3, ..SignInRules::default() });
        for _ in 0..3 {
            throttle.begin("li", "203.0.113.9").unwrap();
        }
        assert!(throttle.begin("li", "203.0.113.9").is_err());
        assert!(throttle.begin("li", "198.51.100.7").is_ok());
        assert!(throttle.begin("wang", "203.0.113.9").is_ok());
        throttle.forgive("li", "203.0.113.9");
        assert!(throttle.begin("li", "203.0.113.9").is_ok());
    }
}
