//! What a person or CI types: `cargo xtask serve | build | test | check | bench | site`.

mod bench;
mod needs;
mod postgres;
mod serve;
mod sh;
mod site;
mod test;

use std::process::ExitCode;

use anyhow::Result;

const HELP: &str = "\
cargo xtask serve   build, fill a fictional district on the first run, serve it on 127.0.0.1:3000
cargo xtask build   the release: target/release/mingxin, one file with everything inside
cargo xtask test    everything: format, lints, tests on both databases, browser journeys
cargo xtask check   the quick half of test
cargo xtask site    the first half of build: what browsers download
cargo xtask bench   the figures of docs/performance.md, all or by group: page lighthouse http start import search scale
                    code; cold when named; --built takes the release as it stands, --write keeps the figures, --json FILE too";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(code) => code,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Result<ExitCode> {
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["serve"] => serve::run_until_interrupted(),
        ["site"] => site::build(site::Effort::Small).map(|()| ExitCode::SUCCESS),
        ["build"] => release().map(|()| ExitCode::SUCCESS),
        ["test"] => test::everything(),
        ["check"] => test::quick_half(),
        ["bench", args @ ..] => bench::run(args),
        _ => {
            println!("{HELP}");
            Ok(ExitCode::from(2))
        }
    }
}

/// Build the one file that is the release. The site comes first, since the server embeds it.
pub fn release() -> Result<()> {
    site::build(site::Effort::Small)?;
    sh::step("server", || sh::run(&mut sh::cargo(&["build", "--locked", "--release", "--package=server"])))
}
