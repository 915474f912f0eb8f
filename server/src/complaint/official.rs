//! Complaints over HTTP, for signed-in people. Firms have no part in any of it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use common::auth::Action;
use common::complaint::{CloseReason, RefuseReason};
use common::complaint::{
    ComplaintEvent, ComplaintFile, ComplaintPage, Fact, IntakeForm, Move, MoveForm, OpenedComplaint, PurposeForm,
    Receipt, Sealed, Standing, Via, fold,
};
use common::error::{FieldErrors, Problem};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;
use uuid::Uuid;

use super::store::{self, After, Filter};
use super::{Note, Taken, add, take};
use crate::AppState;
use crate::audit;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};

/// Complaints on one page.
const PAGE: i64 = 50;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct Asked {
    /// received, investigating, ordered, funded, paid, closed, refused or withdrawn; empty for all
    stage: String,
    /// board, phone, counter, hotline, platform, petition or patrol; empty for all
    source: String,
    street: String,
    /// `1`: those whose clock has run out
    late: String,
    /// Part of the name of the site or its contractor, at most 100 characters
    q: String,
    /// `next` of the page before
    after: String,
}

/// Complaints in reach, the most urgent first.
#[utoipa::path(get, path = "/api/v1/official/complaints", tag = "complaints", params(Asked),
    responses(
        (status = 200, body = ComplaintPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Json<ComplaintPage>> {
    officer.may(Action::ReadComplaints)?;
    let (filter, after) = asked.check(&app)?;
    let mut rows = store::list(&app.db, officer.bounds(), &filter, &after, PAGE).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|found| found > PAGE);
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|row| {
        let urgent = row.clock_by.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string());
        format!("{urgent}.{}", row.number)
    });
    let count = store::count(&app.db, officer.bounds(), &filter).await?;
    Ok(Json(ComplaintPage { rows, count, today: app.clock.today(), next }))
}

/// Take a complaint in on behalf of somebody. The receipt is for that person.
#[utoipa::path(post, path = "/api/v1/official/complaints", tag = "complaints", request_body = IntakeForm,
    responses(
        (status = 201, body = Receipt),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn create(State(app): State<AppState>, officer: Officer, Json(form): Json<IntakeForm>) -> Result<Response> {
    officer.may(Action::TakeComplaint)?;
    let (on, at, settings, seal) = (app.clock.today(), app.clock.now(), app.settings.get(), app.seal.clone());
    let (number, via, new) = form.check(on).map_err(Error::Invalid)?;
    let receipt = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let project_id = store::site(tx, officer.bounds(), number).await?;
                let officer = Some((officer.actor(), officer.person.clone()));
                let key = Uuid::new_v4().to_string();
                take(tx, &seal, &settings.calendar, Taken { project_id, via, new, key, officer, on, at }).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(receipt)).into_response())
}

/// One complaint with all that happened. What was said is for those who handle complaints.
#[utoipa::path(get, path = "/api/v1/official/complaints/{number}", tag = "complaints",
    params(("number" = i64, Path, description = "登记号")),
    responses(
        (status = 200, body = ComplaintFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
) -> Result<Json<ComplaintFile>> {
    officer.may(Action::ReadComplaints)?;
    Ok(Json(file(&app, &officer, number).await?))
}

/// Record a step, or write to the complainant. 409 where it cannot come next.
#[utoipa::path(post, path = "/api/v1/official/complaints/{number}/steps", tag = "complaints",
    params(("number" = i64, Path, description = "登记号")),
    request_body = MoveForm,
    responses(
        (status = 201, body = ComplaintFile),
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
    Json(form): Json<MoveForm>,
) -> Result<Response> {
    officer.may(Action::HandleComplaint)?;
    let (today, at, settings, seal) = (app.clock.today(), app.clock.now(), app.settings.get(), app.seal.clone());
    let who = officer.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::lock(tx).await?;
                let found = store::find(tx, who.bounds(), number).await?;
                let (fact, text) = form.check(today).map_err(Error::Invalid)?;
                let note = Note { fact, text, officer: Some((who.actor(), who.person.clone())), at };
                add(tx, &seal, &settings.calendar, &found, note).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(file(&app, &officer, number).await?)).into_response())
}

