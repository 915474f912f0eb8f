//! Hostile and mistaken files: what is refused before and while a file is read, so that no file can take more than a
//! few megabytes of memory, and every refusal says where it is and what to do.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::container::Container;
use super::read::letters;

/// The longest text that a cell of a workbook can hold, in characters.
pub const LONGEST_CELL: usize = 32_767;
/// The last row of a workbook.
pub const LAST_ROW: u32 = 1_048_576;
/// Columns further right are not read.
pub const COLUMNS: u16 = 256;
/// Sheets of one workbook.
pub const SHEETS: usize = 100;
/// A file on disk, bytes.
const LARGEST_FILE: u64 = 256 << 20;
/// What one part of a workbook may unpack to, bytes: 100,000 rows of 40 columns take 340 MB at most.
const LARGEST_PART: u64 = 1 << 30;
/// Unpacked bytes from which the ratio counts, and the ratio that no real sheet reaches.
const BOMB_FROM: u64 = 16 << 20;
const BOMB_RATIO: u64 = 150;
/// The longest run of bytes between two tags: a full cell with every character written as a reference.
const LONGEST_RUN: usize = 300_000;
/// Entries of a workbook's archive, and bytes of their list.
const ENTRIES: u64 = 5_000;
const LARGEST_LIST: u64 = 4 << 20;

/// Why a file, or a place in it, cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    pub sheet: Option<String>,
    pub row: Option<u32>,
    /// Counted from 0.
    pub column: Option<u16>,
    /// What is wrong and what to do.
    pub message: String,
}

impl Refused {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// The workbook is not what it should be inside.
    pub fn damaged() -> Self {
        Self::new("文件不完整或已损坏，请用 Excel 或 WPS 打开，另存为 .xlsx 后再试")
    }

    pub fn on(mut self, sheet: &str) -> Self {
        self.sheet = self.sheet.or_else(|| Some(sheet.to_owned()));
        self
    }

    pub fn at(mut self, row: u32, column: Option<u16>) -> Self {
        if self.row.is_none() {
            (self.row, self.column) = (Some(row), column);
        }
        self
    }

    /// 工作表“台账” 第 5 行 B5; empty for the whole file.
    pub fn place(&self) -> String {
        let mut place = self.sheet.as_ref().map(|sheet| format!("工作表“{sheet}”")).unwrap_or_default();
        match (self.row, self.column) {
            (Some(row), Some(column)) => place.push_str(&format!("第 {row} 行 {}{row} 格", letters(column))),
            (Some(row), None) => place.push_str(&format!("第 {row} 行")),
            _ => {}
        }
        place
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place();
        let colon = if place.is_empty() { "" } else { "：" };
        write!(f, "{place}{colon}{}", self.message)
    }
}

impl std::error::Error for Refused {}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            Some(refused) => refused.clone(),
            None if error.kind() == io::ErrorKind::NotFound => Self::new("没有这个文件，请核对路径"),
            None if error.kind() == io::ErrorKind::PermissionDenied => Self::new("没有权限读这个文件"),
            None => Self::damaged(),
        }
    }
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::other(refused)
    }
}

/// The formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xls,
    Csv,
}

impl Format {
    const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => ".xlsx",
            Self::Xls => ".xls",
            Self::Csv => ".csv",
        }
    }
}

/// Tells the format by content, and refuses a file whose name says another: people should know what they send.
pub fn sniff(path: &Path, file: &mut File) -> Result<Format, Refused> {
    let size = file.metadata()?.len();
    if size == 0 {
        return Err(Refused::new("文件是空的，请核对是否选错了文件"));
    }
    if size > LARGEST_FILE {
        return Err(Refused::new(format!("文件有 {} MB，最多 256 MB，请拆成几个文件", size >> 20)));
    }
    let mut head = [0_u8; 8];
    let read = file.read(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let head = &head[..read];
    let found = if head.starts_with(b"PK\x03\x04") {
        Format::Xlsx
    } else if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        Format::Xls
    } else if let Some(what) = foreign(head) {
        return Err(Refused::new(format!("这是{what}，不是台账。请导出为 .xlsx 或 .csv 后再试")));
    } else {
        Format::Csv
    };
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    let named = match extension.as_str() {
        "xlsx" | "xlsm" => Format::Xlsx,
        "xls" | "et" => Format::Xls,
        "csv" | "txt" | "tsv" => Format::Csv,
        _ => return Err(Refused::new("只能导入 .xlsx、.xls 和 .csv 文件，请用 Excel 或 WPS 另存为其中一种")),
    };
    if found == named {
        return Ok(found);
    }
    // A workbook with a password is an old container around a new workbook.
    if found == Format::Xls && Container::open(file.try_clone()?).is_ok_and(|it| it.is_encrypted()) {
        return Ok(found);
    }
    if found == Format::Csv && named != Format::Csv && head.contains(&0) {
        return Err(Refused::damaged());
    }
    Err(Refused::new(format!(
        "文件名是 .{extension}，内容却是 {} 格式。请用 Excel 或 WPS 打开核对，另存为 .xlsx 后再试",
        found.extension()
    )))
}

