//! 花名册、考勤、工资支付表、银行回单: taking in the four files of a month, and keeping their comparison up to date.
//!
//! Law: 《保障农民工工资支付条例》第十五、二十八、三十一条.
//! Rows flow one way: [`crate::sheet`] → [`lines`] (checked by `common`, sealed; a thread of its own) → [`write`] (one
//! transaction) → [`month`] (compared worker by worker, counted for lists and for the public board).

pub mod cli;
mod export;
mod import;
mod kind;
mod lines;
mod month;
mod passing;
mod person;
mod quantity;
pub mod routes;
mod store;
mod write;

pub use import::{Ground, WageImport, import};
pub use month::{Loaded, load};
pub use passing::Passing;
pub use person::{Person, person_of};
pub use store::sign;
