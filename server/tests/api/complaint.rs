use std::collections::HashSet;

use axum::http::header;
use common::auth::Role;
use serde_json::{Value, json};
use server::db::Db;
use server::read;

use crate::helpers::{TestApp, on_both};

/// Key number `n`: random enough for a test.
fn key(n: usize) -> String {
    format!("00000000000000000000{n:012}")
}

async fn stored(app: &TestApp, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    let count: Result<i64, sqlx::Error> = read!(&app.db, query_scalar(sqlx::AssertSqlSafe(sql.as_str())).fetch_one);
    count.unwrap()
}

async fn complain(app: &TestApp, body: &Value, n: usize) -> Value {
    let path = format!("/api/v1/boards/{}/complaints", app.token(1).await);
    app.post(&path, body, Some(&key(n))).await.is(201).json()
}

async fn follow(app: &TestApp, receipt: &Value, deed: &str, text: &str) -> crate::helpers::Answer {
    let body = json!({"receipt": receipt, "deed": deed, "text": text});
    app.post("/api/v1/complaints/follow", &body, None).await
}

on_both! {
    async fn a_complaint_sent_twice_is_one_and_has_one_receipt(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let body = json!({"from": "2026-09", "to": "2026-10", "amount": "12000", "people": "3", "contact": "15400000001"});
        let first = complain(&app, &body, 1).await;
        assert_eq!(first["number"], 1);
        assert_eq!(first["received_on"], "2026-11-24");
        assert_eq!(first["accept_by"], "2026-12-01");
        assert_eq!(first["receipt"].as_str().unwrap().len(), 14);
        assert_eq!(complain(&app, &body, 1).await, first);
        assert_eq!(stored(&app, "complaint").await, 1);
        assert_ne!(complain(&app, &body, 2).await["receipt"], first["receipt"]);
        assert_eq!(stored(&app, "complaint").await, 2);
        // Who has the key but not the content learns nothing.
        let path = format!("/api/v1/boards/{}/complaints", app.token(1).await);
        app.post(&path, &json!({}), Some(&key(1))).await.is(409);
    }
}

on_both! {
    async fn what_is_wrong_is_named_and_nothing_is_stored(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let path = format!("/api/v1/boards/{}/complaints", app.token(1).await);
        app.post(&path, &json!({"from": "2026-12", "story": "长".repeat(2001)}), Some(&key(1))).await.is(422).names(&["from", "story"]);
        app.post(&path, &json!({}), None).await.is(422).names(&["idempotency-key"]);
        app.post(&path, &json!({}), Some("short")).await.is(422).names(&["idempotency-key"]);
        app.post("/api/v1/boards/0000000000/complaints", &json!({}), Some(&key(1))).await.is(404);
        assert_eq!(stored(&app, "complaint").await, 0);
    }
}

on_both! {
    async fn the_plain_form_leads_to_the_receipt_without_naming_it(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let token = app.token(1).await;
        let answer = app.send_form(&format!("/b/{token}/report"), "from=2026-10&to=2026-10&amount=&people=1&contact=").await.is(303);
        assert_eq!(answer.header("location"), "/track?new=1");
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        let receipt = cookie.split_once('=').unwrap().1.to_owned();
        let page = app.get_with("/track?new=1", &[(header::COOKIE, &cookie)]).await.is(200);
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.text().contains(&receipt));
        assert!(!app.get("/track").await.is(200).text().contains(&receipt));
        // By hand, in small letters.
        let answer = app.send_form("/track", &format!("receipt={}", receipt.to_lowercase())).await.is(303);
        assert_eq!(answer.header("location"), "/track");
        let answer = app.send_form("/track", "receipt=0000-0000-0000").await.is(303);
        assert_eq!(answer.header("location"), "/track?unknown=1");
        app.get("/track?unknown=1").await.is(200);
    }
}

on_both! {
    async fn every_unknown_receipt_gets_the_same_answer(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let receipt = complain(&app, &json!({}), 1).await["receipt"].as_str().unwrap().to_owned();
        // One that could be, one with a slip, one too short.
        let other = if receipt.starts_with('0') { "1" } else { "0" };
        let slip = format!("{other}{}", &receipt[1..]);
        let answers: HashSet<String> = {
            let mut answers = HashSet::new();
            for wrong in ["000000000000", &slip, "ABC", ""] {
                answers.insert(follow(&app, &json!(wrong), "look", "").await.is(404).text());
            }
            answers
        };
        assert_eq!(answers.len(), 1);
        follow(&app, &json!(receipt), "look", "").await.is(200);
    }
}

