//! Whether the process lives, and whether it can serve.

use axum::extract::State;
use axum::http::StatusCode;

use crate::AppState;
use crate::read;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers: 503 if not, so that a proxy sends visitors elsewhere.
pub async fn ready(State(app): State<AppState>) -> (StatusCode, &'static str) {
    let answered: Result<i64, sqlx::Error> = read!(&app.db, query_scalar("select count(*) from counter").fetch_one);
    match answered {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database does not answer\n")
        }
    }
}
