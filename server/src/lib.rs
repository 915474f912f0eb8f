pub mod assets;
pub mod audit;
pub mod auth;
pub mod blacklist;
pub mod board;
mod bulk;
pub mod bytes;
pub mod chain;
pub mod clock;
pub mod complaint;
pub mod config;
pub mod dashboard;
pub mod db;
pub mod demo;
pub mod deposit;
pub mod error;
mod export;
pub mod extract;
pub mod health;
mod hex;
pub mod ledger;
pub mod limit;
pub mod openapi;
pub mod pages;
pub mod payroll;
pub mod project;
pub mod rights;
pub mod rollup;
mod say;
pub mod seal;
pub mod search;
pub mod serve;
pub mod settings;
pub mod sheet;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::auth::throttle::Throttle;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Error;
use crate::limit::Limit;
use crate::seal::Seal;
use crate::settings::SettingsCell;

/// What every handler may use; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub db: Db,
    pub clock: Clock,
    pub settings: SettingsCell,
    /// Opens and closes personal data.
    pub seal: Seal,
    pub bytes: bytes::Cache,
    /// What QR codes lead to, such as `https://mx.example.com`.
    pub public_url: Arc<str>,
    /// Look-ups by address.
    pub look_ups: Limit,
    /// Anonymous posts by address.
    pub posts: Limit,
    /// Complaints by address: a whole site stands behind one, and nobody is turned away.
    pub complaints: Limit,
    /// Wrong passwords by account and place.
    pub failures: Throttle,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxy: Option<IpAddr>,
}

impl AppState {
    /// State over an open database, with the limits of one district.
    pub async fn new(
        db: Db,
        seal: Seal,
        clock: Clock,
        public_url: &str,
        trusted_proxy: Option<IpAddr>,
    ) -> error::Result<Self> {
        let settings = SettingsCell::load(&db).await?;
        let rules = settings.get().sign_in(clock.today()).cloned().unwrap_or_default();
        Ok(Self {
            failures: Throttle::new(&rules),
            trusted_proxy,
            settings,
            seal,
            db,
            clock,
            bytes: bytes::Cache::default(),
            public_url: public_url.into(),
            look_ups: Limit::new(50, 600, trusted_proxy),
            posts: Limit::new(2, 600, trusted_proxy),
            complaints: Limit::new(200, 60_000, trusted_proxy),
        })
    }
}

/// The longest body any route takes, bytes.
const BODY: usize = 64 * 1024;
/// The longest any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

fn api(state: &AppState) -> Router {
    let counted = |limit: &Limit| middleware::from_fn_with_state(limit.clone(), limit::count);
    let look_ups = Router::new()
        .route(common::api::PROJECTS, get(project::routes::list))
        .route(common::api::NEAR, post(project::routes::near))
        .route(common::blacklist::BLACKLIST, get(blacklist::public::list))
        .route(
            common::blacklist::BLACKLIST_MATCHES,
            post(blacklist::public::matches).layer(DefaultBodyLimit::max(blacklist::public::COLUMN)),
        )
        .layer(counted(&state.look_ups));
    let posts = Router::new()
        .route("/api/v1/boards/{token}/flaws", post(board::routes::report))
        .route(common::complaint::FOLLOW, post(complaint::public::follow))
        .route(common::complaint::MINE, get(complaint::public::mine))
        .layer(counted(&state.posts));
    let complaints = Router::new()
        .route("/api/v1/boards/{token}/complaints", post(complaint::public::create))
        .layer(counted(&state.complaints));
    Router::new()
        .route("/api/v1/boards/{token}", get(board::routes::show))
        .route(common::api::RIGHTS, get(rights::show))
        .route(common::blacklist::BLACKLIST_CSV, get(blacklist::public::csv))
        .route(common::blacklist::BLACKLIST_XLSX, get(blacklist::public::xlsx))
        .route(common::blacklist::BLACKLIST_CHANGES, get(blacklist::public::changes))
        .route("/api/v1/blacklist/{id}", get(blacklist::public::show))
        .merge(look_ups)
        .merge(posts)
        .merge(complaints)
        .merge(official(state))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(state.clone())
}

