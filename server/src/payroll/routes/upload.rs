//! Files of a month over HTTP.

use axum::body::Bytes;
use axum::extract::State;
use common::auth::Action;
use common::error::Problem;
use common::payroll::{CellView, FileKind, RowView, UploadReport};
use serde::Deserialize;
use utoipa::IntoParams;

use super::month_of;
use crate::AppState;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::extract::{Json, Path, Query};
use crate::payroll::{Ground, Passing, WageImport, import, store};
use crate::sheet::{CellFault, ImportReport, RowFault};

/// The longest file that may be uploaded, bytes.
pub const FILE: usize = 24 << 20;
/// Refused rows that are listed.
const LISTED: usize = 200;

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
        refusals: report.refusals.into_iter().take(LISTED).map(row).collect(),
        doubts: report.doubts.into_iter().take(LISTED).map(row).collect(),
        notes: report.notes,
    }
}

fn row(fault: RowFault) -> RowView {
    let cell = |cell: CellFault| CellView { column: cell.column, header: cell.header, message: cell.message };
    RowView { sheet: fault.sheet, row: fault.row, cells: fault.cells.into_iter().map(cell).collect() }
}
