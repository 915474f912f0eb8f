//! Workbooks of today (.xlsx), read as a stream: at any time one row and a few pages of shared texts are in memory.

use std::fs::File;
use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use super::guard::{self, COLUMNS, LAST_ROW, LONGEST_CELL, Refused, SHEETS, Unpacked};
use super::read::{Row, Sink, Style, Value, style_of_builtin, style_of_format};
use super::strings::{Found, Strings};

/// More number formats than a workbook can hold.
const FORMATS: usize = 70_000;

type Xml<'a> = Reader<BufReader<Unpacked<zip::read::ZipFile<'a, BufReader<File>>>>>;

/// Reads every sheet in the order of the tabs.
pub fn read(mut file: File, sink: &mut impl Sink) -> Result<(), Refused> {
    guard::check_archive(&mut file)?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| Refused::damaged())?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(Refused::new("这是压缩包或其他文档，不是 Excel 工作簿。请用 Excel 或 WPS 另存为 .xlsx 后再试"));
    }
    let links = links(&mut archive)?;
    let book = Book::read(&mut archive, &links)?;
    let styles = styles(&mut archive, book.is_1904)?;
    let mut strings = strings(&mut archive)?;
    for (name, part) in &book.sheets {
        sink.sheet(name)?;
        if archive.index_for_name(part).is_some() {
            let mut sheet = Sheet { styles: &styles, strings: &mut strings, row: Row::default(), column: 0 };
            sheet.read(part_of(&mut archive, part)?, sink).map_err(|refused| refused.on(name))?;
        }
    }
    Ok(())
}

fn part_of<'a>(archive: &'a mut ZipArchive<BufReader<File>>, name: &str) -> Result<Xml<'a>, Refused> {
    let part = archive.by_name(name).map_err(|error| match error {
        ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword => {
            Refused::new("文件有密码或用了特殊的压缩方式，请用 Excel 或 WPS 去掉密码另存为 .xlsx 后再试")
        }
        _ => Refused::damaged(),
    })?;
    let packed = part.compressed_size();
    let mut xml = Reader::from_reader(BufReader::with_capacity(32 << 10, Unpacked::new(part, packed)));
    xml.config_mut().check_end_names = false;
    xml.config_mut().expand_empty_elements = true;
    Ok(xml)
}

fn fault(error: quick_xml::Error) -> Refused {
    match error {
        quick_xml::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()) {
            Some(refused) => refused.clone(),
            None => Refused::damaged(),
        },
        _ => Refused::damaged(),
    }
}

/// Calls `on` for every event until the part ends.
fn each(xml: &mut Xml, mut on: impl FnMut(Event) -> Result<(), Refused>) -> Result<(), Refused> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(fault)? {
            Event::Eof => return Ok(()),
            event => on(event)?,
        }
    }
}

/// The value of an attribute, whatever its prefix.
fn attribute(tag: &BytesStart, name: &[u8]) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
    let text = std::str::from_utf8(&found.value).ok()?;
    quick_xml::escape::unescape(text).ok().map(|text| text.into_owned())
}

/// Adds what an event says to `text`; stops growing past the longest cell.
fn add_text(event: &Event, text: &mut String) -> Result<(), Refused> {
    if text.len() > LONGEST_CELL * 4 {
        return Ok(());
    }
    match event {
        Event::Text(part) => text.push_str(&String::from_utf8_lossy(part)),
        Event::GeneralRef(reference) => {
            if let Some(c) = reference.resolve_char_ref().map_err(|_| Refused::damaged())? {
                text.push(c);
            } else if let Some(known) = std::str::from_utf8(reference).ok().and_then(resolve_xml_entity) {
                text.push_str(known);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The text as it was typed: `_x000D_` and its like stand for characters that XML cannot hold.
fn plain(text: String) -> String {
    let mut rest = text.as_str();
    let mut plain = String::new();
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32).filter(|_| rest[at + 6..].starts_with('_')) {
            Some(c) => {
                plain.push_str(&rest[..at]);
                plain.push(c);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str(&rest[..at + 2]);
                rest = &rest[at + 2..];
            }
        }
    }
    if plain.is_empty() {
        return text;
    }
    plain + rest
}

fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL
}

/// The targets of the workbook's links by their ids.
fn links(archive: &mut ZipArchive<BufReader<File>>) -> Result<Vec<(String, String)>, Refused> {
    const LINKS: &str = "xl/_rels/workbook.xml.rels";
    let mut links = Vec::new();
    if archive.index_for_name(LINKS).is_none() {
        return Err(Refused::damaged());
    }
    each(&mut part_of(archive, LINKS)?, |event| {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == b"Relationship"
            && let (Some(id), Some(target)) = (attribute(&tag, b"Id"), attribute(&tag, b"Target"))
            && links.len() < SHEETS * 10
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            links.push((id, part));
        }
        Ok(())
    })?;
    Ok(links)
}

