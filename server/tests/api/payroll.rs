//! The files of a month over HTTP: previewed, stored, compared, signed; a worker's slip and numbers.

use axum::body::Body;
use axum::http::{Request, header};
use common::auth::Role;
use common::payroll::{MonthDetail, MonthPage, SiteMonths, UploadReport, WageSlip, WorkerView};
use serde_json::json;

use crate::helpers::{Client, TestApp, on_both};

const DAY: &str = "2026-11-24";
const MONTH: &str = "/api/v1/official/projects/1/payroll/2026-11";
const ROSTER: &str = "姓名,身份证号码,联系电话,所属单位,班组,工种,进场日期,合同类型,工资卡号\n\
    甲某,330106189001010019,15400000001,示例劳务,一班,木工,2026-03-01,用工书面协议,6222020000000000000\n\
    乙某,330106189506150025,15400000002,示例劳务,一班,木工,2026-03-01,用工书面协议,6222020000000000018\n";
const ATTENDANCE: &str =
    "姓名,身份证号码,班组,出勤天数\n甲某,330106189001010019,一班,22\n乙某,330106189506150025,一班,21\n";
const PAYROLL: &str = "姓名,身份证号码,班组,出勤天数,日工资,加班工资,应发工资,已预支,实发工资,银行卡号\n\
    甲某,330106189001010019,一班,22,300,200,6800,300,6500,6222020000000000000\n\
    乙某,330106189506150025,一班,21,300,0,6300,0,6300,6222020000000000018\n";
const BANK: &str = "户名,身份证号码,收款账号,金额,交易日期,交易状态,流水号\n\
    甲某,330106189001010019,6222020000000000000,6500,2026-11-20,成功,示1\n\
    乙某,330106189506150025,6222020000000000018,6000,2026-11-20,成功,示2\n";

async fn send(app: &TestApp, who: &Client<'_>, kind: &str, text: &str, dry_run: bool) -> UploadReport {
    let dry_run = if dry_run { "&dry_run=1" } else { "" };
    let request = Request::post(format!("{MONTH}/files/{kind}?name=a.csv{dry_run}"))
        .header(header::COOKIE, &who.cookie)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(text.to_owned()))
        .unwrap();
    serde_json::from_slice(&app.send(request).await.is(200).body).unwrap()
}

async fn month(client: &Client<'_>) -> MonthDetail {
    serde_json::from_slice(&client.get(MONTH).await.is(200).body).unwrap()
}

/// The four files are in.
async fn sent(app: &TestApp, who: &Client<'_>) {
    for (kind, text) in [("roster", ROSTER), ("attendance", ATTENDANCE), ("payroll", PAYROLL), ("bank_return", BANK)] {
        assert!(send(app, who, kind, text, false).await.stored);
    }
}

/// The firm of the first site's general contractor.
async fn firm(app: &TestApp) -> Client<'_> {
    firm_of(app, 1).await
}

async fn firm_of(app: &TestApp, number: i64) -> Client<'_> {
    const CODE: &str = "select c.uscc from company c join party t on t.company_id = c.id
        join project p on p.id = t.project_id where p.number = $1 and t.role = 'contractor'";
    let code: String = server::read!(&app.db, query_scalar(CODE).bind(number).fetch_one).unwrap();
    app.signed_in(Role::WageOfficer, &[("uscc", &code)]).await
}

on_both! {
    async fn a_file_is_shown_before_it_is_stored(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 2).await;
        let firm = firm(&app).await;
        let seen = send(&app, &firm, "payroll", PAYROLL, true).await;
        assert_eq!((seen.stored, seen.added, seen.refused), (false, 2, 0));
        assert_eq!(month(&firm).await.workers.len(), 0);
        let wrong = PAYROLL.replace("6300,0,6300", "6300,0,6200");
        for dry_run in [true, false] {
            let refused = send(&app, &firm, "payroll", &wrong, dry_run).await;
            assert_eq!((refused.stored, refused.added, refused.refused), (false, 1, 1));
            let row = &refused.refusals[0];
            assert_eq!((row.row, row.cells[0].column.as_deref(), row.cells[0].header.as_str()), (3, Some("I"), "实发工资"));
            assert!(row.cells[0].message.contains("实发工资应等于"), "{row:?}");
        }
        assert_eq!(month(&firm).await.workers.len(), 0);
        assert!(send(&app, &firm, "payroll", "1,2\n", true).await.file_fault.is_some());
        assert!(send(&app, &firm, "payroll", PAYROLL, false).await.stored);
        let again = send(&app, &firm, "payroll", PAYROLL, false).await;
        assert_eq!((again.stored, again.unchanged), (false, 2));
    }
}

