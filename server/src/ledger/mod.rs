//! 在建工程项目台账: taking in the workbook of an office as it is, and writing it back.
//!
//! Law: 《保障农民工工资支付条例》第二十三至三十四条.
//! Rows flow one way: [`crate::sheet`] (header, cells) → [`sites`] (checks of `common::ledger`) → [`import`] (comparison,
//! one transaction) → the report. Nothing is repaired silently: a row is taken as it stands or refused with its sheet,
//! row, column and what to do.

mod change;
pub mod cli;
mod company;
mod edit;
mod export;
mod import;
mod load;
mod sites;
mod store;

pub use change::Stamp;
pub use edit::{Written, edit, written};
pub use export::{csv, export_projects, workbook, write_template};
pub use import::{ImportOptions, Writer, import_projects};
pub use store::{NewBoard, keep_history, reserve};

pub use crate::sheet::{CellFault, FieldChange, ImportReport, ProjectChange, RowFault};
