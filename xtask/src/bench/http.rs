//! How close the server comes to one that only hands out the same bytes, and what it keeps in memory.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use super::ask::get;
use super::figure::Figure;
use super::host::{Cores, Host};
use super::load::Load;
use super::{Bench, tool};

/// So many boards that the cache, which holds some hundred, is of no use to whoever asks for all of them in turn.
const BOARDS: u64 = 20_000;
const REQUESTS: f64 = 1e6;

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    tool("wrk", "wrk")?;
    let data = bench.district(BOARDS)?;
    let boards = bench.boards(&data)?;
    let ours = Host::mingxin(&bench.binary, &data, "/", Cores::First)?;
    let page = |token: &String| format!("/b/{token}");
    let json = |token: &String| format!("/api/v1/boards/{token}");
    let compare = |name: &str, paths: &[String], headers: &[&str]| {
        let answer = get(ours.address, &paths[0], headers)?;
        let limit = Host::bare(&bench.bare, &answer, &bench.folder, Cores::First)?;
        Load::new(&bench.folder, name, paths, headers)?.compare(&ours, &limit)
    };
    let kept = compare("kept", &[page(&boards[0])], &["Accept-Encoding: br"])?;
    let rendered = compare("rendered", &boards.iter().map(page).collect::<Vec<_>>(), &[])?;
    let data_kept = compare("json", &[json(&boards[0])], &[])?;
    drop(ours);
    let [idle, busy] = memory(bench, &data, &boards)?;
    let ratio = |id, what: &str, marks| Figure::at_least(id, format!("{what} ÷ bare axum, same bytes"), marks, "");
    Ok(vec![
        ratio("P10", "kept board page", (0.9, 0.8)).measured(kept.ratio(), kept.note()),
        ratio("P11", "board rendered anew", (0.15, 0.05)).measured(rendered.ratio(), rendered.note()),
        ratio("P12", "kept board as JSON", (0.8, 0.5)).measured(data_kept.ratio(), data_kept.note()),
        Figure::at_most("P18", "memory, idle", (15.0, 30.0), " MB").measured(idle, format!("{BOARDS} sites")),
        Figure::at_most("P18", "memory after 1,000,000 requests", (48.0, 96.0), " MB")
            .measured(busy, "nine of ten for 100 boards, the others for all; pages and JSON"),
    ])
}

/// Resident memory before any request but the first, and after a million.
fn memory(bench: &Bench, data: &Path, boards: &[String]) -> Result<[f64; 2]> {
    const POPULAR: usize = 100;
    let path = |n: usize| {
        let token = if n.is_multiple_of(10) { &boards[n / 10 % boards.len()] } else { &boards[n % POPULAR] };
        if n % 4 == 3 { format!("/api/v1/boards/{token}") } else { format!("/b/{token}") }
    };
    let paths: Vec<String> = (0..boards.len() * 10).map(path).collect();
    let load = Load::new(&bench.folder, "many", &paths, &["Accept-Encoding: br"])?;
    let host = Host::mingxin(&bench.binary, data, "/healthz", Cores::All)?;
    sleep(Duration::from_secs(2));
    let idle = host.memory_mb()?;
    let mut requests = 0.0;
    while requests < REQUESTS {
        requests += load.run(&host, 10)?.requests;
    }
    Ok([idle, host.memory_mb()?])
}
