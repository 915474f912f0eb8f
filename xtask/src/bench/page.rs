//! What somebody with an old phone and a slow network waits for.

use std::collections::BTreeSet;
use std::io::Read;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Bench;
use super::ask::{Answer, get};
use super::figure::Figure;
use super::host::{Cores, Host};
use super::load::median;

/// The key element ends with these words: who must pay.
const KEY: &str = "没拿到，总包先垫付。";
/// What Chromium accepts.
const ACCEPT: &str = "Accept-Encoding: gzip, deflate, br, zstd";
const DISTRICT: u64 = 40;

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    let data = bench.district(DISTRICT)?;
    let board = format!("/b/{}", bench.boards(&data)?.first().context("the district is empty")?);
    let ours = Host::mingxin(&bench.binary, &data, "/", Cores::All)?;
    let url = |path: &str| format!("http://{}{path}", ours.address);
    let answer = get(ours.address, &board, &[ACCEPT])?;
    let mut figures = vec![bytes(&answer)?];
    let seen = bench.script("requests.mjs", &[&url(&board)])?;
    figures.extend(requests(&seen)?);
    let floor = bench.script("floor.mjs", &[&url(&board)])?;
    let floor = by_hand(floor["html"].as_str().context("no page")?)?;
    let floor_size = floor.body.len();
    let limit = Host::bare(&bench.bare, &floor, &bench.folder, Cores::All)?;
    let times = bench.script("key.mjs", &[&url(&board), &format!("http://{}{board}", limit.address)])?;
    figures.extend(key_element(&times, floor_size)?);
    let steady = bench.script("steady.mjs", &[&url("/"), &url(&board), &url("/rights")])?;
    figures.extend(steadiness(&steady)?);
    figures.extend(downloads(&ours, &answer)?);
    figures.extend(dashboard(bench, &ours)?);
    Ok(figures)
}

/// I3: the first figures of the official area beside the same page finished, with everything inside.
fn dashboard(bench: &Bench, ours: &Host) -> Result<[Figure; 2]> {
    let url = format!("http://{}", ours.address);
    let copy = bench.script("dashboard.mjs", &["copy", &url])?;
    let copy = by_hand(copy["html"].as_str().context("no page")?)?;
    let limit = Host::bare(&bench.bare, &copy, &bench.folder, Cores::All)?;
    let times = bench.script("dashboard.mjs", &["time", &url, &format!("http://{}/", limit.address)])?;
    let middle = |name: &str| {
        let runs = times[name].as_array().context("no runs")?;
        anyhow::Ok(median(runs.iter().filter_map(Value::as_f64).collect()))
    };
    let (first, later, limit) = (middle("first")?, middle("later")?, middle("limit")?);
    let figure = |visit: &str, time: f64| {
        let note = format!("{time:.0} and {limit:.0} ms; processor ÷ 2, 20 ms, 20 Mbit/s");
        Figure::at_most(
            "I3",
            format!("first figures of the dashboard ÷ the same page finished, {visit}"),
            (1.5, 1.5),
            "",
        )
        .measured(time / limit, note)
    };
    Ok([figure("first visit of a browser", first), figure("later visits", later)])
}

/// P1: the head of the answer, and as much of its body as it takes to know who must pay.
fn bytes(answer: &Answer) -> Result<Figure> {
    let shows_key = |length: usize| decoded(&answer.body[..length]).is_some_and(|html| html.contains(KEY));
    let whole = answer.body.len();
    ensure!(shows_key(whole), "the board does not say who must pay");
    let (mut too_short, mut enough) = (0, whole);
    while enough - too_short > 1 {
        let middle = (too_short + enough) / 2;
        if shows_key(middle) { enough = middle } else { too_short = middle }
    }
    let head = answer.head.len();
    Ok(Figure::at_most("P1", "bytes up to the key element, headers included", (6.0, 12.5), " kB").measured(
        (head + enough) as f64 / 1e3,
        format!("of {:.1} kB in all; headers {head} B", (head + whole) as f64 / 1e3),
    ))
}

/// As much of a page as these bytes of brotli tell; `None` for what is not text.
fn decoded(body: &[u8]) -> Option<String> {
    let mut html = Vec::new();
    let mut reader = brotli::Decompressor::new(body, 4096);
    let mut part = [0; 4096];
    while let Ok(length @ 1..) = reader.read(&mut part) {
        html.extend_from_slice(&part[..length]);
    }
    (!html.is_empty()).then(|| String::from_utf8_lossy(&html).into_owned())
}

