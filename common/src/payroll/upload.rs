//! What a file of a month brought, for the person who sent it.

use serde::{Deserialize, Serialize};

/// One wrong or doubtful cell, with what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CellView {
    /// Letters of the column; `None` where the file has no such column.
    pub column: Option<String>,
    /// The header as the file writes it.
    pub header: String,
    pub message: String,
}

/// One row of the file with its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowView {
    pub sheet: String,
    pub row: u32,
    pub cells: Vec<CellView>,
}

/// What an upload found and did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadReport {
    /// Whether anything is in the database because of this upload.
    pub stored: bool,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub refused: usize,
    pub doubted: usize,
    /// Why the file as a whole was refused.
    pub file_fault: Option<String>,
    /// Refused rows, at most 200.
    pub refusals: Vec<RowView>,
    /// Rows with something to look at, at most 200.
    pub doubts: Vec<RowView>,
    pub notes: Vec<String>,
}

impl UploadReport {
    /// Whether every row is good.
    pub fn is_clean(&self) -> bool {
        self.refused == 0 && self.file_fault.is_none()
    }

    /// Whether storing the file would change anything.
    pub fn brings_something(&self) -> bool {
        self.added + self.changed > 0
    }
}
