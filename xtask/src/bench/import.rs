//! A ledger of 100,000 rows, as a district might send it once.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::Bench;
use super::figure::Figure;
use super::host::memory_mb;
use crate::sh::read;

const ROWS: u64 = 100_000;

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    let data = bench.district(ROWS)?;
    let ledger = bench.folder.join("ledger.xlsx");
    if !ledger.is_file() {
        let mut export = Command::new(&bench.binary);
        read(export.args(["export", "projects"]).arg(&ledger).arg("--data").arg(&data))?;
    }
    let fresh = bench.folder.join("imported");
    let _ = fs::remove_dir_all(&fresh);
    let mut import = Command::new(&bench.binary);
    import.args(["import", "projects"]).arg(&ledger).arg("--data").arg(&fresh);
    let began = Instant::now();
    let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut most = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        // The high-water mark; nothing any more once the process has ended.
        most = most.max(memory_mb(child.id(), "VmHWM:").unwrap_or(0.0));
        sleep(Duration::from_millis(10));
    };
    let seconds = began.elapsed().as_secs_f64();
    ensure!(status.success(), "the import ended with {status}");
    fs::remove_dir_all(&fresh)?;
    let size = fs::metadata(&ledger)?.len() as f64 / 1e6;
    Ok(vec![
        Figure::at_most("I1", "ledger of 100,000 rows, XLSX, into an empty database", (10.0, 10.0), " s")
            .measured(seconds, format!("{size:.1} MB of XLSX, {:.0} rows/s", ROWS as f64 / seconds)),
        Figure::at_most("I2", "memory while importing it", (150.0, 150.0), " MB").measured(most, "most at any time"),
    ])
}
