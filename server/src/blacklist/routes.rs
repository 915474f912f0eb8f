//! The blacklist over HTTP, for officials.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use common::auth::Action;
use common::blacklist::{DocumentKind, Event, EventForm, EventKind, ListingFile, ListingPage, Stage, document};
use common::deposit::Letter;
use common::error::{FieldErrors, Problem};
use serde::Deserialize;
use utoipa::IntoParams;

use super::listing::{self, Ground, Loaded, Who};
use super::store::{self, After, Filter};
use crate::AppState;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};

/// Matters on one page.
const PAGE: i64 = 50;

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Asked {
    /// A stage: drafted, noticed, published …; empty for all
    stage: String,
    /// `1`: what waits for a second official
    proposed: String,
    /// Part of the employer's name or its credit code, at most 100 characters
    q: String,
    /// `next` of the page before
    after: String,
}

/// Every matter, what is due first comes first.
#[utoipa::path(get, path = "/api/v1/official/blacklist", tag = "blacklist", params(Asked),
    responses(
        (status = 200, body = ListingPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Json<ListingPage>> {
    officer.may(Action::ReadBlacklist)?;
    let (filter, after) = asked.check()?;
    listing::end_lapsed(&app).await?;
    let (rows, next) = store::list(&app.db, &filter, &after, PAGE).await?;
    let count = store::count(&app.db, &filter).await?;
    Ok(Json(ListingPage { rows, count, today: app.clock.today(), next }))
}

/// A new matter, by its draft.
#[utoipa::path(post, path = "/api/v1/official/blacklist", tag = "blacklist", request_body = EventForm,
    responses(
        (status = 201, body = ListingFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn create(State(app): State<AppState>, officer: Officer, Json(form): Json<EventForm>) -> Result<Response> {
    officer.may(Action::RecordBlacklist)?;
    let ground = Ground::of(&app);
    let form = EventForm { kind: EventKind::Draft.as_str().to_owned(), ..form };
    let (on, event) = form.check(ground.today).map_err(Error::Invalid)?;
    let who = who(&officer);
    let number = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let employer = match &event {
                    Event::Draft { matter } => matter.employer.clone(),
                    _ => String::new(),
                };
                let mut loaded = listing::create(tx, &employer, &ground).await?;
                loaded.append(tx, (on, event, given(&form.note)), &who, &ground).await?;
                Ok(loaded.number)
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(read(&app, &officer, number).await?)).into_response())
}

/// One matter: where it stands, what may come next, and what happened.
#[utoipa::path(get, path = "/api/v1/official/blacklist/{number}", tag = "blacklist",
    params(("number" = i64, Path, description = "The matter's serial")),
    responses(
        (status = 200, body = ListingFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(State(app): State<AppState>, officer: Officer, Path(number): Path<i64>) -> Result<Json<ListingFile>> {
    officer.may(Action::ReadBlacklist)?;
    listing::end_lapsed(&app).await?;
    Ok(Json(read(&app, &officer, number).await?))
}

/// Record what happened. 409 where it cannot come next, with what may.
#[utoipa::path(post, path = "/api/v1/official/blacklist/{number}/events", tag = "blacklist",
    params(("number" = i64, Path, description = "The matter's serial")),
    request_body = EventForm,
    responses(
        (status = 201, body = ListingFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn record(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Json(form): Json<EventForm>,
) -> Result<Response> {
    officer.may(Action::RecordBlacklist)?;
    let (ground, who) = (Ground::of(&app), who(&officer));
    let (id, changed) = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut loaded = listing::load(tx, number, &ground).await?;
                let (on, event) = form.check(ground.today).map_err(Error::Invalid)?;
                let changed = loaded.append(tx, (on, event, given(&form.note)), &who, &ground).await?;
                Ok((loaded.id, changed))
            })
        })
        .await?;
    if changed {
        listing::forget(&app, &id).await?;
    }
    Ok((StatusCode::CREATED, Json(read(&app, &officer, number).await?)).into_response())
}

/// A drafted document: 告知书, 列入决定书 or 移出决定书. 409 where it makes no sense now.
#[utoipa::path(get, path = "/api/v1/official/blacklist/{number}/documents/{kind}", tag = "blacklist",
    params(
        ("number" = i64, Path, description = "The matter's serial"),
        ("kind" = String, Path, description = "notice, decision or removal"),
    ),
    responses(
        (status = 200, body = Letter),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn draft(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, kind)): Path<(i64, String)>,
) -> Result<Json<Letter>> {
    officer.may(Action::ReadBlacklist)?;
    let kind = DocumentKind::parse(&kind).ok_or(Error::NotFound("文书"))?;
    let loaded = loaded(&app, number).await?;
    Ok(Json(document(kind, &loaded.document_facts(kind, &Ground::of(&app))?)))
}

async fn loaded(app: &AppState, number: i64) -> Result<Loaded> {
    let mut tx = app.db.snapshot().await?;
    listing::load(&mut tx, number, &Ground::of(app)).await
}

async fn read(app: &AppState, officer: &Officer, number: i64) -> Result<ListingFile> {
    loaded(app, number).await?.show(&officer.name, &Ground::of(app))
}

fn who(officer: &Officer) -> Who {
    Who { actor: officer.actor(), person: officer.person.clone() }
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Asked {
    /// Every wrong parameter at once.
    fn check(&self) -> Result<(Filter, After)> {
        const LONGEST: usize = 100;
        let mut errors = FieldErrors::default();
        let stage = given(&self.stage)
            .and_then(|stage| errors.take("stage", Stage::parse(&stage).ok_or("没有这个状态，请从列表里选择")));
        if self.q.chars().count() > LONGEST {
            errors.push("q", format!("请不超过{LONGEST}个字"));
        }
        let after = match self.after.as_str() {
            "" => Some(After::start()),
            after => errors.take("after", After::parse(after).ok_or("请原样带上前一页的 next")),
        };
        let filter = Filter { stage, proposed: self.proposed == "1", q: given(&self.q) };
        match after {
            Some(after) => errors.into_result((filter, after)).map_err(Error::Invalid),
            None => Err(Error::Invalid(errors)),
        }
    }
}