/// Sheets with their parts, in the order of the tabs.
struct Book {
    sheets: Vec<(String, String)>,
    is_1904: bool,
}

impl Book {
    fn read(archive: &mut ZipArchive<BufReader<File>>, links: &[(String, String)]) -> Result<Self, Refused> {
        let mut book = Self { sheets: Vec::new(), is_1904: false };
        each(&mut part_of(archive, "xl/workbook.xml")?, |event| {
            let Event::Start(tag) = event else { return Ok(()) };
            match tag.local_name().as_ref() {
                b"workbookPr" => {
                    book.is_1904 = attribute(&tag, b"date1904").is_some_and(|value| value == "1" || value == "true");
                }
                b"sheet" => {
                    let id = attribute(&tag, b"id").unwrap_or_default();
                    let part = links.iter().find(|(link, _)| *link == id).map(|(_, part)| part.clone());
                    let name: String = attribute(&tag, b"name").unwrap_or_default().chars().take(31).collect();
                    book.sheets.extend(part.map(|part| (name, part)));
                }
                _ => {}
            }
            if book.sheets.len() > SHEETS {
                return Err(Refused::new(format!("工作表超过 {SHEETS} 个，请拆成几个文件")));
            }
            Ok(())
        })?;
        Ok(book)
    }
}

