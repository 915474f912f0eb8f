//! The audit trail for auditors.

use axum::extract::State;
use common::auth::{Action, AuditPage};
use common::error::Problem;
use serde::Deserialize;

use super::store;
use crate::AppState;
use crate::auth::Officer;
use crate::error::Result;
use crate::extract::{Json, Query};

/// Entries of one page.
const PAGE: i64 = 50;

#[derive(Deserialize)]
pub struct AuditQuery {
    before: Option<i64>,
    actor: Option<String>,
    action: Option<String>,
}

/// The audit trail, newest first.
#[utoipa::path(get, path = "/api/v1/official/audit", tag = "audit",
    params(
        ("before" = Option<i64>, Query, description = "Entries with a smaller number"),
        ("actor" = Option<String>, Query, description = "Account name"),
        ("action" = Option<String>, Query, description = "How the action begins, such as `deposit`"),
    ),
    responses(
        (status = 200, body = AuditPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>> {
    officer.may(Action::ReadAudit)?;
    let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let (actor, action) = (text(query.actor), text(query.action));
    let before = query.before.unwrap_or(i64::MAX);
    let entries = store::before(&app.db, before, actor.as_deref(), action.as_deref(), PAGE).await?;
    let full = i64::try_from(entries.len()).is_ok_and(|count| count == PAGE);
    let next = entries.last().filter(|last| full && last.number > 1).map(|last| last.number);
    Ok(Json(AuditPage { entries, next }))
}
