use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A file that only this process's user reads, and that is gone when its import is over.
pub struct Passing(PathBuf);

impl Passing {
    /// `ending` tells the reader what the file is: xlsx, xls or csv.
    pub fn write(bytes: &[u8], ending: &str) -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("mingxin-{}.{ending}", Uuid::now_v7().simple()));
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        let passing = Self(path);
        file.write_all(bytes)?;
        Ok(passing)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        // Nothing can be done about a file that does not go; it is readable by nobody else.
        drop(fs::remove_file(&self.0));
    }
}