on_both! {
    async fn a_month_is_compared_listed_and_handed_out(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 3).await;
        let firm = firm(&app).await;
        sent(&app, &firm).await;
        let detail = month(&firm).await;
        let totals = (detail.month.workers_due, detail.month.workers_paid, detail.month.different);
        assert_eq!(totals, (2, 1, 1));
        let names: Vec<&str> = detail.workers.iter().map(|worker| worker.name.as_str()).collect();
        assert_eq!(names, ["乙某", "甲某"], "those with differences first");
        assert_eq!(detail.workers.iter().map(WorkerView::short_fen).collect::<Vec<_>>(), [Some(30_000), None]);
        let office = app.signed_in(Role::JointOffice, &[]).await;
        let list = |query: &str| format!("/api/v1/official/payroll{query}");
        let page: MonthPage = serde_json::from_slice(&office.get(&list("?month=2026-11")).await.is(200).body).unwrap();
        assert_eq!((page.counts.all, page.counts.unpaid, page.counts.different, page.counts.missing), (3, 1, 1, 2));
        assert_eq!(page.months[0].number, 1);
        // What the board knows without files counts as well.
        let page: MonthPage = serde_json::from_slice(&office.get(&list("")).await.is(200).body).unwrap();
        assert_eq!(page.month.to_string(), "2026-10");
        assert!(page.months.iter().any(|month| month.workers_due > 0 && month.missing.len() == 4));
        let site = office.get("/api/v1/official/projects/1/payroll").await.is(200);
        let site: SiteMonths = serde_json::from_slice(&site.body).unwrap();
        assert_eq!(site.months[0].month.to_string(), "2026-11");
        assert!(site.months.len() > 2);
        for path in [list(".xlsx?month=2026-11"), format!("{MONTH}/workers.xlsx")] {
            assert!(office.get(&path).await.is(200).body.starts_with(b"PK"), "{path}");
        }
        let csv = office.get(&format!("{MONTH}/workers.csv")).await.is(200).text();
        assert!(csv.contains("\"300.00\"") && !csv.contains("330106189001010019"), "{csv}");
        assert!(office.get(&list(".csv")).await.is(200).text().contains("发清人数"));
        office.get(&list("?month=x&only=x&skip=x")).await.is(422).names(&["month", "only", "skip"]);
    }
}

on_both! {
    async fn a_signature_holds_until_something_changes(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 2).await;
        let firm = firm(&app).await;
        let path = format!("{MONTH}/signature");
        firm.post(&path, &json!({"changed_at": 0})).await.is(409);
        sent(&app, &firm).await;
        let seen = month(&firm).await.month.changed_at.unwrap();
        firm.post(&path, &json!({"changed_at": seen - 1})).await.is(409);
        firm.post(&path, &json!({"changed_at": seen})).await.is(204);
        let signed = month(&firm).await.month;
        assert!(signed.signed_by.is_some() && signed.signed_at.is_some());
        let more = BANK.replace(",6000,", ",6300,");
        assert!(send(&app, &firm, "bank_return", &more, false).await.stored);
        let changed = month(&firm).await.month;
        assert_eq!((changed.signed_by, changed.signed_at, changed.workers_paid), (None, None, 2));
    }
}

