//! Writes files with their compressed twins, and tells by digest what changed.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::Effort;

/// What compresses; images and fonts already are.
const TEXT: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// SHA-256 in hexadecimal.
pub fn digest<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.as_ref().len() as u64).to_le_bytes());
        hash.update(part.as_ref());
    }
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The digest of every file below `folder`, names included.
pub fn folder_digest(folder: &Path) -> Result<String> {
    let files = read_folder(folder)?;
    Ok(digest(files.iter().flat_map(|(name, bytes)| [name.as_bytes(), bytes])))
}

/// Every file below `folder` with its relative name, sorted; none if there is no such folder.
pub fn read_folder(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop().filter(|next| next.is_dir()) {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                files.push((name, fs::read(&path)?));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The files of `public/`. The service worker learns the folder of this build: `__PKG__` becomes its path.
pub fn public_files(folder: &Path, pkg: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = read_folder(folder)?;
    for (_, bytes) in files.iter_mut().filter(|(name, _)| name == "sw.js") {
        *bytes = String::from_utf8(std::mem::take(bytes))?.replace("__PKG__", &format!("/{pkg}")).into_bytes();
    }
    Ok(files)
}

/// Write `files` into `folder`, each text with `.br` and `.gz` beside it where that is smaller. Of a wasm module only
/// these stay: every browser that can use it takes one of them, and the program stays smaller by all modules.
pub fn write(folder: &Path, files: Vec<(String, Vec<u8>)>, effort: Effort) -> Result<()> {
    std::thread::scope(|scope| {
        let writers: Vec<_> = files
            .iter()
            .map(|(name, bytes)| scope.spawn(move || write_one(&folder.join(name), bytes, effort)))
            .collect();
        writers.into_iter().try_for_each(|writer| writer.join().expect("a writer does not panic"))
    })
}

fn write_one(file: &Path, bytes: &[u8], effort: Effort) -> Result<()> {
    fs::create_dir_all(file.parent().context("a file stands in a folder")?)?;
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    if extension != "wasm" {
        fs::write(file, bytes)?;
    }
    if TEXT.contains(&&*extension) {
        for (suffix, small) in [("br", brotli(bytes, effort)?), ("gz", gzip(bytes, effort)?)] {
            if small.len() < bytes.len() {
                fs::write(file.with_extension(format!("{extension}.{suffix}")), small)?;
            }
        }
    }
    Ok(())
}

fn brotli(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = match effort {
        Effort::Quick => 4,
        Effort::Small => 11,
    };
    let params = BrotliEncoderParams { quality, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut small, &params)?;
    Ok(small)
}

fn gzip(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = match effort {
        Effort::Quick => Compression::fast(),
        Effort::Small => Compression::best(),
    };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