/// P2.
fn requests(seen: &Value) -> Result<Vec<Figure>> {
    let number = |name: &str| seen[name].as_f64().with_context(|| format!("no {name}"));
    Ok(vec![
        Figure::at_most("P2", "requests before the key element", (1.0, 1.0), "").measured(number("requests")?, ""),
        Figure::at_most("P2", "wasm bytes before idle", (0.0, 0.0), " B")
            .measured(number("wasm")?, format!("asked for {:.0} ms after the page was loaded", number("later_ms")?)),
    ])
}

/// The same content as somebody would write it by hand, compressed as well as it goes.
fn by_hand(html: &str) -> Result<Answer> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: html.len(), ..Default::default() };
    let mut body = Vec::new();
    brotli::BrotliCompress(&mut html.as_bytes(), &mut body, &params)?;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-encoding: br\r\n\r\n".to_owned();
    Ok(Answer { status: 200, head, body })
}

/// P3.
fn key_element(times: &Value, floor_size: usize) -> Result<Vec<Figure>> {
    let figure = |network: &Value| {
        let name = network["name"].as_str().context("no name")?;
        let middle = |side: &str| {
            let runs = network[side].as_array().context("no runs")?;
            anyhow::Ok(median(runs.iter().filter_map(Value::as_f64).collect()))
        };
        let (ours, limit) = (middle("ours")?, middle("limit")?);
        let what = format!("time to the key element ÷ written by hand, {name}");
        let note = format!("{ours:.0} and {limit:.0} ms; processor ÷ 4; by hand {:.1} kB", floor_size as f64 / 1e3);
        Ok(Figure::at_most("P3", what, (1.10, 1.25), "").measured(ours / limit, note))
    };
    times.as_array().context("no networks")?.iter().map(figure).collect()
}

/// P6: the worst of all pages.
fn steadiness(pages: &Value) -> Result<Vec<Figure>> {
    let pages = pages.as_array().context("no pages")?;
    let worst = |name: &str| pages.iter().filter_map(|page| page[name].as_f64()).fold(f64::NAN, f64::max);
    let each = |name: &str| {
        let page = |page: &Value| format!("{} {}", page["page"].as_str().unwrap_or_default(), page[name]);
        pages.iter().map(page).collect::<Vec<_>>().join(", ")
    };
    Ok(vec![
        Figure::at_most("P6", "layout shift, processor ÷ 6", (0.0, 0.01), "").measured(worst("shift"), each("shift")),
        Figure::at_most("P6", "time that long tasks take beyond 50 ms, processor ÷ 6", (0.0, 50.0), " ms")
            .measured(worst("blocked_ms"), each("blocked_ms")),
        Figure::at_most("P6", "interaction to next paint, processor ÷ 6", (80.0, 150.0), " ms")
            .measured(worst("interaction_ms"), each("interaction_ms")),
    ])
}

/// P9: what the loader in the page fetches, as it comes from the server.
fn downloads(ours: &Host, page: &Answer) -> Result<Vec<Figure>> {
    let html = decoded(&page.body).context("no page")?;
    let start = html.find("/pkg-").context("the page loads no application")?;
    let pkg = html[start..].split(['/', '"']).nth(1).context("no folder")?;
    let size = |name: &str| {
        let answer = get(ours.address, &format!("/{pkg}/{name}"), &[ACCEPT])?;
        ensure!(answer.status == 200, "{name} was answered with {}", answer.status);
        anyhow::Ok(answer.body.len() as f64 / 1e3)
    };
    let chunks = get(ours.address, &format!("/{pkg}/chunks.js"), &[])?;
    let names: BTreeSet<&str> =
        chunks.text()?.split(['"', '\'', '/', '`']).filter(|word| word.ends_with(".wasm")).collect();
    let main = [size("app.wasm")?, size("app.js")?, size("chunks.js")?];
    let lazy = names.iter().map(|name| size(name)).collect::<Result<Vec<_>>>()?;
    let note = format!("wasm {:.0}, script {:.1} and {:.1} kB", main[0], main[1], main[2]);
    Ok(vec![
        Figure::at_most("P9", "application of the public pages, brotli", (170.0, 230.0), " kB")
            .measured(main.iter().sum(), note),
        Figure::at_most("P9", "chunks of the official pages, brotli", (200.0, 300.0), " kB")
            .measured(lazy.iter().sum(), format!("{} modules", lazy.len())),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_up_to_the_key_element() {
        let html = format!("<p>工资</p>{KEY}{}", (0..4000).map(|n| n.to_string()).collect::<String>());
        let answer = by_hand(&html).unwrap();
        let figure = bytes(&answer).unwrap();
        assert!(!figure.missed());
        assert_eq!(decoded(&answer.body), Some(html));
    }
}
