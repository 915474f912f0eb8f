//! Wages over HTTP, for signed-in people.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use common::auth::Action;
use common::date::Month;
use common::error::{FieldErrors, Problem};
use common::masked::Masked;
use common::payroll::{
    FileKind, LookView, MonthDetail, MonthFilter, MonthPage, OpenForm, Opened, Personal, UploadReport, WorkerMonth,
    WorkerView,
};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::person::{Person, person_of};
use super::store::{self, Asked};
use super::{Ground, Passing, WageImport, export, import, month};
use crate::AppState;
use crate::audit;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::export::{CSV, attachment};
use crate::extract::{Json, Path, Query};
use crate::hex::hex;
use crate::seal::Seal;
use crate::sheet::ImportReport;

/// The longest file that may be uploaded, bytes.
pub const FILE: usize = 24 << 20;
/// Sites on one page.
const PAGE: i64 = 100;
/// Sites of one exported table.
const MOST_ROWS: i64 = 100_000;
/// Refused rows that are listed.
const LISTED: usize = 200;

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
    officer.may(Action::ReadProjects)?;
    let asked = query.check(&app, MOST_ROWS)?;
    let settings = app.settings.get();
    let page = store::list(&app.db, officer.bounds(), &asked, &settings, app.clock.today()).await?;
    Ok(attachment(CSV, "payroll.csv", export::months(&page.months)))
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
pub async fn workers_csv(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month)): Place,
) -> Result<Response> {
    officer.may(Action::ReadProjects)?;
    let detail = detail(&app, &officer, number, month_of(&month)?).await?;
    Ok(attachment(CSV, "workers.csv", export::workers(&detail.workers)))
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

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct UploadQuery {
    /// Name of the file, with its ending
    name: String,
    /// `1`: show what would happen, store nothing
    dry_run: String,
    /// `1`: store the good rows of a file that has refused rows
    partial: String,
}

/// Take in a file of this month: the body is the file. Ask with `dry_run=1` first.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/payroll/{month}/files/{kind}", tag = "payroll",
    params(
        ("number" = i64, Path, description = "Number of the site"),
        ("month" = String, Path, description = "YYYY-MM"),
        ("kind" = String, Path, description = "roster, attendance, payroll or bank_return"),
        UploadQuery,
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = UploadReport),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn upload(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, month, kind)): Path<(i64, String, String)>,
    Query(query): Query<UploadQuery>,
    body: Bytes,
) -> Result<Json<UploadReport>> {
    officer.may(Action::RecordPayroll)?;
    let month = month_of(&month)?;
    let kind = FileKind::parse(&kind).ok_or(Error::NotFound("这种表"))?;
    let mut tx = app.db.snapshot().await?;
    store::site(&mut tx, officer.bounds(), number).await?;
    drop(tx);
    let ending = query.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let ending = ["xlsx", "xls", "csv"].into_iter().find(|known| *known == ending).unwrap_or("csv");
    let passing = Passing::write(&body, ending).map_err(anyhow::Error::from)?;
    drop(body);
    let settings = app.settings.get();
    let ground =
        Ground { db: &app.db, seal: &app.seal, settings: &settings, today: app.clock.today(), now: app.clock.now() };
    let options = WageImport {
        kind,
        file: passing.path().to_owned(),
        name: query.name.chars().take(100).collect(),
        project: Some(number.to_string()),
        month: Some(month),
        dry_run: query.dry_run == "1",
        partial: query.partial == "1",
        actor: officer.actor(),
    };
    Ok(Json(shown(import(&ground, options).await?)))
}

fn shown(report: ImportReport) -> UploadReport {
    UploadReport {
        stored: report.stored,
        added: report.added,
        changed: report.changed,
        unchanged: report.unchanged,
        refused: report.refused,
        doubted: report.doubted,
        file_fault: report.file_fault,
        refusals: report.refusals.iter().take(LISTED).map(ToString::to_string).collect(),
        doubts: report.doubts.iter().take(LISTED).map(ToString::to_string).collect(),
        notes: report.notes,
    }
}

/// Sign the month as it stands (Art. 28). A later file takes the signature away.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/payroll/{month}/signature", tag = "payroll",
    params(("number" = i64, Path, description = "Number of the site"), ("month" = String, Path, description = "YYYY-MM")),
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn sign(State(app): State<AppState>, officer: Officer, Path((number, month)): Place) -> Result<StatusCode> {
    officer.may(Action::SignPayroll)?;
    let (month, at) = (month_of(&month)?, app.clock.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let project = store::site(tx, officer.bounds(), number).await?;
                if !store::sign(tx, &project, month, &officer.person, at.timestamp_millis()).await? {
                    return Err(Error::Conflict("这个月还没有工资支付表，请先上传，再签认"));
                }
                let detail = json!({ "month": month, "number": number });
                audit::record(tx, &officer.actor(), "payroll.sign", &project, &detail, at).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
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
    Path((number, month, person)): Path<(i64, String, String)>,
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
    Path((number, month, person)): Path<(i64, String, String)>,
) -> Result<Json<Vec<LookView>>> {
    officer.may(Action::ReadProjects)?;
    let month = month_of(&month)?;
    let mark = person_of(&person).ok_or(Error::NotFound("这个人"))?;
    let mut tx = app.db.snapshot().await?;
    let project = store::site(&mut tx, officer.bounds(), number).await?;
    store::person(&mut tx, &app.seal, &project, month, mark).await?.ok_or(Error::NotFound("这个人"))?;
    Ok(Json(store::looks(&mut tx, mark).await?))
}
