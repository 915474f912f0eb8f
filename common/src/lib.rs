//! What the browser and the server agree on: types, rules and the API contract.
//!
//! Nothing here knows a clock, a network, a file or SQL: dates and settings come in as arguments.

pub mod project;
mod term;
