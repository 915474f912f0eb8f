//! `cargo xtask serve`: from a clean clone to the first page.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::sh::{cargo, root, run, step, target};
use crate::{needs, site};

/// Build for a look on this machine, fill the demo district on the first run, and serve until interrupted.
pub fn run_until_interrupted() -> Result<ExitCode> {
    needs::wasm_target()?;
    site::build(site::Effort::Quick)?;
    step("server: compile", || run(&mut cargo(&["build", "--locked", "--package=server"])))?;
    let mingxin = target().join("debug/mingxin");
    let data = root().join("data/demo");
    if !data.is_dir() {
        step("demo district", || run(Command::new(&mingxin).arg("demo").arg("--data").arg(&data)))?;
    }
    let mut serve = Command::new(&mingxin);
    run(serve.arg("serve").arg("--data").arg(&data).args(["--listen", "127.0.0.1:3000"]))?;
    Ok(ExitCode::SUCCESS)
}
