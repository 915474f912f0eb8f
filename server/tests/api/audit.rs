use common::auth::Role;
use serde_json::json;
use server::audit::{Actor, Verifier, record, store};

use crate::helpers::{TestApp, on_both};

async fn chain(app: &TestApp) -> (i64, String) {
    let mut verifier = Verifier::default();
    for entry in store::after(&app.db, 0, i64::MAX).await.unwrap() {
        verifier.follow(&entry).unwrap();
    }
    let (number, hash) = verifier.head();
    (number, hash.to_owned())
}

on_both! {
    async fn entries_written_at_once_form_one_chain(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let now = app.state.clock.now();
        let writes = (0..200).map(|n| {
            app.db.write(move |tx| Box::pin(async move {
                record(tx, &Actor::CommandLine, "test.write", &n.to_string(), &json!({"n": n}), now).await
            }))
        });
        for result in futures::future::join_all(writes).await {
            result.unwrap();
        }
        let found = chain(&app).await;
        assert_eq!(found.0, 200);
        assert_eq!(found, store::head(&app.db).await.unwrap());
    }
}

on_both! {
    async fn what_fails_leaves_no_entry_and_no_gap(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let now = app.state.clock.now();
        let write = |fails: bool| app.db.write(move |tx| Box::pin(async move {
            record(tx, &Actor::CommandLine, "test.write", "x", &json!({}), now).await?;
            if fails { Err(server::error::Error::Conflict("不行")) } else { Ok(()) }
        }));
        write(false).await.unwrap();
        write(true).await.unwrap_err();
        write(false).await.unwrap();
        assert_eq!(chain(&app).await.0, 2);
    }
}

on_both! {
    async fn what_officials_do_is_on_record_for_the_auditor(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let admin = app.signed_in(Role::Administrator, &[]).await;
        let new = json!({"name": "wang", "person": "示例", "role": "labour"});
        admin.post("/api/v1/official/users", &new).await.is(201);
        let auditor = app.signed_in(Role::Auditor, &[]).await;
        let page = auditor.get("/api/v1/official/audit?action=user").await.is(200).json();
        let newest = &page["entries"][0];
        assert_eq!((&newest["action"], &newest["actor"]), (&json!("user.create"), &json!(admin.name)));
        assert!(!newest["detail"].as_str().unwrap().contains("argon2"));
        let none = auditor.get("/api/v1/official/audit?actor=nobody").await.is(200).json();
        assert_eq!(none["entries"].as_array().unwrap().len(), 0);
        chain(&app).await;
    }
}
