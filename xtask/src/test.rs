//! `cargo xtask test` and `cargo xtask check`: every step runs, whatever failed before, and the last line counts.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::postgres::Postgres;
use crate::sh::{cargo, finds, root, step, target};
use crate::{needs, release};

/// Passed and failed so far.
#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
}

/// Format, lints, unit and API tests on both databases, browser journeys on the release build.
pub fn everything() -> Result<ExitCode> {
    let mut count = Count::default();
    lints(&mut count);
    match step("PostgreSQL", Postgres::start) {
        Ok(postgres) => rust_tests(&mut count, Some(&postgres.url())),
        Err(error) => {
            count.fail(&error);
            rust_tests(&mut count, None);
        }
    }
    count.one("documentation examples", &mut cargo(&["test", "--locked", "--workspace", "--doc", "--quiet"]));
    match step("release", release).and_then(|()| needs::journeys()) {
        Ok(()) => journeys(&mut count),
        Err(error) => count.fail(&error),
    }
    count.close()
}

/// Format, lints, unit and API tests on SQLite.
pub fn quick_half() -> Result<ExitCode> {
    let mut count = Count::default();
    lints(&mut count);
    rust_tests(&mut count, None);
    count.close()
}

fn lints(count: &mut Count) {
    if let Err(error) = needs::wasm_target() {
        count.fail(&error);
    }
    count.one("format", &mut cargo(&["fmt", "--all", "--check"]));
    let native = ["clippy", "--locked", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    count.one("lints", &mut cargo(&native));
    let wasm = ["clippy", "--locked", "--package=app", "--features=hydrate", "--target=wasm32-unknown-unknown"];
    count.one("lints for the browser", cargo(&wasm).args(["--quiet", "--", "-D", "warnings"]));
}

/// All tests of all crates. With `postgres` the API tests run on both databases.
fn rust_tests(count: &mut Count, postgres: Option<&str>) {
    let mut tests = if finds("cargo-nextest").is_some() {
        cargo(&["nextest", "run", "--locked", "--workspace", "--no-fail-fast", "--no-tests=pass"])
    } else {
        cargo(&["test", "--locked", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"])
    };
    if let Some(url) = postgres {
        tests.env("MINGXIN_TEST_PG", url);
    }
    count.many("unit and API tests", &mut tests, |printed| Some(rust_summary(printed)));
}

/// The browser journeys of `end2end/`, on the release build.
fn journeys(count: &mut Count) {
    let report = target().join("journeys.json");
    let _ = fs::remove_file(&report);
    let end2end = root().join("end2end");
    let mut playwright = Command::new("npx");
    playwright.args(["playwright", "test", "--reporter=list,json"]).current_dir(end2end);
    playwright.env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report).env("CI", "1");
    playwright.env("MINGXIN", target().join("release/mingxin"));
    playwright.envs(needs::chromium().map(|browser| ("CHROMIUM", browser)));
    count.many("browser journeys", &mut playwright, |_| {
        let report: Value = serde_json::from_slice(&fs::read(&report).ok()?).ok()?;
        let stat = |name: &str| report["stats"][name].as_u64().unwrap_or(0);
        if stat("flaky") > 0 {
            println!("  {} of them passed only when run again", stat("flaky"));
        }
        Some((stat("expected") + stat("flaky"), stat("unexpected")))
    });
}

impl Count {
    fn fail(&mut self, error: &anyhow::Error) {
        println!("  failed: {error:#}");
        self.failed += 1;
    }

    /// A step that passes or fails as a whole.
    fn one(&mut self, name: &str, command: &mut Command) {
        match step(name, || crate::sh::run(command)) {
            Ok(()) => self.passed += 1,
            Err(error) => self.fail(&error),
        }
    }

    /// A step that counts for itself; `summary` finds (passed, failed) in what it printed. A failure that it did not
    /// count, such as a test that does not compile, counts as one.
    fn many(&mut self, name: &str, command: &mut Command, summary: impl Fn(&str) -> Option<(u64, u64)>) {
        match step(name, || tee(command)) {
            Ok((succeeded, printed)) => {
                let (passed, failed) = summary(&printed).unwrap_or_default();
                self.passed += passed;
                self.failed += if succeeded { failed } else { failed.max(1) };
            }
            Err(error) => self.fail(&error),
        }
    }

    fn close(self) -> Result<ExitCode> {
        println!("{} passed, {} failed", self.passed, self.failed);
        Ok(if self.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Run while showing what it prints; whether it succeeded, and all it printed.
fn tee(command: &mut Command) -> Result<(bool, String)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let out = child.stdout.take().context("stdout is piped")?;
    let err = child.stderr.take().context("stderr is piped")?;
    let printed = std::thread::scope(|scope| {
        let err = scope.spawn(|| copy(err));
        let out = copy(out);
        out + &err.join().unwrap_or_default()
    });
    Ok((child.wait()?.success(), printed))
}

fn copy(stream: impl Read) -> String {
    let mut all = String::new();
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        let _ = writeln!(std::io::stdout(), "{line}");
        all.push_str(&line);
        all.push('\n');
    }
    all
}

/// Passed and failed, from the summaries of `cargo nextest` or `cargo test`.
fn rust_summary(printed: &str) -> (u64, u64) {
    let summaries = printed.lines().filter(|line| line.contains("tests run:") || line.contains("test result:"));
    summaries.fold((0, 0), |(passed, failed), line| {
        (passed + number_before(line, "passed"), failed + number_before(line, "failed"))
    })
}

/// The number that stands before `word`, as in `12 passed`; 0 if it does not occur.
fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|part| !part.is_empty()).collect();
    let place = words.iter().position(|part| *part == word).and_then(|place| place.checked_sub(1));
    place.and_then(|place| words[place].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::rust_summary;

    #[test]
    fn either_runner_is_counted() {
        let nextest = "     Summary [   1.2s] 14 tests run: 12 passed (1 slow), 2 failed, 3 skipped";
        assert_eq!(rust_summary(nextest), (12, 2));
        let cargo =
            "test result: ok. 5 passed; 0 failed; 1 ignored\ntest result: FAILED. 2 passed; 1 failed; 0 ignored";
        assert_eq!(rust_summary(cargo), (7, 1));
    }
}
