use axum::body::Body;
use axum::http::{Method, Request, header};
use common::auth::{NewUser, Role};
use serde_json::json;
use server::auth::{password, store};

use crate::helpers::{Answer, Client, TestApp, on_both};

const SESSION: &str = "/api/v1/official/session";
const PASSWORD: &str = "Shi-Li-Qu-2026";

/// An account named li, whose password is [`PASSWORD`].
async fn with_li(app: &TestApp) {
    let new = NewUser {
        name: "li".into(),
        person: "示例".into(),
        role: Role::Labour,
        industry: None,
        street: None,
        uscc: None,
    };
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let now = app.state.clock.now();
    app.db.write(move |tx| Box::pin(async move { store::insert(tx, &new, &hash, false, now).await })).await.unwrap();
}

async fn sign_in(app: &TestApp, password: &str) -> Answer {
    app.post(SESSION, &json!({"name": "Li", "password": password}), None).await
}

/// `Cookie` for what an answer set.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    set.map(|value| value.to_str().unwrap().split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
}

async fn signed_in(client: &Client<'_>) -> bool {
    !client.get(SESSION).await.is(200).json().is_null()
}

async fn with_cookie(app: &TestApp, method: Method, path: &str, cookie: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::COOKIE, cookie);
    app.send(request.body(Body::empty()).unwrap()).await
}

on_both! {
    async fn a_session_begins_with_the_password_and_ends_with_signing_out(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        with_li(&app).await;
        assert_eq!(app.get(SESSION).await.is(200).json(), serde_json::Value::Null);
        let answer = sign_in(&app, PASSWORD).await.is(201);
        assert_eq!(answer.json()["role"], "labour");
        assert_eq!(answer.json()["reach"], "全区");
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().unwrap();
            assert!(set.starts_with("__Host-") && set.contains("Secure; HttpOnly; SameSite=Lax"), "{set}");
        }
        let cookie = cookies(&answer);
        let me = with_cookie(&app, Method::GET, SESSION, &cookie).await.is(200);
        assert_eq!(me.header("cache-control"), "no-store");
        with_cookie(&app, Method::DELETE, SESSION, &cookie).await.is(204);
        assert_eq!(with_cookie(&app, Method::GET, SESSION, &cookie).await.is(200).json(), serde_json::Value::Null);
        with_cookie(&app, Method::DELETE, SESSION, &cookie).await.is(401);
    }
}

on_both! {
    async fn a_wrong_password_and_an_unknown_account_are_told_alike(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        with_li(&app).await;
        let wrong = sign_in(&app, "nonsense").await.is(401);
        let unknown = app.post(SESSION, &json!({"name": "nobody", "password": PASSWORD}), None).await.is(401);
        assert_eq!(wrong.body, unknown.body);
        app.post(SESSION, &json!({}), None).await.is(422).names(&["name", "password"]);
    }
}

on_both! {
    async fn failures_elsewhere_do_not_lock_a_known_browser_out(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        with_li(&app).await;
        let known = cookies(&sign_in(&app, PASSWORD).await.is(201));
        for _ in 0..5 {
            sign_in(&app, "nonsense").await.is(401);
        }
        // The same address without the mark of the browser waits, even with the right password.
        let answer = sign_in(&app, PASSWORD).await.is(429);
        assert_eq!(answer.header("retry-after"), "1800");
        let request = Request::post(SESSION).header(header::COOKIE, known).header(header::CONTENT_TYPE, "application/json");
        let body = json!({"name": "li", "password": PASSWORD}).to_string();
        app.send(request.body(Body::from(body)).unwrap()).await.is(201);
    }
}

