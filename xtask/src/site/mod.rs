//! Builds `target/site`, everything a browser downloads, ready for the server to embed:
//!
//! | file | is |
//! |---|---|
//! | `pkg-<hash>/…` | script, wasm modules and style sheets, immutable under that name |
//! | everything in `public/` | as it is, at the root |
//! | `*.br`, `*.gz` | the same compressed, where that is smaller |
//! | `manifest.json` | the name of the folder and the public style sheet, which stands inside every public page |

mod css;
mod pack;
mod wasm;

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::json;

use crate::sh::{root, step};

/// How much work goes into making downloads small.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For a look on this machine: no wasm-opt, light compression.
    Quick,
    /// For release: as small as it gets.
    Small,
}

/// Bring `target/site` up to date. What did not change since the last time is left alone.
pub fn build(effort: Effort) -> Result<()> {
    let wasm = wasm::build(effort)?;
    let styles = step("styles", css::build)?;
    let inputs = pack::digest([wasm.digest(), &styles.digest(), &pack::folder_digest(&root().join("public"))?]);
    let stamp = format!("{inputs} {}", effort.name());
    let stamp_file = site().join(".stamp");
    if fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
        return Ok(());
    }
    step("site", || {
        let files = wasm.files()?.into_iter().chain(styles.files()).collect::<Vec<_>>();
        let pkg = format!("pkg-{}", &pack::digest(files.iter().map(|(_, bytes)| bytes))[..10]);
        let _ = fs::remove_dir_all(site());
        pack::write(&site().join(&pkg), files, effort)?;
        pack::write(&site(), pack::public_files(&root().join("public"), &pkg)?, effort)?;
        let manifest = json!({ "pkg": format!("/{pkg}"), "css": styles.inline() });
        fs::write(site().join("manifest.json"), manifest.to_string())?;
        fs::write(&stamp_file, &stamp)?;
        Ok(())
    })
}

/// Where the site stands. The server embeds this folder, so it does not follow `CARGO_TARGET_DIR`.
fn site() -> PathBuf {
    root().join("target/site")
}

impl Effort {
    fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Small => "small",
        }
    }
}