on_both! {
    async fn a_worker_follows_answers_withdraws_and_opens_again(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let receipt = complain(&app, &json!({"amount": "8000"}), 1).await["receipt"].clone();
        let labour = app.signed_in(Role::Labour, &[]).await;
        let step = |body: Value| {
            let labour = &labour;
            async move { labour.post("/api/v1/official/complaints/1/steps", &body).await }
        };
        let looked = follow(&app, &receipt, "look", "").await.is(200).json();
        assert_eq!((&looked["stage"], &looked["clocks"][0]["by"]), (&json!("received"), &json!("2026-12-01")));
        step(json!({"step": "pay"})).await.is(409);
        step(json!({"step": "accept"})).await.is(201);
        step(json!({"step": "say", "text": "请问在哪个班组？"})).await.is(201);
        follow(&app, &receipt, "say", "木工班").await.is(200);
        // Tapped twice.
        follow(&app, &receipt, "say", "木工班").await.is(200);
        step(json!({"step": "order", "until": "2026-12-10"})).await.is(201);
        follow(&app, &receipt, "got", "").await.is(409);
        step(json!({"step": "pay"})).await.is(201);
        let again = follow(&app, &receipt, "unsolved", "少了3000").await.is(200).json();
        assert_eq!(again["stage"], "investigating");
        let said: Vec<&str> = again["events"].as_array().unwrap().iter().filter_map(|event| event["text"].as_str()).collect();
        assert_eq!(said, ["请问在哪个班组？", "木工班", "少了3000"]);
        step(json!({"step": "pay"})).await.is(201);
        let closed = follow(&app, &receipt, "got", "").await.is(200).json();
        assert_eq!((&closed["stage"], &closed["reason"]), (&json!("closed"), &json!("本人确认工资到账")));
        follow(&app, &receipt, "withdraw", "").await.is(409);
        follow(&app, &receipt, "unsolved", "").await.is(200);
        assert_eq!(follow(&app, &receipt, "withdraw", "").await.is(200).json()["stage"], "withdrawn");
    }
}

on_both! {
    async fn nothing_is_refused_or_closed_without_a_reason(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let receipt = complain(&app, &json!({}), 1).await["receipt"].clone();
        let labour = app.signed_in(Role::Labour, &[]).await;
        let path = "/api/v1/official/complaints/1/steps";
        labour.post(path, &json!({"step": "refuse"})).await.is(422).names(&["reason"]);
        labour.post(path, &json!({"step": "order"})).await.is(422).names(&["until"]);
        labour.post(path, &json!({"step": "withdraw"})).await.is(422).names(&["step"]);
        labour.post(path, &json!({"step": "refuse", "reason": "dispute"})).await.is(201);
        let told = follow(&app, &receipt, "look", "").await.is(200).json();
        assert!(told["reason"].as_str().unwrap().contains("仲裁"));
    }
}

on_both! {
    async fn an_officer_takes_one_in_and_opens_it_with_a_purpose(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 2).await;
        let labour = app.signed_in(Role::Labour, &[]).await;
        let form = json!({"project": "2", "source": "phone", "contact": "15400009999", "name": "甲某", "story": "示例经过"});
        labour.post("/api/v1/official/complaints", &json!({"source": "board"})).await.is(422).names(&["project", "source"]);
        let receipt = labour.post("/api/v1/official/complaints", &form).await.is(201).json();
        follow(&app, &receipt["receipt"], "look", "").await.is(200);
        let page = labour.get("/api/v1/official/complaints?source=phone").await.is(200).json();
        assert_eq!((&page["count"], &page["rows"][0]["project_number"]), (&json!(1), &json!(2)));
        let file = labour.get("/api/v1/official/complaints/1").await.is(200);
        let text = file.text();
        assert!(text.contains("154****9999") && !text.contains("15400009999") && !text.contains("示例经过"));
        labour.post("/api/v1/official/complaints/1/open", &json!({"purpose": ""})).await.is(422).names(&["purpose"]);
        let opened = labour.post("/api/v1/official/complaints/1/open", &json!({"purpose": "联系反映人核实"})).await.is(200).json();
        assert_eq!((&opened["contact"], &opened["story"]), (&json!("15400009999"), &json!("示例经过")));
        let last = server::audit::store::before(&app.db, i64::MAX, None, Some("complaint.open"), 10).await.unwrap();
        assert!(last.len() == 1 && last[0].detail.contains("联系反映人核实") && !last[0].detail.contains("9999"));
    }
}

