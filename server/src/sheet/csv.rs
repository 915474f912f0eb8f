//! Text tables: UTF-8, UTF-16 and GB18030, parted by commas or tabs, with quotes.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::guard::{LAST_ROW, LONGEST_CELL, Refused};
use super::read::{Row, Sink, Value};

/// Bytes and characters that are worked on at a time.
const CHUNK: usize = 64 << 10;
/// Bytes that the encoding and the separator are told from.
const HEAD: u64 = 64 << 10;

/// Reads a text table as the one sheet of a workbook; `sheet` is named 表格.
pub fn read(mut file: File, sink: &mut impl Sink) -> Result<(), Refused> {
    let encoding = encoding_of(&mut file)?;
    let mut head = Vec::new();
    (&mut file).take(HEAD).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let separator = separator_of(&encoding.decode(&head).0);
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut table = Table::new(separator, sink);
    table.sink.sheet("表格")?;
    let mut bytes = vec![0_u8; CHUNK];
    let mut text = String::with_capacity(CHUNK * 3);
    loop {
        let count = file.read(&mut bytes)?;
        decode(&mut decoder, &bytes[..count], count == 0, &mut text, |text| {
            text.chars().try_for_each(|c| table.take(c))
        })?;
        if count == 0 {
            return table.finish();
        }
    }
}

/// Decodes a chunk and hands on its text.
fn decode(
    decoder: &mut Decoder,
    mut bytes: &[u8],
    last: bool,
    text: &mut String,
    mut take: impl FnMut(&str) -> Result<(), Refused>,
) -> Result<(), Refused> {
    loop {
        text.clear();
        let (result, read, _) = decoder.decode_to_string(bytes, text, last);
        take(text)?;
        bytes = &bytes[read..];
        if result == CoderResult::InputEmpty {
            return Ok(());
        }
    }
}

/// A byte order mark decides; else nulls in every other byte, else what the bytes are valid as, first UTF-8.
fn encoding_of(file: &mut File) -> Result<&'static Encoding, Refused> {
    let mut head = Vec::new();
    (&mut *file).take(HEAD).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    if let Some((encoding, _)) = Encoding::for_bom(&head) {
        return Ok(encoding);
    }
    let nulls = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nulls(0), nulls(1));
    // Chinese text in UTF-16 has nulls beside its commas, digits and line ends, and a few in characters such as 一.
    let likely: &[&Encoding] = match (even, odd) {
        (0, 0) => &[UTF_8, GB18030],
        _ if odd > even * 4 => &[UTF_16LE],
        _ if even > odd * 4 => &[UTF_16BE],
        _ => &[],
    };
    let found = likely.iter().find_map(|encoding| is_all(file, encoding).transpose());
    found.unwrap_or_else(|| Err(binary()))
}

/// `Some` if every byte of the file is text in this encoding.
fn is_all(file: &mut File, encoding: &'static Encoding) -> Result<Option<&'static Encoding>, Refused> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut bytes = vec![0_u8; CHUNK];
    let mut text = String::with_capacity(CHUNK * 3);
    let valid = loop {
        let count = file.read(&mut bytes)?;
        text.clear();
        let (_, _, wrong) = decoder.decode_to_string(&bytes[..count], &mut text, count == 0);
        if wrong || text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\u{B}' | '\u{1A}')) {
            break false;
        }
        if count == 0 {
            break true;
        }
    };
    file.seek(SeekFrom::Start(0))?;
    Ok(valid.then_some(encoding))
}

fn binary() -> Refused {
    Refused::new("不是文本表格，或编码认不出。请用 Excel 或 WPS 打开，另存为 .xlsx 后再试")
}

/// A tab if there are as many of them as commas: text has commas, but hardly tabs.
fn separator_of(head: &str) -> char {
    let count = |mark| head.chars().filter(|c| *c == mark).count();
    if count('\t') > 0 && count('\t') >= count(',') {
        '\t'
    } else if count(';') > count(',') * 4 {
        ';'
    } else {
        ','
    }
}

/// Builds rows out of characters.
struct Table<'a, S> {
    separator: char,
    sink: &'a mut S,
    row: Row,
    column: u16,
    cell: String,
    /// Characters of the cell, its quotes apart.
    length: usize,
    quoted: bool,
    /// A quote inside quotes was read: either it ends them or the next one makes it a quote of the text.
    after_quote: bool,
    after_return: bool,
}

