use std::collections::BTreeMap;

use common::auth::Role;
use common::blacklist::{Change, Changes, ListingFile, ListingPage, Matches, PublicList, Stage};
use serde_json::{Value, json};
use server::blacklist::import::ListImport;
use server::blacklist::listing::Ground;
use sha2::{Digest, Sha256};

use crate::helpers::{Client, TestApp, on_both};

const DAY: &str = "2026-11-24";
const LIST: &str = "/api/v1/official/blacklist";
const CODES: [&str; 3] = ["91330106MA0000015K", "91330106MA0000023E", "91350100M000100Y43"];

/// A draft as an official types it.
pub fn draft(employer: &str, uscc: &str) -> Value {
    json!({
        "on": "2026-10-12", "employer": employer, "uscc": uscc, "former_names": "示例老字号公司",
        "address": "示例区示例路1号", "people": "示例甲（法定代表人）；示例乙（项目经理）", "project": "示例工程",
        "period": "2026年3月至8月", "workers": "12", "amount": "120000", "ground": "amount",
        "order": "示人社监令〔2026〕1号", "pay_by": "2026-10-11",
    })
}

async fn step(client: &Client<'_>, number: i64, kind: &str, on: &str, more: Value) -> Value {
    let mut form = json!({"kind": kind, "on": on});
    form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    client.post(&format!("{LIST}/{number}/events"), &form).await.is(201).json()
}

fn document() -> Value {
    json!({"document": "示人社〔2026〕8号"})
}

/// An employer on the public list, by two officials: its number and the entry's id.
async fn listed(one: &Client<'_>, two: &Client<'_>, employer: &str, uscc: &str) -> (i64, String) {
    let number = one.post(LIST, &draft(employer, uscc)).await.is(201).json()["number"].as_i64().unwrap();
    step(one, number, "notice", "2026-10-12", document()).await;
    step(one, number, "propose", "2026-10-26", json!({"what": "list"})).await;
    step(two, number, "decide", "2026-10-27", document()).await;
    let file = step(one, number, "publish", "2026-10-27", json!({})).await;
    (number, file["id"].as_str().unwrap().to_owned())
}

async fn public(app: &TestApp, query: &str) -> PublicList {
    serde_json::from_slice(&app.get(&format!("/api/v1/blacklist{query}")).await.is(200).body).unwrap()
}

async fn changes(app: &TestApp, since: i64) -> Changes {
    serde_json::from_slice(&app.get(&format!("/api/v1/blacklist/changes?since={since}")).await.is(200).body).unwrap()
}

on_both! {
    async fn an_employer_is_listed_by_two_officials_and_shown(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 1).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        let number = one.post(LIST, &draft("示例鸿运建设有限公司", CODES[0])).await.is(201).json()["number"].as_i64().unwrap();
        let noticed = step(&one, number, "notice", "2026-10-12", document()).await;
        // Five working days: 13, 14, 15, 16, 19.
        assert_eq!(noticed["standing"]["object_until"], "2026-10-19");
        let early = json!({"kind": "propose", "on": "2026-10-19", "what": "list"});
        one.post(&format!("{LIST}/{number}/events"), &early).await.is(409);
        step(&one, number, "propose", "2026-10-20", json!({"what": "list"})).await;
        let own = json!({"kind": "decide", "on": "2026-10-21", "document": "示1号"});
        let refused = one.post(&format!("{LIST}/{number}/events"), &own).await.is(409).json();
        assert!(refused["detail"].as_str().unwrap().contains("不能是同一个人"));
        let seen = |file: &Value| file["next"].as_array().unwrap().contains(&json!("decide"));
        assert!(!seen(&one.get(&format!("{LIST}/{number}")).await.is(200).json()));
        assert!(seen(&two.get(&format!("{LIST}/{number}")).await.is(200).json()));
        step(&two, number, "decide", "2026-10-21", document()).await;
        assert_eq!(public(&app, "").await.count, 0);
        app.get("/blacklist").await.is(200);
        let file = step(&one, number, "publish", "2026-10-21", json!({})).await;
        let list = public(&app, "").await;
        assert_eq!((list.count, list.version), (1, 1));
        let entry = &list.hits[0].entry;
        assert_eq!((entry.since.to_string(), entry.until.to_string()), ("2026-10-21".into(), "2029-10-21".into()));
        assert_eq!(entry.facts, "在“示例工程”，2026年3月至8月，拖欠12名农民工工资120,000元");
        assert_eq!(json!(entry.id), file["id"]);
        app.get(&format!("/api/v1/blacklist/{}", entry.id)).await.is(200);
        assert_eq!(server::rollup::verify(&app.db).await.unwrap(), Vec::<String>::new());
    }
}

