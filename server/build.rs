//! The server embeds `target/site`. On a clean clone nothing is there yet: an empty folder gives a server whose pages
//! have neither styles nor script.

use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    fs::create_dir_all(&site)?;
    println!("cargo::rerun-if-changed={}", site.join("manifest.json").display());
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
