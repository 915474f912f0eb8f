//! The four files of a month as firms send them, from programs that are not ours, into either database.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test stops at the first surprise and says what it left out"
)]

mod demo;
#[path = "../api/engine.rs"]
mod engine;
mod helpers;

mod hostile;
mod month;
