//! `cargo xtask bench`: the figures of the project, each measured beside its limit in the same run.
//!
//! | group | measures |
//! |---|---|
//! | `page` | what a phone waits for: bytes, requests, time to the key element, stability, downloads |
//! | `lighthouse` | the four categories of Lighthouse on the public pages |
//! | `http` | requests per second beside a bare server that answers the same bytes; memory |
//! | `start` | size of the program, time to the first page |
//! | `import` | a ledger of 100,000 rows |
//! | `search` | the look-up over 1,000,000 sites |
//! | `scale` | dashboard and list of 10,000 to 1,000,000 sites, on both databases |
//! | `code` | whether a small or dirty QR code is still read |
//! | `cold` | from a fresh clone to the first page; only when named |

mod ask;
mod code;
mod cold;
mod figure;
mod host;
mod http;
mod import;
mod lighthouse;
mod load;
mod page;
mod scale;
mod search;
mod start;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use self::figure::Figure;
use crate::sh::{cargo, finds, read, root, run as run_command, step, target};
use crate::{needs, release};

type Group = fn(&Bench) -> Result<Vec<Figure>>;

const GROUPS: [(&str, Group); 8] = [
    ("page", page::run),
    ("lighthouse", lighthouse::run),
    ("http", http::run),
    ("start", start::run),
    ("import", import::run),
    ("search", search::run),
    ("scale", scale::run),
    ("code", code::run),
];

/// What is measured, and where the measurements keep their things.
pub struct Bench {
    /// The release.
    binary: PathBuf,
    /// The limit: `server/examples/bare.rs`.
    bare: PathBuf,
    folder: PathBuf,
}

/// Measure the named groups, or all. `--built`: the release that stands there, without building it. `--write`: put the
/// figures into `docs/performance.md`. `--json FILE`: write them there.
pub fn run(args: &[&str]) -> Result<ExitCode> {
    let mut groups: Vec<(&str, Group)> = Vec::new();
    let (mut built, mut write, mut json) = (false, false, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--built" => built = true,
            "--write" => write = true,
            "--json" => json = Some(args.next().context("--json takes a file")?),
            "cold" => groups.push(("cold", cold::run)),
            name => match GROUPS.iter().find(|(group, _)| *group == name) {
                Some(group) => groups.push(*group),
                None => bail!("there is no group {name}"),
            },
        }
    }
    if groups.is_empty() {
        groups.extend(GROUPS);
    }
    let bench = Bench::prepare(built)?;
    let mut figures = Vec::new();
    for (name, group) in groups {
        figures.extend(step(name, || group(&bench))?);
    }
    figure::print(&figures);
    if write {
        figure::write(&figures)?;
    }
    if let Some(file) = json {
        fs::write(file, figure::json(&figures)).with_context(|| format!("cannot write {file}"))?;
    }
    Ok(if figures.iter().any(Figure::missed) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Bench {
    /// Build both programs, or take them as they are, and copy them aside: a build that ends in the middle of a
    /// measurement must not change what is measured.
    fn prepare(built: bool) -> Result<Self> {
        let [binary, bare] = ["release/mingxin", "release/examples/bare"].map(|file| target().join(file));
        if !(built && binary.is_file()) {
            release()?;
        }
        if !(built && bare.is_file()) {
            step("bare server", || {
                run_command(&mut cargo(&["build", "--locked", "--release", "--package=server", "--example=bare"]))
            })?;
        }
        let folder = target().join("bench");
        fs::create_dir_all(&folder)?;
        let aside = |file: PathBuf, name: &str| {
            let copy = folder.join(name);
            fs::copy(&file, &copy).with_context(|| format!("cannot copy {}", file.display()))?;
            anyhow::Ok(copy)
        };
        Ok(Self { binary: aside(binary, "mingxin")?, bare: aside(bare, "bare")?, folder })
    }

    /// The data folder of a demo district, made once.
    fn district(&self, projects: u64) -> Result<PathBuf> {
        let data = self.folder.join(format!("district-{projects}"));
        if !data.is_dir() {
            let unfinished = data.with_extension("unfinished");
            let _ = fs::remove_dir_all(&unfinished);
            step(&format!("district of {projects} sites"), || {
                let mut demo = Command::new(&self.binary);
                demo.args(["demo", "--projects", &projects.to_string(), "--data"]).arg(&unfinished);
                read(&mut demo)
            })?;
            fs::rename(&unfinished, &data)?;
        }
        Ok(data)
    }

    /// The tokens of all valid boards, the first site first.
    fn boards(&self, data: &Path) -> Result<Vec<String>> {
        let printed = read(Command::new(&self.binary).args(["board", "--data"]).arg(data))?;
        Ok(printed.lines().map(str::to_owned).collect())
    }

    /// A script of `end2end/bench`, which answers with JSON.
    fn script(&self, name: &str, args: &[&str]) -> Result<serde_json::Value> {
        needs::node_modules()?;
        let mut node = Command::new("node");
        node.arg(root().join("end2end/bench").join(name)).args(args);
        node.env("CHROMIUM", needs::chromium().context("please install Chromium")?);
        Ok(serde_json::from_str(&read(&mut node)?)?)
    }
}

/// A program that measurements call, from the Debian package of that name.
fn tool(program: &str, package: &str) -> Result<()> {
    if finds(program).is_some() { Ok(()) } else { needs::apt(&[package]) }
}
