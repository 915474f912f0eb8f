//! The four categories of Lighthouse, for a phone, on the public pages.

use anyhow::{Context, Result};
use serde_json::Value;

use super::Bench;
use super::figure::Figure;
use super::host::{Cores, Host};
use crate::needs;
use crate::sh::root;

const DISTRICT: u64 = 40;

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    needs::npm_packages(&root().join("end2end/bench"))?;
    let data = bench.district(DISTRICT)?;
    let board = format!("/b/{}", bench.boards(&data)?.first().context("the district is empty")?);
    let ours = Host::mingxin(&bench.binary, &data, "/", Cores::All)?;
    let urls = ["/", &board, "/rights"].map(|path| format!("http://{}{path}", ours.address));
    let pages = bench.script("lighthouse.mjs", &urls.each_ref().map(String::as_str))?;
    pages.as_array().context("no pages")?.iter().map(figure).collect()
}

/// The lowest of the four categories of one page.
fn figure(page: &Value) -> Result<Figure> {
    let name = page["page"].as_str().context("no page")?;
    let scores = page["scores"].as_array().context("no scores")?;
    let lowest = scores.iter().filter_map(|score| score[1].as_f64()).fold(f64::INFINITY, f64::min);
    let each = scores.iter().map(|score| format!("{} {}", score[0].as_str().unwrap_or_default(), score[1]));
    let costly = page["costly"].as_array().map(Vec::as_slice).unwrap_or_default();
    let costly = costly.iter().filter_map(Value::as_str).map(|audit| format!("; lost by {audit}"));
    let note = each.collect::<Vec<_>>().join(", ") + &costly.collect::<String>();
    Ok(Figure::at_least("P7", format!("Lighthouse mobile, lowest category, {name}"), (100.0, 98.0), "")
        .measured(lowest, note))
}
