//! What the commands need besides Rust, a C compiler and Node: installed where the rights allow, else named with the
//! exact command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::sh::{finds, read, root, run, step};

/// Something the browser journeys and the print tests call, and the Debian packages that bring it.
struct Need {
    present: fn() -> bool,
    packages: &'static [&'static str],
}

const JOURNEYS: [Need; 6] = [
    Need { present: || chromium().is_some(), packages: &["chromium"] },
    Need { present: || has_font("NotoSansCJK"), packages: &["fonts-noto-cjk"] },
    Need { present: || finds("zbarimg").is_some(), packages: &["zbar-tools"] },
    Need { present: || finds("pdftoppm").is_some(), packages: &["poppler-utils"] },
    Need { present: || finds("soffice").is_some(), packages: &["libreoffice-calc"] },
    Need { present: has_openpyxl, packages: &["python3", "python3-openpyxl"] },
];

/// Everything the browser journeys call.
pub fn journeys() -> Result<()> {
    let missing = JOURNEYS.iter().filter(|need| !(need.present)());
    let packages: Vec<&str> = missing.flat_map(|need| need.packages).copied().collect();
    apt(&packages)?;
    node_modules()?;
    // Lighthouse, which the measurements use too.
    npm_packages(&root().join("end2end/bench")).map(|_| ())
}

/// Debian packages. Without the rights: an error with the command to type.
pub fn apt(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if finds("apt-get").is_none() {
        bail!("please install: {list}");
    }
    if !is_root() {
        bail!("please run: sudo apt-get install --no-install-recommends {list}");
    }
    step(&format!("install {list}"), || {
        let mut update = Command::new("apt-get");
        run(update.args(["-qq", "update"]))?;
        let mut install = Command::new("apt-get");
        install.args(["-qq", "-y", "install", "--no-install-recommends"]).args(packages);
        run(install.env("DEBIAN_FRONTEND", "noninteractive"))
    })
}

/// The target that `app` is compiled for in the browser.
pub fn wasm_target() -> Result<()> {
    let sysroot = read(Command::new("rustc").args(["--print", "sysroot"]).current_dir(root()))?;
    if Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown").is_dir() {
        return Ok(());
    }
    ensure!(finds("rustup").is_some(), "please install the Rust target wasm32-unknown-unknown");
    run(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]).current_dir(root()))
}

/// `wasm-opt`, from npm if need be. `None`, with a notice, where npm cannot provide it.
pub fn wasm_opt() -> Result<Option<PathBuf>> {
    match node_modules() {
        Ok(folder) => Ok(Some(folder.join(".bin/wasm-opt"))),
        Err(error) => {
            println!("  wasm-opt is left out, downloads will be larger: {error:#}");
            Ok(None)
        }
    }
}

/// The folder of the npm packages of `end2end/`.
pub fn node_modules() -> Result<PathBuf> {
    npm_packages(&root().join("end2end"))
}

/// The folder of the npm packages of `package`, installed when its lock file changed.
pub fn npm_packages(package: &Path) -> Result<PathBuf> {
    let folder = package.join("node_modules");
    let lock = fs::read(package.join("package-lock.json"))?;
    let stamp = folder.join(".installed-lock.json");
    if !fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        ensure!(finds("npm").is_some(), "please install Node 20 or later with npm");
        step("npm packages", || {
            let mut npm = Command::new("npm");
            npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(package);
            run(npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))
        })?;
        fs::write(&stamp, lock)?;
    }
    Ok(folder)
}

/// The browser of the system.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(finds)
}

pub fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn has_font(name: &str) -> bool {
    let list = read(Command::new("fc-list").args([":", "file"]));
    list.is_ok_and(|files| files.contains(name))
}

fn has_openpyxl() -> bool {
    read(Command::new("python3").args(["-c", "import openpyxl"])).is_ok()
}
