//! Wages over HTTP, for signed-in people.

pub mod person;
pub mod quantity;
pub mod upload;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use common::auth::Action;
use common::date::Month;
use common::error::{FieldErrors, Problem};
use common::masked::Masked;
use common::payroll::{MonthDetail, MonthFilter, MonthPage, SignForm, SiteMonths, WorkerMonth, WorkerView};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::person::Person;
use super::store::{self, Asked};
use super::{export, month};
use crate::AppState;
use crate::audit;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::export::{CSV, XLSX, attachment};
use crate::extract::{Json, Path, Query};
use crate::hex::hex;
use crate::seal::Seal;

/// Sites on one page.
const PAGE: i64 = 100;
/// Sites of one exported table.
const MOST_ROWS: i64 = 100_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct ListQuery {
    /// YYYY-MM; the month before this one if empty
    month: String,
    /// all, unpaid, different or missing
    only: String,
    /// Part of the name of the site
    q: String,
    /// `next` of the page before
    skip: String,
}

impl ListQuery {
    fn check(&self, app: &AppState, limit: i64) -> Result<Asked> {
        let mut errors = FieldErrors::default();
        let last = Month::of(app.clock.today()).prev();
        let month = if self.month.is_empty() { Ok(last) } else { Month::parse(&self.month) };
        let month = errors.take("month", month);
        let only = if self.only.is_empty() { Some(MonthFilter::All) } else { MonthFilter::parse(&self.only) };
        let only = errors.take("only", only.ok_or("请选择：全部、没有发清、有差异、未报工资表"));
        let skip =
            if self.skip.is_empty() { Ok(0) } else { self.skip.parse::<u32>().map_err(|_| "请从第一页开始翻") };
        let skip = errors.take("skip", skip);
        if self.q.chars().count() > 100 {
            errors.push("q", "最多100个字");
        }
        match (month, only, skip) {
            (Some(month), Some(only), Some(skip)) if errors.is_empty() => {
                let q = Some(self.q.trim().to_owned()).filter(|q| !q.is_empty());
                Ok(Asked { month, only, q, skip: i64::from(skip), limit })
            }
            _ => Err(Error::Invalid(errors)),
        }
    }
}

/// A month of all sites in reach, what is unpaid or different first.
#[utoipa::path(get, path = "/api/v1/official/payroll", tag = "payroll", params(ListQuery),
    responses(
        (status = 200, body = MonthPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Query(query): Query<ListQuery>,
) -> Result<Json<MonthPage>> {
    officer.may(Action::ReadProjects)?;
    let asked = query.check(&app, PAGE)?;
    let settings = app.settings.get();
    Ok(Json(store::list(&app.db, officer.bounds(), &asked, &settings, app.clock.today()).await?))
}

/// The same list as CSV.
#[utoipa::path(get, path = "/api/v1/official/payroll.csv", tag = "payroll", params(ListQuery),
    responses(
        (status = 200, content_type = "text/csv"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn csv(State(app): State<AppState>, officer: Officer, Query(query): Query<ListQuery>) -> Result<Response> {
    Ok(attachment(CSV, "payroll.csv", whole(&app, &officer, &query).await?.csv()))
}

/// The same list as a workbook.
#[utoipa::path(get, path = "/api/v1/official/payroll.xlsx", tag = "payroll", params(ListQuery),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn xlsx(State(app): State<AppState>, officer: Officer, Query(query): Query<ListQuery>) -> Result<Response> {
    Ok(attachment(XLSX, "payroll.xlsx", whole(&app, &officer, &query).await?.xlsx()?))
}

async fn whole(app: &AppState, officer: &Officer, query: &ListQuery) -> Result<export::Table> {
    officer.may(Action::ReadProjects)?;
    let asked = query.check(app, MOST_ROWS)?;
    let settings = app.settings.get();
    let page = store::list(&app.db, officer.bounds(), &asked, &settings, app.clock.today()).await?;
    Ok(export::months(&page.months))
}

/// The months of one site, newest first.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site")),
    responses(
        (status = 200, body = SiteMonths),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn months(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
) -> Result<Json<SiteMonths>> {
    officer.may(Action::ReadProjects)?;
    let mut tx = app.db.snapshot().await?;
    let settings = app.settings.get();
    Ok(Json(store::months(&mut tx, officer.bounds(), number, &settings, app.clock.today()).await?))
}

/// Number of the site and month.
type Place = Path<(i64, String)>;

fn month_of(text: &str) -> Result<Month> {
    Month::parse(text).map_err(|_| Error::NotFound("月份"))
}

/// One month of one site, worker by worker, those with differences first. Numbers are masked.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll/{month}", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, body = MonthDetail),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month)): Place,
) -> Result<Json<MonthDetail>> {
    officer.may(Action::ReadProjects)?;
    Ok(Json(detail(&app, &officer, number, month_of(&month)?).await?))
}

/// The same as CSV, numbers masked.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll/{month}/workers.csv", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, content_type = "text/csv"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn workers_csv(State(app): State<AppState>, officer: Officer, Path(place): Place) -> Result<Response> {
    Ok(attachment(CSV, "workers.csv", compared(&app, &officer, place).await?.csv()))
}

/// The same as a workbook, numbers masked.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/payroll/{month}/workers.xlsx", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn workers_xlsx(State(app): State<AppState>, officer: Officer, Path(place): Place) -> Result<Response> {
    Ok(attachment(XLSX, "workers.xlsx", compared(&app, &officer, place).await?.xlsx()?))
}

