//! Whether what officials look at slows down as a district grows, and what the counters add to a write.

use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Bench;
use super::ask::{Answer, Connection};
use super::figure::Figure;
use super::host::{Cores, Host};
use super::load::median;
use crate::postgres::Postgres;
use crate::sh::{read, step};

const SIZES: [u64; 3] = [10_000, 100_000, 1_000_000];
/// How often each view is asked for.
const TIMES: usize = 200;
/// Writes of either kind.
const WRITES: usize = 100;
/// The account of the demo that sees the whole district.
const ACCOUNT: (&str, &str) = ("demo-office", "Shi-Li-Qu-2026");
const VIEWS: [(&str, &str); 4] = [
    ("dashboard by street", "/api/v1/official/dashboard"),
    ("dashboard by contractor", "/api/v1/official/dashboard?by=contractor"),
    ("list of projects", "/api/v1/official/projects"),
    ("list of projects without account", "/api/v1/official/projects?missing=account"),
];

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut sizes = Vec::new();
    for size in SIZES {
        let data = bench.district(size)?;
        let host = Host::mingxin(&bench.binary, &data, "/healthz", Cores::All)?;
        sizes.push(views(&host)?);
        if size == SIZES[SIZES.len() - 1] {
            figures.push(counted(&host)?);
        }
    }
    figures.extend(growth("SQLite", &sizes));
    sizes.clear();
    for size in SIZES {
        let folder = bench.folder.join(format!("postgres-{size}"));
        let server = district(bench, size)?;
        let host = Host::over(&bench.binary, &folder.join("mingxin"), Some(&server.url()), "/healthz", Cores::All)?;
        sizes.push(views(&host)?);
    }
    figures.extend(growth("PostgreSQL", &sizes));
    Ok(figures)
}

/// A server with a demo district, made once.
fn district(bench: &Bench, size: u64) -> Result<Postgres> {
    let folder = bench.folder.join(format!("postgres-{size}"));
    if !folder.is_dir() {
        let unfinished = folder.with_extension("unfinished");
        let _ = fs::remove_dir_all(&unfinished);
        let server = Postgres::kept(unfinished.clone())?;
        step(&format!("district of {size} sites on PostgreSQL"), || {
            let mut demo = Command::new(&bench.binary);
            demo.args(["demo", "--projects", &size.to_string(), "--database", &server.url(), "--data"]);
            read(demo.arg(unfinished.join("mingxin")))
        })?;
        drop(server);
        fs::rename(&unfinished, &folder)?;
    }
    Postgres::kept(folder)
}

/// Somebody who is signed in.
struct Officer {
    connection: Connection,
    cookie: String,
}

impl Officer {
    fn sign_in(host: &Host) -> Result<Self> {
        let mut connection = Connection::open(host.address)?;
        let form = json!({ "name": ACCOUNT.0, "password": ACCOUNT.1 });
        let answer = connection.send("POST", "/api/v1/official/session", &[], &form)?;
        ensure!(answer.status == 201, "signing in was answered with {}", answer.status);
        let cookies = answer.head.lines().filter_map(|line| line.split_once(": "));
        let cookies = cookies.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        let pairs: Vec<&str> = cookies.filter_map(|(_, value)| value.split(';').next()).collect();
        Ok(Self { connection, cookie: format!("Cookie: {}", pairs.join("; ")) })
    }

    fn get(&mut self, path: &str) -> Result<Answer> {
        good(path, self.connection.get(path, &[&self.cookie])?)
    }

    fn patch(&mut self, path: &str, json: &Value) -> Result<Answer> {
        good(path, self.connection.send("PATCH", path, &[&self.cookie], json)?)
    }
}

fn good(path: &str, answer: Answer) -> Result<Answer> {
    ensure!(answer.status == 200, "{path} was answered with {}", answer.status);
    Ok(answer)
}

/// Of each view the median and what 99 of 100 stay below, ms.
fn views(host: &Host) -> Result<Vec<(f64, f64)>> {
    let mut officer = Officer::sign_in(host)?;
    let mut view = |path: &str| {
        officer.get(path)?;
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            officer.get(path)?;
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
        times.sort_by(f64::total_cmp);
        Ok((times[TIMES / 2], times[TIMES * 99 / 100]))
    };
    VIEWS.iter().map(|(_, path)| view(path)).collect()
}

/// P15: with which power of the number of sites the median grows, and what is waited for among the most.
fn growth(engine: &str, sizes: &[Vec<(f64, f64)>]) -> Vec<Figure> {
    let (first, last) = (&sizes[0], &sizes[sizes.len() - 1]);
    let times = (SIZES[SIZES.len() - 1] / SIZES[0]) as f64;
    let figures = VIEWS.iter().enumerate().flat_map(|(at, (name, _))| {
        let medians: Vec<String> = sizes.iter().map(|size| format!("{:.2}", size[at].0)).collect();
        let note = format!("medians {} ms at 10,000, 100,000 and 1,000,000 sites", medians.join(", "));
        let exponent = (last[at].0 / first[at].0).ln() / times.ln();
        [
            Figure::at_most("P15", format!("{name}, {engine}: exponent of growth"), (0.05, 0.15), "")
                .measured(exponent, note),
            Figure::at_most("P15", format!("{name}, {engine}, 1,000,000 sites, 99 of 100"), (5.0, 25.0), " ms")
                .measured(last[at].1, "over HTTP, signed in"),
        ]
    });
    figures.collect()
}

/// P16: a change that moves the counters beside one that does not.
fn counted(host: &Host) -> Result<Figure> {
    const PROJECT: &str = "/api/v1/official/projects/1";
    let mut officer = Officer::sign_in(host)?;
    let changed_at = |answer: &Answer| {
        let file: Value = serde_json::from_slice(&answer.body)?;
        file["changed_at"].as_i64().context("no changed_at")
    };
    let mut at = changed_at(&officer.get(PROJECT)?)?;
    let mut times = [Vec::new(), Vec::new()];
    for turn in 0..WRITES {
        let words = if turn % 2 == 0 { ("否", "基础施工") } else { ("是", "收尾") };
        for (fields, times) in [json!({ "real_name": words.0 }), json!({ "progress": words.1 })].iter().zip(&mut times)
        {
            let began = Instant::now();
            let answer = officer.patch(PROJECT, &json!({ "changed_at": at, "fields": fields }))?;
            times.push(began.elapsed().as_secs_f64() * 1e3);
            at = changed_at(&answer)?;
        }
    }
    let [counted, plain] = times.map(median);
    Ok(Figure::at_most("P16", "a write that moves the counters ÷ one that does not", (1.10, 1.25), "")
        .measured(counted / plain, format!("{counted:.2} and {plain:.2} ms, over HTTP, to the disk")))
}
