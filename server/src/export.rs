//! Tables handed out: CSV that no spreadsheet runs as a formula, and the answer that a browser saves as a file.

use axum::http::header;
use axum::response::{IntoResponse, Response};

pub const CSV: &str = "text/csv; charset=utf-8";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table being written as CSV, in UTF-8 with the mark that spreadsheet programs look for.
pub struct Csv(String);

impl Csv {
    /// Begins with its header.
    pub fn new(header: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut csv = Self(String::from('\u{feff}'));
        csv.line(header.into_iter().map(Into::into));
        csv
    }

    /// One line. A text that a spreadsheet would run gets an apostrophe before it.
    pub fn line(&mut self, cells: impl IntoIterator<Item = String>) {
        let cell = |cell: String| {
            let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
            format!("\"{guard}{}\"", cell.replace('"', "\"\""))
        };
        self.0.push_str(&cells.into_iter().map(cell).collect::<Vec<_>>().join(","));
        self.0.push_str("\r\n");
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// The answer that is saved as a file of this name.
pub fn attachment(media_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, &disposition)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::Csv;

    #[test]
    fn no_cell_is_run_as_a_formula() {
        for text in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"] {
            let csv = Csv::new([text, "甲\"乙,丙"]);
            assert_eq!(csv.0, format!("\u{feff}\"'{text}\",\"甲\"\"乙,丙\"\r\n"));
        }
        let mut csv = Csv(String::new());
        csv.line(["=1+1", "a\"b", "-2", "1.50"].map(str::to_owned));
        assert_eq!(csv.0, "\"'=1+1\",\"a\"\"b\",\"'-2\",\"1.50\"\r\n");
    }
}
