//! Workbooks of Excel 97 to 2003 (.xls, BIFF8), read record by record.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

use super::container::{Container, Stream};
use super::guard::{COLUMNS, LONGEST_CELL, Refused, SHEETS};
use super::read::{Row, Sink, Style, Value, style_of_builtin, style_of_format};
use super::strings::{Found, Strings};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const FILEPASS: u16 = 0x002F;
const DATEMODE: u16 = 0x0022;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const BOUNDSHEET: u16 = 0x0085;
const SST: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const LABELSST: u16 = 0x00FD;
const LABEL: u16 = 0x0204;
const RSTRING: u16 = 0x00D6;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MULRK: u16 = 0x00BD;
const BOOLERR: u16 = 0x0205;
const FORMULA: u16 = 0x0006;
const STRING: u16 = 0x0207;
const BIFF8: u16 = 0x0600;
/// More formats than a workbook can hold.
const FORMATS: usize = 70_000;

/// Reads every sheet in the order of the tabs.
pub fn read(file: File, sink: &mut impl Sink) -> Result<(), Refused> {
    let container = Container::open(file)?;
    if container.is_encrypted() {
        return Err(password());
    }
    let name = ["Workbook", "Book"].into_iter().find(|name| container.has(name));
    let name =
        name.ok_or_else(|| Refused::new("这是其他办公文档，不是 Excel 工作簿。请选台账的 .xlsx 或 .xls 文件"))?;
    let mut records = Records { stream: BufReader::new(container.stream(name)?), data: Vec::new(), waiting: None };
    let mut book = Book::read(&mut records)?;
    for (name, position) in std::mem::take(&mut book.sheets) {
        sink.sheet(&name)?;
        records.seek(position)?;
        let mut sheet = Sheet { book: &mut book, row: Row::default() };
        sheet.read(&mut records, sink).map_err(|refused| refused.on(&name))?;
    }
    Ok(())
}

fn password() -> Refused {
    Refused::new("文件有密码，打不开。请用 Excel 或 WPS 去掉密码，另存为 .xlsx 后再试")
}

/// The records of the workbook's stream; the last one read is in `data`.
struct Records {
    stream: BufReader<Stream>,
    data: Vec<u8>,
    /// A record whose head was read ahead: kind and length.
    waiting: Option<(u16, u16)>,
}

impl Records {
    /// The kind of the next record. `None` at the end of the stream.
    fn next(&mut self) -> Result<Option<u16>, Refused> {
        let Some((kind, length)) = self.peek()? else { return Ok(None) };
        self.waiting = None;
        self.data.resize(usize::from(length), 0);
        self.stream.read_exact(&mut self.data)?;
        Ok(Some(kind))
    }

    fn peek(&mut self) -> Result<Option<(u16, u16)>, Refused> {
        if self.waiting.is_none() {
            let mut head = [0; 4];
            let count = self.stream.by_ref().take(4).read(&mut head)?;
            if count == 0 {
                return Ok(None);
            }
            self.stream.read_exact(&mut head[count..])?;
            self.waiting = Some((u16::from_le_bytes([head[0], head[1]]), u16::from_le_bytes([head[2], head[3]])));
        }
        Ok(self.waiting)
    }

    fn seek(&mut self, position: u32) -> Result<(), Refused> {
        self.waiting = None;
        self.stream.seek(SeekFrom::Start(u64::from(position)))?;
        Ok(())
    }

    fn u16(&self, at: usize) -> Result<u16, Refused> {
        self.bytes(at).map(u16::from_le_bytes)
    }

    fn bytes<const N: usize>(&self, at: usize) -> Result<[u8; N], Refused> {
        self.data.get(at..at + N).and_then(|bytes| bytes.try_into().ok()).ok_or_else(Refused::damaged)
    }

    /// A text whose count of characters was read; its flags stand at `at`.
    fn text(&self, at: usize, characters: usize) -> Result<String, Refused> {
        let [flags] = self.bytes(at)?;
        let wide = flags & 1 != 0;
        let size = if wide { characters * 2 } else { characters };
        let bytes = self.data.get(at + 1..at + 1 + size).ok_or_else(Refused::damaged)?;
        Ok(decode(bytes, wide))
    }
}

fn decode(bytes: &[u8], wide: bool) -> String {
    if wide {
        let units = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }
}

/// What all sheets share.
struct Book {
    sheets: Vec<(String, u32)>,
    styles: Vec<Style>,
    strings: Strings,
}

