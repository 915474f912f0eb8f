//! What anyone may do: say that wages are unpaid, and follow it by the receipt.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use common::api::IDEMPOTENCY_KEY;
use common::complaint::{ComplaintForm, Deed, Fact, FollowForm, Move, Receipt, Tracked, TrackedEvent, Via, fold};
use common::error::Problem;
use common::id::{BoardToken, ReceiptCode};
use uuid::Uuid;

use super::store::{self, Found};
use super::{Note, Taken, add, take};
use crate::AppState;
use crate::auth::cookie;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::extract::{Form, Json, Path};

/// The cookie in which a browser holds the receipt while its page is open.
const HELD: &str = "__Host-mingxin-receipt";
/// How long it holds it without being used, seconds: others may use the phone later.
const HELD_FOR: i64 = 30 * 60;

/// Say that wages of this site are unpaid. The same `Idempotency-Key` again is the same complaint.
#[utoipa::path(post, path = "/api/v1/boards/{token}/complaints", tag = "complaints",
    params(
        ("token" = String, Path, description = "The board"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 characters, random, made by the client once per complaint"),
    ),
    request_body = ComplaintForm,
    responses(
        (status = 201, body = Receipt),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn create(
    State(app): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Json(form): Json<ComplaintForm>,
) -> Result<Response> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).map(str::trim).unwrap_or_default();
    if !(16..=64).contains(&key.len()) {
        return Err(Error::field(IDEMPOTENCY_KEY, "请带上 16 至 64 个字符的随机 Idempotency-Key"));
    }
    let receipt = keep(&app, &token, &form, key.to_owned()).await?;
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(receipt)).into_response())
}

/// The same from the plain form of the page, with script off; the receipt is on the page that follows.
pub async fn create_form(
    State(app): State<AppState>,
    Path(token): Path<String>,
    Form(form): Form<ComplaintForm>,
) -> Result<Response> {
    let receipt = keep(&app, &token, &form, Uuid::new_v4().to_string()).await?;
    Ok(hold(&receipt.receipt, "/track?new=1"))
}

/// Look at a complaint by its receipt, or do something with it. An unknown receipt is answered like a wrong one.
#[utoipa::path(post, path = "/api/v1/complaints/follow", tag = "complaints", request_body = FollowForm,
    responses(
        (status = 200, body = Tracked),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn follow(State(app): State<AppState>, Json(form): Json<FollowForm>) -> Result<Response> {
    let tracked = act(&app, &form).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tracked)).into_response())
}

/// The same from the plain page. An empty receipt is the one that this browser holds.
pub async fn follow_form(
    State(app): State<AppState>,
    headers: HeaderMap,
    Form(mut form): Form<FollowForm>,
) -> Result<Response> {
    if form.deed == "leave" {
        return Ok(leave());
    }
    if form.receipt.is_empty() {
        form.receipt = held(&headers).unwrap_or_default();
    }
    match act(&app, &form).await {
        Ok(tracked) => Ok(hold(&tracked.receipt, "/track")),
        Err(Error::NotFound(_)) => Ok(Redirect::to("/track?unknown=1").into_response()),
        Err(Error::Refused(_) | Error::Invalid(_)) => Ok(Redirect::to("/track?refused=1").into_response()),
        Err(other) => Err(other),
    }
}

/// The complaint whose receipt this browser holds; `null` if it holds none.
#[utoipa::path(get, path = "/api/v1/complaints/mine", tag = "complaints",
    responses((status = 200, body = Option<Tracked>), (status = 429, body = Problem, content_type = "application/problem+json")))]
pub async fn mine(State(app): State<AppState>, headers: HeaderMap) -> Result<Response> {
    let form = held(&headers).map(|receipt| FollowForm { receipt, ..FollowForm::default() });
    let tracked = match form {
        Some(form) => match act(&app, &form).await {
            Ok(tracked) => Some(tracked),
            Err(Error::NotFound(_)) => None,
            Err(other) => return Err(other),
        },
        None => None,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(tracked)).into_response())
}

