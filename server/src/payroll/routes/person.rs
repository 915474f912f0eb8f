//! One worker of a month over HTTP: the wage slip, full numbers opened for a purpose, and who opened them.

use axum::extract::State;
use common::auth::Action;
use common::error::Problem;
use common::payroll::{LookView, OpenForm, Opened, Personal, WageSlip, slip};
use serde_json::json;

use super::{masked, month_of};
use crate::AppState;
use crate::audit;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Path};
use crate::hex::hex;
use crate::payroll::{month, person_of, store};

/// Number of the site, month, and what stands for the worker.
type Who = Path<(i64, String, String)>;

/// The month of one worker with every item (Art. 15), numbers masked.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/slip", tag = "payroll",
    params(
        ("number" = i64, Path, description = "Number of the site"),
        ("month" = String, Path, description = "YYYY-MM"),
        ("person" = String, Path, description = "Stands for the worker"),
    ),
    responses(
        (status = 200, body = WageSlip),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month, person)): Who,
) -> Result<Json<WageSlip>> {
    officer.may(Action::ReadProjects)?;
    let (month, settings) = (month_of(&month)?, app.settings.get());
    let mark = person_of(&person).ok_or(Error::NotFound("这个人"))?;
    let mut tx = app.db.snapshot().await?;
    let view = store::find(&mut tx, officer.bounds(), number, month, &settings, app.clock.today()).await?;
    let project = store::site(&mut tx, officer.bounds(), number).await?;
    let loaded = month::load(&mut tx, &app.seal, &settings, &project, month).await?;
    let is_meant = |id: &common::id::ResidentId| app.seal.mark("id", id.as_str()) == mark;
    let worker = loaded.workers.into_iter().find(|worker| worker.id.as_ref().is_some_and(is_meant));
    let worker = worker.ok_or(Error::NotFound("这个人"))?;
    let slip = worker.id.as_ref().map(|id| slip(&loaded.rows, id)).unwrap_or_default();
    Ok(Json(WageSlip { month: view, worker: masked(worker, &app.seal), slip }))
}

/// Show one full number of a worker. The opening is recorded with its purpose.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/open", tag = "payroll",
    params(
        ("number" = i64, Path, description = "Number of the site"),
        ("month" = String, Path, description = "YYYY-MM"),
        ("person" = String, Path, description = "Stands for the worker"),
    ),
    request_body = OpenForm,
    responses(
        (status = 200, body = Opened),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn open(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month, person)): Who,
    Json(form): Json<OpenForm>,
) -> Result<Json<Opened>> {
    officer.may(Action::OpenPersonalData)?;
    let (field, purpose) = form.check().map_err(Error::Invalid)?;
    let (month, at) = (month_of(&month)?, app.clock.now());
    let mark = person_of(&person).ok_or(Error::NotFound("这个人"))?;
    let seal = app.seal.clone();
    let value = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let project = store::site(tx, officer.bounds(), number).await?;
                let found = store::person(tx, &seal, &project, month, mark).await?;
                let found = found.ok_or(Error::NotFound("这个人"))?;
                let value = match field {
                    Personal::Id => found.id.map(String::from),
                    Personal::Phone => found.phone.map(String::from),
                    Personal::Card => found.card.map(String::from),
                };
                let detail = json!({ "field": field, "purpose": purpose, "number": number, "month": month });
                audit::record(tx, &officer.actor(), "person.open", &hex(&mark), &detail, at).await?;
                value.ok_or(Error::NotFound(field.label()))
            })
        })
        .await?;
    Ok(Json(Opened { value }))
}

/// Who opened which number of this worker, when and why.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/looks", tag = "payroll",
    params(
        ("number" = i64, Path, description = "Number of the site"),
        ("month" = String, Path, description = "YYYY-MM"),
        ("person" = String, Path, description = "Stands for the worker"),
    ),
    responses(
        (status = 200, body = Vec<LookView>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn looks(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month, person)): Who,
) -> Result<Json<Vec<LookView>>> {
    officer.may(Action::ReadProjects)?;
    let month = month_of(&month)?;
    let mark = person_of(&person).ok_or(Error::NotFound("这个人"))?;
    let mut tx = app.db.snapshot().await?;
    let project = store::site(&mut tx, officer.bounds(), number).await?;
    store::person(&mut tx, &app.seal, &project, month, mark).await?.ok_or(Error::NotFound("这个人"))?;
    Ok(Json(store::looks(&mut tx, mark).await?))
}
