//! Load from `wrk`, and two servers under the same load in turn.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::host::{Host, can_bind};
use crate::sh::read;

/// Connections that are open at once.
const CONNECTIONS: &str = "32";
/// Rounds of either side; the median counts.
const ROUNDS: usize = 7;
const SECONDS_PER_ROUND: u32 = 3;

/// What is asked for, one path after another, from the same place in the list in no two rounds.
pub struct Load {
    script: PathBuf,
    headers: Vec<String>,
}

/// What came back in one run.
pub struct Served {
    pub requests: f64,
    pub per_second: f64,
}

/// Two servers under the same load.
pub struct Compared {
    /// Requests per second, ours and the limit.
    pub ours: f64,
    pub limit: f64,
    /// Processor time for one request, ours and the limit, microseconds.
    pub ours_us: f64,
    pub limit_us: f64,
}

impl Load {
    /// GET of every path in turn with these headers. `name` is of a file in `folder`.
    pub fn new(folder: &Path, name: &str, paths: &[String], headers: &[&str]) -> Result<Self> {
        let list = folder.join(name).with_extension("paths");
        fs::write(&list, paths.join("\n"))?;
        let script = folder.join(name).with_extension("lua");
        fs::write(&script, include_str!("load.lua").replace("LIST", &list.to_string_lossy()))?;
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        Ok(Self { script, headers })
    }

    /// Reports of a wrong board, each a new one from a new address.
    pub fn posting(folder: &Path, path: &str) -> Result<Self> {
        let script = folder.join("post.lua");
        fs::write(&script, include_str!("post.lua").replace("PATH", path))?;
        Ok(Self { script, headers: Vec::new() })
    }

    /// In the background, whatever the answers are.
    pub fn spawn(&self, host: &Host, seconds: u32) -> Result<Child> {
        Ok(self.wrk(host, seconds).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?)
    }

    /// Every answer must be a good one.
    pub fn run(&self, host: &Host, seconds: u32) -> Result<Served> {
        let printed = read(&mut self.wrk(host, seconds))?;
        ensure!(!printed.contains("Non-2xx") && !printed.contains("Socket errors"), "not all went well:\n{printed}");
        let per_second = number_after(&printed, "Requests/sec:")?;
        let requests = printed.lines().find_map(|line| line.trim().split_once(" requests in ")).context("no count")?;
        Ok(Served { requests: requests.0.parse()?, per_second })
    }

    fn wrk(&self, host: &Host, seconds: u32) -> Command {
        let mut wrk = if can_bind() {
            let mut bound = Command::new("taskset");
            bound.args(["--cpu-list", "1", "wrk"]);
            bound
        } else {
            Command::new("wrk")
        };
        wrk.args(["--threads", "1", "--connections", CONNECTIONS, "--duration", &format!("{seconds}s")]);
        for header in &self.headers {
            wrk.args(["--header", header]);
        }
        wrk.arg("--script").arg(&self.script).arg(format!("http://{}/", host.address));
        wrk
    }

    /// Ours, the limit, ours, the limit, … after a short run of both to warm up.
    pub fn compare(&self, ours: &Host, limit: &Host) -> Result<Compared> {
        self.run(ours, 1)?;
        self.run(limit, 1)?;
        let (mut ours_runs, mut limit_runs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours_runs.push(self.timed(ours)?);
            limit_runs.push(self.timed(limit)?);
        }
        let middle = |runs: &[(f64, f64)], pick: fn(&(f64, f64)) -> f64| median(runs.iter().map(pick).collect());
        Ok(Compared {
            ours: middle(&ours_runs, |run| run.0),
            limit: middle(&limit_runs, |run| run.0),
            ours_us: middle(&ours_runs, |run| run.1),
            limit_us: middle(&limit_runs, |run| run.1),
        })
    }

    /// Requests per second, and processor time for one in microseconds.
    fn timed(&self, host: &Host) -> Result<(f64, f64)> {
        let before = host.processor_s()?;
        let served = self.run(host, SECONDS_PER_ROUND)?;
        let spent = host.processor_s()? - before;
        Ok((served.per_second, spent * 1e6 / served.requests))
    }
}

impl Compared {
    pub fn ratio(&self) -> f64 {
        self.ours / self.limit
    }

    pub fn note(&self) -> String {
        let Self { ours, limit, ours_us, limit_us } = self;
        format!("{ours:.0} of {limit:.0} requests/s; {ours_us:.1} and {limit_us:.1} µs of processor time each")
    }
}

/// The middle one; of an even number the upper of the two. NaN if there is none.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

fn number_after(text: &str, name: &str) -> Result<f64> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix(name));
    Ok(line.with_context(|| format!("no {name}"))?.trim().parse()?)
}
