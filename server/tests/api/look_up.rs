use common::api::ProjectHits;
use serde_json::json;
use server::search::pinyin;

use crate::helpers::{TestApp, on_both};

async fn look_up(app: &TestApp, q: &str) -> ProjectHits {
    let encoded: String = q.bytes().map(|byte| format!("%{byte:02x}")).collect();
    serde_json::from_slice(&app.get(&format!("/api/v1/projects?q={encoded}")).await.is(200).body).unwrap()
}

/// The first site as programs see it.
async fn first(app: &TestApp) -> serde_json::Value {
    app.get(&format!("/api/v1/boards/{}", app.token(1).await)).await.is(200).json()
}

on_both! {
    async fn two_characters_of_anything_find_the_site_and_say_why(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 40).await;
        let board = first(&app).await;
        let name: Vec<char> = board["name"].as_str().unwrap().chars().collect();
        let sub = board["chain"][3]["name"].as_str().unwrap().to_owned();
        for (asked, field) in [
            (name[3..5].iter().collect::<String>(), "工地名称"),
            (sub.clone(), "分包单位"),
            (board["address"].as_str().unwrap().to_owned(), "地址"),
            (board["street"].as_str().unwrap().to_owned(), "街道"),
            (board["permit"].as_str().unwrap().to_owned(), "施工许可证号"),
            (board["code"].as_str().unwrap().to_owned(), "项目代码"),
            (board["token"].as_str().unwrap().to_lowercase(), "告示牌编号"),
        ] {
            let hits = look_up(&app, &asked).await;
            let hit = hits.hits.iter().find(|hit| hit.token.as_str() == board["token"]);
            let hit = hit.unwrap_or_else(|| panic!("{asked} finds nothing"));
            let reason = hit.reasons.iter().find(|reason| reason.field == field);
            let (start, end) = reason.unwrap_or_else(|| panic!("{asked}: {:?}", hit.reasons)).span.unwrap();
            assert!(end > start);
            assert!(hit.contractor.is_some());
        }
    }
}

on_both! {
    async fn sound_finds_what_characters_find(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 40).await;
        let tokens = |hits: ProjectHits| hits.hits.into_iter().map(|hit| hit.token).collect::<std::collections::BTreeSet<_>>();
        let name = first(&app).await["name"].as_str().unwrap().to_owned();
        let asked: String = name.chars().skip(3).take(2).collect();
        let by_characters = tokens(look_up(&app, &asked).await);
        assert!(!by_characters.is_empty());
        let syllables = pinyin::syllables(&asked);
        let full = syllables.iter().map(|it| it.spelling).collect::<Vec<_>>();
        for typed in [full.concat(), full.concat().to_uppercase(), full.join(" "), pinyin::initials(&syllables)] {
            assert!(tokens(look_up(&app, &typed).await).is_superset(&by_characters), "{typed}");
        }
        let hits = look_up(&app, &pinyin::initials(&syllables)).await;
        assert!(hits.hits.iter().flat_map(|hit| &hit.reasons).any(|reason| reason.how == "首字母"));
    }
}

on_both! {
    async fn odd_questions_find_nothing_and_break_nothing(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 5).await;
        for odd in ["", " ", "安", "\"", "' or 1=1 --", "*", "a*", "NEAR(a b)", "%", "示例区🏗️", "\u{0}", "& | ! ( )", "grams : x"] {
            look_up(&app, odd).await;
        }
        let long = "长".repeat(101);
        app.get(&format!("/api/v1/projects?q={}", long.bytes().map(|b| format!("%{b:02x}")).collect::<String>()))
            .await
            .is(422)
            .names(&["q"]);
        app.get("/api/v1/projects?q=ab&after=x").await.is(422).names(&["after"]);
    }
}

on_both! {
    async fn pages_of_hits_follow_one_another(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 60).await;
        let first = look_up(&app, "示例").await;
        assert_eq!(first.hits.len(), 20);
        let path = format!("/api/v1/projects?q=%e7%a4%ba%e4%be%8b&after={}", first.next.unwrap());
        let second: ProjectHits = serde_json::from_slice(&app.get(&path).await.is(200).body).unwrap();
        assert!(!second.hits.is_empty());
        assert!(second.hits.iter().all(|hit| first.hits.iter().all(|one| one.token != hit.token)));
    }
}

on_both! {
    async fn near_sites_come_nearest_first(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 40).await;
        let body = json!({"place": {"latitude": 30.1, "longitude": 124.1}});
        let near: ProjectHits = serde_json::from_slice(&app.post("/api/v1/projects/near", &body, None).await.is(200).body).unwrap();
        assert!(!near.hits.is_empty());
        assert!(near.hits.is_sorted_by_key(|hit| hit.distance_m.unwrap()));
        let nowhere = json!({"place": {"latitude": -80, "longitude": 0}});
        assert_eq!(app.post("/api/v1/projects/near", &nowhere, None).await.is(200).json()["hits"], json!([]));
        let off = json!({"place": {"latitude": 91, "longitude": 0}});
        app.post("/api/v1/projects/near", &off, None).await.is(422).names(&["place"]);
    }
}
