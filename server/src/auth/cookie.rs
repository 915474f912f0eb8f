//! The two cookies: the session, and the mark of a browser in which somebody has signed in before.
//!
//! Both are random, 256 bits, and only their SHA-256 is stored. `__Host-` and `Secure` keep them to this host over
//! TLS; browsers count http on this machine as safe, which is how the demo works.

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::hex::hex;

pub const SESSION: &str = "__Host-mingxin";
pub const DEVICE: &str = "__Host-mingxin-device";
/// How long a browser stays known, seconds: a year.
pub const DEVICE_AGE: i64 = 365 * 24 * 3600;

/// A new random value.
pub fn token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What is stored of it.
pub fn hash(token: &str) -> String {
    hex(&Sha256::digest(token))
}

/// The hash of the cookie of this name that the visitor sent.
pub fn sent(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| hash(value))
}

/// Sets the cookie; `seconds` of 0 takes it away.
pub fn set(name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    HeaderValue::from_str(&cookie).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; x__Host-mingxin=2; __Host-mingxin=3".parse().unwrap());
        assert_eq!(sent(&headers, SESSION), Some(hash("3")));
        assert_eq!(sent(&headers, DEVICE), None);
        assert_eq!(hash("3").len(), 64);
    }
}
