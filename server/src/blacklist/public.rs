//! The public list over HTTP, for everybody and for programs.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::DateTime;
use common::blacklist::{Changes, MatchForm, Matches, PublicEntry, PublicHit, PublicList};
use common::error::{FieldErrors, Problem};
use common::search::fold;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::listing::{self, Ground};
use super::matching::Matcher;
use super::{KEPT, export, feed, search, store};
use crate::AppState;
use crate::bytes::{self, Fresh};
use crate::error::{Error, Result};
use crate::export::{CSV, XLSX, attachment};
use crate::extract::{Json, Path, Query};
use crate::hex::hex;

/// Entries on one page.
const PAGE: usize = 50;
/// Changes of one answer.
const CHANGES: i64 = 1_000;
/// Lines of one column of bidders.
const LINES: usize = 20_000;
/// The longest such column, bytes.
pub const COLUMN: usize = 4 * 1024 * 1024;
/// Entries of the feed.
const NEWEST: i64 = 100;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct LookUp {
    /// Two Chinese characters, pinyin or its initials, a credit code; empty for the whole list; at most 100 characters
    q: String,
    /// `next` of the page before
    after: String,
}

/// The public list, or what of it answers a question.
#[utoipa::path(get, path = "/api/v1/blacklist", tag = "public_blacklist", params(LookUp),
    responses(
        (status = 200, body = PublicList),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list(State(app): State<AppState>, Query(look_up): Query<LookUp>) -> Result<Json<PublicList>> {
    let mut errors = FieldErrors::default();
    if look_up.q.chars().count() > 100 {
        errors.push("q", "请不超过100个字");
    }
    if !look_up.q.trim().is_empty() && fold(&look_up.q).chars().nth(1).is_none() {
        errors.push("q", "请至少输入两个字、两个字母或两位数字");
    }
    let start: Result<usize, _> = if look_up.after.is_empty() { Ok(0) } else { look_up.after.parse() };
    let start = errors.take("after", start.map_err(|_| "请原样带上前一页的 next")).unwrap_or_default();
    errors.into_result(()).map_err(Error::Invalid)?;
    listing::end_lapsed(&app).await?;
    let ground = Ground::of(&app);
    let mut tx = app.db.snapshot().await?;
    let mut hits = match look_up.q.trim() {
        "" => {
            let after = i64::try_from(start).unwrap_or(i64::MAX);
            let entries = store::public(&mut tx, after, PAGE as i64 + 1).await?.into_iter();
            entries.map(|entry| PublicHit { entry, reasons: Vec::new() }).collect()
        }
        q => search::look_up(&mut tx, q).await?.into_iter().skip(start).collect::<Vec<_>>(),
    };
    let next = (hits.len() > PAGE).then(|| (start + PAGE).to_string());
    hits.truncate(PAGE);
    Ok(Json(PublicList {
        hits,
        count: store::count_public(&mut tx).await?,
        version: store::version(&mut tx).await?,
        district: ground.district(),
        authority: ground.authority(),
        phone: ground.phone(),
        today: ground.today,
        next,
    }))
}

/// One entry of the list. 404 once it is removed, as if it had never been.
#[utoipa::path(get, path = "/api/v1/blacklist/{id}", tag = "public_blacklist",
    params(("id" = String, Path, description = "Of the entry")),
    responses(
        (status = 200, body = PublicEntry),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(State(app): State<AppState>, Path(id): Path<String>) -> Result<Json<PublicEntry>> {
    listing::end_lapsed(&app).await?;
    store::public_entry(&app.db, &id).await?.map(Json).ok_or(Error::NotFound("名单条目"))
}

/// The whole list at one moment as CSV.
#[utoipa::path(get, path = "/api/v1/blacklist.csv", tag = "public_blacklist",
    responses((status = 200, content_type = "text/csv")))]
pub async fn csv(State(app): State<AppState>) -> Result<Response> {
    Ok(attachment(CSV, "blacklist.csv", export::csv(&whole(&app).await?)))
}

