//! Role × endpoint × ownership: who reaches what. Every operation under `/api/v1/official` that the API describes must
//! have its row in [`ROWS`]; one without fails `every_official_operation_has_a_row`.

use axum::http::Method;
use common::auth::{Action, Role, may};
use serde_json::{Value, json};

use crate::helpers::{Client, TestApp, on_both};

/// One operation: method and path as described, who may, and a request to try. `{…}` is filled in for the site or
/// account that is asked for.
struct Row(&'static str, &'static str, Who, fn() -> Value);

/// Who may.
enum Who {
    /// Whoever is signed in.
    Everyone,
    /// The roles that may do this.
    Only(Action),
}

use Who::{Everyone, Only};

const ROWS: &[Row] = &[
    Row("post", "/api/v1/official/password", Everyone, || json!({"old": "", "new": ""})),
    Row("get", "/api/v1/official/users", Only(Action::ManageUsers), || Value::Null),
    Row("post", "/api/v1/official/users", Only(Action::ManageUsers), || json!({})),
    Row("patch", "/api/v1/official/users/{id}", Only(Action::ManageUsers), || json!({"active": true})),
    Row("post", "/api/v1/official/users/{id}/password", Only(Action::ManageUsers), || json!({})),
    Row("get", "/api/v1/official/audit", Only(Action::ReadAudit), || Value::Null),
    Row("get", "/api/v1/official/deposits", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/deposits.csv", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/deposits.xlsx", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/deposit", Only(Action::ReadProjects), || Value::Null),
    Row("post", "/api/v1/official/projects/{number}/deposit", Only(Action::RecordDeposit), || json!({})),
    Row("post", "/api/v1/official/projects/{number}/deposit/what-if", Only(Action::ReadProjects), || json!({})),
    Row("post", "/api/v1/official/projects/{number}/deposit/records", Only(Action::RecordDeposit), || json!({})),
    Row("get", "/api/v1/official/projects/{number}/deposit/letters/{kind}", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/dashboard", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects.csv", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects.xlsx", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}", Only(Action::ReadProjects), || Value::Null),
    Row(
        "patch",
        "/api/v1/official/projects/{number}",
        Only(Action::EditProject),
        || json!({"changed_at": 0, "fields": {}}),
    ),
    Row("get", "/api/v1/official/payroll", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/payroll.csv", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/payroll/{month}", Only(Action::ReadProjects), || Value::Null),
    Row("get", "/api/v1/official/projects/{number}/payroll/{month}/workers.csv", Only(Action::ReadProjects), || {
        Value::Null
    }),
    Row("post", "/api/v1/official/projects/{number}/payroll/{month}/files/{kind}", Only(Action::RecordPayroll), || {
        json!({})
    }),
    Row("post", "/api/v1/official/projects/{number}/payroll/{month}/signature", Only(Action::SignPayroll), || {
        Value::Null
    }),
    Row(
        "post",
        "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/open",
        Only(Action::OpenPersonalData),
        || json!({}),
    ),
    Row(
        "get",
        "/api/v1/official/projects/{number}/payroll/{month}/people/{person}/looks",
        Only(Action::ReadProjects),
        || Value::Null,
    ),
    Row("delete", "/api/v1/official/users/{id}/second-factor", Only(Action::ManageUsers), || Value::Null),
    Row("get", "/api/v1/official/second-factor", Everyone, || Value::Null),
    Row("post", "/api/v1/official/second-factor", Everyone, || json!({"password": ""})),
    Row("post", "/api/v1/official/second-factor/confirm", Everyone, || json!({"code": ""})),
    Row("post", "/api/v1/official/second-factor/removal", Everyone, || json!({"password": "", "code": ""})),
    // Last: they end the session that tries them.
    Row("delete", "/api/v1/official/sessions", Everyone, || Value::Null),
    Row("delete", "/api/v1/official/session", Everyone, || Value::Null),
];

/// Signing in, and asking who one is, ask for no session.
const OPEN: [(&str, &str); 2] = [("post", "/api/v1/official/session"), ("get", "/api/v1/official/session")];

/// Path with an id that belongs to nobody.
fn fill(path: &str) -> String {
    path.replace("{id}", "00000000-0000-7000-8000-000000000000")
        .replace("{number}", "1")
        .replace("{kind}", "claim")
        .replace("{month}", "2026-10")
        .replace("{person}", &"0".repeat(32))
}

async fn try_row(client: &Client<'_>, row: &Row) -> u16 {
    let body = (row.3)();
    let method = Method::from_bytes(row.0.to_uppercase().as_bytes()).unwrap();
    let body = (!body.is_null()).then_some(&body);
    client.send(method, &fill(row.1), body).await.status.as_u16()
}

/// Every `(method, path)` under `/api/v1/official` that the description has.
fn described(description: &Value) -> Vec<(String, String)> {
    let paths = description["paths"].as_object().unwrap().iter();
    paths
        .filter(|(path, _)| path.starts_with("/api/v1/official"))
        .flat_map(|(path, item)| item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())))
        .filter(|(method, path)| !OPEN.contains(&(&**method, &**path)))
        .collect()
}

on_both! {
    async fn every_official_operation_has_a_row(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let description = app.get("/api/v1/openapi.json").await.is(200).json();
        let described = described(&description);
        for (method, path) in &described {
            assert!(ROWS.iter().any(|row| row.0 == method && row.1 == path), "no row for {method} {path}");
        }
        for row in ROWS {
            assert!(described.iter().any(|(method, path)| row.0 == method && row.1 == path), "{} {}", row.0, row.1);
        }
    }
}

on_both! {
    async fn nobody_reaches_anything_without_a_session(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        for row in ROWS {
            let method = Method::from_bytes(row.0.to_uppercase().as_bytes()).unwrap();
            assert_eq!(app.send_as(method, &fill(row.1)).await.status.as_u16(), 401, "{} {}", row.0, row.1);
        }
    }
}

on_both! {
    async fn each_role_reaches_what_it_may_and_nothing_else(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        for role in Role::ALL {
            for row in ROWS {
                let client = app.signed_in(*role, &[]).await;
                let status = try_row(&client, row).await;
                let allowed = match &row.2 {
                    Everyone => true,
                    Only(action) => may(*role, *action),
                };
                // Allowed, but perhaps wrong or not there; never refused for want of a right, nor a fault of ours.
                let fits = if allowed { matches!(status, 200..=299 | 404 | 409 | 422) } else { status == 403 };
                assert!(fits, "{} {} {}: {status}", role.as_str(), row.0, row.1);
            }
        }
    }
}
