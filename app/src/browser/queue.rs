//! Reports of wrong boards that wait for a network. Each has its key, so that sending it twice counts once.

use common::api::{self, FlawForm, FlawReceipt};
use common::error::Problem;
use common::id::BoardToken;
use leptos::web_sys::window;
use serde::{Deserialize, Serialize};

use super::storage::{read, write};
use crate::api::post;

const WAITING: &str = "flaws";

#[derive(Clone, Serialize, Deserialize)]
struct Waiting {
    token: BoardToken,
    form: FlawForm,
    key: String,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    Arrived,
    /// Kept on the phone until there is a network.
    Waits,
    Refused(Problem),
}

/// Send a report now, or keep it on the phone.
pub async fn send_flaw(token: BoardToken, form: FlawForm) -> Sent {
    let report = Waiting { token, form, key: new_key() };
    match send(&report).await {
        Ok(()) => Sent::Arrived,
        Err(problem) if may_pass(&problem) && keep(report) => Sent::Waits,
        Err(problem) => Sent::Refused(problem),
    }
}

#[cfg(feature = "hydrate")]
/// Send what waits. What fails for want of a network or a server goes on waiting; what is refused is dropped.
pub async fn send_waiting() {
    let waiting: Vec<Waiting> = read(WAITING).unwrap_or_default();
    for report in waiting {
        if !send(&report).await.is_err_and(|problem| may_pass(&problem)) {
            forget(&report.key);
        }
    }
}

async fn send(report: &Waiting) -> Result<(), Problem> {
    post::<FlawReceipt>(api::flaws(&report.token), &report.form, Some(report.key.clone())).await.map(|_| ())
}

/// Trying again later may help: no network, too many at once, or a server in trouble.
fn may_pass(problem: &Problem) -> bool {
    matches!(problem.status, 0 | 429 | 500..)
}

fn keep(report: Waiting) -> bool {
    let mut waiting: Vec<Waiting> = read(WAITING).unwrap_or_default();
    waiting.push(report);
    write(WAITING, &waiting)
}

#[cfg(feature = "hydrate")]
/// Drop one report; others may have come while it was on its way.
fn forget(key: &str) {
    let mut waiting: Vec<Waiting> = read(WAITING).unwrap_or_default();
    waiting.retain(|report| report.key != key);
    write(WAITING, &waiting);
}

/// 128 random bits in hexadecimal.
fn new_key() -> String {
    let mut bits = [0_u8; 16];
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        // Refused only for requests above 64 kB.
        let _ = crypto.get_random_values_with_u8_array(&mut bits);
    }
    bits.iter().map(|byte| format!("{byte:02x}")).collect()
}
