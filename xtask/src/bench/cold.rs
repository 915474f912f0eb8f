//! `cargo xtask serve` on a fresh clone, up to the first page.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use super::Bench;
use super::ask::get;
use super::figure::Figure;
use crate::sh::{read, root, run as run_command};

/// Where `cargo xtask serve` listens.
const ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 3000);
const PATIENCE: Duration = Duration::from_secs(30 * 60);

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    ensure!(get(ADDRESS, "/", &[]).is_err(), "something listens on {ADDRESS} already");
    let clone = bench.folder.join("clone");
    let _ = fs::remove_dir_all(&clone);
    read(Command::new("git").args(["clone", "--quiet", "--local"]).arg(root()).arg(&clone))?;
    let mut serve = Command::new("cargo");
    serve.args(["xtask", "serve"]).current_dir(&clone).env("CARGO_TARGET_DIR", clone.join("target"));
    let log = fs::File::create(bench.folder.join("cold.log"))?;
    serve.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).process_group(0);
    let began = Instant::now();
    let mut child = serve.spawn()?;
    let answered = loop {
        if get(ADDRESS, "/", &[]).is_ok_and(|answer| answer.status == 200) {
            break Ok(began.elapsed());
        }
        if let Some(status) = child.try_wait()? {
            bail!("it ended with {status}: see {}", bench.folder.join("cold.log").display());
        }
        if began.elapsed() > PATIENCE {
            break Err(anyhow::anyhow!("no page after {} minutes", PATIENCE.as_secs() / 60));
        }
        sleep(Duration::from_millis(100));
    };
    // The server is a grandchild: the group goes together.
    run_command(Command::new("kill").args(["-INT", "--", &format!("-{}", child.id())]))?;
    child.wait()?;
    fs::remove_dir_all(&clone)?;
    let minutes = answered?.as_secs_f64() / 60.0;
    let note = "empty target folder; crates and npm packages already downloaded";
    Ok(vec![
        Figure::at_most("P23", "cargo xtask serve on a fresh clone to the first page", (8.0, 12.0), " min")
            .measured(minutes, note),
    ])
}
