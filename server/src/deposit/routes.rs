//! Deposits over HTTP, for signed-in people.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use common::auth::Action;
use common::date;
use common::deposit::{
    Calculation, DepositFile, DepositPage, Event, EventForm, Letter, LetterKind, RecordForm, Recorded, Stage,
    State as Standing, WhatIfForm, calculate, fold, letter,
};
use common::error::{FieldErrors, Problem};
use common::project::Industry;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::store::{After, Filter};
use super::{export, file, history, store};
use crate::AppState;
use crate::audit;
use crate::auth::Officer;
use crate::error::{Error, Result};
use crate::export::{CSV, XLSX, attachment};
use crate::extract::{Json, Path, Query};

/// Deposits on one page.
const PAGE: i64 = 50;
/// Rows of one exported table.
const MOST_ROWS: i64 = 100_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct Asked {
    /// A stage: due, stored, refill_due …; empty for all
    stage: String,
    /// Guarantees whose last day is this one or earlier, YYYY-MM-DD
    expires_by: String,
    /// `1`: finished works whose deposit nobody has asked back
    sweep: String,
    street: String,
    /// housing, municipal, transport, water or other
    industry: String,
    /// Part of the name of the project or its contractor, at most 100 characters
    q: String,
    /// `next` of the page before
    after: String,
}

