//! Signing in and out, one's own password, and the accounts.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use common::auth::{Action, FreshPassword, Me, PasswordForm, SignInForm, User, UserForm};
use common::error::Problem;
use serde::Deserialize;
use serde_json::json;

use super::{Officer, cookie, factor, password, rules, session, store};
use crate::AppState;
use crate::audit;
use crate::error::{Error, Result};
use crate::extract::{Json, Path};
use crate::limit;

/// Who is signed in; null for a visitor. The only answer of the area that asks for no session.
#[utoipa::path(get, path = "/api/v1/official/session", tag = "session",
    responses((status = 200, body = Option<Me>)))]
pub async fn show(State(app): State<AppState>, headers: HeaderMap) -> Result<Response> {
    let officer = session::find(&app, &headers).await?.map(|(officer, _)| me(&officer));
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(officer)).into_response())
}

/// Sign in. The answer sets two cookies: the session, and the mark of a known browser. Whether the password or the code
/// was wrong, or the code was missing, is not told.
#[utoipa::path(post, path = "/api/v1/official/session", tag = "session", request_body = SignInForm,
    responses(
        (status = 201, body = Me),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn create(
    State(app): State<AppState>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    Json(form): Json<SignInForm>,
) -> Result<Response> {
    form.check().map_err(Error::Invalid)?;
    let name = form.name.trim().to_lowercase();
    let found = store::credential(&app.db, &name).await?.filter(|found| found.is_active);
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.0.ip());
    let place = place(&app, found.as_ref().map(|found| &*found.id), peer, &headers).await?;
    app.failures.begin(&name, &place)?;
    let (user_id, stored) = found.map(|found| (found.id, found.password)).unzip();
    let now = app.clock.now();
    // Looked at whatever the password is, so that the time taken does not tell either.
    let pass = match &user_id {
        Some(user_id) => factor::check(&app, user_id, &form.code, now).await?,
        None => None,
    };
    let right = password::verify(form.password, stored).await?;
    let (Some(user_id), Some(pass), true) = (user_id, pass, right) else { return Err(Error::WrongPassword) };
    let (token, device) = (cookie::token(), cookie::token());
    let (token_hash, device_hash) = (cookie::hash(&token), cookie::hash(&device));
    let rules = rules(&app);
    let (kept, hash, actor) = (rules.clone(), token_hash.clone(), audit::Actor::Account(name.clone()));
    app.db
        .write(move |tx| {
            Box::pin(async move {
                if !factor::take(tx, &user_id, pass, now).await? {
                    return Err(Error::WrongPassword);
                }
                store::begin_session(tx, &user_id, &hash, &device_hash, &kept, now).await?;
                let detail = json!({ "second_factor": pass.word() });
                audit::record(tx, &actor, "session.create", &user_id, &detail, now).await
            })
        })
        .await?;
    app.failures.forgive(&name, &place);
    let (officer, _) = store::officer(&app.db, token_hash, &rules, now).await?.ok_or(Error::Unauthenticated)?;
    let mut response = (StatusCode::CREATED, Json(me(&officer))).into_response();
    let session = cookie::set(cookie::SESSION, &token, rules.session_hours * 3600);
    let device = cookie::set(cookie::DEVICE, &device, cookie::DEVICE_AGE);
    for value in [session, device].into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// Where a try comes from: a browser this account knows, else the address.
async fn place(app: &AppState, user_id: Option<&str>, peer: IpAddr, headers: &HeaderMap) -> Result<String> {
    if let (Some(user_id), Some(device)) = (user_id, cookie::sent(headers, cookie::DEVICE))
        && store::knows_device(&app.db, user_id, &device).await?
    {
        return Ok(device);
    }
    Ok(limit::address(Some(peer), headers, app.trusted_proxy).to_string())
}

/// Sign out.
#[utoipa::path(delete, path = "/api/v1/official/session", tag = "session",
    responses((status = 204), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub async fn delete(State(app): State<AppState>, officer: Officer) -> Result<Response> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::end_session(tx, &officer.token_hash).await?;
                audit::record(tx, &officer.actor(), "session.delete", &officer.user_id, &json!({}), now).await
            })
        })
        .await?;
    Ok(gone())
}

/// Sign out everywhere, on every phone and computer.
#[utoipa::path(delete, path = "/api/v1/official/sessions", tag = "session",
    responses((status = 204), (status = 401, body = Problem, content_type = "application/problem+json")))]
pub async fn delete_all(State(app): State<AppState>, officer: Officer) -> Result<Response> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::end_all_sessions(tx, &officer.user_id).await?;
                audit::record(tx, &officer.actor(), "session.delete_all", &officer.user_id, &json!({}), now).await
            })
        })
        .await?;
    Ok(gone())
}

