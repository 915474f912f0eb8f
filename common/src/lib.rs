//! What the browser and the server agree on: types, rules and the contract of the API.
//!
//! Nothing here knows a clock, a network, a file or SQL: whatever a rule needs, the Beijing date above all, comes in
//! as an argument. So both sides, wasm and native, reach the same answer.
//!
//! | module | holds |
//! |---|---|
//! | [`error`] | [`error::FieldErrors`], every wrong field at once; [`error::Problem`], the body of every failure |
//! | [`law`] | articles of law, cited the same way everywhere |
//! | [`project`] | 工程项目: industry, funding and state |

pub mod error;
pub mod law;
pub mod project;
mod term;
