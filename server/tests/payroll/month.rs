//! A month of 20,000 workers on 40 sites with 50 planted differences: exactly these are found, each with its reason.

use std::collections::BTreeMap;

use common::payroll::FileKind;

use crate::helpers::{District, counts, folder, libreoffice, on_both, openpyxl};

/// Site and ID number.
type Who = (i64, String);

/// The four files, by their names in the folder.
const FILES: [(FileKind, &str); 4] = [
    (FileKind::Roster, "roster"),
    (FileKind::Attendance, "attendance"),
    (FileKind::Payroll, "payroll"),
    (FileKind::BankReturn, "bank"),
];

on_both! {
    async fn a_month_is_compared_worker_by_worker(on: Engine) {
        let folder = folder();
        let Some(planted) = openpyxl(&["month", "20000", "40", folder.to_str().unwrap()]) else { return };
        let planted: Vec<serde_json::Value> = serde_json::from_str(&planted).unwrap();
        assert_eq!(planted.len(), 50);
        let district = District::with_sites(&on, 40).await;
        let path = |name: &str| folder.join(format!("{name}.xlsx"));
        let mut found: BTreeMap<Who, Vec<String>> = BTreeMap::new();
        for (kind, name) in FILES {
            let began = std::time::Instant::now();
            let report = district.import(kind, &path(name), true).await;
            eprintln!("{name}: {} rows in {} ms", report.added, began.elapsed().as_millis());
            assert!(report.stored, "{report}");
            for refusal in &report.refusals {
                let message = &refusal.cells[0].message;
                let reason = if message.contains("周岁") { "child" } else { "dead_id" };
                assert!(message.contains("周岁") || message.contains("文本"), "{message}");
                // The row number tells who it was.
                let who = planted.iter().filter(|one| one["reason"] == reason);
                assert!(who.count() > 0, "{refusal}");
            }
        }
        for site in 1..=40 {
            for worker in district.month(site).await.workers.into_iter().filter(|worker| !worker.is_matched()) {
                let reasons = worker.findings.iter().map(|finding| finding.reason.as_str().to_owned()).collect();
                let id = worker.id.map(|id| id.as_str().to_owned()).unwrap_or_default();
                assert!(found.insert((site, id), reasons).is_none());
            }
        }
        for one in &planted {
            let who = (one["site"].as_i64().unwrap(), one["id"].as_str().unwrap().to_owned());
            let reasons = found.remove(&who).unwrap_or_else(|| panic!("{one} was not found"));
            // Whose payroll row was refused for its dead number has worked and been paid, and is on no payroll.
            let reason = match one["reason"].as_str().unwrap() {
                "dead_id" => "attended_not_on_payroll",
                reason => reason,
            };
            assert!(reasons.iter().any(|found| found == reason), "{one}: {reasons:?}");
        }
        assert_eq!(found, BTreeMap::new(), "differences that nobody planted");
        // What the public board shows has moved with it.
        let board = "select count(*) from pay_month where month = '2026-10' and workers_paid < workers_due";
        assert!(district.count(board).await > 0);
        let different = "select cast(sum(different) as bigint) from payroll_run where month = '2026-10'";
        assert_eq!(district.count(different).await, 50);
        nothing_leaks(&district, &planted);
    }
}

on_both! {
    async fn the_same_files_change_nothing_whoever_wrote_them(on: Engine) {
        let folder = folder();
        if openpyxl(&["month", "600", "2", folder.to_str().unwrap()]).is_none() {
            return;
        }
        let district = District::with_sites(&on, 2).await;
        let path = |name: &str| folder.join(format!("{name}.xlsx"));
        // Rows with a child's number or a dead one are refused, and with them the whole file.
        let report = district.import(FileKind::Payroll, &path("payroll"), false).await;
        assert!(!report.stored && report.refused > 0 && report.exit_code() == 1, "{report}");
        assert_eq!(district.count("select count(*) from payroll_row").await, 0);
        for (kind, name) in FILES {
            assert!(district.import(kind, &path(name), true).await.stored);
        }
        for (kind, name) in FILES {
            let report = district.import(kind, &path(name), true).await;
            assert_eq!((report.added, report.changed, report.stored), (0, 0, false), "{report}");
        }
        if let Some(other) = libreoffice(&path("bank"), "xls") {
            let report = district.import(FileKind::BankReturn, &other, true).await;
            assert_eq!((report.added, report.changed, report.stored), (0, 0, false), "{report}");
            assert!(report.unchanged > 580);
        }
    }
}

/// Names, ID numbers, phones and cards stand nowhere in the database's files.
fn nothing_leaks(district: &District, planted: &[serde_json::Value]) {
    let Some(path) = district.url.strip_prefix("sqlite:") else { return };
    let path = path.split('?').next().unwrap();
    let mut bytes = std::fs::read(path).unwrap();
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    assert!(bytes.len() > 1_000_000);
    let text = String::from_utf8_lossy(&bytes);
    let mut words: Vec<String> = planted.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    // Name, phone and card of the first workers, as the files give them.
    words.extend(["15400000077", "621700000000000", "赵建建", "钱国建", "李强志"].map(str::to_owned));
    for word in words {
        assert!(!text.contains(&word), "{word} stands in the database");
    }
}

on_both! {
    async fn a_correction_is_a_new_version(on: Engine) {
        let district = District::with_sites(&on, 2).await;
        let head = "项目编号,姓名,身份证号码,应发工资,实发工资,银行卡号\n";
        let row = |net: &str| {
            let text = format!("{head}1,甲某,330106189001010019,{net},{net},6222020000000000000\n");
            crate::helpers::file("工资表.csv", text)
        };
        let take = |net: &'static str| {
            let path = row(net);
            let district = &district;
            async move { counts(&district.import(FileKind::Payroll, &path, false).await) }
        };
        assert_eq!(take("6500").await, [1, 0, 0, 0]);
        assert_eq!(take("6500.00").await, [0, 0, 1, 0]);
        assert_eq!(take("6600").await, [0, 1, 0, 0]);
        assert_eq!(district.count("select count(*) from payroll_row").await, 2);
        assert_eq!(district.count("select net_fen from payroll_row where replaced_at is null").await, 660_000);
        let due = "select workers_due * 10 + workers_paid from pay_month where month = '2026-10' and workers_due = 1";
        assert_eq!(district.count(due).await, 10);
        // A dry run tells and keeps nothing.
        let path = row("6700");
        let report = district.import_as(FileKind::Payroll, &path, |options| options.dry_run = true).await;
        assert_eq!((report.changed, report.stored), (1, false));
        assert_eq!(district.count("select count(*) from payroll_row").await, 2);
        let audited = "select count(*) from audit_entry where action = 'payroll.import'";
        assert_eq!(district.count(audited).await, 2);
    }
}
