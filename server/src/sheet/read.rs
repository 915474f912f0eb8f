//! One shape for every kind of file: sheets of rows of cells, given to a sink one row at a time.

use std::fs::File;
use std::path::Path;

use super::guard::{self, Format, Refused};
use super::{csv, xls, xlsx};

/// A cell as the file holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(String),
    Number {
        value: f64,
        style: Style,
    },
    Bool(bool),
    /// #REF! and its like.
    Error(String),
    /// A formula whose result was not saved.
    Unknown,
    /// A text longer than a cell can hold; it was not kept.
    TooLong,
}

/// What the number format of a cell makes of its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    #[default]
    Plain,
    Percent,
    /// A day, in the 1900 system.
    Date,
    /// A day, in the 1904 system.
    Date1904,
}

/// A row with what is not empty in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Counted from 1, as the workbook shows it.
    pub number: u32,
    /// By column, counted from 0, in order.
    pub cells: Vec<(u16, Value)>,
}

impl Row {
    pub fn get(&self, column: u16) -> Option<&Value> {
        self.cells.iter().find(|(at, _)| *at == column).map(|(_, value)| value)
    }

    /// The text of a cell; empty for a cell that holds none.
    pub fn text(&self, column: u16) -> &str {
        match self.get(column) {
            Some(Value::Text(text)) => text.trim(),
            _ => "",
        }
    }
}

/// Takes what a file holds.
pub trait Sink {
    /// A sheet begins.
    fn sheet(&mut self, name: &str) -> Result<(), Refused>;
    /// A row of the sheet that began last; rows come in order, empty ones may be left out.
    fn row(&mut self, row: &Row) -> Result<(), Refused>;
}

/// Reads a ledger of any format into `sink`.
pub fn read(path: &Path, sink: &mut impl Sink) -> Result<(), Refused> {
    let mut file = File::open(path)?;
    match guard::sniff(path, &mut file)? {
        Format::Xlsx => xlsx::read(file, sink),
        Format::Xls => xls::read(file, sink),
        Format::Csv => csv::read(file, sink),
    }
}

/// A column as the workbook names it: 0 → A, 27 → AB.
pub fn letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.insert(0, char::from(b'A' + digit as u8));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().collect()
}

/// What a number format does with a number, told from its code: `yyyy"年"m"月"`, `0.00%`.
pub fn style_of_format(code: &str, is_1904: bool) -> Style {
    let mut quoted = false;
    let mut bracketed = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ if quoted || bracketed => {}
            '%' => return Style::Percent,
            // The first section decides; red negative numbers follow.
            ';' => break,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' => return date_style(is_1904),
            _ => {}
        }
    }
    Style::Plain
}

/// What a built-in number format does; 27–36 and 50–58 are the dates of Chinese workbooks.
pub fn style_of_builtin(id: u16, is_1904: bool) -> Style {
    match id {
        9 | 10 => Style::Percent,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => date_style(is_1904),
        _ => Style::Plain,
    }
}

const fn date_style(is_1904: bool) -> Style {
    if is_1904 { Style::Date1904 } else { Style::Date }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_in_a_workbook() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (27, "AB"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn a_number_format_tells_dates_and_shares() {
        for code in ["yyyy-mm-dd", "m/d/yy", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@"] {
            assert_eq!(style_of_format(code, false), Style::Date, "{code}");
        }
        for code in ["0.00%", "0%;[Red]-0%"] {
            assert_eq!(style_of_format(code, false), Style::Percent, "{code}");
        }
        for code in ["General", "0.00", "#,##0.00\"元\"", "\"day\"0", "[Red]0", "@", "0_d"] {
            assert_eq!(style_of_format(code, false), Style::Plain, "{code}");
        }
        assert_eq!(style_of_builtin(31, true), Style::Date1904);
    }
}
