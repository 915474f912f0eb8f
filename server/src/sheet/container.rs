//! The container of old workbooks (Compound File Binary): a small file system inside a file.
//!
//! Only what a workbook needs: the list of streams, and one stream read from front to back.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use super::guard::Refused;

const HEADER: usize = 512;
const ENTRY: usize = 128;
/// Entries of the directory that are looked at.
const ENTRIES: usize = 4_096;
/// Streams shorter than this lie elsewhere; a workbook is never so short.
const SHORTEST: u64 = 4_096;
/// From here on a sector number means: no sector.
const NO_SECTOR: u32 = 0xFFFF_FFFA;
const SECTORS_IN_HEADER: usize = 109;

/// An open container.
pub struct Container {
    file: File,
    sector: usize,
    /// The sector after each sector.
    next: Vec<u32>,
    /// Name, first sector and size of each stream.
    streams: Vec<(String, u32, u64)>,
}

impl Container {
    pub fn open(mut file: File) -> Result<Self, Refused> {
        let mut header = [0; HEADER];
        file.seek(SeekFrom::Start(0))?;
        file.read_exact(&mut header)?;
        let shift = u16::from_le_bytes([header[30], header[31]]);
        if !matches!(shift, 9 | 12) {
            return Err(Refused::damaged());
        }
        let mut container = Self { file, sector: 1 << shift, next: Vec::new(), streams: Vec::new() };
        container.read_table(&header)?;
        container.read_directory(u32_at(&header, 48))?;
        Ok(container)
    }

    /// Whether it holds a workbook of today, locked by a password.
    pub fn is_encrypted(&self) -> bool {
        self.has("EncryptedPackage")
    }

    pub fn has(&self, name: &str) -> bool {
        self.streams.iter().any(|(known, ..)| known == name)
    }

    /// The stream of this name, from its beginning.
    pub fn stream(self, name: &str) -> Result<Stream, Refused> {
        let found = self.streams.iter().find(|(known, ..)| known == name);
        let (first, size) = found.map(|(_, first, size)| (*first, *size)).ok_or_else(Refused::damaged)?;
        let sectors = self.chain(first)?;
        if size < SHORTEST || size > (sectors.len() * self.sector) as u64 {
            return Err(Refused::damaged());
        }
        Ok(Stream { file: self.file, sector: self.sector, sectors, size, position: 0 })
    }

    /// The table that says which sector follows which; its own sectors are listed in the header and a chain after it.
    fn read_table(&mut self, header: &[u8]) -> Result<(), Refused> {
        let most = self.file.metadata()?.len() as usize / self.sector + 1;
        let mut list: Vec<u32> = (0..SECTORS_IN_HEADER).map(|index| u32_at(header, 76 + index * 4)).collect();
        let mut more = u32_at(header, 68);
        while more < NO_SECTOR && list.len() <= most {
            let bytes = self.read_sector(more)?;
            let last = self.sector - 4;
            list.extend(bytes[..last].chunks_exact(4).map(|four| u32_at(four, 0)));
            more = u32_at(&bytes, last);
        }
        for sector in list.into_iter().filter(|sector| *sector < NO_SECTOR) {
            if self.next.len() > most {
                return Err(Refused::damaged());
            }
            let bytes = self.read_sector(sector)?;
            self.next.extend(bytes.chunks_exact(4).map(|four| u32_at(four, 0)));
        }
        Ok(())
    }

    fn read_directory(&mut self, first: u32) -> Result<(), Refused> {
        for sector in self.chain(first)? {
            let bytes = self.read_sector(sector)?;
            for entry in bytes.chunks_exact(ENTRY) {
                let length = usize::from(u16::from_le_bytes([entry[64], entry[65]])).clamp(2, 64) - 2;
                let units = entry[..length].chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
                let name = char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect();
                // The upper half of the size is not used by the small sectors of most files, and may be rubbish there.
                let size = u64::from(u32_at(entry, 120));
                if entry[66] == 2 && self.streams.len() < ENTRIES {
                    self.streams.push((name, u32_at(entry, 116), size));
                }
            }
        }
        Ok(())
    }

    /// The sectors from `first` to the end of their chain. Refuses a chain that bites its tail.
    fn chain(&self, first: u32) -> Result<Vec<u32>, Refused> {
        let mut sectors = Vec::new();
        let mut sector = first;
        while sector < NO_SECTOR {
            if sectors.len() > self.next.len() {
                return Err(Refused::damaged());
            }
            sectors.push(sector);
            sector = *self.next.get(sector as usize).ok_or_else(Refused::damaged)?;
        }
        Ok(sectors)
    }

    fn read_sector(&mut self, sector: u32) -> Result<Vec<u8>, Refused> {
        let mut bytes = vec![0; self.sector];
        self.file.seek(SeekFrom::Start((u64::from(sector) + 1) * self.sector as u64))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// One stream of a container.
pub struct Stream {
    file: File,
    sector: usize,
    sectors: Vec<u32>,
    size: u64,
    position: u64,
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let within = (self.position % self.sector as u64) as usize;
        let left = usize::try_from(self.size - self.position).unwrap_or(usize::MAX);
        let count = buffer.len().min(self.sector - within).min(left);
        let sector = self.sectors.get((self.position / self.sector as u64) as usize);
        let (Some(sector), 1..) = (sector, count) else { return Ok(0) };
        let start = (u64::from(*sector) + 1) * self.sector as u64 + within as u64;
        self.file.seek(SeekFrom::Start(start))?;
        let count = self.file.read(&mut buffer[..count])?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for Stream {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(position) = to else { return Err(io::ErrorKind::Unsupported.into()) };
        self.position = position.min(self.size);
        Ok(self.position)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(u32::MAX, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
