use axum::http::Method;
use common::auth::Role;
use common::settings::{Dated, Setting};
use serde_json::{Value, json};
use server::auth::factor::totp;
use server::settings::store as settings;

use crate::helpers::{Answer, Client, TestApp, on_both};

const SESSION: &str = "/api/v1/official/session";
const FACTOR: &str = "/api/v1/official/second-factor";
const PASSWORD: &str = "Shi-Li-Qu-2026";

/// What a phone does with the letters it is given.
fn secret_of(letters: &str) -> totp::Secret {
    let mut bits = letters.chars().filter(|c| *c != ' ').flat_map(|c| {
        let value = if c.is_ascii_digit() { c as u8 - b'2' + 26 } else { c as u8 - b'A' };
        (0..5).rev().map(move |place| value >> place & 1)
    });
    std::array::from_fn(|_| (0..8).fold(0, |byte, _| byte << 1 | bits.next().unwrap()))
}

/// The code that the phone shows so many steps from now.
fn code(app: &TestApp, secret: &totp::Secret, ahead: i64) -> String {
    totp::code(secret, totp::step_at(app.state.clock.now().timestamp_millis()) + ahead)
}

/// Turns it on with the code of the step before; answers the secret and the recovery codes.
async fn turn_on(app: &TestApp, officer: &Client<'_>) -> (totp::Secret, Vec<String>) {
    let begun = officer.post(FACTOR, &json!({"password": PASSWORD})).await.is(201).json();
    let secret = secret_of(begun["secret"].as_str().unwrap());
    assert!(begun["svg"].as_str().unwrap().starts_with("<svg"));
    let confirmed = officer.post(&format!("{FACTOR}/confirm"), &json!({"code": code(app, &secret, -1)})).await.is(200);
    (secret, serde_json::from_value(confirmed.json()["codes"].clone()).unwrap())
}

async fn sign_in(app: &TestApp, name: &str, password: &str, code: &str) -> Answer {
    app.post(SESSION, &json!({"name": name, "password": password, "code": code}), None).await
}

/// Of every audit entry that tells of second factors, the action and the detail.
async fn told(app: &TestApp) -> Vec<(String, Value)> {
    let entries = server::audit::store::after(&app.db, 0, i64::MAX).await.unwrap();
    let about = entries.into_iter().filter(|entry| entry.action.contains("second") || entry.action == "session.create");
    about.map(|entry| (entry.action, serde_json::from_str(&entry.detail).unwrap())).collect()
}

on_both! {
    async fn a_code_is_asked_for_once_it_was_confirmed_and_counts_once(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        officer.post(FACTOR, &json!({"password": "nonsense"})).await.is(422).names(&["password"]);
        officer.post(&format!("{FACTOR}/confirm"), &json!({"code": "123456"})).await.is(409);
        let begun = officer.post(FACTOR, &json!({"password": PASSWORD})).await.is(201).json();
        officer.post(&format!("{FACTOR}/confirm"), &json!({"code": "12345"})).await.is(422).names(&["code"]);
        // Not confirmed, it asks for nothing.
        sign_in(&app, &officer.name, PASSWORD, "").await.is(201);
        let (secret, recovery) = turn_on(&app, &officer).await;
        assert_ne!(secret_of(begun["secret"].as_str().unwrap()), secret);
        assert_eq!((recovery.len(), recovery.iter().all(|code| code.len() == 11)), (10, true));
        officer.post(FACTOR, &json!({"password": PASSWORD})).await.is(409);
        let state = officer.get(FACTOR).await.is(200).json();
        assert_eq!((state["on_since"].is_i64(), &state["recovery_left"]), (true, &json!(10)));
        sign_in(&app, &officer.name, PASSWORD, &code(&app, &secret, 0)).await.is(201);
        sign_in(&app, &officer.name, PASSWORD, &code(&app, &secret, 0)).await.is(401);
        sign_in(&app, &officer.name, PASSWORD, &code(&app, &secret, -1)).await.is(401);
        sign_in(&app, &officer.name, PASSWORD, &code(&app, &secret, 2)).await.is(401);
        sign_in(&app, &officer.name, PASSWORD, &code(&app, &secret, 1)).await.is(201);
        sign_in(&app, &officer.name, PASSWORD, &recovery[3].to_uppercase()).await.is(201);
        sign_in(&app, &officer.name, PASSWORD, &recovery[3]).await.is(401);
        assert_eq!(officer.get(FACTOR).await.is(200).json()["recovery_left"], 9);
        let told: Vec<_> = told(&app).await.into_iter().filter(|(action, _)| action == "session.create").collect();
        let passes: Vec<&str> = told.iter().map(|(_, detail)| detail["second_factor"].as_str().unwrap()).collect();
        assert_eq!(passes, ["none", "phone", "phone", "recovery"]);
    }
}

on_both! {
    async fn a_code_used_at_the_same_moment_lets_one_in(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let (secret, _) = turn_on(&app, &officer).await;
        let code = code(&app, &secret, 0);
        let tries = (0..4).map(|_| sign_in(&app, &officer.name, PASSWORD, &code));
        let answers = futures::future::join_all(tries).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    }
}

