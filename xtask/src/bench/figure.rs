//! One measured figure with what it should be, the table of all, and the same table in `docs/performance.md`.

use std::fs;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::sh::root;

/// Where the rows go; the rest of the document is written by hand.
const DOCUMENT: &str = "docs/performance.md";
const BEGIN: &str = "<!-- figures -->\n";
const END: &str = "<!-- /figures -->\n";
const HEAD: &str = "| # | figure | measured | goal | floor | verdict | how it came about |\n\
    | --- | --- | --- | --- | --- | --- | --- |\n";

/// A figure of `design.md`, section 4.
pub struct Figure {
    /// Such as `P10`.
    id: &'static str,
    what: String,
    measured: f64,
    goal: f64,
    floor: f64,
    /// Follows the numbers: ` kB`, ` ms`, or nothing for a ratio.
    unit: &'static str,
    less_is_better: bool,
    /// Both sides of a ratio, or whatever else a reader needs to trust the number.
    note: String,
}

impl Figure {
    /// Something that should stay below its goal, and must stay below its floor.
    pub fn at_most(id: &'static str, what: impl Into<String>, (goal, floor): (f64, f64), unit: &'static str) -> Self {
        let (what, note) = (what.into(), String::new());
        Self { id, what, measured: f64::NAN, goal, floor, unit, less_is_better: true, note }
    }

    /// Something that should reach its goal, and must reach its floor.
    pub fn at_least(id: &'static str, what: impl Into<String>, (goal, floor): (f64, f64), unit: &'static str) -> Self {
        Self { less_is_better: false, ..Self::at_most(id, what, (goal, floor), unit) }
    }

    pub fn measured(mut self, measured: f64, note: impl Into<String>) -> Self {
        (self.measured, self.note) = (measured, note.into());
        self
    }

    fn reaches(&self, mark: f64) -> bool {
        if self.less_is_better { self.measured <= mark } else { self.measured >= mark }
    }

    pub fn missed(&self) -> bool {
        !self.reaches(self.floor)
    }

    fn verdict(&self) -> &'static str {
        match (self.reaches(self.goal), self.reaches(self.floor)) {
            (true, _) => "goal",
            (_, true) => "floor",
            _ => "missed",
        }
    }

    fn cells(&self) -> [String; 7] {
        let sign = if self.less_is_better { "≤" } else { "≥" };
        let unit = self.unit;
        [
            self.id.to_owned(),
            self.what.clone(),
            format!("{}{unit}", short(self.measured)),
            format!("{sign} {}{unit}", short(self.goal)),
            format!("{sign} {}{unit}", short(self.floor)),
            self.verdict().to_owned(),
            self.note.clone(),
        ]
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id, "figure": self.what, "measured": self.measured, "goal": self.goal, "floor": self.floor,
            "unit": self.unit.trim(), "verdict": self.verdict(), "note": self.note,
        })
    }
}

/// Three digits that count.
fn short(number: f64) -> String {
    let size = number.abs();
    let decimals = if number.fract() == 0.0 || size >= 100.0 {
        0
    } else if size >= 10.0 {
        1
    } else {
        2
    };
    format!("{number:.decimals$}")
}

/// The table for a terminal.
pub fn print(figures: &[Figure]) {
    let names = ["#", "figure", "measured", "goal", "floor", "verdict", "how it came about"];
    let rows: Vec<[String; 7]> =
        std::iter::once(names.map(str::to_owned)).chain(figures.iter().map(Figure::cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    for row in &rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// All figures as one JSON list.
pub fn json(figures: &[Figure]) -> String {
    Value::from(figures.iter().map(Figure::json).collect::<Vec<_>>()).to_string()
}

/// Put the figures into the document: a row of the same number and name is replaced, others stay.
pub fn write(figures: &[Figure]) -> Result<()> {
    let file = root().join(DOCUMENT);
    let document = fs::read_to_string(&file).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let (before, rest) = document.split_once(BEGIN).context("the document has no place for figures")?;
    let (old, after) = rest.split_once(END).context("the place for figures has no end")?;
    let new: Vec<String> = figures.iter().map(|figure| format!("| {} |", figure.cells().join(" | "))).collect();
    let rows = merged(old.lines().skip(2), new);
    fs::write(&file, format!("{before}{BEGIN}{HEAD}{rows}{END}{after}"))?;
    Ok(())
}

/// Old rows that have no newer one, and the new ones, in the order of their numbers.
fn merged<'a>(old: impl Iterator<Item = &'a str>, new: Vec<String>) -> String {
    let kept = old.filter(|old| new.iter().all(|new| key(new) != key(old))).map(str::to_owned);
    let mut rows: Vec<String> = kept.chain(new.iter().cloned()).collect();
    rows.sort_by_key(|row| (number(row), key(row).1.to_owned()));
    rows.into_iter().map(|row| row + "\n").collect()
}

/// Number and name of a row.
fn key(row: &str) -> (&str, &str) {
    let mut cells = row.split('|').skip(1).map(str::trim);
    (cells.next().unwrap_or_default(), cells.next().unwrap_or_default())
}

fn number(row: &str) -> u32 {
    key(row).0.trim_start_matches('P').parse().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_reaches_its_goal_on_the_mark() {
        let ratio = |measured| Figure::at_least("P10", "ratio", (0.9, 0.8), "").measured(measured, "");
        assert_eq!((ratio(0.9).verdict(), ratio(0.8).verdict(), ratio(0.79).verdict()), ("goal", "floor", "missed"));
        let bytes = |measured| Figure::at_most("P1", "bytes", (6.0, 12.5), " kB").measured(measured, "");
        assert_eq!((bytes(6.0).verdict(), bytes(12.5).verdict(), bytes(12.6).verdict()), ("goal", "floor", "missed"));
        assert!(bytes(f64::NAN).missed());
    }

    #[test]
    fn a_measured_row_replaces_the_old_one_and_leaves_the_rest() {
        let old = ["| P2 | requests | 1 |", "| P10 | pages | 0.5 |"];
        let new = vec!["| P10 | pages | 0.9 |".to_owned(), "| P1 | bytes | 6 |".to_owned()];
        let rows = merged(old.into_iter(), new);
        assert_eq!(rows, "| P1 | bytes | 6 |\n| P2 | requests | 1 |\n| P10 | pages | 0.9 |\n");
    }
}
