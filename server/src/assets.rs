//! What a browser downloads besides pages: script, wasm modules, style sheets, icons, all inside this binary. (A debug
//! build reads them from `target/site` when it starts.)

use std::collections::{BTreeSet, HashMap};
use std::io::Read;

use app::shell::Site;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

use crate::bytes::accepted;

/// The folder that `cargo xtask` builds.
#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Files;

/// What the build says of itself.
#[derive(Default, Deserialize)]
struct Manifest {
    /// Path of the folder whose files never change: `/pkg-1a2b…`.
    pkg: Option<String>,
    /// The style sheet that stands inside every public page.
    #[serde(default)]
    css: String,
}

/// All files by path.
pub struct Assets {
    files: HashMap<String, Asset>,
    /// What pages need to know of them.
    pub site: Site,
}

struct Asset {
    content_type: &'static str,
    cache_control: &'static str,
    /// Strong, quoted.
    tag: String,
    /// `None` where only the compressed twins were kept.
    plain: Option<Bytes>,
    br: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl Assets {
    /// Reads the manifest and lists the files. Without a built site there are none.
    pub fn load() -> anyhow::Result<Self> {
        let manifest = match Files::get("manifest.json") {
            Some(file) => serde_json::from_slice(&file.data)?,
            None => Manifest::default(),
        };
        let names: Vec<_> = Files::iter().filter(|name| name != "manifest.json" && !name.starts_with('.')).collect();
        let names: BTreeSet<&str> =
            names.iter().map(|name| name.trim_end_matches(".br").trim_end_matches(".gz")).collect();
        let files: HashMap<String, Asset> =
            names.into_iter().filter_map(|name| Some((format!("/{name}"), Asset::load(name)?))).collect();
        let modules: Vec<&str> = files.keys().map(String::as_str).filter(|path| path.ends_with(".wasm")).collect();
        let site = Site::new(manifest.pkg.as_deref(), &manifest.css, &modules);
        Ok(Self { files, site })
    }

    /// The answer with the file at `path`, or `None` if there is no such file.
    pub fn answer(&self, path: &str, request: &HeaderMap) -> Option<Response> {
        Some(self.files.get(path)?.answer(request))
    }
}

impl Asset {
    fn load(name: &str) -> Option<Self> {
        let (plain, gzip) = (Files::get(name), Files::get(&format!("{name}.gz")));
        let hash = plain.as_ref().or(gzip.as_ref())?.metadata.sha256_hash();
        Some(Self {
            content_type: content_type(name),
            cache_control: if name.starts_with("pkg-") { "public, max-age=31536000, immutable" } else { "no-cache" },
            tag: BASE64_URL_SAFE_NO_PAD.encode(&hash[..12]),
            plain: plain.map(bytes),
            br: Files::get(&format!("{name}.br")).map(bytes),
            gzip: gzip.map(bytes),
        })
    }

    fn answer(&self, request: &HeaderMap) -> Response {
        let (encoding, body) = match (accepted(request), &self.br, &self.gzip) {
            (Some("br"), Some(br), _) => (Some("br"), br.clone()),
            (Some(_), _, Some(gzip)) => (Some("gzip"), gzip.clone()),
            _ => (None, self.plain()),
        };
        let tag = format!("\"{}{}\"", self.tag, encoding.map(|it| format!("-{it}")).unwrap_or_default());
        let known = request.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
        let unchanged = known.is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag));
        let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(body) });
        let headers = response.headers_mut();
        let mut say = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
        say(header::CONTENT_TYPE, self.content_type);
        say(header::CACHE_CONTROL, self.cache_control);
        say(header::VARY, "accept-encoding");
        say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
        if let (Some(encoding), false) = (encoding, unchanged) {
            say(header::CONTENT_ENCODING, encoding);
        }
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if unchanged {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }

    /// For a visitor that takes no compression.
    fn plain(&self) -> Bytes {
        let unpacked = || {
            let mut plain = Vec::new();
            // What was embedded is whole; a damaged file would come out short.
            let read = flate2::read::GzDecoder::new(self.gzip.as_deref().unwrap_or_default()).read_to_end(&mut plain);
            debug_assert!(read.is_ok());
            plain.into()
        };
        self.plain.clone().unwrap_or_else(unpacked)
    }
}

fn bytes(file: EmbeddedFile) -> Bytes {
    match file.data {
        std::borrow::Cow::Borrowed(inside) => Bytes::from_static(inside),
        std::borrow::Cow::Owned(read) => read.into(),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "mp3" => "audio/mpeg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset() -> Asset {
        Asset {
            content_type: content_type("pkg-1/app.wasm"),
            cache_control: "public, max-age=31536000, immutable",
            tag: "tag".into(),
            plain: Some(Bytes::from_static(b"plain")),
            br: Some(Bytes::from_static(b"br")),
            gzip: None,
        }
    }

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_smallest_accepted_encoding_is_sent() {
        let answer = asset().answer(&asking(header::ACCEPT_ENCODING, "gzip, br"));
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/wasm");
        assert_eq!(answer.headers()[header::ETAG], "\"tag-br\"");
        let answer = asset().answer(&asking(header::ACCEPT_ENCODING, "gzip"));
        assert_eq!(answer.headers().get(header::CONTENT_ENCODING), None);
    }

    #[test]
    fn a_known_file_is_not_sent_again() {
        let answer = asset().answer(&asking(header::IF_NONE_MATCH, "\"other\", \"tag\""));
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(asset().answer(&asking(header::IF_NONE_MATCH, "\"tag-br\"")).status(), StatusCode::OK);
    }
}