fn foreign(head: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF", " PDF 文件"),
        (b"\x89PNG", "图片"),
        (b"\xFF\xD8\xFF", "图片"),
        (b"GIF8", "图片"),
        (b"Rar!", "压缩包"),
        (b"7z\xBC\xAF", "压缩包"),
        (b"\x1F\x8B", "压缩包"),
        (b"PK", "空的或残缺的压缩包"),
        (b"\x7FELF", "程序"),
        (b"MZ", "程序"),
        (b"SQLite f", "数据库"),
        (b"<html", "网页"),
        (b"<!DOCTYP", "网页"),
        (b"{\\rtf", "写字板文档"),
    ];
    KNOWN.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what)
}

/// Refuses an archive whose list of entries alone would fill the memory.
pub fn check_archive(file: &mut File) -> Result<(), Refused> {
    const END: &[u8] = b"PK\x05\x06";
    const END_SIZE: u64 = 22;
    const COMMENT: u64 = 65_535;
    let size = file.metadata()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(END_SIZE + COMMENT)))?;
    let mut tail = Vec::new();
    file.take(END_SIZE + COMMENT).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let end = tail.windows(END.len()).rposition(|window| window == END).ok_or_else(Refused::damaged)?;
    let record = tail.get(end..end + END_SIZE as usize).ok_or_else(Refused::damaged)?;
    let entries = u64::from(u16::from_le_bytes([record[10], record[11]]));
    let list = u64::from(u32::from_le_bytes([record[12], record[13], record[14], record[15]]));
    if entries > ENTRIES || list > LARGEST_LIST {
        return Err(Refused::new("压缩包里的文件太多，不像是工作簿，没有读取"));
    }
    Ok(())
}

/// A part of a workbook as it unpacks: refuses a bomb, refuses markup that no workbook has, and cuts a text that is
/// longer than any cell, so that whoever reads it can name the cell and needs little memory.
pub struct Unpacked<R> {
    inner: R,
    packed: u64,
    unpacked: u64,
    run: usize,
    after_open: bool,
}

impl<R: Read> Unpacked<R> {
    /// `packed` is the size in the archive, bytes.
    pub fn new(inner: R, packed: u64) -> Self {
        Self { inner, packed, unpacked: 0, run: 0, after_open: false }
    }

    /// Takes out what is too long, in place; gives the bytes that stay.
    fn cut(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut kept = 0;
        for index in 0..buffer.len() {
            let byte = buffer[index];
            if self.after_open && byte == b'!' {
                return Err(Refused::damaged().into());
            }
            self.after_open = byte == b'<';
            self.run = if matches!(byte, b'<' | b'>') { 0 } else { self.run + 1 };
            if self.run <= LONGEST_RUN {
                buffer[kept] = byte;
                kept += 1;
            }
        }
        Ok(kept)
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.inner.read(buffer)?;
            if count == 0 {
                return Ok(0);
            }
            self.unpacked += count as u64;
            let bomb = self.unpacked > BOMB_FROM && self.unpacked / self.packed.max(1) > BOMB_RATIO;
            if bomb || self.unpacked > LARGEST_PART {
                let message = "解压后大得异常，像是恶意文件，没有读取。如果确是台账，请另存为 .csv 后再试";
                return Err(Refused::new(message).into());
            }
            let kept = self.cut(&mut buffer[..count])?;
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpack(bytes: &[u8], packed: u64) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        Unpacked::new(bytes, packed).read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn a_long_text_is_cut_and_the_tags_stay() {
        let text = format!("<t>{}</t>", "x".repeat(LONGEST_RUN + 5));
        let out = unpack(text.as_bytes(), 1 << 20).unwrap();
        assert_eq!(out.len(), LONGEST_RUN + "<t></t>".len());
        assert!(out.ends_with(b"</t>"));
    }

    #[test]
    fn a_bomb_and_markup_of_other_kinds_are_refused() {
        assert!(unpack(&vec![b'<'; 17 << 20], 17 << 10).is_err());
        assert!(unpack(&vec![b'<'; 17 << 20], 17 << 16).is_ok());
        assert!(unpack(b"<a><!DOCTYPE x></a>", 100).is_err());
    }

    #[test]
    fn a_place_is_named_as_in_the_workbook() {
        let refused = Refused::new("太长").on("台账").at(5, Some(27)).on("其他").at(6, None);
        assert_eq!(refused.to_string(), "工作表“台账”第 5 行 AB5 格：太长");
        assert_eq!(Refused::new("空").to_string(), "空");
    }
}
