//! 在建工程项目台账: the project ledger as an office keeps it, a row per site.
//!
//! Law: 《保障农民工工资支付条例》第二十三至三十四条 name what a row holds.
//! One table, [`COLUMNS`], drives the recognition of headers, the template, the export, the comparison with what is
//! stored and its history. A [`LedgerRow`] is a row as typed; [`LedgerRow::check`] makes a project of it or names every
//! wrong cell; [`LedgerRow::of`] writes a project back, and what it writes is read again as the same project.

mod column;
mod party;
mod row;
mod write;

pub use column::{COLUMNS, Column, Key};
pub use row::LedgerRow;

pub use crate::sheet::{Kind, Unit};

/// A header cell of the ledger that was understood.
pub type Header = crate::sheet::Header<Key>;