on_both! {
    async fn every_wrong_field_is_named_at_once(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let office = app.signed_in(Role::Labour, &[]).await;
        let fields = ["on", "employer", "uscc", "people", "period", "workers", "amount", "ground", "order", "pay_by"];
        office.post(LIST, &json!({})).await.is(422).names(&fields);
        office.get(&format!("{LIST}?stage=x&after=x")).await.is(422).names(&["stage", "after"]);
        office.get(&format!("{LIST}/9")).await.is(404);
        office.post(&format!("{LIST}/9/events"), &json!({})).await.is(404);
        app.get("/api/v1/blacklist/x").await.is(404);
        app.get("/api/v1/blacklist?after=x").await.is(422).names(&["after"]);
        let less = json!({"amount": "50000"});
        let mut form = draft("示例建设有限公司", CODES[0]);
        form["amount"] = less["amount"].clone();
        assert!(office.post(LIST, &form).await.is(409).json()["detail"].as_str().unwrap().contains("没有达到数额标准"));
    }
}

on_both! {
    async fn an_entry_is_found_however_it_is_asked_for_and_says_why(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        listed(&one, &two, "示例市鸿运建设有限公司", CODES[0]).await;
        listed(&one, &two, "示例市城北劳务有限公司", CODES[1]).await;
        for (asked, how) in [
            ("鸿运", "文字"),
            ("hongyun", "全拼"),
            ("hyjs", "首字母"),
            ("红云", "同音字"),
            ("某某省鸿运集团有限公司", "字号相同"),
            ("91330106MA0000015K", "号码"),
            ("91330106MA00000l5K", "输入的号码有误，这个最接近"),
        ] {
            let list = public(&app, &format!("?q={}", encode(asked))).await;
            assert_eq!(list.hits.len(), 1, "{asked}");
            assert_eq!(list.hits[0].entry.employer, "示例市鸿运建设有限公司", "{asked}");
            assert_eq!(list.hits[0].reasons[0].how, how, "{asked}");
        }
        for (asked, field) in [("老字号", "曾用名"), ("示例乙", "责任人员")] {
            let list = public(&app, &format!("?q={}", encode(asked))).await;
            assert_eq!((list.hits.len(), list.hits[0].reasons[0].field.as_str()), (2, field));
        }
        for asked in ["南山", "xyz", "\" or *"] {
            assert!(public(&app, &format!("?q={}", encode(asked))).await.hits.is_empty(), "{asked}");
        }
        for asked in ["鸿", "\"", "*"] {
            app.get(&format!("/api/v1/blacklist?q={}", encode(asked))).await.is(422).names(&["q"]);
        }
    }
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Everything that anybody may read, warm in every cache.
const PUBLIC: [&str; 9] = [
    "/",
    "/blacklist",
    "/blacklist.atom",
    "/api/v1/blacklist",
    "/api/v1/blacklist.csv",
    "/api/v1/blacklist/changes",
    "/api/v1/blacklist/changes?since=1",
    "/blacklist?q=%E9%B8%BF%E8%BF%90",
    "/api/v1/blacklist?q=hongyun",
];

on_both! {
    async fn after_a_removal_nothing_of_it_is_left_within_one_request(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        let (number, id) = listed(&one, &two, "示例市鸿运建设有限公司", CODES[0]).await;
        listed(&one, &two, "示例市城北劳务有限公司", CODES[1]).await;
        let page = format!("/blacklist/{id}");
        for path in PUBLIC.iter().copied().chain([&*page]) {
            let shown = app.get(path).await.is(200).text().contains("鸿运");
            assert!(shown || matches!(path, "/" | "/api/v1/blacklist/changes?since=1"), "{path}");
        }
        step(&one, number, "propose", "2026-11-24", json!({"what": "revoke"})).await;
        let revoke = json!({"document": "示1号", "note": "责令文书被依法撤销"});
        step(&two, number, "revoke", "2026-11-24", revoke).await;
        for path in PUBLIC {
            let text = app.get(path).await.is(200).text();
            for word in ["示例市鸿运", CODES[0]] {
                assert!(!text.contains(word), "{path} still tells {word}");
            }
        }
        app.get(&page).await.is(404);
        app.get(&format!("/api/v1/blacklist/{id}")).await.is(404);
        let book = app.get("/api/v1/blacklist.xlsx").await.is(200);
        assert!(book.body.starts_with(b"PK"));
        let kept: ListingFile = serde_json::from_slice(&one.get(&format!("{LIST}/{number}")).await.is(200).body).unwrap();
        assert_eq!((kept.standing.stage, kept.timeline.len()), (Stage::Revoked, 7));
        assert_eq!(kept.clocks[0].by.to_string(), "2026-12-08");
    }
}

/// What a consumer knows: entries by id, and the version that told each.
#[derive(Default)]
struct Mirror {
    entries: BTreeMap<String, (i64, Value)>,
    version: i64,
}

impl Mirror {
    fn follow(&mut self, changes: &[Change]) {
        for change in changes {
            assert_eq!(change.version, self.version + 1, "no gap");
            self.version = change.version;
            match &change.entry {
                Some(entry) => {
                    let entry = serde_json::to_value(entry).unwrap();
                    self.entries.insert(change.id.clone(), (change.version, entry));
                }
                None => drop(self.entries.remove(&change.id)),
            }
        }
    }

    /// It equals the list, and can prove it.
    async fn is_current(&self, app: &TestApp) {
        let (list, head) = (public(app, "").await, changes(app, self.version).await);
        assert_eq!((list.version, head.version, head.changes.len()), (self.version, self.version, 0));
        let theirs: BTreeMap<String, Value> =
            list.hits.into_iter().map(|hit| (hit.entry.id.clone(), serde_json::to_value(hit.entry).unwrap())).collect();
        let ours = self.entries.iter().map(|(id, (_, entry))| (id.clone(), entry.clone())).collect();
        assert_eq!(theirs, ours);
        let mut digest = Sha256::new();
        for (id, (version, _)) in &self.entries {
            digest.update(format!("{id} {version}\n"));
        }
        let digest: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(head.digest, digest);
    }
}

on_both! {
    async fn changes_replayed_from_zero_equal_the_list_at_every_version(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        let mut follower = Mirror::default();
        let mut numbers = Vec::new();
        let mut steps = Vec::new();
        for (place, code) in CODES.iter().enumerate() {
            let employer = format!("示例{place}号建设有限公司");
            numbers.push(listed(&one, &two, &employer, code).await.0);
            check(&app, &mut follower).await;
        }
        let paid = json!({"paid_on": "2026-11-01", "promise": true});
        steps.push((&one, 0, "correct", paid));
        steps.push((&one, 1, "propose", json!({"what": "revoke"})));
        steps.push((&two, 1, "revoke", json!({"document": "示1号", "note": "示例理由"})));
        steps.push((&one, 0, "apply", json!({"promise": true})));
        steps.push((&one, 0, "refuse", json!({"document": "示1号", "note": "未满六个月"})));
        steps.push((&one, 2, "bar", json!({"note": "示例理由"})));
        steps.push((&one, 1, "finish", json!({})));
        for (client, place, kind, more) in steps {
            step(client, numbers[place], kind, DAY, more).await;
            check(&app, &mut follower).await;
        }
        assert_eq!(follower.version, 8);
        let told = changes(&app, 0).await.changes;
        // The puts of the removed entry are there without what they told.
        assert_eq!(told.iter().filter(|change| change.entry.is_none()).count(), 2);
    }
}

async fn check(app: &TestApp, follower: &mut Mirror) {
    follower.follow(&changes(app, follower.version).await.changes);
    follower.is_current(app).await;
    let mut anew = Mirror::default();
    anew.follow(&changes(app, 0).await.changes);
    anew.is_current(app).await;
}

on_both! {
    async fn the_officials_list_has_what_is_due_first(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        listed(&one, &two, "示例鸿运建设有限公司", CODES[0]).await;
        one.post(LIST, &draft("示例城北劳务有限公司", CODES[1])).await.is(201);
        let page: ListingPage = serde_json::from_slice(&two.get(LIST).await.is(200).body).unwrap();
        assert_eq!((page.count, page.rows[0].stage), (2, Stage::Drafted));
        assert_eq!(page.rows[0].clock.as_ref().unwrap().what, "人社作出决定");
        let page: ListingPage = serde_json::from_slice(&two.get(&format!("{LIST}?stage=published")).await.is(200).body).unwrap();
        assert_eq!((page.count, page.rows[0].number), (1, 1));
        let decision = two.get(&format!("{LIST}/1/documents/decision")).await.is(200).json();
        let text = decision["paragraphs"].to_string();
        for part in ["列入事由", "列入依据", "失信联合惩戒措施提示", "提前移出条件和程序", "救济措施"] {
            assert!(text.contains(part), "{part}");
        }
        two.get(&format!("{LIST}/2/documents/decision")).await.is(409);
        two.get(&format!("{LIST}/1/documents/x")).await.is(404);
        two.get(&format!("{LIST}/2/documents/notice")).await.is(200);
    }
}

on_both! {
    async fn a_listing_whose_term_is_over_is_taken_off_by_itself(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        let (number, _) = listed(&one, &two, "示例鸿运建设有限公司", CODES[0]).await;
        for (day, count) in [("2029-10-26", 1), ("2029-10-27", 1), ("2029-10-28", 0)] {
            let later = app.later(day).await;
            assert_eq!(public(&later, "").await.count, count, "{day}");
        }
        let later = app.later("2029-10-29").await;
        let office = later.signed_in(Role::Labour, &[]).await;
        let file: ListingFile = serde_json::from_slice(&office.get(&format!("{LIST}/{number}")).await.is(200).body).unwrap();
        assert_eq!((file.standing.stage, file.timeline[0].person.as_str()), (Stage::Expired, "系统"));
        assert_eq!(changes(&later, 1).await.changes[0].entry, None);
    }
}

/// Writes bytes where an import finds them.
fn file(name: &str, bytes: &[u8]) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("mingxin-{}", uuid::Uuid::now_v7().simple()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

async fn import(
    app: &TestApp,
    bytes: &[u8],
    name: &str,
    count: Option<usize>,
    dry_run: bool,
) -> server::ledger::ImportReport {
    let ground = Ground::of(&app.state);
    let options = ListImport { file: file(name, bytes), name: name.into(), count, dry_run, partial: false };
    server::blacklist::import::import(&app.db, &ground, options).await.unwrap()
}

const OLD_LIST: &str = "示例区拖欠农民工工资失信联合惩戒对象名单\n\
    序号,单位名称,法定代表人,列入事由,列入决定书文号,列入日期,期限,列入部门\n\
    1,示例甲号建设有限公司（法定代表人：示例甲；统一社会信用代码：91330106MA0000015K）,,在示例工程拖欠30人工资,示1号,2025-06-03,2025-06-03至2028-06-03,示例市人社局\n\
    2,示例乙号劳务有限公司,示例乙,拖欠12人工资,示2号,2026年1月5日,三年,\n";

on_both! {
    async fn a_list_is_taken_over_once_and_exports_back_unchanged(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        listed(&one, &two, "示例市（城北）劳务有限公司", CODES[1]).await;
        let old = OLD_LIST.as_bytes();
        let tried = import(&app, old, "old.csv", None, true).await;
        assert_eq!((tried.added, tried.stored, public(&app, "").await.count), (2, false, 1), "{tried}");
        let short = import(&app, old, "old.csv", Some(3), false).await;
        assert!(short.file_fault.is_some() && public(&app, "").await.count == 1);
        let taken = import(&app, old, "old.csv", Some(2), false).await;
        assert_eq!((taken.added, taken.stored), (2, true), "{taken}");
        let again = import(&app, old, "old.csv", Some(2), false).await;
        assert_eq!((again.unchanged, again.stored), (2, false), "{again}");
        assert_eq!(public(&app, "").await.count, 3);
        for name in ["blacklist.xlsx", "blacklist.csv"] {
            let bytes = app.get(&format!("/api/v1/{name}")).await.is(200).body;
            let back = import(&app, &bytes, name, Some(3), false).await;
            assert_eq!((back.unchanged, back.added, back.changed, back.refused), (3, 0, 0, 0), "{back}");
        }
        let corrected = OLD_LIST.replace("拖欠12人工资", "拖欠13人工资");
        assert_eq!(import(&app, corrected.as_bytes(), "old.csv", None, false).await.changed, 1);
        let fault = import(&app, b"\xe5\xba\x8f\xe5\x8f\xb7\n", "empty.csv", None, false).await;
        assert!(fault.file_fault.is_some());
        assert_eq!(public(&app, "").await.count, 3);
    }
}

on_both! {
    async fn a_listed_party_is_told_on_board_file_and_deposit_only_while_published(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 2).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        let board = format!("/b/{}", app.token(2).await);
        let file = one.get("/api/v1/official/projects/2").await.is(200).json();
        let contractor = file["parties"].as_array().unwrap().iter().find(|party| party["role"] == "contractor").unwrap();
        let firm = one.get("/api/v1/official/projects/2/deposit").await.is(200).json()["firm"].clone();
        let (name, uscc) = (contractor["name"].as_str().unwrap(), firm["uscc"].as_str().unwrap());
        let flags = async || {
            let file = one.get("/api/v1/official/projects/2").await.is(200).json();
            let deposit = one.get("/api/v1/official/projects/2/deposit").await.is(200).json();
            [
                app.get(&board).await.is(200).text().contains("失信名单上"),
                file["parties"].as_array().unwrap().iter().any(|party| !party["listed"].is_null()),
                deposit["facts"]["history"]["listed"] == true,
            ]
        };
        assert_eq!(flags().await, [false; 3]);
        let (number, id) = listed(&one, &two, name, uscc).await;
        assert_eq!(flags().await, [true; 3]);
        assert!(app.get(&board).await.text().contains(&id));
        step(&one, number, "propose", DAY, json!({"what": "revoke"})).await;
        step(&two, number, "revoke", DAY, json!({"document": "示1号", "note": "示例理由"})).await;
        assert_eq!(flags().await, [false; 3]);
    }
}

on_both! {
    async fn a_column_of_bidders_is_held_against_the_list(on: Engine) {
        let app = TestApp::on(&on, DAY).await;
        let (one, two) = (app.signed_in(Role::Labour, &[]).await, app.signed_in(Role::JointOffice, &[]).await);
        listed(&one, &two, "示例市鸿运建设有限公司", CODES[0]).await;
        let ask = async |text: &str| app.post("/api/v1/blacklist/matches", &json!({"text": text}), None).await;
        let text = format!("示例南山劳务有限公司\n\n鸿运集团公司\n某公司\t{}\n", CODES[0]);
        let found: Matches = serde_json::from_slice(&ask(&text).await.is(200).body).unwrap();
        let lines: Vec<_> = found.lines.iter().map(|line| (line.line, line.matches[0].score)).collect();
        assert_eq!((found.asked, lines), (3, vec![(3, 60), (4, 100)]));
        ask(" ").await.is(422).names(&["text"]);
        ask(&"示例\n".repeat(20_001)).await.is(422).names(&["text"]);
        ask(&"示例城南有限公司\n".repeat(20_000)).await.is(200);
    }
}