/// What the number format of each cell format does.
fn styles(archive: &mut ZipArchive<BufReader<File>>, is_1904: bool) -> Result<Vec<Style>, Refused> {
    const STYLES: &str = "xl/styles.xml";
    let (mut own, mut styles) = (Vec::new(), Vec::new());
    if archive.index_for_name(STYLES).is_none() {
        return Ok(styles);
    }
    let mut in_cell_formats = false;
    each(&mut part_of(archive, STYLES)?, |event| {
        match &event {
            Event::Start(tag) => {
                let id = || attribute(tag, b"numFmtId").and_then(|id| id.parse::<u16>().ok());
                match tag.local_name().as_ref() {
                    b"numFmt" if own.len() < FORMATS => {
                        let code = attribute(tag, b"formatCode").unwrap_or_default();
                        own.extend(id().map(|id| (id, style_of_format(&code, is_1904))));
                    }
                    b"cellXfs" => in_cell_formats = true,
                    b"xf" if in_cell_formats && styles.len() < FORMATS => {
                        let id = id().unwrap_or_default();
                        let known = own.iter().find(|(known, _)| *known == id).map(|(_, style)| *style);
                        styles.push(known.unwrap_or_else(|| style_of_builtin(id, is_1904)));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == b"cellXfs" => in_cell_formats = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

fn strings(archive: &mut ZipArchive<BufReader<File>>) -> Result<Strings, Refused> {
    const STRINGS: &str = "xl/sharedStrings.xml";
    let mut strings = Strings::default();
    if archive.index_for_name(STRINGS).is_none() {
        return Ok(strings);
    }
    let mut text = String::new();
    let (mut in_text, mut in_reading) = (false, false);
    each(&mut part_of(archive, STRINGS)?, |event| {
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                b"si" => text.clear(),
                b"rPh" => in_reading = true,
                b"t" => in_text = !in_reading,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                b"t" => in_text = false,
                b"rPh" => in_reading = false,
                b"si" => {
                    let whole = plain(std::mem::take(&mut text));
                    strings.push((!is_too_long(&whole)).then_some(whole.as_str()))?;
                    text = whole;
                }
                _ => {}
            },
            _ if in_text => add_text(&event, &mut text)?,
            _ => {}
        }
        Ok(())
    })?;
    strings.finish()?;
    Ok(strings)
}

/// A sheet being read.
struct Sheet<'a> {
    styles: &'a [Style],
    strings: &'a mut Strings,
    row: Row,
    column: u16,
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    kind: Vec<u8>,
    style: Style,
    text: String,
    has_formula: bool,
    in_text: bool,
    in_reading: bool,
}

impl Sheet<'_> {
    fn read(&mut self, mut xml: Xml, sink: &mut impl Sink) -> Result<(), Refused> {
        let mut cell = Cell::default();
        let mut complete = false;
        each(&mut xml, |event| {
            match &event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    b"row" => self.start_row(tag)?,
                    b"c" => self.start_cell(tag, &mut cell)?,
                    b"v" => cell.in_text = true,
                    b"t" => cell.in_text = !cell.in_reading,
                    b"rPh" => cell.in_reading = true,
                    b"f" => cell.has_formula = true,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    b"v" | b"t" => cell.in_text = false,
                    b"rPh" => cell.in_reading = false,
                    b"c" => self.end_cell(&mut cell)?,
                    b"row" if !self.row.cells.is_empty() => sink.row(&self.row)?,
                    b"worksheet" => complete = true,
                    _ => {}
                },
                _ if cell.in_text => {
                    add_text(&event, &mut cell.text).map_err(|it| it.at(self.row.number, Some(self.column)))?;
                }
                _ => {}
            }
            Ok(())
        })
        .map_err(|refused| if self.row.number > 0 { refused.at(self.row.number, None) } else { refused })?;
        // A part that ends in the middle is a file that was cut off.
        if complete { Ok(()) } else { Err(Refused::damaged()) }
    }

    fn start_row(&mut self, tag: &BytesStart) -> Result<(), Refused> {
        let number = attribute(tag, b"r").and_then(|number| number.parse().ok()).unwrap_or(self.row.number + 1);
        if number <= self.row.number || number > LAST_ROW {
            return Err(Refused::damaged());
        }
        self.row.number = number;
        self.row.cells.clear();
        self.column = u16::MAX;
        Ok(())
    }

    fn start_cell(&mut self, tag: &BytesStart, cell: &mut Cell) -> Result<(), Refused> {
        let mut column = None;
        cell.kind.clear();
        cell.style = Style::Plain;
        cell.text.clear();
        (cell.has_formula, cell.in_text, cell.in_reading) = (false, false, false);
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                b"r" => column = Some(column_of(&attribute.value).ok_or_else(Refused::damaged)?),
                b"t" => cell.kind.extend_from_slice(&attribute.value),
                b"s" => {
                    let style =
                        std::str::from_utf8(&attribute.value).ok().and_then(|style| style.parse::<usize>().ok());
                    cell.style = style.and_then(|style| self.styles.get(style)).copied().unwrap_or_default();
                }
                _ => {}
            }
        }
        self.column = column.unwrap_or_else(|| if self.column == u16::MAX { 0 } else { self.column.saturating_add(1) });
        Ok(())
    }

    fn end_cell(&mut self, cell: &mut Cell) -> Result<(), Refused> {
        let kept = self.column < COLUMNS && self.row.number > 0;
        let value = if kept { self.value(cell).map_err(|it| it.at(self.row.number, Some(self.column)))? } else { None };
        if let Some(value) = value {
            // Cells out of order would break the order that the row promises.
            if self.row.cells.last().is_some_and(|(last, _)| *last >= self.column) {
                return Err(Refused::damaged().at(self.row.number, Some(self.column)));
            }
            self.row.cells.push((self.column, value));
        }
        Ok(())
    }

    /// `None` for an empty cell.
    fn value(&mut self, cell: &mut Cell) -> Result<Option<Value>, Refused> {
        if cell.text.is_empty() {
            return Ok(cell.has_formula.then_some(Value::Unknown).filter(|_| cell.kind != b"str"));
        }
        if is_too_long(&cell.text) {
            return Ok(Some(Value::TooLong));
        }
        let value = match cell.kind.as_slice() {
            b"s" => {
                let number = cell.text.trim().parse().map_err(|_| Refused::damaged())?;
                match self.strings.get(number)? {
                    Found::Text(text) => Value::Text(text),
                    Found::TooLong => Value::TooLong,
                    Found::Nothing => return Err(Refused::damaged()),
                }
            }
            b"b" => Value::Bool(cell.text.trim() == "1"),
            b"e" => Value::Error(std::mem::take(&mut cell.text)),
            b"str" | b"inlineStr" | b"d" => Value::Text(plain(std::mem::take(&mut cell.text))),
            _ => match cell.text.trim().parse::<f64>() {
                Ok(value) if value.is_finite() => Value::Number { value, style: cell.style },
                _ => return Err(Refused::damaged()),
            },
        };
        let blank = matches!(&value, Value::Text(text) if text.trim().is_empty());
        Ok((!blank).then_some(value))
    }
}

/// B5 → 1. `None` if it is no cell of a sheet.
fn column_of(reference: &[u8]) -> Option<u16> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let number = reference[..letters].iter().fold(0_u16, |sum, byte| sum * 26 + u16::from(byte - b'A') + 1);
    Some(number - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_by_its_letters() {
        assert_eq!(column_of(b"A1"), Some(0));
        assert_eq!(column_of(b"AE124"), Some(30));
        assert_eq!(column_of(b"XFD1048576"), Some(16_383));
        assert_eq!(column_of(b"5"), None);
        assert_eq!(column_of(b"AAAA1"), None);
    }

    #[test]
    fn escaped_characters_are_put_back() {
        assert_eq!(plain("北苑_x000D_\n路".to_owned()), "北苑\r\n路");
        assert_eq!(plain("a_xyz_b_x00".to_owned()), "a_xyz_b_x00");
    }
}
