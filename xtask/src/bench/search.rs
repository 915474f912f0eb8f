//! How long a look-up takes over a million sites.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::Bench;
use super::ask::Connection;
use super::figure::Figure;
use super::host::{Cores, Host};

const SITES: u64 = 1_000_000;
/// Boards whose words are asked for.
const BOARDS: usize = 400;
/// What everybody types, and what matches almost every site.
const COMMON: [&str; 8] = ["示例", "项目", "建设", "工地", "shifan", "sl", "小区", "劳务"];

pub fn run(bench: &Bench) -> Result<Vec<Figure>> {
    let data = bench.district(SITES)?;
    let boards = bench.boards(&data)?;
    let host = Host::mingxin(&bench.binary, &data, "/healthz", Cores::All)?;
    let mut connection = Connection::open(host.address)?;
    let mut questions: Vec<String> = COMMON.iter().map(|&question| question.to_owned()).collect();
    for token in boards.iter().step_by((boards.len() / BOARDS).max(1)) {
        let board = connection.get(&format!("/api/v1/boards/{token}"), &[])?;
        questions.extend(questions_for(&serde_json::from_slice(&board.body)?));
    }
    let mut times = Vec::new();
    // The first time over, the pages of the database come from the disk.
    for measured in [false, true] {
        for (number, question) in questions.iter().enumerate() {
            // As many visitors, so that nobody asks too often.
            let visitor = format!("X-Forwarded-For: 10.1.{}.{}", number / 256 % 256, number % 256);
            let path = format!("/api/v1/projects?q={}", escaped(question));
            let began = Instant::now();
            let answer = connection.get(&path, &[&visitor])?;
            ensure!(answer.status == 200, "{question} was answered with {}", answer.status);
            if measured {
                times.push((began.elapsed().as_secs_f64() * 1e3, question));
            }
        }
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    let figure = |name: &str, part, marks| {
        Figure::at_most("P17", format!("look-up over {SITES} sites, {name}"), marks, " ms").measured(at(part).0, "")
    };
    let slowest = at(1.0);
    let note = format!("{} questions over HTTP; slowest {:.0} ms: {}", times.len(), slowest.0, slowest.1);
    Ok(vec![
        figure("half of them", 0.5, (0.5, 2.0)),
        figure("19 of 20", 0.95, (2.0, 8.0)),
        figure("99 of 100", 0.99, (8.0, 25.0)).measured(at(0.99).0, note),
    ])
}

/// What somebody who stands at the fence might type: two characters and up of each name, and the numbers.
fn questions_for(board: &Value) -> Vec<String> {
    let chain = board["chain"].as_array().map(Vec::as_slice).unwrap_or_default();
    let firms = chain.iter().take(4).map(|party| &party["name"]);
    let names = [&board["name"], &board["nickname"], &board["address"]].into_iter().chain(firms);
    let parts = names.filter_map(Value::as_str).flat_map(|name| {
        let letters: Vec<char> = name.chars().collect();
        let middle = letters.len() / 2;
        let two = letters.iter().skip(middle.saturating_sub(1)).take(2).collect::<String>();
        let four = letters.iter().skip(letters.len().saturating_sub(5)).take(4).collect::<String>();
        [two, four, name.to_owned()]
    });
    let numbers = [&board["token"], &board["permit"]].into_iter().filter_map(Value::as_str).map(str::to_owned);
    parts.chain(numbers).collect()
}

/// Percent-encoded for a query.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut path, byte| {
        let _ = write!(path, "%{byte:02X}");
        path
    })
}
