//! Whether the QR code of a board is still read when it is small, and when it is dirty.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::ask::get;
use super::figure::Figure;
use super::host::{Cores, Host, PUBLIC_URL};
use super::{Bench, tool};
use crate::sh::read;

const BOARDS: u64 = 40;
/// Width of the small picture, quiet zone and all, pixels.
const SMALL: u32 = 82;
/// What a phone sees of a dirty code while it comes nearer; one good look is enough.
const LOOKS: [u32; 4] = [82, 123, 164, 246];
const QUIET: f64 = 4.0;
/// Part of the code that is covered.
const DIRT: f64 = 0.10;
/// Ways in which each code gets dirty.
const SEEDS: u64 = 5;

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    tool("rsvg-convert", "librsvg2-bin")?;
    tool("zbarimg", "zbar-tools")?;
    let data = bench.district(BOARDS)?;
    let host = Host::mingxin(&bench.binary, &data, "/", Cores::All)?;
    let boards = bench.boards(&data)?;
    let (mut modules, mut clean, mut dirty) = (0.0_f64, 0, 0);
    for (board, token) in (0..).zip(&boards) {
        let address = format!("{PUBLIC_URL}/B/{token}").to_uppercase();
        let code = get(host.address, &format!("/b/{token}/qr.svg"), &[])?;
        let svg = code.text()?;
        let size = modules_of(svg)?;
        modules = modules.max(size);
        clean += u64::from(reads(&bench.folder, svg, &[SMALL], &address)?);
        for seed in board * SEEDS..(board + 1) * SEEDS {
            let soiled = svg.replace("</svg>", &format!("{}</svg>", dirt(size, seed)));
            dirty += u64::from(reads(&bench.folder, &soiled, &LOOKS, &address)?);
        }
    }
    let part = |read: u64, all: u64| (read as f64 / all as f64, format!("{read} of {all} by zbar"));
    let (clean, clean_note) = part(clean, boards.len() as u64);
    let (dirty, dirty_note) = part(dirty, boards.len() as u64 * SEEDS);
    Ok(vec![
        Figure::at_most("P22", "modules of the QR code at level H", (29.0, 33.0), "").measured(modules, PUBLIC_URL),
        Figure::at_least("P22", "QR codes read when small", (0.99, 0.97), "")
            .measured(clean, format!("{clean_note}, {SMALL} px wide")),
        Figure::at_least("P22", "QR codes read with a tenth covered by dirt", (0.8, 0.7), "")
            .measured(dirty, format!("{dirty_note}, in one of four looks, 82 to 246 px wide")),
    ])
}

/// Modules on a side, from the view box, which has the quiet zone around them.
fn modules_of(svg: &str) -> Result<f64> {
    let (_, rest) = svg.split_once("viewBox=\"").context("no view box")?;
    let side = rest.split(['"', ' ']).nth(2).context("no width")?;
    Ok(side.parse::<f64>()? - 2.0 * QUIET)
}

/// Whether zbar reads this address from the picture, drawn in one of these widths.
fn reads(folder: &Path, svg: &str, widths: &[u32], address: &str) -> Result<bool> {
    let (drawn, pixels) = (folder.join("code.svg"), folder.join("code.png"));
    fs::write(&drawn, svg)?;
    for width in widths.iter().map(u32::to_string) {
        read(Command::new("rsvg-convert").args(["--width", &width]).arg(&drawn).arg("--output").arg(&pixels))?;
        // It fails when it finds no code.
        let found = read(Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&pixels)).unwrap_or_default();
        if found.trim() == address {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Blots of mud and scratches, anywhere on the code, until a tenth of it is covered. The same for the same seed.
fn dirt(modules: f64, seed: u64) -> String {
    const GRID: usize = 4;
    let side = modules as usize * GRID;
    let mut covered = vec![false; side * side];
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    let mut random = || {
        // Knuth's MMIX constants; the upper bits are the good ones.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1 << 24) as f64
    };
    let mut blots = String::new();
    while (covered.iter().filter(|&&it| it).count() as f64) < DIRT * covered.len() as f64 {
        let (x, y, radius) = (random() * modules, random() * modules, 0.6 + random() * 1.4);
        let colour = if random() < 0.5 { "#43392b" } else { "#e8e4da" };
        let _ = write!(
            blots,
            "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"{radius:.2}\" fill=\"{colour}\"/>",
            x + QUIET,
            y + QUIET
        );
        for (place, cell) in covered.iter_mut().enumerate() {
            let centre = |index: usize| (index as f64 + 0.5) / GRID as f64;
            let (dx, dy) = (centre(place % side) - x, centre(place / side) - y);
            *cell |= dx * dx + dy * dy <= radius * radius;
        }
    }
    blots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_soils_the_same_places() {
        assert_eq!(dirt(29.0, 3), dirt(29.0, 3));
        assert_ne!(dirt(29.0, 3), dirt(29.0, 4));
        assert_eq!(modules_of("<svg viewBox=\"0 0 37 37\">").unwrap(), 29.0);
    }
}
