//! 实名制花名册: who works on a site, since when, and under which contract.
//!
//! Law: 《保障农民工工资支付条例》第二十八条 (contract and registration before entering the site);
//! 《禁止使用童工规定》第二条 (under 16); 《劳动法》第五十八条 (16 to 17).
//! A [`RosterRow`] exists only once checked: its ID number is sound and its holder is no child.

mod age;
mod column;
mod person;
mod row;

pub use age::{Age, Retirement, WorkerRules};
pub use column::{COLUMNS, Key};
pub use person::{Check, Placed};
pub(crate) use person::{day_in_file, moment, named, resident, short_text};
pub use row::{ContractKind, RosterRow};

/// One row of a roster as typed.
pub type RosterCells = crate::sheet::Cells<Key>;
