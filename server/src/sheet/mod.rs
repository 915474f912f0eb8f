//! Tables as offices send them: xlsx, xls and csv read row by row into checked cells.
//!
//! Rows flow one way: [`read`] (guard, then the format's reader) → [`Table`] (header, cells) → [`Rows`], which checks
//! them. Neither a sheet nor a table of texts is ever whole in memory. Nothing is repaired silently: a row is taken as
//! it stands or refused with its sheet, row, column and what to do.

mod cell;
mod container;
mod csv;
mod guard;
mod header;
mod read;
mod report;
mod strings;
mod table;
mod xls;
mod xlsx;

pub use guard::Refused;
pub use header::Layout;
pub use read::read;
pub use report::{CellFault, FieldChange, ImportReport, ProjectChange, RowFault};
pub use table::{Rows, SheetInfo, Table, merge, row_fault};
