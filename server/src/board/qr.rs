//! The QR code of a board: upper-case URL, error correction level H, so that a scratched sign still leads home.

use anyhow::Context;
use common::id::BoardToken;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::convert::{Builder, Shape};
use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, QRCode};

/// The address behind the code, in the alphanumeric alphabet of QR: `HTTPS://HOST/B/TOKEN`.
pub fn address(public_url: &str, token: &BoardToken) -> String {
    format!("{}/B/{token}", public_url.trim_end_matches('/')).to_uppercase()
}

/// The code: version 3 (29 modules) for a host of up to 14 characters, version 4 up to 29.
pub fn code(public_url: &str, token: &BoardToken) -> anyhow::Result<QRCode> {
    QRBuilder::new(address(public_url, token)).ecl(ECL::H).build().context("the public URL is too long for a QR code")
}

/// As a scalable picture with the quiet zone of four modules.
pub fn svg(public_url: &str, token: &BoardToken) -> anyhow::Result<String> {
    let code = code(public_url, token)?;
    Ok(SvgBuilder::default().shape(Shape::Square).margin(4).to_str(&code))
}

/// For the terminal: two modules a character, light on dark inverted so that cameras read it.
pub fn terminal(public_url: &str, token: &BoardToken) -> anyhow::Result<String> {
    const QUIET: usize = 2;
    let code = code(public_url, token)?;
    let size = code.size;
    let dark = |row: usize, column: usize| {
        let inside = (QUIET..QUIET + size).contains(&row) && (QUIET..QUIET + size).contains(&column);
        inside && code[row - QUIET][column - QUIET].value()
    };
    let mut text = String::new();
    for row in (0..size + 2 * QUIET).step_by(2) {
        for column in 0..size + 2 * QUIET {
            text.push(match (dark(row, column), dark(row + 1, column)) {
                (true, true) => ' ',
                (true, false) => '▄',
                (false, true) => '▀',
                (false, false) => '█',
            });
        }
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_fourteen_characters_fits_version_three() {
        let token = BoardToken::from_random(123_456_789);
        let code = code("https://mx.example.com", &token).unwrap();
        assert_eq!((code.size, address("https://mx.example.com", &token).len()), (29, 35));
    }

    #[test]
    fn the_terminal_shows_every_module() {
        let token = BoardToken::from_random(1);
        let text = terminal("http://127.0.0.1:3000", &token).unwrap();
        assert_eq!(text.lines().count(), 17);
        assert!(text.lines().all(|line| line.chars().count() == 33));
    }
}
