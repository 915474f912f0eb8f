//! Finished answers, kept as bytes: rendered once per change, then served from memory with a strong ETag, compressed
//! once per encoding.
//!
//! A key begins with the board's token, so that a write to a site drops everything that shows it; it carries the
//! Beijing day, because what a board says depends on the day.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use moka::sync::Cache as Moka;
use sha2::{Digest, Sha256};

use crate::error::Result;

/// Memory the kept answers may take, bytes.
const CAPACITY: u64 = 20 * 1024 * 1024;
/// Shorter bodies gain nothing from compression.
const WORTH_COMPRESSING: usize = 512;

/// The view of a board for programs.
pub const JSON: &str = "json";

/// A finished answer before it is kept.
pub struct Fresh {
    pub status: StatusCode,
    pub body: Vec<u8>,
    /// Content type, security policy and whatever else belongs to this answer.
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

impl Fresh {
    /// A good answer in JSON.
    pub fn json(value: &impl serde::Serialize) -> Result<Self> {
        let body = serde_json::to_vec(value).map_err(anyhow::Error::from)?;
        let json = HeaderValue::from_static("application/json");
        Ok(Self { status: StatusCode::OK, body, headers: vec![(header::CONTENT_TYPE, json)] })
    }

    /// The answer, made for this visitor and not kept.
    pub fn answer(self, request: &HeaderMap) -> Response {
        Kept::new(self).answer(request)
    }
}

/// A kept answer.
pub struct Kept {
    status: StatusCode,
    plain: Encoded,
    br: OnceLock<Encoded>,
    gzip: OnceLock<Encoded>,
}

/// A kept answer in one encoding, headers and all, so that answering is no more than two copies.
struct Encoded {
    headers: HeaderMap,
    body: Bytes,
}

/// All kept answers; cheap to clone.
#[derive(Clone)]
pub struct Cache {
    kept: Moka<Arc<str>, Arc<Kept>>,
    /// Grows with every drop: what was rendered across a drop may be old and is not kept.
    drops: Arc<AtomicU64>,
}

impl Default for Cache {
    fn default() -> Self {
        let weigh = |key: &Arc<str>, kept: &Arc<Kept>| {
            // Both encodings will be made sooner or later; each is about a quarter.
            u32::try_from(key.len() + kept.plain.body.len() * 3 / 2 + 512).unwrap_or(u32::MAX)
        };
        Self {
            kept: Moka::builder().max_capacity(CAPACITY).weigher(weigh).support_invalidation_closures().build(),
            drops: Arc::default(),
        }
    }
}

/// The key of what is shown of one site on one day; `view` tells its pages and formats apart.
pub fn key(token: &str, day: NaiveDate, view: &str) -> String {
    format!("{token} {day} {view}")
}

impl Cache {
    /// The answer from memory.
    pub fn get(&self, key: &str, request: &HeaderMap) -> Option<Response> {
        self.kept.get(key).map(|kept| kept.answer(request))
    }

    /// Answers from memory, or makes the answer, keeps it if it is a good one, and answers.
    pub async fn serve(
        &self,
        key: &str,
        request: &HeaderMap,
        make: impl Future<Output = Result<Fresh>>,
    ) -> Result<Response> {
        if let Some(answer) = self.get(key, request) {
            return Ok(answer);
        }
        let before = self.drops.load(Ordering::Acquire);
        let kept = Arc::new(Kept::new(make.await?));
        if kept.status == StatusCode::OK && before == self.drops.load(Ordering::Acquire) {
            self.kept.insert(key.into(), Arc::clone(&kept));
        }
        Ok(kept.answer(request))
    }

    /// Lets go of everything that shows this board.
    pub fn forget(&self, token: &str) {
        self.drops.fetch_add(1, Ordering::AcqRel);
        let prefix = format!("{token} ");
        // Fails only without closure support, which is switched on above.
        let dropped = self.kept.invalidate_entries_if(move |key, _| key.starts_with(&prefix));
        debug_assert!(dropped.is_ok());
    }

