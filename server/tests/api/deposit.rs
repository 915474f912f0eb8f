use common::auth::Role;
use common::deposit::{DepositFile, DepositPage, Stage};
use serde_json::{Value, json};

use crate::helpers::{Client, TestApp, on_both};

const DAY: &str = "2026-11-24";
/// A site of the demo whose deposit has no history yet.
const PLAIN: i64 = 2;

fn path(number: i64) -> String {
    format!("/api/v1/official/projects/{number}/deposit")
}

async fn file(client: &Client<'_>, number: i64) -> DepositFile {
    serde_json::from_slice(&client.get(&path(number)).await.is(200).body).unwrap()
}

async fn list(client: &Client<'_>, query: &str) -> DepositPage {
    let path = format!("/api/v1/official/deposits{query}");
    serde_json::from_slice(&client.get(&path).await.is(200).body).unwrap()
}

/// An assessment of the site, exactly as calculated on the day.
async fn assessment(client: &Client<'_>, number: i64) -> Value {
    let file = file(client, number).await;
    let (works, due) = (file.facts.unwrap().works, file.calculation.unwrap().due);
    json!({
        "kind": "assess", "on": DAY, "contract": works.contract.label(), "signed_on": works.signed_on,
        "permit_on": works.permit_on.map(|day| day.to_string()).unwrap_or_default(), "amount": due.label(),
    })
}

fn stored(amount: &str) -> Value {
    json!({
        "kind": "store", "on": DAY, "form": "bank_guarantee", "amount": amount, "issuer": "示例银行", "number": "BH1",
        "valid_until": "2028-11-24",
    })
}

on_both! {
    async fn a_deposit_is_assessed_stored_used_and_shown_on_the_board(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 6).await;
        let office = app.signed_in(Role::JointOffice, &[]).await;
        let assess = assessment(&office, PLAIN).await;
        let assessed = office.post(&path(PLAIN), &assess).await.is(201).json();
        assert_eq!(assessed["state"]["stage"], "due");
        assert_eq!(assessed["assessed"]["due_fen"], assessed["state"]["terms"]["due_fen"]);
        office.post(&path(PLAIN), &stored("9000万元")).await.is(201);
        let board = app.get(&format!("/api/v1/boards/{}", app.token(2).await)).await.is(200).json();
        assert_eq!(board["deposit"], json!({"form": "银行保函", "amount_fen": 9_000_000_000_i64}));
        let order = json!({"kind": "order", "on": DAY, "amount": "1", "document": "示1号"});
        let used = office.post(&path(PLAIN), &order).await.is(201).json();
        assert_eq!((&used["state"]["stage"], &used["clock"]["by"]), (&json!("used"), &json!("2026-12-01")));
        let file = file(&office, PLAIN).await;
        assert_eq!(file.timeline.len(), 3);
        let row = list(&office, "?stage=used").await.rows.into_iter().find(|row| row.number == PLAIN).unwrap();
        assert_eq!((row.stage, row.clock), (Stage::Used, file.clock));
        assert_eq!(server::rollup::verify(&app.db).await.unwrap(), Vec::<String>::new());
    }
}

on_both! {
    async fn a_step_out_of_order_is_refused_with_what_may_come(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let office = app.signed_in(Role::Labour, &[]).await;
        let refused = office.post(&path(PLAIN), &stored("100万")).await.is(409).json();
        assert_eq!(refused["detail"], "现在是“未核定”，不能登记“存储”。下一步可以登记：核定应存金额");
        let assess = assessment(&office, PLAIN).await;
        office.post(&path(PLAIN), &assess).await.is(201);
        let less = office.post(&path(PLAIN), &stored("0.01")).await.is(409).json();
        assert!(less["detail"].as_str().unwrap().contains("少于应存的"));
        assert_eq!(file(&office, PLAIN).await.timeline.len(), 1);
    }
}

on_both! {
    async fn every_wrong_field_is_named_at_once(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let office = app.signed_in(Role::JointOffice, &[]).await;
        office.post(&path(PLAIN), &json!({})).await.is(422).names(&["kind", "on"]);
        let wrong = json!({"kind": "store", "on": "2026-11-25", "amount": "x"});
        office.post(&path(PLAIN), &wrong).await.is(422).names(&["on", "form", "amount", "issuer", "number"]);
        office.post(&format!("{}/records", path(PLAIN)), &json!({})).await.is(422).names(&["kind", "on", "basis"]);
        office.post(&format!("{}/what-if", path(PLAIN)), &json!({})).await.is(422).names(&["contract", "signed_on", "on"]);
        let query = "?stage=x&expires_by=x&industry=x&after=x";
        let list = office.get(&format!("/api/v1/official/deposits{query}")).await;
        list.is(422).names(&["stage", "expires_by", "industry", "after"]);
    }
}

on_both! {
    async fn an_amount_that_differs_from_the_calculation_needs_a_reason(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let office = app.signed_in(Role::JointOffice, &[]).await;
        let mut assess = assessment(&office, PLAIN).await;
        assess["amount"] = json!("1");
        office.post(&path(PLAIN), &assess).await.is(422).names(&["note"]);
        assess["note"] = json!("示例依据");
        office.post(&path(PLAIN), &assess).await.is(201);
    }
}

on_both! {
    async fn what_is_not_there_is_not_found(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let office = app.signed_in(Role::JointOffice, &[]).await;
        office.get(&path(99)).await.is(404);
        office.post(&path(99), &json!({})).await.is(404);
        office.get(&path(PLAIN).replace("/2/", "/x/")).await.is(404);
        office.get(&format!("{}/letters/x", path(PLAIN))).await.is(404);
        office.get(&format!("{}/letters/claim", path(PLAIN))).await.is(409);
    }
}

