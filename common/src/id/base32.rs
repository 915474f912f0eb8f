//! Codes that people read aloud and type: Crockford's base 32 with one check character.
//!
//! A code is right when Σ αⁱ·cᵢ = 0 in the field of 32 elements (x⁵ = x² + 1), counting i from the last character,
//! with α = x. The weights αⁱ differ for 31 places, so in any code up to that length
//! - one wrong character changes the sum by αⁱ·(c − c′) ≠ 0, and
//! - two characters exchanged, neighbours or not, change it by (αⁱ − αʲ)·(a − b) ≠ 0:
//!
//! every single substitution and every transposition is found. A plain sum modulo 32 cannot do this, since an even
//! weight hides some substitutions and odd weights hide some transpositions.

use super::{IdFault, IdKind, stranger};
use crate::text::compact;

/// Without I, L, O (read as 1, 1, 0) and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The lowest bits of `random` as `length` characters, the last of which is the check.
pub fn encode(random: u64, length: usize) -> String {
    let mut values: Vec<u8> = (1..length).map(|place| (random >> (5 * (place - 1)) & 31) as u8).collect();
    // The check has weight 1, so it is the sum of the others.
    values.push(weighted_sum(&values));
    values.into_iter().map(|value| char::from(ALPHABET[usize::from(value)])).collect()
}

/// The code in upper case. Small letters, O for 0, I and L for 1, blanks and dashes are read.
pub fn parse(text: &str, kind: IdKind, length: usize) -> Result<String, IdFault> {
    let code: String = compact(text).replace('-', "").to_uppercase().chars().map(meant).collect();
    if code.is_empty() {
        return Err(IdFault::Missing(kind));
    }
    if let Some(found) = stranger(&code, |c| value(c).is_some()) {
        return Err(IdFault::Character { kind, found });
    }
    if code.len() != length {
        return Err(IdFault::Length { kind, found: code.len() });
    }
    let values: Vec<u8> = code.chars().filter_map(value).collect();
    let (check, body) = values.split_last().ok_or(IdFault::Missing(kind))?;
    if weighted_sum(body) == *check { Ok(code) } else { Err(IdFault::Check(kind)) }
}

/// In groups of `size`, parted by dashes.
pub fn grouped(code: &str, size: usize) -> String {
    let mut text = String::with_capacity(code.len() + code.len() / size);
    for (index, c) in code.chars().enumerate() {
        if index > 0 && index.is_multiple_of(size) {
            text.push('-');
        }
        text.push(c);
    }
    text
}

fn meant(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        _ => c,
    }
}

fn value(c: char) -> Option<u8> {
    ALPHABET.iter().position(|letter| char::from(*letter) == c).and_then(|value| u8::try_from(value).ok())
}

/// The sum over all but the check character, by Horner's rule.
fn weighted_sum(values: &[u8]) -> u8 {
    values.iter().fold(0, |sum, value| times_alpha(sum ^ value))
}

fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Every wrong character and every exchange of two, in a code that is right.
    pub fn errors_of(code: &str) -> Vec<String> {
        let right: Vec<char> = code.chars().collect();
        let mut wrong = Vec::new();
        for at in 0..right.len() {
            for letter in ALPHABET {
                let mut other = right.clone();
                other[at] = char::from(*letter);
                wrong.push(other);
            }
            for with in at + 1..right.len() {
                let mut other = right.clone();
                other.swap(at, with);
                wrong.push(other);
            }
        }
        wrong.into_iter().filter(|other| *other != right).map(|other| other.into_iter().collect()).collect()
    }

    #[test]
    fn alpha_runs_through_the_whole_field() {
        let mut seen = std::collections::BTreeSet::new();
        let mut power = 1;
        for _ in 0..31 {
            assert!(power < 32 && seen.insert(power));
            power = times_alpha(power);
        }
        assert_eq!(power, 1);
    }
}
