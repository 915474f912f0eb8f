//! Turning one's second factor on and off, and taking it off somebody who has lost the phone.

use anyhow::Context;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use common::auth::Action;
use common::error::Problem;
use common::second_factor::{CodeForm, Enrolment, FactorForm, FactorState, RecoveryCodes, RemovalForm, TypedCode};
use fast_qr::ECL;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::convert::{Builder, Shape};
use fast_qr::qr::QRBuilder;
use serde_json::json;

use super::{Pass, check, fresh_recovery, mark, open, seal, store, take, totp};
use crate::AppState;
use crate::audit;
use crate::auth::{Officer, password, rules, store as accounts};
use crate::error::{Error, Result};
use crate::extract::{Json, Path};

/// Recovery codes that are made together.
const RECOVERY_CODES: usize = 10;
const WRONG_CODE: &str = "验证码不对，或者已经用过。请等手机上换了新的6位数字再填，并核对手机的时间";

/// Whether one's own account asks for a code.
#[utoipa::path(get, path = "/api/v1/official/second-factor", tag = "session",
    responses(
        (status = 200, body = FactorState),
        (status = 401, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn show(State(app): State<AppState>, officer: Officer) -> Result<Json<FactorState>> {
    let factor = store::find(&app.db, &officer.user_id).await?;
    Ok(Json(FactorState {
        on_since: factor.and_then(|factor| factor.confirmed_at),
        recovery_left: store::recovery_left(&app.db, &officer.user_id).await?,
        is_demanded: rules(&app).second_factor.contains(&officer.role),
    }))
}

/// Begin to turn it on: the secret for the phone. It counts only after the first code.
#[utoipa::path(post, path = "/api/v1/official/second-factor", tag = "session", request_body = FactorForm,
    responses(
        (status = 201, body = Enrolment),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn begin(State(app): State<AppState>, officer: Officer, Json(form): Json<FactorForm>) -> Result<Response> {
    app.failures.begin(&officer.name, &officer.token_hash)?;
    if !knows(&app, &officer, form.password).await? {
        return Err(Error::field("password", "密码不对"));
    }
    app.failures.forgive(&officer.name, &officer.token_hash);
    let secret: totp::Secret = rand::random();
    let sealed = seal(&app.seal, &secret, &officer.user_id)?;
    let district = app.settings.get().district(app.clock.today()).map(|district| district.name.clone());
    let enrolment = enrolment(&secret, &officer.name, &format!("明薪 {}", district.unwrap_or_default()))?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::begin(tx, &officer.user_id, &sealed, now).await?;
                let (actor, detail) = (officer.actor(), json!({ "confirmed": false }));
                audit::record(tx, &actor, "user.second_factor", &officer.user_id, &detail, now).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(enrolment)).into_response())
}

/// The first code of the phone turns it on. The recovery codes are shown once.
#[utoipa::path(post, path = "/api/v1/official/second-factor/confirm", tag = "session", request_body = CodeForm,
    responses(
        (status = 200, body = RecoveryCodes),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn confirm(
    State(app): State<AppState>,
    officer: Officer,
    Json(form): Json<CodeForm>,
) -> Result<Json<RecoveryCodes>> {
    app.failures.begin(&officer.name, &officer.token_hash)?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| fresh_recovery()).collect();
    let marks: Vec<_> = codes.iter().map(|code| mark(&app.seal, &officer.user_id, &code.replace('-', ""))).collect();
    let (sealer, who, now) = (app.seal.clone(), officer.clone(), app.clock.now());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let factor = store::find_in(tx, &who.user_id).await?;
                let factor = factor.filter(|factor| factor.confirmed_at.is_none());
                let factor = factor.ok_or(Error::Conflict("请先点“开启两步验证”，用手机扫码。"))?;
                let secret = open(&sealer, &factor.sealed, &who.user_id)?;
                let step = match TypedCode::parse(&form.code) {
                    Some(TypedCode::Phone(code)) => totp::matching(&secret, &code, now.timestamp_millis(), 0),
                    _ => None,
                };
                let step = step.ok_or_else(|| Error::field("code", WRONG_CODE))?;
                store::confirm(tx, &who.user_id, step, &marks, now).await?;
                let detail = json!({ "confirmed": true });
                audit::record(tx, &who.actor(), "user.second_factor", &who.user_id, &detail, now).await
            })
        })
        .await?;
    app.failures.forgive(&officer.name, &officer.token_hash);
    Ok(Json(RecoveryCodes { codes }))
}

/// Turn it off, for example to move to another phone. Where the district demands it, nothing else is reached until it
/// is on again.
#[utoipa::path(post, path = "/api/v1/official/second-factor/removal", tag = "session", request_body = RemovalForm,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn remove(
    State(app): State<AppState>,
    officer: Officer,
    Json(form): Json<RemovalForm>,
) -> Result<StatusCode> {
    app.failures.begin(&officer.name, &officer.token_hash)?;
    let now = app.clock.now();
    let pass = check(&app, &officer.user_id, &form.code, now).await?;
    let right = knows(&app, &officer, form.password).await?;
    let wrong = || Error::field("password", "密码或验证码不对，请核对后再试");
    let pass = pass.filter(|_| right).ok_or_else(wrong)?;
    if pass == Pass::Free {
        return Err(Error::Conflict("两步验证没有开启。"));
    }
    let who = officer.clone();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !take(tx, &who.user_id, pass, now).await? {
                    return Err(wrong());
                }
                store::remove(tx, &who.user_id).await?;
                let detail = json!({ "by": pass.word() });
                audit::record(tx, &who.actor(), "user.second_factor_off", &who.user_id, &detail, now).await
            })
        })
        .await?;
    app.failures.forgive(&officer.name, &officer.token_hash);
    Ok(StatusCode::NO_CONTENT)
}

/// Take the second factor off an account whose phone is lost. Its sessions end.
#[utoipa::path(delete, path = "/api/v1/official/users/{id}/second-factor", tag = "users",
    params(("id" = String, Path, description = "The account")),
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn remove_of_user(
    State(app): State<AppState>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<StatusCode> {
    officer.may(Action::ManageUsers)?;
    if id == officer.user_id {
        return Err(Error::Conflict("自己的两步验证，请在“我的账号”里关闭。"));
    }
    accounts::name_of(&app.db, &id).await?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !store::remove(tx, &id).await? {
                    return Err(Error::Conflict("这个账号没有开启两步验证。"));
                }
                accounts::end_all_sessions(tx, &id).await?;
                audit::record(tx, &officer.actor(), "user.second_factor_removed", &id, &json!({}), now).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn knows(app: &AppState, officer: &Officer, typed: String) -> Result<bool> {
    let stored = accounts::credential(&app.db, &officer.name).await?.map(|found| found.password);
    Ok(typed.len() <= 256 && password::verify(typed, stored).await?)
}

/// The secret in groups, and the address of the key as phones scan it.
fn enrolment(secret: &totp::Secret, name: &str, issuer: &str) -> anyhow::Result<Enrolment> {
    let text = totp::base32(secret);
    let issuer = percent(issuer);
    // Names of accounts are letters, digits, `-` and `_`.
    let address = format!("otpauth://totp/{issuer}:{name}?secret={text}&issuer={issuer}");
    let code = QRBuilder::new(address).ecl(ECL::M).build().context("the name is too long for a QR code")?;
    let groups: Vec<&str> = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    Ok(Enrolment { secret: groups.join(" "), svg: SvgBuilder::default().shape(Shape::Square).margin(4).to_str(&code) })
}

/// Every byte but letters and digits as %XX.
fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    text.bytes().map(byte).collect()
}