/// Change one's own password; every session ends, this one too.
#[utoipa::path(post, path = "/api/v1/official/password", tag = "session", request_body = PasswordForm,
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn change_password(
    State(app): State<AppState>,
    officer: Officer,
    Json(form): Json<PasswordForm>,
) -> Result<Response> {
    app.failures.begin(&officer.name, &officer.token_hash)?;
    let stored = store::credential(&app.db, &officer.name).await?.map(|found| found.password);
    if form.old.len() > 256 || !password::verify(form.old.clone(), stored).await? {
        return Err(Error::field("old", "现在的密码不对"));
    }
    app.failures.forgive(&officer.name, &officer.token_hash);
    if form.old == form.new {
        return Err(Error::field("new", "新密码要和现在的不一样"));
    }
    let checked = rules(&app).check_password(&officer.name, &form.new);
    checked.map_err(|advice| Error::field("new", &advice))?;
    let hash = password::hash(form.new).await?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::set_password(tx, &officer.user_id, &hash, now).await?;
                audit::record(tx, &officer.actor(), "user.password", &officer.user_id, &json!({}), now).await
            })
        })
        .await?;
    Ok(gone())
}

/// All accounts.
#[utoipa::path(get, path = "/api/v1/official/users", tag = "users",
    responses(
        (status = 200, body = Vec<User>),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn list_users(State(app): State<AppState>, officer: Officer) -> Result<Json<Vec<User>>> {
    officer.may(Action::ManageUsers)?;
    Ok(Json(store::list(&app.db).await?))
}

/// A new account. Its password is made by chance and shown once.
#[utoipa::path(post, path = "/api/v1/official/users", tag = "users", request_body = UserForm,
    responses(
        (status = 201, body = FreshPassword),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn create_user(
    State(app): State<AppState>,
    officer: Officer,
    Json(form): Json<UserForm>,
) -> Result<(StatusCode, Json<FreshPassword>)> {
    officer.may(Action::ManageUsers)?;
    let new = form.check().map_err(Error::Invalid)?;
    let fresh = FreshPassword { name: new.name.clone(), password: password::fresh(&rules(&app), &new.name) };
    let hash = password::hash(fresh.password.clone()).await?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let id = store::insert(tx, &new, &hash, false, now).await?;
                let detail = json!({ "name": new.name, "role": new.role });
                audit::record(tx, &officer.actor(), "user.create", &id, &detail, now).await
            })
        })
        .await?;
    Ok((StatusCode::CREATED, Json(fresh)))
}

/// What to change of an account.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserChange {
    /// Person, role and scope; the name stays.
    Account(UserForm),
    /// Close (`false`) or open it.
    Active(bool),
}

/// Change an account: its role and scope, or whether it is open. Its sessions end.
#[utoipa::path(patch, path = "/api/v1/official/users/{id}", tag = "users", request_body = UserChange,
    params(("id" = String, Path, description = "The account")),
    responses(
        (status = 204),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn update_user(
    State(app): State<AppState>,
    officer: Officer,
    Path(id): Path<String>,
    Json(change): Json<UserChange>,
) -> Result<Response> {
    officer.may(Action::ManageUsers)?;
    let name = store::name_of(&app.db, &id).await?;
    if id == officer.user_id {
        return Err(Error::Conflict("不能改自己的角色，也不能停用自己，请让另一位管理员来做。"));
    }
    let change = match change {
        UserChange::Account(form) => Ok(UserForm { name, ..form }.check().map_err(Error::Invalid)?),
        UserChange::Active(active) => Err(active),
    };
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let detail = match &change {
                    Ok(new) => {
                        store::update(tx, &id, new, now).await?;
                        json!({ "role": new.role })
                    }
                    Err(active) => {
                        store::set_active(tx, &id, *active, now).await?;
                        json!({ "active": active })
                    }
                };
                audit::record(tx, &officer.actor(), "user.update", &id, &detail, now).await
            })
        })
        .await?;
    Ok(gone())
}

/// Give an account a new password made by chance, shown once. Its sessions end.
#[utoipa::path(post, path = "/api/v1/official/users/{id}/password", tag = "users",
    params(("id" = String, Path, description = "The account")),
    responses(
        (status = 200, body = FreshPassword),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
pub async fn reset_user(
    State(app): State<AppState>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Json<FreshPassword>> {
    officer.may(Action::ManageUsers)?;
    let name = store::name_of(&app.db, &id).await?;
    let fresh = FreshPassword { password: password::fresh(&rules(&app), &name), name };
    let hash = password::hash(fresh.password.clone()).await?;
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            Box::pin(async move {
                store::set_password(tx, &id, &hash, now).await?;
                audit::record(tx, &officer.actor(), "user.reset", &id, &json!({}), now).await
            })
        })
        .await?;
    Ok(Json(fresh))
}

fn me(officer: &Officer) -> Me {
    let scope = &officer.scope;
    Me {
        name: officer.name.clone(),
        person: officer.person.clone(),
        role: officer.role,
        scope: scope.clone(),
        reach: store::reach(scope.industry, scope.street.as_deref(), officer.company.as_deref()),
        must_enrol: officer.must_enrol,
    }
}

fn gone() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
