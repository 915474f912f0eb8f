use serde_json::json;
use server::read;

use crate::helpers::{TestApp, on_both};

async fn stored(app: &TestApp) -> i64 {
    let count: Result<i64, sqlx::Error> = read!(&app.db, query_scalar("select count(*) from board_flaw").fetch_one);
    count.unwrap()
}

on_both! {
    async fn a_report_sent_twice_is_one_report(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let path = format!("/api/v1/boards/{}/flaws", app.token(1).await);
        let body = json!({"kind": "gone", "note": "被拆了"});
        for _ in 0..3 {
            assert_eq!(app.post(&path, &body, Some("a-key")).await.is(201).json(), json!({"kind": "gone"}));
        }
        assert_eq!(stored(&app).await, 1);
        app.post(&path, &body, Some("another-key")).await.is(201);
        assert_eq!(stored(&app).await, 2);
    }
}

on_both! {
    async fn every_wrong_field_is_named_at_once(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let path = format!("/api/v1/boards/{}/flaws", app.token(1).await);
        app.post(&path, &json!({"kind": "ugly", "note": "长".repeat(201)}), Some("k")).await.is(422).names(&["kind", "note"]);
        app.post(&path, &json!({"kind": "gone"}), None).await.is(422).names(&["idempotency-key"]);
        app.post(&path, &json!({"kind": 7}), Some("k")).await.is(422).names(&[""]);
        app.post("/api/v1/boards/0000000000/flaws", &json!({"kind": "gone"}), Some("k")).await.is(404);
        assert_eq!(stored(&app).await, 0);
    }
}

on_both! {
    async fn the_plain_form_is_answered_with_a_page(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let token = app.token(1).await;
        let answer = app.send_form(&format!("/b/{token}/wrong"), "kind=number_dead&note=").await.is(303);
        assert_eq!(answer.header("location"), format!("/b/{token}/wrong?sent=1"));
        assert_eq!(stored(&app).await, 1);
        app.get(answer.header("location")).await.is(200);
    }
}

on_both! {
    async fn three_hundred_reports_from_one_address_are_all_taken(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let path = format!("/api/v1/boards/{}/flaws", app.token(1).await);
        let body = json!({"kind": "damaged"});
        let posts = (0..300).map(|n| {
            let (app, path, body) = (&app, &path, &body);
            async move { app.post(path, body, Some(&format!("key-{n}"))).await.status.as_u16() }
        });
        let answers = futures::future::join_all(posts).await;
        assert!(answers.iter().all(|status| *status == 201), "{answers:?}");
        assert_eq!(stored(&app).await, 300);
    }
}
