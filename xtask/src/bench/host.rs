//! Servers under measurement: started on a free port, watched from outside, ended when dropped.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::ask::{Answer, get};
use crate::sh::{finds, words};

/// How long a server may take to its first answer.
const PATIENCE: Duration = Duration::from_secs(120);
/// What QR codes lead to in every measurement: fourteen characters of host.
pub const PUBLIC_URL: &str = "https://mx.example.com";

pub struct Host {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to its first 200.
    pub first_answer: Duration,
}

/// On which cores a server runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cores {
    All,
    /// The first one alone: the load comes from another, so that the two do not fight.
    First,
}

impl Host {
    /// `mingxin serve` over a data folder, up to its first 200 for `path`.
    pub fn mingxin(binary: &Path, data: &Path, path: &str, cores: Cores) -> Result<Self> {
        Self::over(binary, data, None, path, cores)
    }

    /// The same over another database than that of the data folder.
    pub fn over(binary: &Path, data: &Path, database: Option<&str>, path: &str, cores: Cores) -> Result<Self> {
        let address = free_address()?;
        let mut serve = on(cores, binary);
        serve.arg("serve").arg("--data").arg(data).args(["--listen", &address.to_string()]);
        // The measurements come from many addresses in name only, as from behind a proxy.
        serve.args(["--public-url", PUBLIC_URL, "--trusted-proxy", "127.0.0.1"]);
        if let Some(url) = database {
            serve.args(["--database", url]);
        }
        Self::start(serve, address, path)
    }

    /// The bare server, answering everything as `answer`.
    pub fn bare(example: &Path, answer: &Answer, folder: &Path, cores: Cores) -> Result<Self> {
        let address = free_address()?;
        let (head, body) = (folder.join("bare.head"), folder.join("bare.body"));
        fs::write(&head, answer.headers())?;
        fs::write(&body, &answer.body)?;
        let mut serve = on(cores, example);
        serve.arg(address.to_string()).arg(&head).arg(&body);
        Self::start(serve, address, "/")
    }

    fn start(mut command: Command, address: SocketAddr, path: &str) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let began = Instant::now();
        let child = command.spawn().with_context(|| format!("cannot start {}", words(&command)))?;
        let mut host = Self { child, address, first_answer: Duration::ZERO };
        loop {
            match get(address, path, &[]) {
                Ok(answer) if answer.status == 200 => break,
                Ok(answer) => bail!("{path} was answered with {}", answer.status),
                Err(_) => sleep(Duration::from_micros(500)),
            }
            if let Some(status) = host.child.try_wait()? {
                bail!("{} ended with {status}", words(&command));
            }
            ensure!(began.elapsed() < PATIENCE, "{} does not answer", words(&command));
        }
        host.first_answer = began.elapsed();
        Ok(host)
    }

    /// Resident memory, MB of 1e6 bytes.
    pub fn memory_mb(&self) -> Result<f64> {
        memory_mb(self.child.id(), "VmRSS:")
    }

    /// Processor time used so far, seconds.
    pub fn processor_s(&self) -> Result<f64> {
        const TICKS_PER_SECOND: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name of the program, in parentheses, may hold spaces; user and system time are fields 14 and 15.
        let (_, fields) = stat.rsplit_once(')').context("no program name in stat")?;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
    }

    /// End it as a power cut would.
    pub fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A field of `/proc/PID/status`, MB of 1e6 bytes.
pub fn memory_mb(process: u32, field: &str) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with(field)).context("no such field in status")?;
    let kib: f64 = line.split_whitespace().nth(1).unwrap_or_default().parse()?;
    Ok(kib * 1024.0 / 1e6)
}

/// A program bound to cores, where that can be done.
fn on(cores: Cores, program: &Path) -> Command {
    if cores == Cores::All || !can_bind() {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["--cpu-list", "0"]).arg(program);
    command
}

/// Whether server and load can have a core each.
pub fn can_bind() -> bool {
    finds("taskset").is_some() && std::thread::available_parallelism().is_ok_and(|cores| cores.get() > 1)
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