    /// Lets go of everything: settings changed.
    pub fn forget_all(&self) {
        self.drops.fetch_add(1, Ordering::AcqRel);
        self.kept.invalidate_all();
    }
}

impl Kept {
    fn new(fresh: Fresh) -> Self {
        let tag = BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(&fresh.body)[..12]);
        let mut headers: HeaderMap = fresh.headers.into_iter().collect();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) {
            headers.insert(header::ETAG, tag);
        }
        let plain = Encoded { headers, body: fresh.body.into() };
        Self { status: fresh.status, plain, br: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// The answer in the best encoding the visitor takes, or 304.
    fn answer(&self, request: &HeaderMap) -> Response {
        let encoded = match accepted(request) {
            _ if self.plain.body.len() < WORTH_COMPRESSING => &self.plain,
            Some("br") => self.br.get_or_init(|| self.plain.encoded("br", brotli)),
            Some(_) => self.gzip.get_or_init(|| self.plain.encoded("gzip", gzip)),
            None => &self.plain,
        };
        let tag = encoded.headers.get(header::ETAG).map(HeaderValue::as_bytes);
        let known = request.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        let same = |one: &str| Some(one.trim().trim_start_matches("W/").as_bytes()) == tag;
        let unchanged = known.is_some_and(|tags| tags.split(',').any(same));
        let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(encoded.body.clone()) });
        *response.status_mut() = if unchanged { StatusCode::NOT_MODIFIED } else { self.status };
        *response.headers_mut() = encoded.headers.clone();
        if unchanged {
            response.headers_mut().remove(header::CONTENT_ENCODING);
        }
        response
    }
}

impl Encoded {
    /// The same under another encoding, with a tag of its own.
    fn encoded(&self, encoding: &'static str, compress: fn(&[u8]) -> Bytes) -> Self {
        let mut headers = self.headers.clone();
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).unwrap_or_default();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}-{encoding}\"", tag.trim_matches('"'))) {
            headers.insert(header::ETAG, tag);
        }
        Self { headers, body: compress(&self.body) }
    }
}

/// The better of the encodings we make that the visitor takes.
pub fn accepted(request: &HeaderMap) -> Option<&'static str> {
    let list = request.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let takes = |name: &str| {
        list.split(',').any(|one| {
            let mut parts = one.split(';').map(str::trim);
            parts.next() == Some(name) && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    ["br", "gzip"].into_iter().find(|name| takes(name))
}

fn brotli(body: &[u8]) -> Bytes {
    // 9 takes ten times as long for the same size, and a board is compressed while its first visitor waits.
    const QUALITY: u32 = 7;
    const WINDOW: u32 = 18;
    let mut out = Vec::with_capacity(body.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, QUALITY, WINDOW);
    // Writing to memory does not fail.
    let written = writer.write_all(body).and_then(|()| writer.flush());
    debug_assert!(written.is_ok());
    drop(writer);
    out.into()
}

fn gzip(body: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::new(8));
    let written = writer.write_all(body);
    debug_assert!(written.is_ok());
    writer.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(encoding: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, encoding.parse().unwrap());
        headers
    }

    #[test]
    fn the_best_encoding_the_visitor_takes_wins() {
        assert_eq!(accepted(&asking("gzip, deflate, br;q=0.9")), Some("br"));
        assert_eq!(accepted(&asking("gzip, br;q=0")), Some("gzip"));
        assert_eq!(accepted(&asking("identity")), None);
        assert_eq!(accepted(&HeaderMap::new()), None);
    }

    #[tokio::test]
    async fn a_kept_answer_is_made_once_until_its_board_is_forgotten() {
        let cache = Cache::default();
        let made = AtomicU64::new(0);
        let ask = async |headers: HeaderMap| {
            let make = async {
                made.fetch_add(1, Ordering::Relaxed);
                Fresh::json(&"工资".repeat(400))
            };
            cache.serve("TOKEN 2026-11-24 json", &headers, make).await.unwrap()
        };
        let first = ask(asking("br")).await;
        assert_eq!(first.headers()[header::CONTENT_ENCODING], "br");
        let mut again = asking("br");
        again.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(ask(again.clone()).await.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(made.load(Ordering::Relaxed), 1);
        cache.forget("OTHER");
        ask(again.clone()).await;
        assert_eq!(made.load(Ordering::Relaxed), 1);
        cache.forget("TOKEN");
        ask(again).await;
        assert_eq!(made.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn both_encodings_give_the_same_bytes_back() {
        let body = "农民工工资".repeat(500);
        let mut plain = String::new();
        std::io::Read::read_to_string(&mut brotli::Decompressor::new(&*brotli(body.as_bytes()), 4096), &mut plain)
            .unwrap();
        assert_eq!(plain, body);
        plain.clear();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*gzip(body.as_bytes())), &mut plain).unwrap();
        assert_eq!(plain, body);
    }
}