on_both! {
    async fn who_reaches_other_sites_only_finds_none(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 40).await;
        let whole = list(&app.signed_in(Role::Auditor, &[]).await, "").await;
        let street = whole.rows[0].street.clone().unwrap();
        let client = app.signed_in(Role::Street, &[("street", &street)]).await;
        let part = list(&client, "").await;
        assert!(!part.rows.is_empty() && part.count < whole.count);
        assert!(part.rows.iter().all(|row| row.street.as_deref() == Some(street.as_str())));
        let other = whole.rows.iter().find(|row| row.street.as_deref() != Some(street.as_str())).unwrap().number;
        client.get(&path(other)).await.is(404);
        client.post(&format!("{}/what-if", path(other)), &json!({})).await.is(404);
        client.get(&path(part.rows[0].number)).await.is(200);
        client.post(&path(part.rows[0].number), &json!({})).await.is(403);
        let csv = client.get("/api/v1/official/deposits.csv").await.is(200).text();
        assert_eq!(csv.lines().count() as i64, part.count + 1);
    }
}

on_both! {
    async fn what_is_late_or_expires_first_comes_first_page_by_page(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 120).await;
        let office = app.signed_in(Role::Labour, &[]).await;
        let first = list(&office, "").await;
        assert_eq!((first.rows.len(), first.count), (50, 120));
        let urgent = |row: &common::deposit::DepositRow| {
            row.clock.iter().map(|clock| clock.by).chain(row.claim_by).min().unwrap_or(chrono::NaiveDate::MAX)
        };
        assert!(first.rows.iter().map(urgent).is_sorted());
        let second = list(&office, &format!("?after={}", first.next.unwrap())).await;
        let third = list(&office, &format!("?after={}", second.next.clone().unwrap())).await;
        assert_eq!((second.rows.len(), third.rows.len(), third.next), (50, 20, None));
        let expiring = list(&office, "?expires_by=2026-12-24").await;
        assert!(!expiring.rows.is_empty());
        assert!(expiring.rows.iter().all(|row| row.valid_until.is_some_and(|day| day <= "2026-12-24".parse().unwrap())));
        let sweep = list(&office, "?sweep=1").await;
        assert!(!sweep.rows.is_empty() && sweep.rows.iter().all(|row| row.finished));
        let found = list(&office, "?q=%25").await;
        assert!(found.rows.is_empty());
    }
}

on_both! {
    async fn a_what_if_stores_nothing(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let auditor = app.signed_in(Role::Auditor, &[]).await;
        let before = file(&auditor, PLAIN).await;
        let form = json!({"contract": "5000万", "signed_on": "2026-11-02", "on": DAY, "listed": true});
        let answer = auditor.post(&format!("{}/what-if", path(PLAIN)), &form).await.is(200).json();
        // 50,000,000 × 2 % × 2
        assert_eq!(answer["due_fen"], 200_000_000);
        assert_eq!(file(&auditor, PLAIN).await, before);
    }
}

on_both! {
    async fn a_listing_of_the_firm_changes_the_calculation(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let office = app.signed_in(Role::JointOffice, &[]).await;
        let records = format!("{}/records", path(PLAIN));
        let decided = |file: &Value| {
            let steps = file["calculation"]["steps"].as_array().unwrap();
            steps.iter().any(|step| step["what"] == "列入严重失信主体名单" && step["applied"] == true)
        };
        let listed = json!({"kind": "listed", "on": "2026-11-01", "basis": "示列决〔2026〕1号"});
        assert!(decided(&office.post(&records, &listed).await.is(201).json()));
        let delisted = json!({"kind": "delisted", "on": "2026-11-20", "basis": "示移决〔2026〕1号"});
        assert!(!decided(&office.post(&records, &delisted).await.is(201).json()));
    }
}

on_both! {
    async fn a_mistake_is_taken_back_by_a_new_row(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let office = app.signed_in(Role::JointOffice, &[]).await;
        let assess = assessment(&office, PLAIN).await;
        let first = office.post(&path(PLAIN), &assess).await.is(201).json();
        let void = json!({"kind": "void", "on": DAY, "corrects": first["timeline"][0]["id"]});
        let back = office.post(&path(PLAIN), &void).await.is(201).json();
        assert_eq!((&back["state"]["stage"], back["timeline"].as_array().unwrap().len()), (&json!("unassessed"), 0));
        office.post(&path(PLAIN), &void).await.is(409);
        office.post(&path(PLAIN), &assess).await.is(201);
    }
}

on_both! {
    async fn a_guarantee_that_expires_has_its_letters(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 12).await;
        let office = app.signed_in(Role::Labour, &[]).await;
        let expiring = list(&office, "?expires_by=2026-12-24").await.rows;
        let row = expiring.iter().find(|row| row.claim_by.is_some_and(|day| day >= DAY.parse().unwrap())).unwrap();
        let letter = office.get(&format!("{}/letters/renew", path(row.number))).await.is(200).json();
        assert_eq!(letter["to"].as_str(), row.contractor.as_deref());
        assert!(letter["paragraphs"].to_string().contains(&common::date::label(row.claim_by.unwrap())));
    }
}

on_both! {
    async fn every_stage_of_the_demo_is_worth_looking_at(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 40).await;
        let office = app.signed_in(Role::Auditor, &[]).await;
        for stage in Stage::ALL {
            assert!(list(&office, &format!("?stage={}", stage.as_str())).await.count > 0, "{}", stage.label());
        }
        for number in 1..=40 {
            file(&office, number).await;
        }
        let book = office.get("/api/v1/official/deposits.xlsx").await.is(200);
        assert!(book.body.starts_with(b"PK"));
        assert_eq!(server::rollup::verify(&app.db).await.unwrap(), Vec::<String>::new());
    }
}