async fn keep(app: &AppState, token: &str, form: &ComplaintForm, key: String) -> Result<Receipt> {
    let token = BoardToken::parse(token).map_err(|_| Error::NotFound("告示牌"))?;
    let (on, at, settings, seal) = (app.clock.today(), app.clock.now(), app.settings.get(), app.seal.clone());
    let new = form.check(on).map_err(Error::Invalid)?;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let project_id = store::site_of(tx, &token).await?;
                let taken = Taken { project_id, via: Via::Board, new, key, officer: None, on, at };
                take(tx, &seal, &settings.calendar, taken).await
            })
        })
        .await
}

async fn act(app: &AppState, form: &FollowForm) -> Result<Tracked> {
    // A receipt that cannot be one is unknown, whatever else is asked.
    let receipt = form.code().map_err(|_| Error::NotFound("回执"))?;
    let (deed, text) = form.check().map_err(Error::Invalid)?;
    let (seal, settings, on, at) = (app.seal.clone(), app.settings.get(), app.clock.today(), app.clock.now());
    let step = match deed {
        Deed::Look => None,
        Deed::Say => Some(Move::Say),
        Deed::Withdraw => Some(Move::Withdraw),
        Deed::Got => Some(Move::Confirm),
        Deed::Unsolved => Some(Move::Reopen),
    };
    if let Some(step) = step {
        let note = Note { fact: Fact { step, on, reason: None, until: None }, text, officer: None, at };
        let (seal, settings, form) = (seal.clone(), app.settings.get(), form.clone());
        app.db
            .write(move |tx| {
                Box::pin(async move {
                    store::lock(tx).await?;
                    let found = super::follow(tx, &seal, &form).await?;
                    add(tx, &seal, &settings.calendar, &found, note).await
                })
            })
            .await?;
    }
    let mut tx = app.db.snapshot().await?;
    let found = super::follow(&mut tx, &seal, form).await?;
    tracked(&mut tx, app, &settings.calendar, &found, &receipt).await
}

async fn tracked(
    tx: &mut Tx,
    app: &AppState,
    calendar: &common::calendar::Calendar,
    found: &Found,
    receipt: &ReceiptCode,
) -> Result<Tracked> {
    let (row, stored) = (found.row()?, store::events(tx, &found.id).await?);
    let facts: Vec<Fact> = stored.iter().map(|event| event.fact.clone()).collect();
    let state = fold(&facts).map_err(|why| anyhow::anyhow!("complaint {}: {why}", found.id))?;
    let mut events = Vec::with_capacity(stored.len());
    for event in stored {
        let text = event.text(&app.seal, &found.id)?;
        let Fact { step, on, until, .. } = event.fact;
        events.push(TrackedEvent { step, on, own: event.actor.is_none(), text, until });
    }
    Ok(Tracked {
        receipt: receipt.grouped(),
        number: row.number,
        site: row.project,
        token: found.token.as_deref().and_then(|token| BoardToken::parse(token).ok()),
        from: row.from,
        to: row.to,
        amount: row.amount,
        people: row.people,
        stage: state.stage,
        reason: state.reason.map(str::to_owned),
        clocks: state.clocks(calendar),
        today: app.clock.today(),
        events,
        next: state.next().into_iter().filter(|step| !step.is_official() || *step == Move::Say).collect(),
    })
}

/// The receipt in the visitor's cookie.
fn held(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == HELD).map(|(_, value)| value.to_owned())
}

/// On to a page, with the receipt held by the browser: it stands in no address.
fn hold(receipt: &str, to: &str) -> Response {
    with_cookie(Redirect::to(to).into_response(), receipt, HELD_FOR)
}

fn leave() -> Response {
    with_cookie(Redirect::to("/track").into_response(), "", 0)
}

fn with_cookie(mut response: Response, value: &str, seconds: i64) -> Response {
    if let Some(cookie) = cookie::set(HELD, value, seconds) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
