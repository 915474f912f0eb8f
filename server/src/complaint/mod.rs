//! 举报投诉: taken in from the sign's page or on behalf of somebody, sealed, followed by receipt, handled by the office.
//!
//! `intake` stores one exactly once, `store` knows the tables, `public` and `official` are HTTP.

mod intake;
pub mod official;
pub mod public;
mod record;
mod store;

pub use intake::{Taken, take};
pub use record::{Note, add, follow};
