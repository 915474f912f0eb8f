//! Ledgers as offices send them, from programs that are not ours, into either database.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise and says what it left out"
)]

#[path = "../api/engine.rs"]
mod engine;
mod helpers;

mod change;
mod hostile;
mod mistake;
mod round_trip;
mod sample;