on_both! {
    async fn which_half_was_wrong_is_not_told(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let (secret, _) = turn_on(&app, &officer).await;
        let right = code(&app, &secret, 0);
        let wrong = format!("{:06}", (right.parse::<u32>().unwrap() + 1) % 1_000_000);
        let mut answers = vec![sign_in(&app, "nobody", PASSWORD, &right).await.is(401).body];
        for (password, code) in [(PASSWORD, ""), (PASSWORD, &*wrong), ("nonsense", &*right), ("nonsense", "")] {
            answers.push(sign_in(&app, &officer.name, password, code).await.is(401).body);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1);
        // Four tries failed; after the fifth the place waits, even with both halves right.
        sign_in(&app, &officer.name, PASSWORD, "abcde-fghij").await.is(401);
        sign_in(&app, &officer.name, PASSWORD, &right).await.is(429);
    }
}

on_both! {
    async fn it_goes_with_password_and_code_or_by_an_administrator(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let admin = app.signed_in(Role::Administrator, &[]).await;
        let removal = format!("{FACTOR}/removal");
        officer.post(&removal, &json!({"password": PASSWORD, "code": ""})).await.is(409);
        let (secret, recovery) = turn_on(&app, &officer).await;
        let wrong = json!({"password": "nonsense", "code": code(&app, &secret, 0)});
        officer.post(&removal, &wrong).await.is(422).names(&["password"]);
        officer.post(&removal, &json!({"password": PASSWORD, "code": ""})).await.is(422).names(&["password"]);
        officer.post(&removal, &json!({"password": PASSWORD, "code": recovery[0]})).await.is(204);
        sign_in(&app, &officer.name, PASSWORD, "").await.is(201);
        // Begun anew, the codes of before are worth nothing.
        let (_, fresh) = turn_on(&app, &officer).await;
        sign_in(&app, &officer.name, PASSWORD, &recovery[1]).await.is(401);
        sign_in(&app, &officer.name, PASSWORD, &fresh[1]).await.is(201);
        let users = admin.get("/api/v1/official/users").await.is(200).json();
        let user = users.as_array().unwrap().iter().find(|user| user["name"] == officer.name.as_str()).unwrap();
        assert_eq!(user["has_second_factor"], true);
        let path = format!("/api/v1/official/users/{}/second-factor", user["id"].as_str().unwrap());
        officer.send(Method::DELETE, &path, None).await.is(403);
        admin.send(Method::DELETE, &path, None).await.is(204);
        admin.send(Method::DELETE, &path, None).await.is(409);
        admin.send(Method::DELETE, "/api/v1/official/users/nobody/second-factor", None).await.is(404);
        assert!(officer.get(SESSION).await.is(200).json().is_null(), "its sessions end");
        sign_in(&app, &officer.name, PASSWORD, "").await.is(201);
        let actions: Vec<String> = told(&app).await.into_iter().map(|(action, _)| action).collect();
        for action in ["user.second_factor", "user.second_factor_off", "user.second_factor_removed"] {
            assert!(actions.iter().any(|told| told == action), "{action}");
        }
    }
}

on_both! {
    async fn where_it_is_demanded_nothing_else_is_reached_without_it(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let (labour, street) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::Street, &[]).await);
        let mut rules = app.state.settings.get().sign_in(app.state.clock.today()).unwrap().clone();
        rules.second_factor = vec![Role::Labour];
        let row = Dated {
            value: Setting::SignIn(rules),
            effective_on: app.state.clock.today(),
            basis: "示例：本单位制度".into(),
            is_example: false,
        };
        let now = app.state.clock.now();
        app.db.write(move |tx| Box::pin(async move { settings::put(tx, &row, now).await })).await.unwrap();
        app.state.settings.reload(&app.db).await.unwrap();
        let list = "/api/v1/official/projects";
        street.get(list).await.is(200);
        assert_eq!(labour.get(list).await.is(403).json()["code"], "second_factor");
        assert_eq!(labour.get(SESSION).await.is(200).json()["must_enrol"], true);
        assert_eq!(labour.get(FACTOR).await.is(200).json()["is_demanded"], true);
        let (secret, _) = turn_on(&app, &labour).await;
        labour.get(list).await.is(200);
        assert_eq!(labour.get(SESSION).await.is(200).json()["must_enrol"], false);
        let off = json!({"password": PASSWORD, "code": code(&app, &secret, 0)});
        labour.post(&format!("{FACTOR}/removal"), &off).await.is(204);
        labour.get(list).await.is(403);
    }
}

on_both! {
    async fn the_secret_lies_sealed_and_the_recovery_codes_hashed(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let (secret, recovery) = turn_on(&app, &officer).await;
        let sealed: Vec<u8> = server::read!(&app.db, query_scalar("select sealed from second_factor").fetch_one).unwrap();
        let marks: Vec<Vec<u8>> = server::read!(&app.db, query_scalar("select mark from recovery_code").fetch_all).unwrap();
        let kept = [sealed, marks.concat()].concat();
        let text = String::from_utf8_lossy(&kept);
        assert!(!kept.windows(20).any(|part| part == secret) && !text.contains(&totp::base32(&secret)));
        assert!(recovery.iter().all(|code| !text.contains(code) && !text.contains(&code.replace('-', ""))));
    }
}
