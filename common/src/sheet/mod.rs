//! Tables as offices keep them in Excel: which column a header means, what kind of value stands below, and a row as
//! typed.
//!
//! Each kind of file has a [`ColumnKey`] with its list of columns; recognition, refusals and templates all read that list.

mod cells;
mod header;
pub mod parse;

use std::fmt::Debug;

pub use cells::Cells;
pub use header::{Header, Unit};

/// What a cell of a column holds, which decides how a workbook's numbers are read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// A person with a phone, or a list of firms: text in which a number alone has lost something.
    Contact,
    /// Codes and account numbers: must be text in a workbook, since a number keeps only 15 digits.
    Id,
    /// A phone: 11 digits survive as a number.
    Phone,
    Date,
    /// In 元 or 万元, as the header or the title says.
    Money,
    Percent,
    YesNo,
    /// A day of the month, 1–31.
    Day,
    Whole,
    Degrees,
}

/// The columns of one kind of file, by name.
pub trait ColumnKey: Copy + Eq + Debug + Send + Sync + 'static {
    /// What people call such a file: 台账.
    const FILE: &'static str;
    /// What helps where no header was found; ends the sentence.
    const HINT: &'static str = "";
    /// The column that only numbers the rows.
    const SERIAL: Self;
    /// A row without it is no header.
    const ANCHOR: Self;
    /// A header without one of these is refused. A row in which the first is empty may be a total or a signature.
    const NEEDED: &'static [Self];

    /// Every column, at its key's [`index`](Self::index).
    fn columns() -> &'static [Column<Self>];

    fn index(self) -> usize;

    fn column(self) -> &'static Column<Self> {
        &Self::columns()[self.index()]
    }

    /// The two columns that a joined column stands for.
    fn parts(self) -> Option<[Self; 2]> {
        None
    }

    /// Whether a header right of it may need it to be understood: 联系电话 after 建设单位.
    fn leads(self) -> bool {
        false
    }
}

/// One column of a kind of file.
#[derive(Debug)]
pub struct Column<K> {
    pub key: K,
    /// The word that stands in the history and in error lists for programs.
    pub word: &'static str,
    /// The official header, with its unit or choices in brackets.
    pub header: &'static str,
    /// Other headers for the same, without brackets and blanks.
    pub synonyms: &'static [&'static str],
    pub kind: Kind,
    /// Width in the workbook, in characters.
    pub width: u8,
}

impl<K> Column<K> {
    /// The header without its bracket: 合同价款.
    pub fn title(&self) -> &'static str {
        self.header.split('(').next().unwrap_or(self.header)
    }
}

/// A column, in the order in which tables of columns are written.
pub(crate) const fn column<K: Copy>(
    key: K,
    word: &'static str,
    header: &'static str,
    kind: Kind,
    width: u8,
    synonyms: &'static [&'static str],
) -> Column<K> {
    Column { key, word, header, synonyms, kind, width }
}

/// That a table of columns is in order: each key at its index, no header for two columns.
#[cfg(test)]
pub(crate) fn check_columns<K: ColumnKey>() {
    let mut seen = std::collections::HashMap::new();
    for (index, column) in K::columns().iter().enumerate() {
        assert_eq!(column.key.index(), index, "{}", column.header);
        for name in column.synonyms.iter().copied().chain([column.title()]) {
            assert!(seen.insert(name, index).is_none(), "{name}");
        }
        assert_eq!(Header::<K>::read(column.header).map(|header| header.key), Some(column.key), "{}", column.header);
    }
}
