//! Ledgers as offices send them, from programs that are not ours, into either database.

#[path = "../api/engine.rs"]
mod engine;
mod helpers;

mod change;
mod hostile;
mod mistake;
mod round_trip;
mod sample;