on_both! {
    async fn a_session_ends_when_idle_and_in_any_case_after_its_hours(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        assert!(signed_in(&officer).await);
        let now = app.state.clock.now().timestamp_millis();
        let age = |column: &'static str, minutes: i64| {
            let sql = format!("update session set {column} = $1");
            let at = now - minutes * 60_000;
            app.db.write(move |tx| Box::pin(async move {
                server::run!(tx, query(sqlx::AssertSqlSafe(sql.as_str())).bind(at))?;
                Ok(())
            }))
        };
        age("seen_at", 29).await.unwrap();
        assert!(signed_in(&officer).await);
        age("seen_at", 30).await.unwrap();
        assert!(!signed_in(&officer).await);
        age("seen_at", 0).await.unwrap();
        age("created_at", 12 * 60 - 1).await.unwrap();
        assert!(signed_in(&officer).await);
        age("created_at", 12 * 60).await.unwrap();
        assert!(!signed_in(&officer).await);
    }
}

on_both! {
    async fn changing_the_password_needs_the_old_one_and_ends_every_session(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Street, &[("street", "城东街道")]).await;
        let path = "/api/v1/official/password";
        officer.post(path, &json!({"old": "x", "new": "Another-Pass-1"})).await.is(422).names(&["old"]);
        officer.post(path, &json!({"old": PASSWORD, "new": "short"})).await.is(422).names(&["new"]);
        officer.post(path, &json!({"old": PASSWORD, "new": "Another-Pass-1"})).await.is(204);
        assert!(!signed_in(&officer).await);
        app.post(SESSION, &json!({"name": officer.name, "password": "Another-Pass-1"}), None).await.is(201);
    }
}

on_both! {
    async fn an_administrator_keeps_the_accounts(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let admin = app.signed_in(Role::Administrator, &[]).await;
        let users = "/api/v1/official/users";
        admin.post(users, &json!({})).await.is(422).names(&["name", "person", "role"]);
        admin.post(users, &json!({"name": "wang", "person": "示例", "role": "street"})).await.is(422).names(&["street"]);
        let unknown = json!({"name": "wang", "person": "示例", "role": "wage_officer", "uscc": "91330106MA2H1G7X0P"});
        admin.post(users, &unknown).await.is(422).names(&["uscc"]);
        let new = json!({"name": "Wang", "person": "示例", "role": "street", "street": "城东街道"});
        let fresh = admin.post(users, &new).await.is(201).json();
        admin.post(users, &new).await.is(422).names(&["name"]);
        let sign_in = json!({"name": "wang", "password": fresh["password"]});
        let session = app.post(SESSION, &sign_in, None).await.is(201);
        assert_eq!(session.json()["scope"]["street"], "城东街道");
        let list = admin.get(users).await.is(200).json();
        let wang = list.as_array().unwrap().iter().find(|user| user["name"] == "wang").unwrap().clone();
        assert_eq!(wang["reach"], "城东街道");
        let one = format!("{users}/{}", wang["id"].as_str().unwrap());
        admin.send(Method::PATCH, &one, Some(&json!({"active": false}))).await.is(204);
        with_cookie(&app, Method::DELETE, SESSION, &cookies(&session)).await.is(401);
        app.post(SESSION, &sign_in, None).await.is(401);
        admin.send(Method::PATCH, &one, Some(&json!({"active": true}))).await.is(204);
        let again = admin.post(&format!("{one}/password"), &json!({})).await.is(200).json();
        app.post(SESSION, &json!({"name": "wang", "password": again["password"]}), None).await.is(201);
        admin.send(Method::PATCH, &format!("{users}/nobody"), Some(&json!({"active": false}))).await.is(404);
        let me = list.as_array().unwrap().iter().find(|user| user["name"] == admin.name.as_str()).unwrap().clone();
        let me = format!("{users}/{}", me["id"].as_str().unwrap());
        admin.send(Method::PATCH, &me, Some(&json!({"active": false}))).await.is(409);
    }
}

on_both! {
    async fn another_site_cannot_post_in_an_officers_name(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let request = Request::delete(SESSION)
            .header(header::COOKIE, &officer.cookie)
            .header("sec-fetch-site", "cross-site")
            .header("origin", "https://elsewhere.example");
        app.send(request.body(Body::empty()).unwrap()).await.is(403);
        assert!(signed_in(&officer).await);
    }
}