impl Book {
    fn read(records: &mut Records) -> Result<Self, Refused> {
        let mut book = Self { sheets: Vec::new(), styles: Vec::new(), strings: Strings::default() };
        let (mut is_1904, mut formats, mut cell_formats) = (false, Vec::new(), Vec::new());
        if records.next()? != Some(BOF) || records.u16(0)? != BIFF8 {
            return Err(Refused::new("这个 .xls 太旧或不是 Excel 写的，请用 Excel 或 WPS 打开，另存为 .xlsx 后再试"));
        }
        while let Some(kind) = records.next()? {
            match kind {
                EOF => break,
                FILEPASS => return Err(password()),
                DATEMODE => is_1904 = records.u16(0)? == 1,
                FORMAT if formats.len() < FORMATS => {
                    formats.push((records.u16(0)?, records.text(4, usize::from(records.u16(2)?))?));
                }
                XF if cell_formats.len() < FORMATS => cell_formats.push(records.u16(2)?),
                BOUNDSHEET => book.add_sheet(records)?,
                SST => book.read_strings(records)?,
                _ => {}
            }
        }
        let style = |id: &u16| match formats.iter().find(|(known, _)| known == id) {
            Some((_, code)) => style_of_format(code, is_1904),
            None => style_of_builtin(*id, is_1904),
        };
        book.styles = cell_formats.iter().map(style).collect();
        Ok(book)
    }

    fn add_sheet(&mut self, records: &Records) -> Result<(), Refused> {
        const WORKSHEET: u8 = 0;
        let [_, kind, length] = records.bytes(4)?;
        if kind == WORKSHEET {
            let name = records.text(7, usize::from(length))?;
            self.sheets.push((name, u32::from_le_bytes(records.bytes(0)?)));
        }
        if self.sheets.len() > SHEETS {
            return Err(Refused::new(format!("工作表超过 {SHEETS} 个，请拆成几个文件")));
        }
        Ok(())
    }

    fn read_strings(&mut self, records: &mut Records) -> Result<(), Refused> {
        let count = u32::from_le_bytes(records.bytes(4)?);
        let mut shared = Shared { records, at: 8 };
        for _ in 0..count {
            let text = shared.next()?;
            let fits = text.chars().count() <= LONGEST_CELL;
            self.strings.push(fits.then_some(text.as_str()))?;
        }
        self.strings.finish()?;
        Ok(())
    }
}

/// The shared texts, which run on through the records that continue the first.
struct Shared<'a> {
    records: &'a mut Records,
    at: usize,
}

impl Shared<'_> {
    fn next(&mut self) -> Result<String, Refused> {
        let [low, high, flags] = [self.byte()?, self.byte()?, self.byte()?];
        let characters = usize::from(u16::from_le_bytes([low, high]));
        let runs = if flags & 8 != 0 { usize::from(u16::from_le_bytes([self.byte()?, self.byte()?])) } else { 0 };
        let mut reading = 0;
        if flags & 4 != 0 {
            reading = u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]) as usize;
        }
        let text = self.characters(characters, flags & 1 != 0)?;
        self.skip(runs * 4 + reading)?;
        Ok(text)
    }

    /// The characters; where a record ends among them, the next one says anew whether they are wide.
    fn characters(&mut self, mut left: usize, mut wide: bool) -> Result<String, Refused> {
        let mut text = String::new();
        while left > 0 {
            if self.at >= self.records.data.len() {
                self.turn()?;
                wide = self.byte()? & 1 != 0;
            }
            let size = if wide { 2 } else { 1 };
            let count = left.min((self.records.data.len() - self.at) / size);
            if count == 0 {
                return Err(Refused::damaged());
            }
            text.push_str(&decode(&self.records.data[self.at..self.at + count * size], wide));
            self.at += count * size;
            left -= count;
        }
        Ok(text)
    }

    fn byte(&mut self) -> Result<u8, Refused> {
        if self.at >= self.records.data.len() {
            self.turn()?;
        }
        self.at += 1;
        self.records.data.get(self.at - 1).copied().ok_or_else(Refused::damaged)
    }

    fn skip(&mut self, mut count: usize) -> Result<(), Refused> {
        while count > 0 {
            if self.at >= self.records.data.len() {
                self.turn()?;
            }
            let step = count.min(self.records.data.len() - self.at);
            if step == 0 {
                return Err(Refused::damaged());
            }
            self.at += step;
            count -= step;
        }
        Ok(())
    }

    /// On to the record that continues this one.
    fn turn(&mut self) -> Result<(), Refused> {
        match self.records.peek()? {
            Some((CONTINUE, _)) => self.records.next()?,
            _ => return Err(Refused::damaged()),
        };
        self.at = 0;
        Ok(())
    }
}

/// A sheet being read.
struct Sheet<'a> {
    book: &'a mut Book,
    row: Row,
}

