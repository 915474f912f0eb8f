//! The district's own channels, the same on every site.

use axum::extract::State;
use common::api::Rights;

use crate::AppState;
use crate::board::{channels, minimum_wage, office, plain};
use crate::extract::Json;

/// The district's channels and its minimum wage.
#[utoipa::path(get, path = "/api/v1/rights", tag = "district", responses((status = 200, body = Rights)))]
pub async fn show(State(app): State<AppState>) -> Json<Rights> {
    let (settings, today) = (app.settings.get(), app.clock.today());
    Json(Rights {
        district: settings.district(today).map(|district| district.name.clone()).unwrap_or_default(),
        office: office(&settings, today),
        channels: channels(&settings, None, today).into_iter().filter(|row| row.channel.is_some()).collect(),
        regulators: settings
            .regulators(today)
            .into_iter()
            .flatten()
            .map(|body| plain(&body.name, &body.complaint_phone))
            .collect(),
        national_platform: settings.national_platform(today).cloned(),
        minimum_wage: minimum_wage(&settings, today),
    })
}