on_both! {
    async fn a_number_is_opened_for_a_purpose_and_the_look_is_kept(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 2).await;
        let firm = firm(&app).await;
        sent(&app, &firm).await;
        let person = month(&firm).await.workers[1].person.clone().unwrap();
        let path = |what: &str| format!("{MONTH}/people/{person}/{what}");
        firm.post(&path("open"), &json!({"field": "x", "purpose": ""})).await.is(422).names(&["field", "purpose"]);
        assert_eq!(firm.get(&path("looks")).await.is(200).json(), json!([]));
        let form = json!({"field": "card", "purpose": "核对退回的工资"});
        assert_eq!(firm.post(&path("open"), &form).await.is(200).json()["value"], "6222020000000000000");
        let looks = firm.get(&path("looks")).await.is(200).json();
        assert_eq!((&looks[0]["field"], &looks[0]["purpose"]), (&json!("card"), &json!("核对退回的工资")));
        let stranger = firm_of(&app, 2).await;
        for what in ["slip", "looks"] {
            stranger.get(&path(what)).await.is(404);
        }
        stranger.post(&path("open"), &form).await.is(404);
        firm.get(&path("slip").replace(&person, "x")).await.is(404);
        firm.get(&path("slip").replace(&person, &"0".repeat(32))).await.is(404);
    }
}

on_both! {
    async fn a_wage_slip_has_every_item_and_masked_numbers(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 2).await;
        let firm = firm(&app).await;
        sent(&app, &firm).await;
        let person = month(&firm).await.workers[1].person.clone().unwrap();
        let answer = firm.get(&format!("{MONTH}/people/{person}/slip")).await.is(200);
        for number in ["330106189001010019", "15400000001", "6222020000000000000"] {
            assert!(!answer.text().contains(number));
        }
        let slip: WageSlip = serde_json::from_slice(&answer.body).unwrap();
        let lines: Vec<(&str, i64)> =
            slip.slip.due.iter().chain(&slip.slip.deductions).map(|line| (line.label.as_str(), line.fen)).collect();
        assert_eq!(lines, [("计时、计件工资（一班）", 660_000), ("加班工资", 20_000), ("已预支", 30_000)]);
        assert_eq!((slip.worker.name.as_str(), slip.worker.days, slip.worker.net_fen), ("甲某", Some(220), Some(650_000)));
        assert_eq!((slip.slip.employer.as_deref(), slip.slip.trade.as_deref()), (Some("示例劳务"), Some("木工")));
        assert_eq!((slip.slip.transfers[0].fen, slip.slip.transfers[0].voucher.as_deref()), (650_000, Some("示1")));
    }
}

on_both! {
    async fn a_disputed_quantity_changes_nothing_that_is_due(on: Engine) {
        let app = TestApp::with_sites(&on, DAY, 2).await;
        let firm = firm(&app).await;
        sent(&app, &firm).await;
        let before = month(&firm).await;
        let path = format!("{MONTH}/quantities");
        firm.post(&path, &json!({})).await.is(422).names(&["team", "work", "quantity", "unit", "price"]);
        let form = json!({"team": "一班", "work": "三层墙体砌筑", "quantity": "120.5", "unit": "立方米", "price": "180"});
        firm.post(&path, &form).await.is(204);
        let slips = firm.get(&path).await.is(200).json();
        assert_eq!((&slips[0]["quantity"], &slips[0]["answer"]), (&json!(120_500), &json!(null)));
        let answers = format!("{path}/{}/answers", slips[0]["id"].as_str().unwrap());
        let disputed = json!({"answer": "disputed", "who": "示例班组长"});
        firm.post(&answers, &disputed).await.is(422).names(&["note"]);
        let disputed = json!({"answer": "disputed", "who": "示例班组长", "note": "少算了二层的量"});
        firm.post(&answers, &disputed).await.is(204);
        assert_eq!(firm.get(&path).await.is(200).json()[0]["answer"]["answer"], "disputed");
        assert_eq!(month(&firm).await, before, "wages stay as they were (Art. 35)");
        let confirmed = json!({"answer": "confirmed", "who": "示例班组长"});
        firm.post(&answers, &confirmed).await.is(204);
        assert_eq!(firm.get(&path).await.is(200).json()[0]["answer"]["answer"], "confirmed");
        firm.post(&answers.replace("2026-11", "2026-10"), &confirmed).await.is(404);
        firm_of(&app, 2).await.post(&answers, &confirmed).await.is(404);
        let kept = "select count(*) from audit_entry where action like 'quantity.%'";
        let kept: i64 = server::read!(&app.db, query_scalar(kept).fetch_one).unwrap();
        assert_eq!(kept, 3);
    }
}
