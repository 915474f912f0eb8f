//! The pages of `app`, rendered to finished HTML. What depends only on a board and the day is rendered once and kept.

use std::net::SocketAddr;
use std::sync::Arc;

use app::Page;
use app::api::{Method as CallMethod, Reply, Request as Call, Transport};
use app::shell::Site;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use chrono::NaiveDate;
use common::api::IDEMPOTENCY_KEY;
use common::id::BoardToken;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::AppState;
use crate::assets::Assets;
use crate::auth::cookie;
use crate::blacklist::KEPT;
use crate::board;
use crate::bytes::{self, Fresh};
use crate::error::{Error, Result};

/// The longest answer of the API that a page takes in, bytes.
const ANSWER: usize = 4 * 1024 * 1024;
/// Pages that belong to no board and are the same for everybody.
const SHARED: [&str; 3] = ["/", "/rights", "/offline"];
/// What stands for the token in the key of a shared page.
const NO_BOARD: &str = "-";
/// The visitor's headers that the API must see when a page calls it.
const PASSED_ON: [HeaderName; 2] = [header::COOKIE, HeaderName::from_static("x-forwarded-for")];

struct Pages {
    app: AppState,
    api: Router,
    assets: Assets,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Everything that no other route answers: files of the site, then pages, which call `api` for what they show.
pub fn routes(app: AppState, api: Router) -> anyhow::Result<Router> {
    let assets = Assets::load()?;
    let headers = headers(&assets.site)?;
    Ok(Router::new()
        // Beside their POSTs, which would otherwise answer 405.
        .route("/b/{token}/wrong", axum::routing::get(show))
        .route("/b/{token}/report", axum::routing::get(show))
        .route("/track", axum::routing::get(show))
        .fallback(show)
        .with_state(Arc::new(Pages { app, api, assets, headers })))
}

async fn show(State(pages): State<Arc<Pages>>, request: Request) -> Result<Response> {
    let (parts, _) = request.into_parts();
    if parts.method != Method::GET && parts.method != Method::HEAD {
        return Ok((StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response());
    }
    if let Some(file) = pages.assets.answer(parts.uri.path(), &parts.headers) {
        return Ok(file);
    }
    if parts.uri.path().starts_with("/api/") {
        return Err(Error::NotFound("接口"));
    }
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().copied();
    let page = pages.render(&parts.uri, &parts.headers, peer);
    match key(&parts.uri, pages.app.clock.today()) {
        Some(key) => pages.app.bytes.serve(&key, &parts.headers, page).await,
        None => {
            let mut answer = page.await?.answer(&parts.headers);
            // A receipt's page is for its holder alone.
            if parts.uri.path() == "/track" {
                answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            }
            Ok(answer)
        }
    }
}

impl Pages {
    async fn render(
        self: &Arc<Self>,
        uri: &Uri,
        request: &HeaderMap,
        peer: Option<ConnectInfo<SocketAddr>>,
    ) -> Result<Fresh> {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let signed_in = cookie::sent(request, cookie::SESSION).is_some();
        let Page { html, status } =
            app::render(&self.assets.site, self.transport(request, peer), path, signed_in).await;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Ok(Fresh { status, body: html.into_bytes(), headers: self.headers.clone() })
    }

    /// How this visitor's page calls the API: in process, as this visitor.
    fn transport(self: &Arc<Self>, request: &HeaderMap, peer: Option<ConnectInfo<SocketAddr>>) -> Transport {
        let pages = Arc::clone(self);
        let passed_on = PASSED_ON.into_iter().filter_map(|name| {
            let value = request.get(&name)?.clone();
            Some((name, value))
        });
        let passed_on: HeaderMap = passed_on.collect();
        Transport::new(move |call| Arc::clone(&pages).answer(call, passed_on.clone(), peer))
    }

    /// One call of the API. A board is handed over as it is: writing and reading JSON would take longer than the rest
    /// of its page's data.
    async fn answer(self: Arc<Self>, call: Call, headers: HeaderMap, peer: Option<ConnectInfo<SocketAddr>>) -> Reply {
        let token = call.path.strip_prefix("/api/v1/boards/").and_then(|token| BoardToken::parse(token).ok());
        if let (CallMethod::Get, Some(token)) = (call.method, token)
            && let Ok(board) = board::routes::read(&self.app, &token).await
        {
            return Reply { value: Some(Box::new(board)), ..Reply::new(200, String::new()) };
        }
        answer(self.api.clone(), call, headers, peer).await
    }
}

/// One call through the router. A call that cannot be made is answered like one that failed.
async fn answer(api: Router, call: Call, headers: HeaderMap, peer: Option<ConnectInfo<SocketAddr>>) -> Reply {
    let failed = Reply::new(500, String::new());
    let method = match call.method {
        CallMethod::Get => Method::GET,
        CallMethod::Post => Method::POST,
        CallMethod::Patch => Method::PATCH,
        CallMethod::Delete => Method::DELETE,
    };
    let mut request = Request::builder().method(method).uri(call.path);
    if call.body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    if let Some(key) = call.idempotency_key {
        request = request.header(IDEMPOTENCY_KEY, key);
    }
    let Ok(mut request) = request.body(Body::from(call.body.unwrap_or_default())) else {
        return failed;
    };
    request.headers_mut().extend(headers);
    if let Some(peer) = peer {
        request.extensions_mut().insert(peer);
    }
    let Ok(response) = api.oneshot(request).await;
    let status = response.status().as_u16();
    match to_bytes(response.into_body(), ANSWER).await {
        Ok(body) => Reply::new(status, String::from_utf8_lossy(&body).into_owned()),
        Err(_) => failed,
    }
}

/// Answers what is kept before a request is given an id, a span and a deadline, which would cost more than the answer.
pub async fn from_memory(State(app): State<AppState>, request: Request, next: Next) -> Response {
    if request.method() == Method::GET
        && let Some(key) = key(request.uri(), app.clock.today())
        && let Some(answer) = app.bytes.get(&key, request.headers())
    {
        return answer;
    }
    next.run(request).await
}

/// Under which key an answer is kept; `None` for those that depend on more than a board and the day.
fn key(uri: &Uri, today: NaiveDate) -> Option<String> {
    let path = uri.path();
    if let Some(token) = path.strip_prefix("/api/v1/boards/") {
        return Some(bytes::key(BoardToken::parse(token).ok()?.as_str(), today, bytes::JSON));
    }
    let view = match uri.query() {
        None => path.to_owned(),
        Some(query @ ("size=a3" | "size=a1")) => format!("{path}?{query}"),
        Some(_) => return None,
    };
    if view == "/blacklist" || view.starts_with("/blacklist/") {
        return Some(bytes::key(KEPT, today, &view));
    }
    if SHARED.contains(&view.as_str()) {
        return Some(bytes::key(NO_BOARD, today, &view));
    }
    let mut parts = path.strip_prefix("/b/").or_else(|| path.strip_prefix("/B/"))?.split('/');
    let token = BoardToken::parse(parts.next()?).ok()?;
    Some(bytes::key(token.as_str(), today, &view))
}

/// What every page carries. The policy admits the scripts and styles that the shell puts in, by their hash, and
/// nothing else: a nonce would make every answer different.
fn headers(site: &Site) -> anyhow::Result<Vec<(HeaderName, HeaderValue)>> {
    let hashes = |texts: Vec<&str>| {
        texts
            .iter()
            .map(|text| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text))))
            .collect::<String>()
    };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; img-src 'self' data: blob:; \
         media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        hashes(site.scripts()),
        hashes(site.styles()),
    );
    let fixed = |name, value| (name, HeaderValue::from_static(value));
    Ok(vec![
        fixed(header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy)?),
        fixed(header::REFERRER_POLICY, "same-origin"),
        fixed(HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(self), microphone=()"),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_depends_on_a_board_and_the_day_is_kept() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let token = BoardToken::from_random(7);
        let key = |path: &str| key(&path.parse().unwrap(), today);
        assert_eq!(key(&format!("/b/{token}")), Some(format!("{token} 2026-11-24 /b/{token}")));
        assert_eq!(
            key(&format!("/B/{token}/print?size=a3")),
            Some(format!("{token} 2026-11-24 /B/{token}/print?size=a3"))
        );
        assert_eq!(key("/"), Some("- 2026-11-24 /".to_owned()));
        assert_eq!(key(&format!("/api/v1/boards/{token}")), Some(format!("{token} 2026-11-24 json")));
        assert_eq!(key(&format!("/api/v1/boards/{token}/flaws")), None);
        assert_eq!(key("/?q=x"), None);
        assert_eq!(key(&format!("/b/{token}?from=qr")), None);
        assert_eq!(key("/b/nonsense"), None);
        assert_eq!(key("/official"), None);
    }

    #[test]
    fn the_policy_names_every_script_and_style_of_the_shell() {
        let site = Site::new(Some("/pkg-1"), "body{margin:0}", &[]);
        let headers = headers(&site).unwrap();
        let policy = headers.iter().find(|(name, _)| name == header::CONTENT_SECURITY_POLICY).unwrap();
        let policy = policy.1.to_str().unwrap();
        assert_eq!(policy.matches("'sha256-").count(), site.scripts().len() + site.styles().len());
        assert!(!policy.contains("unsafe-inline"));
    }
}