on_both! {
    async fn lists_are_filtered_and_the_most_urgent_comes_first(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 3).await;
        for n in 1..=60 {
            complain(&app, &json!({}), n).await;
        }
        let labour = app.signed_in(Role::Labour, &[]).await;
        let record = |number: u32, step: Value| {
            let labour = &labour;
            async move { labour.post(&format!("/api/v1/official/complaints/{number}/steps"), &step).await.is(201) }
        };
        record(1, json!({"step": "accept"})).await;
        record(2, json!({"step": "refuse", "reason": "elsewhere"})).await;
        let first = labour.get("/api/v1/official/complaints").await.is(200).json();
        assert_eq!((&first["count"], first["rows"].as_array().unwrap().len()), (&json!(60), 50));
        assert_eq!(first["rows"][0]["number"], 3);
        let next = first["next"].as_str().unwrap();
        let second = labour.get(&format!("/api/v1/official/complaints?after={next}")).await.is(200).json();
        let numbers: Vec<i64> = second["rows"].as_array().unwrap().iter().map(|row| row["number"].as_i64().unwrap()).collect();
        assert_eq!(numbers, [53, 54, 55, 56, 57, 58, 59, 60, 1, 2]);
        assert_eq!(labour.get("/api/v1/official/complaints?stage=refused").await.is(200).json()["count"], 1);
        assert_eq!(labour.get("/api/v1/official/complaints?late=1").await.is(200).json()["count"], 0);
        labour.get("/api/v1/official/complaints?stage=x&source=y&after=z").await.is(422).names(&["stage", "source", "after"]);
    }
}

