//! What a visitor reads, as the server finishes it.

use common::board::{Item, PublicBoard};
use common::error::Problem;
use serde_json::{Value, json};

use crate::api::{Reply, Transport};
use crate::shell::Site;
use crate::{Page, render};

const TOKEN: &str = "0000000000";

fn board() -> Value {
    let party = |item: &str, name: Option<&str>, phone: &str| json!({ "item": item, "name": name, "person": "示例人", "phone": phone });
    json!({
        "token": TOKEN, "district": "示例区", "serial": "000042", "issued_on": "2026-03-01",
        "name": "示例区滨江安置房三期工程", "nickname": "滨江三期", "address": "滨江路1号", "street": null,
        "industry": "房建", "funding": "政府投资", "state": "building", "code": null, "permit": null,
        "pay": { "pay_day": 15, "due": { "month": "2026-10", "due_on": "2026-11-13" }, "months": [], "public": true },
        "chain": [
            party("owner", Some("示例城建有限公司"), "15400000001"),
            { "item": "contractor", "name": "示例建设有限公司", "person": null, "phone": null },
            party("project_department", None, "15400000002"),
            { "item": "regulator", "name": "示例区住建局", "person": null, "phone": "0571-88001234" },
            { "item": "officer", "name": null, "person": null, "phone": null },
        ],
        "supervisor": null, "minimum_wage": null,
        "channels": [{
            "item": "labour_inspection",
            "channel": { "name": "示例区劳动监察大队", "phone": "0571-88001236", "address": null, "hours": null, "link": null },
        }],
        "national_platform": null, "office": null, "account": null, "deposit": null, "headcount": null, "place": null,
        "missing": ["officer"], "changed_at": "2026-11-20T08:00:00Z", "stale": true, "today": "2026-11-24",
    })
}

/// The page at `path` while the API answers everything with `answer`, without the marks that hydration leaves in texts.
async fn page(path: &str, status: u16, answer: Value) -> Page {
    let body = answer.to_string();
    let transport = Transport::new(move |_| {
        let reply = Reply::new(status, body.clone());
        async move { reply }
    });
    let page = render(&Site::default(), transport, path, false).await;
    Page { html: page.html.replace("<!>", ""), ..page }
}

/// The text between two markers, without tags.
fn text_between(html: &str, from: &str, to: &str) -> String {
    let rest = html.split_once(from).map_or("", |(_, rest)| rest);
    let part = rest.split_once(to).map_or(rest, |(part, _)| part);
    let mut text = String::new();
    for piece in part.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, words)| words));
    }
    text
}

#[tokio::test]
async fn the_fixture_is_what_the_api_says() {
    let board: PublicBoard = serde_json::from_value(board()).expect("a board");
    assert!(board.find_missing().contains(&Item::Officer));
}

#[tokio::test]
async fn the_first_screen_says_site_pay_who_must_pay_and_whom_to_call() {
    let page = page(&format!("/b/{TOKEN}"), 200, board()).await;
    assert_eq!(page.status, 200);
    let top = text_between(&page.html, "<h1", "谁负责");
    let words = [
        "滨江三期",
        "示例区滨江安置房三期工程",
        "滨江路1号",
        "每月15日发工资",
        "未发",
        "10月工资未见发放记录",
        "示例建设有限公司",
        "总包先垫付",
        "我没拿到工资",
        "打电话",
        "示例区劳动监察大队",
        "0571 8800 1236",
        "听",
        "字大",
    ];
    let mut rest = top.as_str();
    for word in words {
        rest = rest.split_once(word).unwrap_or_else(|| panic!("{word} is missing, or out of order, in: {top}")).1;
    }
    assert!(page.html.contains("href=\"tel:057188001236\""));
}

#[tokio::test]
async fn a_missing_officer_is_said_in_the_officers_place() {
    let page = page(&format!("/B/{TOKEN}"), 200, board()).await;
    assert_eq!(text_between(&page.html, "<dt>劳资专管员</dt>", "</dd>"), "未公示");
    let summary = text_between(&page.html, "关于这块牌子", "信息更新于");
    assert!(summary.contains("1项没有公示") && summary.contains("劳资专管员"), "{summary}");
}

#[tokio::test]
async fn the_printed_sign_leaves_no_cell_silent() {
    let page = page(&format!("/b/{TOKEN}/print?size=A1"), 200, board()).await;
    assert!(page.html.contains("class=\"sheet a1\"") && page.html.contains(&format!("/b/{TOKEN}/qr.svg")));
    for row in ["劳资专管员</th>", "法律援助</th>"] {
        assert_eq!(text_between(&page.html, row, "</tr>").matches("未公示").count(), 2, "{row}");
    }
}

#[tokio::test]
async fn a_withdrawn_board_helps_on() {
    let problem = Problem::new(410, "gone", "这块告示牌已停用").detail("工地换了新牌");
    let page = page(&format!("/b/{TOKEN}"), 410, serde_json::to_value(problem).expect("a problem")).await;
    assert_eq!(page.status, 410);
    assert!(page.html.contains("工地换了新牌") && page.html.contains("name=\"q\""));
}

#[tokio::test]
async fn a_mistyped_token_is_answered_without_asking() {
    let page = page("/b/000000000U", 200, board()).await;
    assert_eq!(page.status, 404);
    assert!(page.html.contains("没有这块告示牌"));
}

#[tokio::test]
async fn what_was_typed_stays_text() {
    let mut board = board();
    board["nickname"] = json!("<script>alert(1)</script>");
    board["address"] = json!("\"><img src=x onerror=alert(1)>");
    let page = page(&format!("/b/{TOKEN}"), 200, board).await;
    assert!(!page.html.contains("<script>alert") && !page.html.contains("<img src=x"));
}