impl Sheet<'_> {
    fn read(&mut self, records: &mut Records, sink: &mut impl Sink) -> Result<(), Refused> {
        let mut depth = 0_usize;
        // A formula whose text comes in a record of its own.
        let mut awaited = None;
        loop {
            let Some(kind) = records.next()? else { return Err(Refused::damaged()) };
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth != 1 => {}
                STRING => {
                    if let Some((row, column)) = awaited.take() {
                        let text = records.text(2, usize::from(records.u16(0)?))?;
                        self.put(row, column, Some(Value::Text(text)), sink)?;
                    }
                }
                LABELSST | LABEL | RSTRING | NUMBER | RK | BOOLERR | FORMULA | MULRK => {
                    let (row, column) = (records.u16(0)?, records.u16(2)?);
                    match kind {
                        MULRK => self.put_many(row, column, records, sink)?,
                        FORMULA if records.bytes::<8>(6)?[6..] == [0xFF, 0xFF] && records.data[6] == 0 => {
                            awaited = Some((row, column));
                        }
                        _ => {
                            let value = self.value(kind, records)?;
                            self.put(row, column, value, sink)?;
                        }
                    }
                }
                _ => {}
            }
        }
        self.flush(sink)
    }

    /// The value of a record with one cell. `None` for an empty one.
    fn value(&mut self, kind: u16, records: &Records) -> Result<Option<Value>, Refused> {
        let style = self.style(records.u16(4)?);
        let number = |value: f64| value.is_finite().then_some(Value::Number { value, style });
        Ok(match kind {
            LABELSST => match self.book.strings.get(u32::from_le_bytes(records.bytes(6)?) as usize)? {
                Found::Text(text) => Some(Value::Text(text)),
                Found::TooLong => Some(Value::TooLong),
                Found::Nothing => return Err(Refused::damaged()),
            },
            LABEL | RSTRING => Some(Value::Text(records.text(8, usize::from(records.u16(6)?))?)),
            NUMBER => number(f64::from_le_bytes(records.bytes(6)?)),
            RK => number(rk(u32::from_le_bytes(records.bytes(6)?))),
            BOOLERR => Some(special(records.bytes(6)?)),
            _ => match records.bytes::<8>(6)? {
                [3, .., 0xFF, 0xFF] => None,
                [1, _, value, .., 0xFF, 0xFF] => Some(special([value, 0])),
                [2, _, value, .., 0xFF, 0xFF] => Some(special([value, 1])),
                bytes => number(f64::from_le_bytes(bytes)),
            },
        })
    }

    fn put_many(&mut self, row: u16, first: u16, records: &Records, sink: &mut impl Sink) -> Result<(), Refused> {
        let count = (records.data.len().saturating_sub(6)) / 6;
        for index in 0..count {
            let at = 4 + index * 6;
            let style = self.style(records.u16(at)?);
            let value = rk(u32::from_le_bytes(records.bytes(at + 2)?));
            let column = first.saturating_add(index as u16);
            self.put(row, column, Some(Value::Number { value, style }), sink)?;
        }
        Ok(())
    }

    fn style(&self, format: u16) -> Style {
        self.book.styles.get(usize::from(format)).copied().unwrap_or_default()
    }

    fn put(&mut self, row: u16, column: u16, value: Option<Value>, sink: &mut impl Sink) -> Result<(), Refused> {
        let number = u32::from(row) + 1;
        if number != self.row.number {
            self.flush(sink)?;
            if number < self.row.number {
                return Err(Refused::damaged().at(number, Some(column)));
            }
            self.row.number = number;
        }
        let blank = matches!(&value, Some(Value::Text(text)) if text.trim().is_empty());
        if let Some(value) = value
            && !blank
            && column < COLUMNS
        {
            if self.row.cells.last().is_some_and(|(last, _)| *last >= column) {
                return Err(Refused::damaged().at(number, Some(column)));
            }
            self.row.cells.push((column, value));
        }
        Ok(())
    }

    fn flush(&mut self, sink: &mut impl Sink) -> Result<(), Refused> {
        if !self.row.cells.is_empty() {
            sink.row(&self.row)?;
        }
        self.row.cells.clear();
        Ok(())
    }
}

/// A number in 30 bits: the front of a double or a whole number, perhaps of hundredths.
fn rk(bits: u32) -> f64 {
    let value = if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from(bits as i32 >> 2) };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

/// A yes, a no or an error.
fn special([value, is_error]: [u8; 2]) -> Value {
    if is_error == 0 {
        return Value::Bool(value != 0);
    }
    let name = match value {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    Value::Error(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_number_is_unpacked() {
        assert_eq!(rk(0x3FF0_0000), 1.0);
        assert_eq!(rk((123 << 2) | 2), 123.0);
        assert_eq!(rk((12_345 << 2) | 3), 123.45);
        assert_eq!(rk(((-5_i32 << 2) as u32) | 2), -5.0);
    }
}