on_both! {
    async fn ten_thousand_sent_again_and_again_are_ten_thousand(on: Engine) {
        // Each sent one to five times, shuffled, in waves; the answers of three in ten are lost, so that they ask again.
        let count: usize = std::env::var("MINGXIN_COMPLAINTS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
        let app = TestApp::with_sites(&on, "2026-11-24", 5).await;
        let mut tokens = Vec::new();
        for serial in 1..=5 {
            tokens.push(app.token(serial).await);
        }
        let mut seed = 20_261_124_u64;
        let mut random = move |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        let mut sends: Vec<usize> = (0..count).flat_map(|n| vec![n; 1 + random(5) as usize]).collect();
        let lost: Vec<usize> = sends.iter().copied().filter(|_| random(10) < 3).collect();
        sends.extend(lost);
        for at in (1..sends.len()).rev() {
            sends.swap(at, random(at as u64 + 1) as usize);
        }
        let mut receipts: Vec<HashSet<String>> = vec![HashSet::new(); count];
        for wave in sends.chunks(64) {
            let posts = wave.iter().map(|n| {
                let (app, path) = (&app, format!("/api/v1/boards/{}/complaints", tokens[n % 5]));
                let body = json!({"amount": (n + 1).to_string(), "contact": format!("154{n:08}")});
                async move { (*n, app.post(&path, &body, Some(&key(*n))).await.is(201).json()) }
            });
            for (n, answer) in futures::future::join_all(posts).await {
                receipts[n].insert(answer["receipt"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(stored(&app, "complaint").await, count as i64);
        assert_eq!(stored(&app, "complaint_event").await, count as i64);
        assert!(receipts.iter().all(|receipt| receipt.len() == 1), "one receipt each");
        let all: HashSet<&String> = receipts.iter().flatten().collect();
        assert_eq!(all.len(), count, "no receipt twice");
        println!("{count} complaints in {} posts: {count} stored", sends.len());
    }
}

on_both! {
    async fn three_hundred_from_one_address_are_all_taken(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let path = format!("/api/v1/boards/{}/complaints", app.token(1).await);
        let posts = (0..300).map(|n| {
            let (app, path) = (&app, &path);
            async move { app.post(path, &json!({}), Some(&key(n))).await.status.as_u16() }
        });
        let answers = futures::future::join_all(posts).await;
        assert!(answers.iter().all(|status| *status == 201), "{answers:?}");
    }
}

/// Planted where people write: none of it may lie anywhere in clear.
const PLANTED: [&str; 5] = ["15412345678", "甲乙丙丁某", "示例带班老板甲", "垂钓的河马唱着歌", "紫色的犀牛在留言"];

on_both! {
    async fn what_a_person_says_lies_nowhere_in_clear_and_reaches_no_firm(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 2).await;
        let [phone, name, boss, story, said] = PLANTED;
        let body = json!({"contact": phone, "name": name, "boss": boss, "story": story, "amount": "示例垂钓的河马唱着歌"});
        let receipt = complain(&app, &body, 1).await["receipt"].clone();
        follow(&app, &receipt, "say", said).await.is(200);
        let labour = app.signed_in(Role::Labour, &[]).await;
        labour.post("/api/v1/official/complaints/1/steps", &json!({"step": "say", "text": said})).await.is(201);
        labour.post("/api/v1/official/complaints/1/open", &json!({"purpose": "核实"})).await.is(200);

        let mut looked = 0;
        let plain = receipt.as_str().unwrap();
        let secrets: Vec<String> =
            PLANTED.iter().map(|text| (*text).to_owned()).chain([plain.to_owned(), plain.replace('-', ""), key(1)]).collect();
        if matches!(app.db, Db::Sqlite { .. }) {
            let file: String = read!(&app.db, query_scalar("select file from pragma_database_list where name = 'main'").fetch_one).unwrap();
            for path in [file.clone(), format!("{file}-wal")] {
                let bytes = std::fs::read(&path).unwrap_or_default();
                looked += bytes.len();
                for secret in &secrets {
                    let hits = bytes.windows(secret.len()).filter(|window| *window == secret.as_bytes()).count();
                    assert_eq!(hits, 0, "{secret} in {path}");
                }
            }
            assert!(looked > 0);
        }
        for table in ["complaint", "complaint_event", "audit_entry"] {
            assert!(stored(&app, table).await > 0);
        }
        const FIRM: &str = "select c.uscc from company c join party t on t.company_id = c.id and t.until_on is null
            join project p on p.id = t.project_id where p.number = 1 and c.uscc is not null limit 1";
        let uscc: String = read!(&app.db, query_scalar(FIRM).fetch_one).unwrap();
        let firm = app.signed_in(Role::WageOfficer, &[("uscc", &uscc)]).await;
        let description = app.get("/api/v1/openapi.json").await.is(200).json();
        let mut asked = 0;
        for (path, item) in description["paths"].as_object().unwrap() {
            if item.get("get").is_none() {
                continue;
            }
            let token = app.token(1).await;
            let filled = path.replace("{token}", &token).replace("{number}", "1").replace("{month}", "2026-10")
                .replace("{kind}", "store").replace("{person}", &"0".repeat(32)).replace("{id}", "1");
            let answer = firm.get(&filled).await;
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            for secret in &secrets {
                assert!(!text.contains(secret.as_str()), "{secret} in {filled}");
            }
            if path.contains("/official/complaints") {
                answer.is(403);
            }
            asked += 1;
        }
        for path in ["/api/v1/official/complaints/1/open", "/api/v1/official/complaints/1/steps"] {
            firm.post(path, &json!({"purpose": "核实", "step": "say", "text": "x"})).await.is(403);
        }
        println!("{looked} bytes and {asked} answers: 0 hits");
    }
}

on_both! {
    async fn streets_and_industries_see_their_own_and_no_words(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 12).await;
        complain(&app, &json!({"contact": "15400000001"}), 1).await;
        let receipt = complain(&app, &json!({}), 2).await["receipt"].clone();
        follow(&app, &receipt, "say", "示例留言").await.is(200);
        let street: String = read!(&app.db, query_scalar("select street from project where number = 1").fetch_one).unwrap();
        let own = app.signed_in(Role::Street, &[("street", &street)]).await;
        let other = app.signed_in(Role::Street, &[("street", "示例别处街道")]).await;
        assert_eq!(own.get("/api/v1/official/complaints").await.is(200).json()["count"], 2);
        assert_eq!(other.get("/api/v1/official/complaints").await.is(200).json()["count"], 0);
        let file = own.get("/api/v1/official/complaints/2").await.is(200).text();
        assert!(!file.contains("示例留言"));
        assert_eq!(own.get("/api/v1/official/complaints/1").await.is(200).json()["contact"], Value::Null);
        other.get("/api/v1/official/complaints/1").await.is(404);
        own.post("/api/v1/official/complaints/1/open", &json!({"purpose": "核实"})).await.is(403);
        own.post("/api/v1/official/complaints/1/steps", &json!({"step": "accept"})).await.is(403);
    }
}
