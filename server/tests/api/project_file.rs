//! The list and the file of a project: found, read, exported, changed.

use axum::http::Method;
use common::auth::Role;
use common::dashboard::ProjectQuery;
use common::project_file::{PROJECTS, PROJECTS_CSV, PROJECTS_XLSX, ProjectFile, ProjectPage, project};
use common::step::{Step, StepState};
use serde_json::{Value, json};
use server::{read, rollup};

use crate::helpers::{Answer, Client, TestApp, on_both};

async fn list(client: &Client<'_>, query: &str) -> ProjectPage {
    serde_json::from_slice(&client.get(&format!("{PROJECTS}{query}")).await.is(200).body).unwrap()
}

async fn file(client: &Client<'_>, number: i64) -> ProjectFile {
    serde_json::from_slice(&client.get(&project(number)).await.is(200).body).unwrap()
}

async fn change(client: &Client<'_>, number: i64, changed_at: i64, fields: Value) -> Answer {
    let body = json!({"changed_at": changed_at, "fields": fields});
    client.send(Method::PATCH, &project(number), Some(&body)).await
}

on_both! {
    async fn a_project_is_found_by_words_sound_firm_and_number(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 60).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let first = file(&officer, 1).await;
        let name: String = first.name.chars().take(4).collect();
        let asked = |q: &str| ProjectQuery { q: q.into(), ..Default::default() }.address("");
        for q in [name.as_str(), "1", first.field("code"), first.field("contractor")] {
            let found = list(&officer, &asked(q)).await;
            assert!(found.rows.iter().any(|row| row.number == 1), "{q}");
        }
        assert!(list(&officer, &asked("shili")).await.total > 0);
        assert_eq!(list(&officer, &asked("没有这个工地")).await.total, 0);
        assert!(list(&officer, &asked(&name[..3])).await.total > 0, "one character is the beginning of a name");
    }
}

on_both! {
    async fn a_long_list_is_read_page_by_page(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 120).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let mut numbers = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = list(&officer, &format!("?cursor={cursor}")).await;
            assert_eq!((page.total, page.streets.len()), (120, 6));
            numbers.extend(page.rows.iter().map(|row| row.number));
            match page.next {
                Some(next) => cursor = next,
                None => break,
            }
        }
        assert_eq!(numbers, (1..=120).collect::<Vec<i64>>());
    }
}

on_both! {
    async fn what_is_not_understood_is_named(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let wrong = officer.get(&format!("{PROJECTS}?industry=x&funding=x&state=x&has=x&missing=x&cursor=x")).await;
        wrong.is(422).names(&["industry", "funding", "state", "has", "missing", "cursor"]);
    }
}

on_both! {
    async fn a_project_out_of_scope_is_not_there(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 12).await;
        let all = app.signed_in(Role::Labour, &[]).await;
        let street = file(&all, 1).await.field("street").to_owned();
        let other = app.signed_in(Role::Street, &[("street", "没有的街道")]).await;
        other.get(&project(1)).await.is(404);
        assert_eq!(list(&other, "").await.total, 0);
        let own = app.signed_in(Role::Street, &[("street", &street)]).await;
        assert_eq!(file(&own, 1).await.number, 1);
        let regulator = app.signed_in(Role::Regulator, &[("industry", "other")]).await;
        change(&regulator, 1, 0, json!({"note": "x"})).await.is(404);
        all.get(&project(9_999)).await.is(404);
    }
}

on_both! {
    async fn the_same_rows_are_exported(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 40).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let query = "?street=%E6%B2%B3%E5%8F%A3%E9%95%87";
        let listed = list(&officer, query).await.total;
        let csv = officer.get(&format!("{PROJECTS_CSV}{query}")).await.is(200);
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        let text = csv.text();
        assert_eq!(text.lines().count() as i64, listed + 1);
        assert!(text.starts_with('\u{feff}') && text.contains("\"项目名称\""));
        let xlsx = officer.get(&format!("{PROJECTS_XLSX}{query}")).await.is(200);
        assert!(xlsx.body.starts_with(b"PK"));
        let trail: Result<i64, sqlx::Error> =
            read!(&app.db, query_scalar("select count(*) from audit_entry where action = 'project.export'").fetch_one);
        assert_eq!(trail.unwrap(), 2);
    }
}

on_both! {
    async fn a_change_keeps_its_history_its_trail_and_the_figures(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 12).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let before = file(&officer, 1).await;
        assert!(before.may_edit && before.missing.is_empty());
        let token = app.token(1).await;
        let board = format!("/api/v1/boards/{token}");
        assert!(!app.get(&board).await.is(200).text().contains("15400001234"));
        let fields = json!({"real_name": "否", "officer_phone": "15400001234", "signed_on": "2026-01-05"});
        let changed = change(&officer, 1, before.changed_at, fields).await.is(200);
        let after: ProjectFile = serde_json::from_slice(&changed.body).unwrap();
        assert_eq!(after.field("signed_on"), "2026-01-05");
        assert_eq!(after.missing.len(), 1);
        let titles: Vec<&str> = after.history.iter().map(|change| change.title.as_str()).collect();
        assert_eq!(titles.len(), 3);
        assert!(["实名制", "劳资专管员电话", "合同签订日期"].iter().all(|title| titles.contains(title)), "{titles:?}");
        assert!(after.history.iter().all(|change| change.source == officer.name));
        assert!(app.get(&board).await.is(200).text().contains("15400001234"), "the board follows at once");
        assert_eq!(rollup::verify(&app.db).await.unwrap(), Vec::<String>::new());
        let trail: Result<String, sqlx::Error> =
            read!(&app.db, query_scalar("select detail from audit_entry where action = 'project.edit'").fetch_one);
        assert!(trail.unwrap().contains("real_name"));
        // Someone who still looks at the project as it was.
        change(&officer, 1, before.changed_at, json!({"note": "x"})).await.is(409);
    }
}

on_both! {
    async fn every_wrong_field_is_named_at_once(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 2).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let known = file(&officer, 1).await.changed_at;
        let wrong = json!({"name": "", "pay_day": "32", "officer_phone": "1", "code": "1"});
        let answer = change(&officer, 1, known, wrong).await.is(422);
        let named: Vec<String> = answer.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap().to_owned())
            .collect();
        assert!(["name", "pay_day", "officer_phone", "code"].iter().all(|field| named.iter().any(|it| it == field)), "{named:?}");
        change(&officer, 1, known, json!({"secret": "x"})).await.is(422).names(&["secret"]);
        change(&officer, 1, known, json!({"completed_on": "2026-11-25", "notice_on": "x"})).await.is(422).names(&["completed_on", "notice_on"]);
        assert!(file(&officer, 1).await.history.is_empty());
    }
}

on_both! {
    async fn the_steps_tell_what_is_done_and_what_is_late(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 12).await;
        let officer = app.signed_in(Role::Auditor, &[]).await;
        let first = file(&officer, 1).await;
        let state = |file: &ProjectFile, step: Step| file.steps.iter().find(|it| it.step == step).unwrap().state;
        for step in [Step::Approval, Step::Permit, Step::Account, Step::Deposit, Step::Board, Step::Roster, Step::Pay] {
            assert_eq!(state(&first, step), StepState::Done, "{step:?}");
        }
        assert_eq!(state(&first, Step::Settlement), StepState::Waiting);
        assert!(!first.may_edit);
        // The sixth site of the demo has not paid its last month.
        assert_eq!(state(&file(&officer, 6).await, Step::Pay), StepState::Late);
        assert!(file(&officer, 6).await.in_arrears);
    }
}
