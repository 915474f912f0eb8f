//! Quantity slips of a month over HTTP. What the team disputes never changes what is due (Art. 35).

use axum::extract::State;
use axum::http::StatusCode;
use common::auth::Action;
use common::error::Problem;
use common::payroll::{AnswerForm, QuantityForm, QuantitySlip};
use serde_json::json;

use super::month_of;
use crate::AppState;
use crate::audit;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Path};
use crate::payroll::{quantity, store};

/// The slips of a month on a site, oldest first.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll/{month}/quantities", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, body = Vec<QuantitySlip>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month)): Path<(i64, String)>,
) -> Result<Json<Vec<QuantitySlip>>> {
    officer.may(Action::ReadProjects)?;
    let month = month_of(&month)?;
    let mut tx = app.db.snapshot().await?;
    let project = store::site(&mut tx, officer.bounds(), number).await?;
    Ok(Json(quantity::list(&mut tx, &project, month).await?))
}

/// Record what a team has done.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/payroll/{month}/quantities", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    request_body = QuantityForm,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn create(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month)): Path<(i64, String)>,
    Json(form): Json<QuantityForm>,
) -> Result<StatusCode> {
    officer.may(Action::RecordPayroll)?;
    let (month, at) = (month_of(&month)?, app.clock.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let project = store::site(tx, officer.bounds(), number).await?;
                let new = form.check().map_err(Error::Invalid)?;
                let id = quantity::insert(tx, &project, month, &new, &officer.person, at).await?;
                let detail = json!({ "month": month, "number": number, "team": new.team });
                audit::record(tx, &officer.actor(), "quantity.create", &id, &detail, at).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Record the team's answer to a slip. A later answer takes the place of this one.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/payroll/{month}/quantities/{slip}/answers",
    tag = "payroll",
    params(
        ("number" = i64, Path, description = "Number of the site"),
        ("month" = String, Path, description = "YYYY-MM"),
        ("slip" = String, Path, description = "Id of the slip"),
    ),
    request_body = AnswerForm,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn answer(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month, slip)): Path<(i64, String, String)>,
    Json(form): Json<AnswerForm>,
) -> Result<StatusCode> {
    officer.may(Action::RecordPayroll)?;
    let (month, at) = (month_of(&month)?, app.clock.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let project = store::site(tx, officer.bounds(), number).await?;
                let answer = form.check().map_err(Error::Invalid)?;
                if !quantity::answer(tx, (&project, month), &slip, &answer, &officer.person, at).await? {
                    return Err(Error::NotFound("计量单"));
                }
                let detail = json!({ "month": month, "number": number, "answer": answer.answer });
                audit::record(tx, &officer.actor(), "quantity.answer", &slip, &detail, at).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