/// The whole list at one moment as a workbook.
#[utoipa::path(get, path = "/api/v1/blacklist.xlsx", tag = "public_blacklist",
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn xlsx(State(app): State<AppState>) -> Result<Response> {
    Ok(attachment(XLSX, "blacklist.xlsx", export::xlsx(&whole(&app).await?)?))
}

async fn whole(app: &AppState) -> Result<Vec<PublicEntry>> {
    listing::end_lapsed(app).await?;
    let mut tx = app.db.snapshot().await?;
    store::public(&mut tx, 0, i64::MAX).await
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
#[derive(Default)]
pub struct Since {
    /// The version that one has; 0 for none
    since: i64,
}

/// What changed after a version, without gaps, at most 1,000 steps. A change without entry is a tombstone: what was told
/// of that entry before is to be deleted.
#[utoipa::path(get, path = "/api/v1/blacklist/changes", tag = "public_blacklist", params(Since),
    responses((status = 200, body = Changes)))]
pub async fn changes(
    State(app): State<AppState>,
    request: HeaderMap,
    Query(Since { since }): Query<Since>,
) -> Result<Response> {
    listing::end_lapsed(&app).await?;
    let key = bytes::key(KEPT, app.clock.today(), &format!("changes {since}"));
    let make = async {
        let mut tx = app.db.snapshot().await?;
        let changes = store::changes(&mut tx, since, CHANGES).await?;
        let mut digest = Sha256::new();
        for (id, version) in store::versions(&mut tx).await? {
            digest.update(format!("{id} {version}\n"));
        }
        Fresh::json(&Changes { changes, version: store::version(&mut tx).await?, digest: hex(&digest.finalize()) })
    };
    app.bytes.serve(&key, &request, make).await
}

/// A column of firms against the list: each line with a match, scored and explained. At most 20,000 lines.
#[utoipa::path(post, path = "/api/v1/blacklist/matches", tag = "public_blacklist", request_body = MatchForm,
    responses(
        (status = 200, body = Matches),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn matches(State(app): State<AppState>, Json(form): Json<MatchForm>) -> Result<Json<Matches>> {
    let asked = form.text.lines().filter(|line| !line.trim().is_empty()).count();
    if asked == 0 {
        return Err(Error::field("text", "请粘贴单位名称或统一社会信用代码，一行一个"));
    }
    if asked > LINES {
        return Err(Error::field("text", "一次最多核对2万行，请分批"));
    }
    listing::end_lapsed(&app).await?;
    let mut tx = app.db.snapshot().await?;
    let (entries, version) = (store::public(&mut tx, 0, i64::MAX).await?, store::version(&mut tx).await?);
    let ground = Ground::of(&app);
    let work = move || {
        let matcher = Matcher::new(&entries);
        let lines = (1..).zip(form.text.lines()).map(|(number, line)| matcher.line(number, line.trim()));
        lines.filter(|line| !line.matches.is_empty()).collect()
    };
    let lines = tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?;
    Ok(Json(Matches { lines, asked, version, district: ground.district(), today: ground.today }))
}

/// The newest entries as a feed.
pub async fn atom(State(app): State<AppState>, request: HeaderMap) -> Result<Response> {
    listing::end_lapsed(&app).await?;
    let ground = Ground::of(&app);
    let key = bytes::key(KEPT, ground.today, "atom");
    let make = async {
        let mut tx = app.db.snapshot().await?;
        let entries = store::public(&mut tx, 0, NEWEST).await?;
        let version = store::version(&mut tx).await?;
        let last = store::changes(&mut tx, version - 1, 1).await?.pop();
        let updated = last.and_then(|change| DateTime::from_timestamp_millis(change.at)).unwrap_or(ground.now);
        let body = feed::atom(&entries, &app.public_url, &ground.authority(), &updated.to_rfc3339());
        let media_type = HeaderValue::from_static("application/atom+xml; charset=utf-8");
        let headers = vec![(header::CONTENT_TYPE, media_type)];
        Ok(Fresh { status: StatusCode::OK, body: body.into_bytes(), headers })
    };
    app.bytes.serve(&key, &request, make).await
}
