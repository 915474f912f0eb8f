//! The chain over HTTP, for signed-in people.

use axum::extract::State;
use common::auth::Action;
use common::date::Month;
use common::error::{FieldErrors, Problem};
use common::money_chain::ChainView;
use serde::Deserialize;
use utoipa::IntoParams;

use super::view;
use crate::AppState;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};
use crate::project::file;

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct ChainQuery {
    /// YYYY-MM; the month whose wages were due last if empty
    month: String,
}

/// From the owner's payment to each card: every link of a month, and whose move it is. 404 outside the officer's scope.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/chain", tag = "official",
    params(("number" = i64, Path, description = "Serial number in the district"), ChainQuery),
    responses(
        (status = 200, body = ChainView),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Query(query): Query<ChainQuery>,
) -> Result<Json<ChainView>> {
    officer.may(Action::ReadProjects)?;
    let month = match query.month.as_str() {
        "" => None,
        text => Some(Month::parse(text).map_err(|fault| {
            let mut errors = FieldErrors::default();
            errors.push("month", fault.advice());
            Error::Invalid(errors)
        })?),
    };
    let id = file::id(&app.db, officer.bounds(), number).await?.ok_or(Error::NotFound("项目"))?;
    let mut tx = app.db.snapshot().await?;
    Ok(Json(view(&mut tx, (number, &id), month, &app.settings.get(), app.clock.today()).await?))
}