impl<'a, S: Sink> Table<'a, S> {
    fn new(separator: char, sink: &'a mut S) -> Self {
        let row = Row { number: 1, cells: Vec::new() };
        Self {
            separator,
            sink,
            row,
            column: 0,
            cell: String::new(),
            length: 0,
            quoted: false,
            after_quote: false,
            after_return: false,
        }
    }

    fn take(&mut self, c: char) -> Result<(), Refused> {
        let after_return = std::mem::take(&mut self.after_return);
        if self.quoted && !self.after_quote {
            if c == '"' {
                self.after_quote = true;
                return Ok(());
            }
            return self.push(c);
        }
        let doubled = std::mem::take(&mut self.after_quote) && c == '"';
        if doubled {
            return self.push('"');
        }
        match c {
            '\n' if after_return => Ok(()),
            '\n' | '\r' => {
                self.after_return = c == '\r';
                self.end_row()
            }
            _ if c == self.separator => {
                self.end_cell();
                Ok(())
            }
            '"' if self.cell.trim().is_empty() => {
                self.cell.clear();
                self.quoted = true;
                Ok(())
            }
            _ => {
                self.quoted = false;
                self.push(c)
            }
        }
    }

    fn push(&mut self, c: char) -> Result<(), Refused> {
        self.length += 1;
        if self.length > LONGEST_CELL {
            let message = format!("这一格超过 {LONGEST_CELL} 个字，请核对引号是否成对，或缩短内容");
            return Err(Refused::new(message).on("表格").at(self.row.number, Some(self.column)));
        }
        self.cell.push(c);
        Ok(())
    }

    fn end_cell(&mut self) {
        let text = self.cell.trim();
        if !text.is_empty() && self.column < super::guard::COLUMNS {
            self.row.cells.push((self.column, Value::Text(text.to_owned())));
        }
        self.cell.clear();
        self.length = 0;
        self.quoted = false;
        self.column = self.column.saturating_add(1);
    }

    fn end_row(&mut self) -> Result<(), Refused> {
        self.end_cell();
        if !self.row.cells.is_empty() {
            self.sink.row(&self.row)?;
        }
        self.row.cells.clear();
        self.column = 0;
        self.row.number += 1;
        if self.row.number > LAST_ROW {
            Err(Refused::new("超过 1048576 行，请拆成几个文件"))
        } else {
            Ok(())
        }
    }

    fn finish(mut self) -> Result<(), Refused> {
        if self.quoted && !self.after_quote {
            let refused = Refused::new("引号没有成对，后面的内容都被当成了一格，请核对");
            return Err(refused.on("表格").at(self.row.number, Some(self.column)));
        }
        self.end_row()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Lines(Vec<Vec<String>>);

    impl Sink for Lines {
        fn sheet(&mut self, _: &str) -> Result<(), Refused> {
            Ok(())
        }

        fn row(&mut self, row: &Row) -> Result<(), Refused> {
            self.0.push(
                row.cells.iter().map(|(column, _)| format!("{}{column}={}", row.number, row.text(*column))).collect(),
            );
            Ok(())
        }
    }

    fn rows(text: &str) -> Result<Vec<Vec<String>>, Refused> {
        let mut lines = Lines(Vec::new());
        let mut table = Table::new(separator_of(text), &mut lines);
        text.chars().try_for_each(|c| table.take(c))?;
        table.finish()?;
        Ok(lines.0)
    }

    #[test]
    fn quotes_line_ends_and_empty_cells_are_read() {
        let text = "a,,\"b \"\"x\"\", y\nz\"\r\n\r\nc\rd,e";
        let expected = [vec!["10=a", "12=b \"x\", y\nz"], vec!["30=c"], vec!["40=d", "41=e"]];
        assert_eq!(rows(text).unwrap(), expected);
        assert_eq!(rows("a\tb, c").unwrap(), [["10=a", "11=b, c"]]);
    }

    #[test]
    fn a_quote_that_never_ends_is_refused_with_its_place() {
        assert_eq!(rows("a,b\nc,\"d").unwrap_err().place(), "工作表“表格”第 2 行 B2 格");
        let long = format!("a,\"{}\"", "x".repeat(LONGEST_CELL + 1));
        assert!(rows(&long).unwrap_err().to_string().contains("B1"));
    }
}
