//! Boards over HTTP: the public board for programs, its QR code, and reports that it is wrong.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use common::api::{FlawForm, FlawReceipt, IDEMPOTENCY_KEY};
use common::board::{PayTone, PublicBoard};
use common::error::{FieldErrors, Problem};
use common::id::BoardToken;
use uuid::Uuid;

use super::{public, qr, store};
use crate::bytes::{self, Fresh};
use crate::error::{Error, Result};
use crate::extract::{Form, Json, Path};
use crate::{AppState, chain};

/// The public board: everything its page shows.
#[utoipa::path(get, path = "/api/v1/boards/{token}", tag = "boards",
    params(("token" = String, Path, description = "Ten characters; case, spaces and hyphens do not matter")),
    responses(
        (status = 200, body = PublicBoard),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 410, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(State(app): State<AppState>, Path(token): Path<String>, headers: HeaderMap) -> Result<Response> {
    let token = parse(&token)?;
    let key = bytes::key(token.as_str(), app.clock.today(), bytes::JSON);
    app.bytes.serve(&key, &headers, async { Fresh::json(&read(&app, &token).await?) }).await
}

/// The board as of now. 404 if never issued, 410 if revoked.
pub async fn read(app: &AppState, token: &BoardToken) -> Result<PublicBoard> {
    let today = app.clock.today();
    let stored = store::find(&app.db, token).await?.ok_or(Error::NotFound("告示牌"))?;
    if stored.project.revoked_on.is_some() {
        return Err(Error::Gone("告示牌"));
    }
    let (id, settings) = (stored.project.id.clone(), app.settings.get());
    let mut board = public(token, stored, &settings, today)?;
    if let (Some(due), false) = (board.pay.due, board.pay.status().0 == PayTone::Good) {
        board.pay.whose_move = chain::board_line(&app.db, &id, due.month, &settings, today).await?;
    }
    Ok(board)
}

/// The QR code as a scalable picture.
#[utoipa::path(get, path = "/b/{token}/qr.svg", tag = "boards",
    params(("token" = String, Path, description = "The board")),
    responses((status = 200, content_type = "image/svg+xml"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn code(State(app): State<AppState>, Path(token): Path<String>) -> Result<Response> {
    let token = parse(&token)?;
    let svg = qr::svg(&app.public_url, &token)?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")], svg)
        .into_response())
}

/// Report that a board is wrong. The same `Idempotency-Key` again is the same report.
#[utoipa::path(post, path = "/api/v1/boards/{token}/flaws", tag = "boards",
    params(
        ("token" = String, Path, description = "The board"),
        ("Idempotency-Key" = String, Header, description = "1 to 64 characters, made by the client once per report"),
    ),
    request_body = FlawForm,
    responses(
        (status = 201, body = FlawReceipt),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn report(
    State(app): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Json(form): Json<FlawForm>,
) -> Result<Response> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).map(str::trim).unwrap_or_default();
    let mut errors = FieldErrors::default();
    if key.is_empty() || key.len() > 64 {
        errors.push(IDEMPOTENCY_KEY, "请带上 1 至 64 个字符的 Idempotency-Key");
        return Err(Error::Invalid(errors));
    }
    let receipt = keep(&app, &token, form, key.to_owned()).await?;
    Ok((StatusCode::CREATED, Json(receipt)).into_response())
}

/// The same from the plain form of the page, with script off; the answer is a page again.
pub async fn report_form(
    State(app): State<AppState>,
    Path(token): Path<String>,
    Form(form): Form<FlawForm>,
) -> Result<Redirect> {
    keep(&app, &token, form, Uuid::now_v7().to_string()).await?;
    Ok(Redirect::to(&format!("/b/{}/wrong?sent=1", parse(&token)?)))
}

async fn keep(app: &AppState, token: &str, form: FlawForm, key: String) -> Result<FlawReceipt> {
    let token = parse(token)?;
    let new = form.check().map_err(Error::Invalid)?;
    let receipt = FlawReceipt { kind: new.kind };
    let now = app.clock.now();
    app.db.write(move |tx| Box::pin(async move { store::insert_flaw(tx, &token, &new, &key, now).await })).await?;
    Ok(receipt)
}

/// A token that cannot be one is an unknown board, whatever is wrong with it.
fn parse(token: &str) -> Result<BoardToken> {
    BoardToken::parse(token).map_err(|_| Error::NotFound("告示牌"))
}
