//! The layer before everything official.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::{Officer, cookie, rules, store};
use crate::AppState;
use crate::error::{Error, Result};

/// A session is noted as used at most so often, ms: a write for each request would be for nothing.
const NOTE_AFTER_MS: i64 = 60_000;

/// 401 without a session that is neither idle nor too old; else the handlers find the [`super::Officer`].
pub async fn require(State(app): State<AppState>, mut request: Request, next: Next) -> Result<Response> {
    let now = app.clock.now();
    let (officer, seen_at) = find(&app, request.headers()).await?.ok_or(Error::Unauthenticated)?;
    if now.timestamp_millis() - seen_at >= NOTE_AFTER_MS {
        let token_hash = officer.token_hash.clone();
        app.db.write(move |tx| Box::pin(async move { store::seen(tx, &token_hash, now).await })).await?;
    }
    request.extensions_mut().insert(officer);
    let mut response = next.run(request).await;
    // What an officer sees stays out of every cache on the way.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// 403 while an account lacks the second factor that the district demands of its role. Stands before everything but
/// one's own account.
pub async fn enrolled(officer: Officer, request: Request, next: Next) -> Result<Response> {
    if officer.must_enrol { Err(Error::SecondFactor) } else { Ok(next.run(request).await) }
}

/// Whose session the visitor's cookie is, and when it was last used, epoch milliseconds.
pub async fn find(app: &AppState, headers: &HeaderMap) -> Result<Option<(Officer, i64)>> {
    let Some(token_hash) = cookie::sent(headers, cookie::SESSION) else { return Ok(None) };
    store::officer(&app.db, token_hash, &rules(app), app.clock.now()).await
}
