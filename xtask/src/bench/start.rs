//! How large the program is, and how soon it answers.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::figure::Figure;
use super::host::{Cores, Host};
use super::load::{Load, median};
use super::{Bench, tool};

const MANY: u64 = 1_000_000;
const TIMES: usize = 9;

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    tool("wrk", "wrk")?;
    let size = fs::metadata(&bench.binary)?.len() as f64 / 1e6;
    let empty = bench.folder.join("empty");
    let _ = fs::remove_dir_all(&empty);
    let first_ever = start(bench, &empty)?;
    let nothing = starts(|| start(bench, &empty))?;
    let data = bench.district(MANY)?;
    let many = starts(|| start(bench, &data))?;
    let boards = bench.boards(&data)?;
    let killed = starts(|| {
        kill_while_writing(bench, &data, &boards[0])?;
        start(bench, &data)
    })?;
    let first = |what: &str, marks| Figure::at_most("P20", format!("start to first page, {what}"), marks, " ms");
    let note = format!("median of {TIMES}");
    Ok(vec![
        Figure::at_most("P19", "the program, assets inside", (14.0, 24.0), " MB").measured(size, "one file, stripped"),
        first("no sites", (20.0, 60.0))
            .measured(nothing, format!("{note}; {first_ever:.0} when it makes the database")),
        first("1,000,000 sites", (60.0, 200.0)).measured(many, note.clone()),
        first("1,000,000 sites, killed while writing", (400.0, 1500.0)).measured(killed, note),
    ])
}

/// Milliseconds to the home page.
fn start(bench: &Bench, data: &Path) -> Result<f64> {
    Ok(Host::mingxin(&bench.binary, data, "/", Cores::All)?.first_answer.as_secs_f64() * 1e3)
}

fn starts(mut once: impl FnMut() -> Result<f64>) -> Result<f64> {
    Ok(median((0..TIMES).map(|_| once()).collect::<Result<_>>()?))
}

/// Reports of wrong boards come in, and the power goes.
fn kill_while_writing(bench: &Bench, data: &Path, board: &str) -> Result<()> {
    let host = Host::mingxin(&bench.binary, data, "/healthz", Cores::All)?;
    let mut writing = Load::posting(&bench.folder, &format!("/api/v1/boards/{board}/flaws"))?.spawn(&host, 5)?;
    sleep(Duration::from_secs(2));
    host.kill()?;
    writing.kill()?;
    writing.wait()?;
    Ok(())
}
