//! The figures over HTTP.

use axum::extract::State;
use common::auth::Action;
use common::dashboard::{By, Dashboard};
use common::error::{FieldErrors, Problem};
use common::quarter::Quarter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::store;
use crate::AppState;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Query};

/// Quarters of the trend.
const TREND: usize = 8;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct DashboardQuery {
    /// Such as 2026-Q4; the running one by default
    quarter: String,
    /// street, industry or contractor; street by default
    by: String,
}

/// What is counted of the officer's projects: how things stand, or stood when a quarter ended.
#[utoipa::path(get, path = "/api/v1/official/dashboard", tag = "official", params(DashboardQuery),
    responses(
        (status = 200, body = Dashboard),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(
    State(app): State<AppState>,
    officer: Officer,
    Query(query): Query<DashboardQuery>,
) -> Result<Json<Dashboard>> {
    officer.may(Action::ReadProjects)?;
    let (today, as_of) = (app.clock.today(), app.clock.now());
    let running = Quarter::of(today);
    let mut errors = FieldErrors::default();
    let quarter = match query.quarter.as_str() {
        "" => Some(running),
        text => {
            let known = Quarter::parse(text).filter(|quarter| *quarter <= running);
            errors.take("quarter", known.ok_or("请写成 2026-Q4，不晚于本季度"))
        }
    };
    let by = match query.by.as_str() {
        "" => Some(By::Street),
        text => errors.take("by", By::parse(text).ok_or("请选择街道、行业或总包单位")),
    };
    let (Some(quarter), Some(by)) = (quarter, by) else { return Err(Error::Invalid(errors)) };
    let bounds = officer.bounds();
    let district = app.settings.get().district(today).map(|district| district.name.clone()).unwrap_or_default();
    let is_running = quarter == running;
    let cells = match bounds[2] {
        // A firm has few projects: they are counted as they are, and only as they stand.
        Some(_) if is_running => store::count_cells(&app.db, bounds).await?,
        Some(_) => Vec::new(),
        None => store::cells(&app.db, bounds, quarter).await?,
    };
    let groups = match by {
        By::Contractor if is_running => store::contractors(&app.db, bounds).await?,
        By::Contractor => Vec::new(),
        By::Street | By::Industry => store::grouped(&cells, by),
    };
    let trend = match bounds[2] {
        Some(_) => Vec::new(),
        None => store::trend(&app.db, bounds, running.back(TREND)).await?,
    };
    let totals = store::total(&cells);
    Ok(Json(Dashboard { district, quarter, is_running, as_of, totals, by, groups, trend }))
}
