//! The code of a moment: HOTP (RFC 4226) over 30-second steps (RFC 6238), SHA-1 and six digits, as every phone
//! application makes it.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// Bytes of a secret: 160 bits, as RFC 4226 section 4 recommends.
pub const SECRET: usize = 20;
/// Seconds of a step.
const STEP: i64 = 30;
/// A phone's clock may be wrong by so many steps.
const SKEW: i64 = 1;
/// RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

pub type Secret = [u8; SECRET];

/// The step of an instant, epoch milliseconds.
pub fn step_at(at: i64) -> i64 {
    at.div_euclid(STEP * 1000)
}

/// Six digits.
pub fn code(secret: &Secret, step: i64) -> String {
    format!("{:06}", truncated(secret, step) % 1_000_000)
}

/// The step after `last` at which the phone shows this code, now or one step away. `None`: a wrong or used code.
pub fn matching(secret: &Secret, typed: &str, at: i64, last: i64) -> Option<i64> {
    let now = step_at(at);
    (now - SKEW..=now + SKEW).filter(|step| *step > last && code(secret, *step) == typed).max()
}

/// The secret as phones read it: 32 letters of base 32, no padding.
pub fn base32(secret: &Secret) -> String {
    let mut text = String::with_capacity(SECRET * 8 / 5);
    for group in secret.chunks_exact(5) {
        let bits = group.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        text.extend((0..8).rev().map(|place| char::from(BASE32[(bits >> (5 * place) & 31) as usize])));
    }
    text
}

/// Dynamic truncation of RFC 4226 section 5.3: 31 bits.
fn truncated(secret: &Secret, step: i64) -> u32 {
    // HMAC fills a shorter key up with zeros to the block of its hash.
    let mut block = [0; 64];
    block[..SECRET].copy_from_slice(secret);
    let mut hash = <Hmac<Sha1> as KeyInit>::new(&block.into());
    hash.update(&step.to_be_bytes());
    let full: [u8; 20] = hash.finalize().into_bytes().into();
    let at = usize::from(full[19] & 15);
    u32::from_be_bytes([full[at] & 0x7f, full[at + 1], full[at + 2], full[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC: &Secret = b"12345678901234567890";

    #[test]
    fn the_codes_of_rfc_4226_appendix_d() {
        let expected =
            [755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489].map(|n| format!("{n:06}"));
        let made: Vec<String> = (0..10).map(|step| code(RFC, step)).collect();
        assert_eq!(made, expected);
    }

    #[test]
    fn the_codes_of_rfc_6238_appendix_b() {
        let expected = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (seconds, digits) in expected {
            let step = step_at(seconds * 1000);
            assert_eq!(truncated(RFC, step) % 100_000_000, digits, "{seconds}");
            assert_eq!(code(RFC, step), format!("{:06}", digits % 1_000_000), "{seconds}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_only_once() {
        let at = 59_000;
        for (step, taken) in [(-1, false), (0, true), (1, true), (2, true), (3, false)] {
            assert_eq!(matching(RFC, &code(RFC, step), at, -9).is_some(), taken, "{step}");
        }
        assert_eq!(matching(RFC, &code(RFC, 1), at, 0), Some(1));
        assert_eq!(matching(RFC, &code(RFC, 1), at, 1), None);
        assert_eq!(matching(RFC, &code(RFC, 0), at, 1), None);
        assert_eq!(matching(RFC, "000000", at, -9), None);
    }

    #[test]
    fn a_secret_is_written_in_base_32() {
        assert_eq!(base32(RFC), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