/// Open contact and story. The opening is recorded with its purpose.
#[utoipa::path(post, path = "/api/v1/official/complaints/{number}/open", tag = "complaints",
    params(("number" = i64, Path, description = "登记号")),
    request_body = PurposeForm,
    responses(
        (status = 200, body = OpenedComplaint),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn open(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Json(form): Json<PurposeForm>,
) -> Result<Json<OpenedComplaint>> {
    officer.may(Action::HandleComplaint)?;
    let (at, seal) = (app.clock.now(), app.seal.clone());
    let Sealed { contact, name, boss, story } = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = store::find(tx, officer.bounds(), number).await?;
                let purpose = form.check().map_err(Error::Invalid)?;
                let detail = json!({ "purpose": purpose, "number": number });
                audit::record(tx, &officer.actor(), "complaint.open", &found.id, &detail, at).await?;
                found.open(&seal)
            })
        })
        .await?;
    Ok(Json(OpenedComplaint { contact, name, boss, story }))
}

async fn file(app: &AppState, officer: &Officer, number: i64) -> Result<ComplaintFile> {
    let (settings, today) = (app.settings.get(), app.clock.today());
    let handles = officer.may(Action::HandleComplaint).is_ok();
    let mut tx = app.db.snapshot().await?;
    let found = store::find(&mut tx, officer.bounds(), number).await?;
    let stored = store::events(&mut tx, &found.id).await?;
    let facts: Vec<Fact> = stored.iter().map(|event| event.fact.clone()).collect();
    let state = fold(&facts).map_err(|why| anyhow::anyhow!("complaint {}: {why}", found.id))?;
    let mut events = Vec::with_capacity(stored.len());
    for event in stored {
        let text = if handles { event.text(&app.seal, &found.id)? } else { None };
        let reason = event.fact.reason.as_deref().and_then(|word| reason_label(event.fact.step, word));
        let Fact { step, on, until, .. } = event.fact;
        events.push(ComplaintEvent { step, on, by: event.actor, at: event.at, reason, until, text });
    }
    let contact = if handles { found.open(&app.seal)?.masked_contact() } else { None };
    let next = state.next().into_iter().filter(|step| handles && step.is_official()).collect();
    Ok(ComplaintFile { row: found.row()?, contact, clocks: state.clocks(&settings.calendar), today, events, next })
}

fn reason_label(step: Move, word: &str) -> Option<String> {
    let label = match step {
        Move::Refuse => RefuseReason::parse(word).map(RefuseReason::label),
        _ => CloseReason::parse(word).map(CloseReason::label),
    };
    label.map(str::to_owned)
}

impl Asked {
    /// Every wrong parameter at once.
    fn check(&self, app: &AppState) -> Result<(Filter, After)> {
        const LONGEST: usize = 100;
        let mut errors = FieldErrors::default();
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let stage = given(&self.stage)
            .and_then(|word| errors.take("stage", Standing::parse(&word).ok_or("没有这个状态，请从列表里选择")));
        let via = given(&self.source)
            .and_then(|word| errors.take("source", Via::parse(&word).ok_or("没有这个来源，请从列表里选择")));
        for (field, text) in [("street", &self.street), ("q", &self.q)] {
            if text.chars().count() > LONGEST {
                errors.push(field, format!("请不超过{LONGEST}个字"));
            }
        }
        let after = match self.after.split_once('.') {
            None if self.after.is_empty() => Some(After(String::new(), 0)),
            Some((day, number)) if day.len() == 10 && number.parse::<i64>().is_ok() => {
                number.parse().ok().map(|number| After(day.to_owned(), number))
            }
            _ => errors.take("after", Err::<After, _>("请原样带上前一页的 next")),
        };
        let late_on = (self.late == "1").then(|| app.clock.today());
        let filter = Filter { stage, via, street: given(&self.street), late_on, q: given(&self.q) };
        match after {
            Some(after) => errors.into_result((filter, after)).map_err(Error::Invalid),
            None => Err(Error::Invalid(errors)),
        }
    }
}
