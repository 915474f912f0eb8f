//! 在建工程项目台账: taking in the workbook of an office as it is, and writing it back.
//!
//! Law: 《保障农民工工资支付条例》第二十三至三十四条.
//! Rows flow one way: [`read`] (xlsx, xls, csv) → [`table`] (header, cells, checks of `common::ledger`) → [`import`]
//! (comparison, one transaction) → [`report`]. Nothing is repaired silently: a row is taken as it stands or refused
//! with its sheet, row, column and what to do.

mod cell;
mod change;
pub mod cli;
mod company;
mod container;
mod csv;
mod edit;
mod export;
mod guard;
mod header;
mod import;
mod load;
mod read;
mod report;
mod store;
mod strings;
mod table;
mod xls;
mod xlsx;

pub use change::Stamp;
pub use edit::{Written, edit, written};
pub use export::{export_projects, write_template};
pub use import::{ImportOptions, Writer, import_projects};
pub use report::{CellFault, FieldChange, ImportReport, ProjectChange, RowFault};
pub use store::NewBoard;
