//! The shared texts of a workbook, kept out of memory: a workbook of 100,000 rows holds a million of them.
//!
//! Small tables stay in memory. Larger ones go to a temporary file, read back page by page; since a workbook numbers
//! its texts in the order of their first use, the pages are nearly always at hand.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Bytes that stay in memory.
const IN_MEMORY: usize = 4 << 20;
/// A firm named again far below its first row costs one read of a page.
const PAGE: usize = 8 << 10;
/// Pages held at a time: 4 MB.
const PAGES: usize = 512;
/// One offset is kept for so many texts.
const STRIDE: usize = 16;
/// Stands for the length of a text that is longer than a cell.
const TOO_LONG: u32 = u32::MAX;
const LENGTH_SIZE: u64 = 4;

/// Texts being collected, then read by number.
#[derive(Default)]
pub struct Strings {
    tail: Vec<u8>,
    spill: Option<Spill>,
    /// Where every sixteenth text begins.
    offsets: Vec<u64>,
    count: usize,
    size: u64,
}

/// What is found under a number.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    Text(String),
    TooLong,
    /// The table has no such number.
    Nothing,
}

struct Spill {
    file: File,
    path: PathBuf,
    pages: Vec<Option<(u64, Vec<u8>)>>,
}

impl Strings {
    /// Adds the next text; `None` for one that is longer than a cell.
    pub fn push(&mut self, text: Option<&str>) -> io::Result<()> {
        if self.count.is_multiple_of(STRIDE) {
            self.offsets.push(self.size);
        }
        let bytes = text.unwrap_or_default().as_bytes();
        let length = if text.is_some() { u32::try_from(bytes.len()).unwrap_or(TOO_LONG) } else { TOO_LONG };
        self.tail.extend_from_slice(&length.to_le_bytes());
        self.tail.extend_from_slice(bytes);
        self.size += LENGTH_SIZE + bytes.len() as u64;
        self.count += 1;
        if self.tail.len() >= IN_MEMORY { self.spill() } else { Ok(()) }
    }

    /// No more texts come.
    pub fn finish(&mut self) -> io::Result<()> {
        if self.spill.is_some() { self.spill() } else { Ok(()) }
    }

    pub fn get(&mut self, number: usize) -> io::Result<Found> {
        if number >= self.count {
            return Ok(Found::Nothing);
        }
        let mut at = self.offsets[number / STRIDE];
        let mut length = self.length(at)?;
        for _ in 0..number % STRIDE {
            at += LENGTH_SIZE + if length == TOO_LONG { 0 } else { u64::from(length) };
            length = self.length(at)?;
        }
        if length == TOO_LONG {
            return Ok(Found::TooLong);
        }
        let mut bytes = vec![0; length as usize];
        self.read(at + LENGTH_SIZE, &mut bytes)?;
        String::from_utf8(bytes).map(Found::Text).map_err(|_| io::ErrorKind::InvalidData.into())
    }

    fn length(&mut self, at: u64) -> io::Result<u32> {
        let mut bytes = [0; LENGTH_SIZE as usize];
        self.read(at, &mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn read(&mut self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let Some(spill) = &mut self.spill else {
            let start = usize::try_from(at).map_err(|_| io::ErrorKind::InvalidData)?;
            into.copy_from_slice(&self.tail[start..start + into.len()]);
            return Ok(());
        };
        let mut done = 0;
        while done < into.len() {
            let position = at + done as u64;
            let page = spill.page(position / PAGE as u64)?;
            let start = (position % PAGE as u64) as usize;
            let count = (into.len() - done).min(page.len().saturating_sub(start));
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            into[done..done + count].copy_from_slice(&page[start..start + count]);
            done += count;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        if self.spill.is_none() {
            self.spill = Some(Spill::create()?);
        }
        if let Some(spill) = &mut self.spill {
            spill.file.write_all(&self.tail)?;
        }
        self.tail.clear();
        Ok(())
    }
}

impl Spill {
    fn create() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("mingxin-{:016x}.tmp", rand::random::<u64>()));
        let file = File::options().read(true).write(true).create_new(true).open(&path)?;
        Ok(Self { file, path, pages: vec![None; PAGES] })
    }

    fn page(&mut self, number: u64) -> io::Result<&[u8]> {
        let slot = (number % PAGES as u64) as usize;
        let held = matches!(&self.pages[slot], Some((at, _)) if *at == number);
        if !held {
            let mut bytes = self.pages[slot].take().map(|(_, bytes)| bytes).unwrap_or_default();
            bytes.clear();
            self.file.seek(SeekFrom::Start(number * PAGE as u64))?;
            (&mut self.file).take(PAGE as u64).read_to_end(&mut bytes)?;
            self.pages[slot] = Some((number, bytes));
        }
        Ok(self.pages[slot].as_ref().map(|(_, bytes)| bytes.as_slice()).unwrap_or_default())
    }
}

impl Drop for Spill {
    fn drop(&mut self) {
        // A file that stays behind holds nothing that the ledger beside it does not.
        drop(fs::remove_file(&self.path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: usize, text: impl Fn(usize) -> String) {
        let mut strings = Strings::default();
        for number in 0..count {
            strings.push((number % 1000 != 7).then(|| text(number)).as_deref()).unwrap();
        }
        strings.finish().unwrap();
        for number in (0..count).chain([count - 1, 0, count / 2, 7]) {
            let expected = if number % 1000 == 7 { Found::TooLong } else { Found::Text(text(number)) };
            assert_eq!(strings.get(number).unwrap(), expected);
        }
        assert_eq!(strings.get(count).unwrap(), Found::Nothing);
    }

    #[test]
    fn texts_are_found_by_number_in_memory_and_on_disk() {
        check(100, |number| format!("示例{number}"));
        check(40_000, |number| format!("示例{number}{}", "长".repeat(number % 90)));
    }
}