/// What asks for a session: everything merged here is behind the layer, except signing in itself and asking who one is.
fn official(state: &AppState) -> Router<AppState> {
    let sign_in = Router::new()
        .route(common::api::SESSION, post(auth::routes::create))
        .layer(middleware::from_fn_with_state(state.posts.clone(), limit::count))
        .route(common::api::SESSION, get(auth::routes::show));
    let own = Router::new()
        .route(common::api::SESSION, delete(auth::routes::delete))
        .route(common::api::SESSIONS, delete(auth::routes::delete_all))
        .route(common::api::PASSWORD, post(auth::routes::change_password))
        .route(common::second_factor::SECOND_FACTOR, get(auth::factor::routes::show).post(auth::factor::routes::begin))
        .route(common::second_factor::SECOND_FACTOR_CONFIRM, post(auth::factor::routes::confirm))
        .route(common::second_factor::SECOND_FACTOR_REMOVAL, post(auth::factor::routes::remove));
    Router::new()
        .route("/api/v1/official/users/{id}/second-factor", delete(auth::factor::routes::remove_of_user))
        .route(common::api::USERS, get(auth::routes::list_users).post(auth::routes::create_user))
        .route("/api/v1/official/users/{id}", patch(auth::routes::update_user))
        .route("/api/v1/official/users/{id}/password", post(auth::routes::reset_user))
        .route(common::api::AUDIT, get(audit::routes::list))
        .route(common::blacklist::OFFICIAL_BLACKLIST, get(blacklist::routes::list).post(blacklist::routes::create))
        .route("/api/v1/official/blacklist/{number}", get(blacklist::routes::show))
        .route("/api/v1/official/blacklist/{number}/events", post(blacklist::routes::record))
        .route("/api/v1/official/blacklist/{number}/documents/{kind}", get(blacklist::routes::draft))
        .route(common::deposit::DEPOSITS, get(deposit::routes::list))
        .route(common::deposit::DEPOSITS_CSV, get(deposit::routes::csv))
        .route(common::deposit::DEPOSITS_XLSX, get(deposit::routes::xlsx))
        .route("/api/v1/official/projects/{number}/deposit", get(deposit::routes::show).post(deposit::routes::record))
        .route("/api/v1/official/projects/{number}/deposit/what-if", post(deposit::routes::what_if))
        .route("/api/v1/official/projects/{number}/deposit/records", post(deposit::routes::record_firm))
        .route("/api/v1/official/projects/{number}/deposit/letters/{kind}", get(deposit::routes::draft))
        .route(common::project_file::DASHBOARD, get(dashboard::routes::show))
        .route(common::project_file::PROJECTS, get(project::official::list))
        .route(common::project_file::PROJECTS_CSV, get(project::official::csv))
        .route(common::project_file::PROJECTS_XLSX, get(project::official::xlsx))
        .route("/api/v1/official/projects/{number}", get(project::official::show).patch(project::official::update))
        .route("/api/v1/official/projects/{number}/chain", get(chain::routes::show))
        .route(common::complaint::COMPLAINTS, get(complaint::official::list).post(complaint::official::create))
        .route("/api/v1/official/complaints/{number}", get(complaint::official::show))
        .route("/api/v1/official/complaints/{number}/steps", post(complaint::official::record))
        .route("/api/v1/official/complaints/{number}/open", post(complaint::official::open))
        .route(common::payroll::PAYROLL, get(payroll::routes::list))
        .route(common::payroll::PAYROLL_CSV, get(payroll::routes::csv))
        .route(common::payroll::PAYROLL_XLSX, get(payroll::routes::xlsx))
        .route("/api/v1/official/projects/{number}/payroll", get(payroll::routes::months))
        .nest("/api/v1/official/projects/{number}/payroll/{month}", payroll_month())
        .layer(middleware::from_fn(auth::enrolled))
        .merge(own)
        .layer(middleware::from_fn_with_state(state.clone(), auth::require))
        .merge(sign_in)
}

/// Below one month of one site.
fn payroll_month() -> Router<AppState> {
    use payroll::routes::{person, quantity, upload};
    Router::new()
        .route("/", get(payroll::routes::show))
        .route("/workers.csv", get(payroll::routes::workers_csv))
        .route("/workers.xlsx", get(payroll::routes::workers_xlsx))
        .route("/files/{kind}", post(upload::upload).layer(DefaultBodyLimit::max(upload::FILE)))
        .route("/signature", post(payroll::routes::sign))
        .route("/quantities", get(quantity::list).post(quantity::create))
        .route("/quantities/{slip}/answers", post(quantity::answer))
        .route("/people/{person}/slip", get(person::show))
        .route("/people/{person}/open", post(person::open))
        .route("/people/{person}/looks", get(person::looks))
}

async fn method_not_allowed() -> Response {
    let problem = common::error::Problem::new(405, "method_not_allowed", "这个地址不接受这种请求");
    let mut response = (StatusCode::METHOD_NOT_ALLOWED, extract::Json(problem)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, error::problem_type());
    response
}

/// Everything a visitor can reach. Fails if the embedded site is damaged.
pub fn app(state: AppState) -> anyhow::Result<Router> {
    let api = api(&state);
    let posts = Router::new()
        .route("/b/{token}/wrong", post(board::routes::report_form))
        .route("/track", post(complaint::public::follow_form))
        .layer(middleware::from_fn_with_state(state.posts.clone(), limit::count));
    let complaints = Router::new()
        .route("/b/{token}/report", post(complaint::public::create_form))
        .layer(middleware::from_fn_with_state(state.complaints.clone(), limit::count));
    let public_url = Arc::clone(&state.public_url);
    let id = HeaderName::from_static("x-request-id");
    let nosniff =
        SetResponseHeaderLayer::if_not_present(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(Router::new()
        .route("/b/{token}/qr.svg", get(board::routes::code))
        .route("/blacklist.atom", get(blacklist::public::atom))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(posts)
        .merge(complaints)
        .with_state(state.clone())
        .merge(openapi::routes())
        .merge(pages::routes(state.clone(), api.clone())?)
        .merge(api)
        .layer(nosniff)
        .layer(
            CsrfLayer::new()
                .add_trusted_origin(origin(&public_url))?
                .with_rejection_response(|_| Error::CrossSite.into_response()),
        )
        .layer(DefaultBodyLimit::max(BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(|_| Error::Internal(anyhow::anyhow!("a handler panicked")).into_response()))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::new(id.clone()))
        .layer(SetRequestIdLayer::new(id, MakeRequestUuid))
        .layer(middleware::from_fn_with_state(state, pages::from_memory)))
}

/// What the log says of a request: its route, never its query, token or address.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<axum::extract::MatchedPath>().map_or("-", |path| path.as_str());
    tracing::info_span!("request", method = %request.method(), route)
}

/// Scheme and host of a URL, as browsers send it.
fn origin(url: &str) -> String {
    url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/").to_lowercase()
}