/// Deposits in scope, what is late or expires first.
#[utoipa::path(get, path = "/api/v1/official/deposits", tag = "deposits", params(Asked),
    responses(
        (status = 200, body = DepositPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(
    State(app): State<AppState>,
    officer: Officer,
    Query(asked): Query<Asked>,
) -> Result<Json<DepositPage>> {
    officer.may(Action::ReadProjects)?;
    let (filter, after) = asked.check()?;
    let page = store::list(&app.db, officer.bounds(), &filter, &after, PAGE).await?;
    let count = store::count(&app.db, officer.bounds(), &filter).await?;
    Ok(Json(DepositPage { rows: page.rows, count, today: app.clock.today(), next: page.next }))
}

/// The same list as CSV.
#[utoipa::path(get, path = "/api/v1/official/deposits.csv", tag = "deposits", params(Asked),
    responses(
        (status = 200, content_type = "text/csv"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn csv(State(app): State<AppState>, officer: Officer, Query(asked): Query<Asked>) -> Result<Response> {
    officer.may(Action::ReadProjects)?;
    let (filter, _) = asked.check()?;
    let page = store::list(&app.db, officer.bounds(), &filter, &After::start(), MOST_ROWS).await?;
    Ok(attachment(CSV, "deposits.csv", export::csv(&page.rows)))
}

/// The same list as a workbook.
#[utoipa::path(get, path = "/api/v1/official/deposits.xlsx", tag = "deposits", params(Asked),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn xlsx(State(app): State<AppState>, officer: Officer, Query(asked): Query<Asked>) -> Result<Response> {
    officer.may(Action::ReadProjects)?;
    let (filter, _) = asked.check()?;
    let page = store::list(&app.db, officer.bounds(), &filter, &After::start(), MOST_ROWS).await?;
    Ok(attachment(XLSX, "deposits.xlsx", export::xlsx(&page.rows)?))
}

/// One project's deposit: where it stands, its events, and the calculation from the firm's stored history.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/deposit", tag = "deposits",
    params(("number" = i64, Path, description = "The project's serial")),
    responses(
        (status = 200, body = DepositFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(State(app): State<AppState>, officer: Officer, Path(number): Path<i64>) -> Result<Json<DepositFile>> {
    officer.may(Action::ReadProjects)?;
    Ok(Json(read(&app, &officer, number).await?))
}

/// What would be due if: other works, another history, another day. Stores nothing.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/deposit/what-if", tag = "deposits",
    params(("number" = i64, Path, description = "The project's serial")),
    request_body = WhatIfForm,
    responses(
        (status = 200, body = Calculation),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn what_if(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Json(form): Json<WhatIfForm>,
) -> Result<Json<Calculation>> {
    officer.may(Action::ReadProjects)?;
    let mut tx = app.db.snapshot().await?;
    store::find(&mut tx, officer.bounds(), number).await?;
    let what_if = form.check().map_err(Error::Invalid)?;
    let rules = app.settings.get().deposit_rules(what_if.on);
    let answer = rules.and_then(|rules| calculate(&what_if.works, &what_if.history, &rules, what_if.on));
    answer.map(Json).ok_or(Error::Conflict("这一天还没有本地的工资保证金规则，请管理员设置 deposit_rules"))
}

/// Record what happened. 409 where it cannot come next, with what may.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/deposit", tag = "deposits",
    params(("number" = i64, Path, description = "The project's serial")),
    request_body = EventForm,
    responses(
        (status = 201, body = DepositFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn record(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Json(form): Json<EventForm>,
) -> Result<Response> {
    officer.may(Action::RecordDeposit)?;
    let (today, now, settings) = (app.clock.today(), app.clock.now(), app.settings.get());
    let who = officer.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let loaded = file::load(tx, who.bounds(), number, &settings, today).await?;
                let (on, event) = form.check(today).map_err(Error::Invalid)?;
                let calculation = justified(&loaded, &event, on, &form)?;
                let recorded = Recorded {
                    id: store::new_id(),
                    on,
                    event,
                    note: given(&form.note),
                    by: who.person.clone(),
                    at: now,
                    corrects: given(&form.corrects),
                };
                let clocks = file::clocks(loaded.rules.as_ref());
                let mut events = loaded.events;
                events.push(recorded.clone());
                let entries = fold(&events, &clocks, &settings.calendar)
                    .map_err(|refusal| Error::Refused(refusal.why().to_owned()))?;
                let state = entries.last().map(|entry| entry.state.clone()).unwrap_or_default();
                let id = &loaded.project.id;
                store::insert(tx, id, events.len(), &recorded, calculation.as_ref()).await?;
                store::put_state(tx, id, &state, &clocks, &settings.calendar, now).await?;
                audit::record(tx, &who.actor(), "deposit.record", id, &detail(&recorded, &state), now).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(read(&app, &officer, number).await?)).into_response())
}

/// Note arrears or a listing of the project's general contractor.
#[utoipa::path(post, path = "/api/v1/official/projects/{number}/deposit/records", tag = "deposits",
    params(("number" = i64, Path, description = "The project's serial")),
    request_body = RecordForm,
    responses(
        (status = 201, body = DepositFile),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn record_firm(
    State(app): State<AppState>,
    officer: Officer,
    Path(number): Path<i64>,
    Json(form): Json<RecordForm>,
) -> Result<Response> {
    officer.may(Action::RecordDeposit)?;
    let (today, now, settings) = (app.clock.today(), app.clock.now(), app.settings.get());
    let who = officer.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let loaded = file::load(tx, who.bounds(), number, &settings, today).await?;
                let record = form.check(today).map_err(Error::Invalid)?;
                let Some(firm) = loaded.contractor_id else {
                    return Err(Error::Conflict("这个项目没有填写施工总承包单位，请先补上"));
                };
                let id = history::insert_record(tx, &firm, &record, &who.person, now).await?;
                let (kind, on, basis) = record;
                let detail = json!({"record": id, "kind": kind, "on": on, "basis": basis});
                audit::record(tx, &who.actor(), "company.record", &firm, &detail, now).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(read(&app, &officer, number).await?)).into_response())
}

/// A drafted letter: 催告函 or 索赔通知. 409 where it makes no sense now.
#[utoipa::path(get, path = "/api/v1/official/projects/{number}/deposit/letters/{kind}", tag = "deposits",
    params(
        ("number" = i64, Path, description = "The project's serial"),
        ("kind" = String, Path, description = "store, renew or claim"),
    ),
    responses(
        (status = 200, body = Letter),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn draft(
    State(app): State<AppState>,
    officer: Officer,
    Path((number, kind)): Path<(i64, String)>,
) -> Result<Json<Letter>> {
    officer.may(Action::ReadProjects)?;
    let kind = LetterKind::parse(&kind).ok_or(Error::NotFound("文书"))?;
    let (today, settings) = (app.clock.today(), app.settings.get());
    let mut tx = app.db.snapshot().await?;
    let loaded = file::load(&mut tx, officer.bounds(), number, &settings, today).await?;
    Ok(Json(letter(kind, &loaded.letter_facts(kind, &settings, today)?)))
}

async fn read(app: &AppState, officer: &Officer, number: i64) -> Result<DepositFile> {
    let (today, settings) = (app.clock.today(), app.settings.get());
    let mut tx = app.db.snapshot().await?;
    file::load(&mut tx, officer.bounds(), number, &settings, today).await?.show(&settings, today)
}

/// The calculation an assessment rests on. An amount that differs from it needs a note.
fn justified(loaded: &file::Loaded, event: &Event, on: NaiveDate, form: &EventForm) -> Result<Option<Calculation>> {
    let Event::Assess { works, due, .. } = event else { return Ok(None) };
    let calculation = loaded.calculate(works, on);
    let Some(calculated) = &calculation else { return Ok(None) };
    if calculated.due != *due && form.note.trim().is_empty() {
        let mut errors = FieldErrors::default();
        errors.push(
            "note",
            format!(
                "按规则应存{}，与填写的{}不同。请核对，确有依据的请在说明里写明",
                calculated.due.label(),
                due.label()
            ),
        );
        return Err(Error::Invalid(errors));
    }
    Ok(calculation)
}

/// What the audit trail keeps: amounts and days, no account number.
fn detail(recorded: &Recorded, state: &Standing) -> serde_json::Value {
    json!({
        "event": recorded.id,
        "kind": recorded.event.kind(),
        "on": recorded.on,
        "corrects": recorded.corrects,
        "stage": state.stage(),
        "held_fen": state.holding().map(|held| held.amount),
        "due_fen": state.due(),
    })
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Asked {
    /// Every wrong parameter at once.
    fn check(&self) -> Result<(Filter, After)> {
        const LONGEST: usize = 100;
        let mut errors = FieldErrors::default();
        let stage = given(&self.stage)
            .and_then(|stage| errors.take("stage", Stage::parse(&stage).ok_or("没有这个状态，请从列表里选择")));
        let expires_by = given(&self.expires_by).and_then(|day| errors.take("expires_by", date::parse_day(&day)));
        let industry = given(&self.industry)
            .and_then(|word| errors.take("industry", Industry::parse(&word).ok_or("没有这个行业，请从列表里选择")));
        for (field, text) in [("street", &self.street), ("q", &self.q)] {
            if text.chars().count() > LONGEST {
                errors.push(field, format!("请不超过{LONGEST}个字"));
            }
        }
        let after = match self.after.as_str() {
            "" => Some(After::start()),
            after => errors.take("after", After::parse(after).ok_or("请原样带上前一页的 next")),
        };
        let filter = Filter {
            stage,
            expires_by,
            sweep: self.sweep == "1",
            street: given(&self.street),
            industry,
            q: given(&self.q),
        };
        match after {
            Some(after) => errors.into_result((filter, after)).map_err(Error::Invalid),
            None => Err(Error::Invalid(errors)),
        }
    }
}
