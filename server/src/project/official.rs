//! The list and the file of projects over HTTP, for officials.

use axum::extract::State;
use axum::response::Response;
use common::auth::Action;
use common::dashboard::{Measure, ProjectQuery};
use common::date;
use common::error::{FieldErrors, Problem};
use common::ledger::Key;
use common::project_file::{ProjectEdit, ProjectFile, ProjectPage};
use common::step::{Milestone, Milestones, steps};
use serde_json::json;

use super::{file, list};
use crate::AppState;
use crate::auth::Officer;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::export::{CSV, XLSX, attachment};
use crate::extract::{Json, Path, Query};
use crate::ledger::{self, FieldChange, Stamp};
use crate::{audit, chain, rollup};

/// Projects on one page.
const PAGE: usize = 50;
/// Projects that one file holds.
const EXPORTED: i64 = 20_000;

/// The projects that the officer reaches, by their numbers.
#[utoipa::path(get, path = "/api/v1/official/projects", tag = "official", params(ProjectQuery),
    responses(
        (status = 200, body = ProjectPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Query(query): Query<ProjectQuery>,
) -> Result<Json<ProjectPage>> {
    officer.may(Action::ReadProjects)?;
    let filter = query.check().map_err(Error::Invalid)?;
    let bounds = officer.bounds();
    let total = list::count(&app.db, bounds, &filter).await?;
    // Looking for what is not there would read everything.
    let limit = if total == 0 { 0 } else { (PAGE + 1) as i64 };
    let mut rows = list::page(&app.db, bounds, &filter, limit).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let contractor = match &filter.contractor {
        Some(id) => list::firm(&app.db, id).await?,
        None => None,
    };
    Ok(Json(ProjectPage {
        next: rows.last().filter(|_| more).map(|row| row.number.to_string()),
        total,
        streets: list::streets(&app.db, bounds).await?,
        contractor,
        rows,
    }))
}

/// The same projects as a ledger, comma-separated. At most 20,000.
#[utoipa::path(get, path = "/api/v1/official/projects.csv", tag = "official", params(ProjectQuery),
    responses(
        (status = 200, content_type = "text/csv"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn csv(State(app): State<AppState>, officer: Officer, Query(query): Query<ProjectQuery>) -> Result<Response> {
    let (mut tx, ids) = exported(&app, &officer, &query).await?;
    let bytes = ledger::csv(&mut tx, &ids).await?;
    Ok(attachment(CSV, "projects.csv", bytes))
}

/// The same projects as a ledger, which can be imported again. At most 20,000.
#[utoipa::path(get, path = "/api/v1/official/projects.xlsx", tag = "official", params(ProjectQuery),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn xlsx(
    State(app): State<AppState>,
    officer: Officer,
    Query(query): Query<ProjectQuery>,
) -> Result<Response> {
    let (mut tx, ids) = exported(&app, &officer, &query).await?;
    let bytes = ledger::workbook(&mut tx, &ids).await?;
    Ok(attachment(XLSX, "projects.xlsx", bytes))
}

/// What goes into a file. That it was taken is put on record first.
async fn exported(app: &AppState, officer: &Officer, query: &ProjectQuery) -> Result<(Tx, Vec<String>)> {
    officer.may(Action::ReadProjects)?;
    let filter = query.check().map_err(Error::Invalid)?;
    let bounds = officer.bounds();
    if list::count(&app.db, bounds, &filter).await? > EXPORTED {
        let mut errors = FieldErrors::default();
        errors.push("q", "一次最多导出2万个项目，请先缩小范围");
        return Err(Error::Invalid(errors));
    }
    let ids = list::ids(&app.db, bounds, &filter, EXPORTED).await?;
    let (actor, now) = (officer.actor(), app.clock.now());
    let detail = json!({"projects": ids.len(), "filter": query.address("")});
    app.db
        .write(move |tx| {
            Box::pin(async move { audit::record(tx, &actor, "project.export", "projects", &detail, now).await })
        })
        .await?;
    Ok((app.db.snapshot().await?, ids))
}

/// All that is kept of a project. 404 outside the officer's scope.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}", tag = "official",
    params(("number" = i64, Path, description = "Serial number in the district")),
    responses(
        (status = 200, body = ProjectFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(State(app): State<AppState>, officer: Officer, Path(number): Path<i64>) -> Result<Json<ProjectFile>> {
    officer.may(Action::ReadProjects)?;
    read(&app, &officer, number).await.map(Json)
}

async fn read(app: &AppState, officer: &Officer, number: i64) -> Result<ProjectFile> {
    let id = file::id(&app.db, officer.bounds(), number).await?.ok_or(Error::NotFound("项目"))?;
    let (settings, today) = (app.settings.get(), app.clock.today());
    let mut tx = app.db.snapshot().await?;
    let written = ledger::written(&mut tx, &id).await?.ok_or(Error::NotFound("项目"))?;
    let milestones = file::milestones(&mut tx, &id).await?;
    let boards = file::boards(&mut tx, &id).await?;
    let months = file::months(&mut tx, &id, written.project.pay_day, &settings).await?;
    let facts = file::step_facts(&written.row, (&boards, &months), milestones, &settings, today)?;
    let counted = rollup::facts(&mut tx, std::slice::from_ref(&id)).await?;
    let tally = counted.first().map(|(_, facts)| facts.tally()).unwrap_or_default();
    let lacks = |measure: &Measure| tally.building > tally.get(*measure);
    Ok(ProjectFile {
        number,
        name: written.row.get(Key::Name).to_owned(),
        state: written.project.state,
        industry: written.project.industry,
        funding: written.project.funding,
        in_arrears: tally.arrears > 0,
        missing: Measure::COVERAGE.iter().copied().filter(lacks).collect(),
        changed_at: written.changed_at,
        today,
        fields: file::fields(&written.row, &milestones),
        parties: file::parties(&mut tx, &id).await?,
        chain: chain::view(&mut tx, (number, &id), None, &settings, today).await?,
        steps: steps(&facts, &settings.calendar, today),
        history: file::history(&mut tx, &id).await?,
        may_edit: officer.may(Action::EditProject).is_ok(),
        boards,
        months,
    })
}

/// Change fields of a project. 409 if it changed meanwhile, 422 naming every wrong field.
#[utoipa::path(patch, path = "/api/v1/official/projects/{number}", tag = "official", request_body = ProjectEdit,
    params(("number" = i64, Path, description = "Serial number in the district")),
    responses(
        (status = 200, body = ProjectFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn update(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Json(edit): Json<ProjectEdit>,
) -> Result<Json<ProjectFile>> {
    officer.may(Action::EditProject)?;
    let id = file::id(&app.db, officer.bounds(), number).await?.ok_or(Error::NotFound("项目"))?;
    let stamp = Stamp { source: officer.name.clone(), today: app.clock.today(), now: app.clock.now() };
    let actor = officer.actor();
    let changed = app.db.write(move |tx| {
        Box::pin(async move {
            let fields = change(tx, &id, edit, &stamp).await?;
            if !fields.is_empty() {
                let words: Vec<&str> = fields.iter().map(|field| field.field).collect();
                let detail = json!({ "fields": words });
                audit::record(tx, &actor, "project.edit", &number.to_string(), &detail, stamp.now).await?;
            }
            file::boards(tx, &id).await
        })
    });
    for changed in changed.await? {
        app.bytes.forget(changed.token.as_str());
    }
    read(&app, &officer, number).await.map(Json)
}

/// Fields of the ledger by its rules, recorded days by theirs; each with its history.
async fn change(tx: &mut Tx, id: &str, edit: ProjectEdit, stamp: &Stamp) -> Result<Vec<FieldChange>> {
    let (days, typed) = edit.fields.into_iter().partition(|(word, _)| Milestone::parse(word).is_some());
    let mut fields = ledger::edit(tx, id, edit.changed_at, &typed, stamp).await?;
    let was = file::milestones(tx, id).await?;
    let became = milestones(was, &days, stamp)?;
    let text = |days: &Milestones, milestone| days.get(milestone).map(|day| day.to_string()).unwrap_or_default();
    let changed: Vec<FieldChange> = Milestone::ALL
        .iter()
        .filter(|milestone| was.get(**milestone) != became.get(**milestone))
        .map(|milestone| FieldChange {
            field: milestone.as_str(),
            header: milestone.label(),
            was: text(&was, *milestone),
            became: text(&became, *milestone),
        })
        .collect();
    if !changed.is_empty() {
        file::put_milestones(tx, id, &became, stamp.now.timestamp_millis()).await?;
        ledger::keep_history(tx, id, &changed, &stamp.source, stamp.now).await?;
        fields.extend(changed);
    }
    Ok(fields)
}

/// The recorded days with what was typed. None of them lies ahead.
fn milestones(
    mut days: Milestones,
    typed: &std::collections::BTreeMap<String, String>,
    stamp: &Stamp,
) -> Result<Milestones> {
    let mut errors = FieldErrors::default();
    for (word, text) in typed {
        let Some(milestone) = Milestone::parse(word) else { continue };
        if text.trim().is_empty() {
            days.set(milestone, None);
            continue;
        }
        match errors.take(word, date::parse_day(text)) {
            Some(day) if day > stamp.today => errors.push(word, "这一天还没有到，请核对"),
            day => days.set(milestone, day),
        }
    }
    errors.into_result(days).map_err(Error::Invalid)
}