async fn compared(app: &AppState, officer: &Officer, (number, month): (i64, String)) -> Result<export::Table> {
    officer.may(Action::ReadProjects)?;
    Ok(export::workers(&detail(app, officer, number, month_of(&month)?).await?.workers))
}

async fn detail(app: &AppState, officer: &Officer, number: i64, month: Month) -> Result<MonthDetail> {
    let settings = app.settings.get();
    let mut tx = app.db.snapshot().await?;
    let view = store::find(&mut tx, officer.bounds(), number, month, &settings, app.clock.today()).await?;
    let project = store::site(&mut tx, officer.bounds(), number).await?;
    let loaded = month::load(&mut tx, &app.seal, &settings, &project, month).await?;
    let mut workers = loaded.workers;
    workers.sort_by_key(WorkerMonth::is_matched);
    Ok(MonthDetail { month: view, workers: workers.into_iter().map(|worker| masked(worker, &app.seal)).collect() })
}

fn masked(worker: WorkerMonth, seal: &Seal) -> WorkerView {
    let person = Person { name: worker.name, id: worker.id, phone: worker.phone, card: worker.card };
    WorkerView {
        person: person.id.is_some().then(|| hex(&person.mark(seal))),
        id: person.id.as_ref().map(Masked::id),
        phone: person.phone.as_ref().map(Masked::phone),
        card: person.card.as_ref().map(Masked::card),
        name: person.name,
        team: worker.team,
        days: worker.days,
        gross_fen: worker.gross.map(|sum| sum.0),
        net_fen: worker.net.map(|sum| sum.0),
        paid_fen: worker.paid.map(|sum| sum.0),
        paid_on: worker.paid_on,
        findings: worker.findings.into_iter().map(Into::into).collect(),
    }
}

/// Sign the month as it was seen (Art. 28). A later file takes the signature away.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/payroll/{month}/signature", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    request_body = SignForm,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn sign(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month)): Place,
    Json(form): Json<SignForm>,
) -> Result<StatusCode> {
    officer.may(Action::SignPayroll)?;
    let (month, at) = (month_of(&month)?, app.clock.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let project = store::site(tx, officer.bounds(), number).await?;
                let seen = form.changed_at;
                if !store::sign(tx, &project, month, &officer.person, seen, at.timestamp_millis()).await? {
                    return Err(Error::Conflict("还没有工资支付表，或者刚刚有了改动：请刷新页面，看过现在的数再签认"));
                }
                let detail = json!({ "month": month, "number": number });
                audit::record(tx, &officer.actor(), "payroll.sign", &project, &detail, at).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
