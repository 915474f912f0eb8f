use axum::http::Method;

use crate::helpers::{TestApp, on_both};

on_both! {
    async fn a_board_page_is_finished_html(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 3).await;
        let token = app.token(1).await;
        let board = app.get(&format!("/api/v1/boards/{token}")).await.is(200).json();
        for path in [format!("/b/{token}"), format!("/B/{token}"), format!("/b/{}", token.to_lowercase())] {
            let page = app.get(&path).await.is(200);
            let text = page.text();
            for shown in [&board["name"], &board["chain"][1]["name"], &board["chain"][2]["phone"]] {
                assert!(text.contains(shown.as_str().unwrap()), "{path} lacks {shown}");
            }
            let policy = page.header("content-security-policy");
            assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"), "{policy}");
        }
    }
}

on_both! {
    async fn pages_that_lead_nowhere_say_so_in_their_status(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        app.get("/b/0000000000").await.is(404);
        app.get("/nothing/here").await.is(404);
        app.get("/").await.is(200);
        app.get("/rights").await.is(200);
        app.send_as(Method::POST, "/").await.is(405);
        app.send_as(Method::DELETE, "/api/v1/rights").await.is(405);
    }
}

#[tokio::test]
async fn every_public_route_is_described() {
    let app = TestApp::on(&crate::helpers::Engine::Sqlite, "2026-11-24").await;
    let description = app.get("/api/v1/openapi.json").await.is(200).json();
    let paths = description["paths"].as_object().unwrap();
    // The sources name every route; what begins with /api must be described.
    let source = include_str!("../../src/lib.rs");
    let mut routes: Vec<&str> = source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    routes.extend([common::api::PROJECTS, common::api::NEAR, common::api::RIGHTS]);
    routes.retain(|route| route.starts_with("/api/"));
    assert!(routes.len() >= 5);
    for route in routes {
        assert!(paths.contains_key(route), "{route} is not described");
    }
    app.get("/api/v1/docs").await.is(200);
}
