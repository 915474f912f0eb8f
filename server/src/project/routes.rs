//! Looking a site up over HTTP.

use axum::extract::State;
use common::api::{NearQuery, ProjectHits};
use common::error::{FieldErrors, Problem};
use common::project::Place;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::AppState;
use crate::error::{Error, Result};
use crate::extract::{Json, Query};
use crate::search;

/// Hits on one page.
const PAGE: usize = 20;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LookUp {
    /// Two Chinese characters, pinyin or its initials, a code or a permit number; at most 100 characters
    #[serde(default)]
    q: String,
    /// `next` of the page before
    after: Option<String>,
}

/// Look a site up by name, nickname, address, street, any party's name, credit code or permit number.
#[utoipa::path(get, path = "/api/v1/projects", tag = "projects", params(LookUp),
    responses(
        (status = 200, body = ProjectHits),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(State(app): State<AppState>, Query(look_up): Query<LookUp>) -> Result<Json<ProjectHits>> {
    let mut errors = FieldErrors::default();
    let after = errors.take("after", parse_after(look_up.after.as_deref()));
    if look_up.q.chars().count() > 100 {
        errors.push("q", "请不超过100个字");
    }
    let after = errors.into_result(after).map_err(Error::Invalid)?.unwrap_or_default();
    Ok(Json(search::look_up(&app.db, &look_up.q, after, PAGE).await?))
}

/// Sites near a place, nearest first, within 20 kilometres.
#[utoipa::path(post, path = "/api/v1/projects/near", tag = "projects", request_body = NearQuery,
    responses(
        (status = 200, body = ProjectHits),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn near(State(app): State<AppState>, Json(query): Json<NearQuery>) -> Result<Json<ProjectHits>> {
    let Some(place) = Place::new(query.place.latitude, query.place.longitude) else {
        let mut errors = FieldErrors::default();
        errors.push("place", "经度在 -180 到 180 之间，纬度在 -90 到 90 之间");
        return Err(Error::Invalid(errors));
    };
    Ok(Json(search::near(&app.db, place, PAGE).await?))
}

fn parse_after(after: Option<&str>) -> Result<usize, &'static str> {
    after.map_or(Ok(0), |after| after.parse().map_err(|_| "请原样带上前一页的 next"))
}
