//! A ledger of 300 sites from openpyxl with twelve mistakes in it, and the same from LibreOffice without.

use serde_json::Value;
use server::ledger::ImportReport;

use crate::helpers::{District, counts, file, fresh, libreoffice, on_both, openpyxl};

/// Row, column and header of each wrong cell.
fn wrong(report: &ImportReport) -> Vec<(u64, String, String)> {
    let cells = report.refusals.iter().flat_map(|row| row.cells.iter().map(move |cell| (row.row, cell)));
    cells.map(|(row, cell)| (row.into(), cell.column.clone().unwrap_or_default(), cell.header.clone())).collect()
}

on_both! {
    async fn exactly_the_twelve_wrong_rows_are_refused(on: Engine) {
        let path = fresh("台账.xlsx");
        let Some(seeded) = openpyxl(&["mistakes"], &path) else { return };
        let seeded: Vec<Value> = serde_json::from_str(&seeded).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let expected: Vec<(u64, String, String)> =
            seeded.iter().map(|it| (it["row"].as_u64().unwrap(), text(&it["column"]), text(&it["header"]))).collect();
        assert_eq!(expected.len(), 12);

        let district = District::on(&on).await;
        let report = district.import_as(&path, true, false).await;
        assert_eq!(counts(&report), [288, 0, 0, 12], "{report}");
        assert_eq!(wrong(&report), expected);
        assert!(report.refusals.iter().all(|row| row.cells[0].message.contains('请')), "{report}");
        assert_eq!(report.exit_code(), 1);

        let report = district.import(&path).await;
        assert!(!report.stored);
        assert_eq!(district.count("select count(*) from project").await, 0);
        assert_eq!(district.count("select count(*) from company").await, 0);

        let report = district.import_as(&path, false, true).await;
        assert_eq!((counts(&report), report.stored, report.exit_code()), ([288, 0, 0, 12], true, 1));
        assert_eq!(district.count("select count(*) from project").await, 288);
        let money = "select contract_fen from project where name like '%（1标段）'";
        assert!(district.count(money).await > 10_000_000_000, "the title says 万元");

        let report = district.later(1).import_as(&path, false, true).await;
        assert_eq!(counts(&report), [0, 0, 288, 12]);
        assert!(!report.stored);
        assert_eq!(district.count("select count(*) from project_change").await, 0);
    }
}

on_both! {
    async fn a_ledger_that_libreoffice_made_is_taken_whole(on: Engine) {
        let path = fresh("台账.csv");
        if openpyxl(&["csv", "300"], &path).is_none() {
            return;
        }
        let district = District::on(&on).await;
        for format in ["xlsx", "xls"] {
            let Some(made) = libreoffice(&path, format) else { return };
            let report = district.import(&made).await;
            // LibreOffice takes an account of 19 digits for a number, as Excel does: such rows are refused.
            let accounts = wrong(&report).iter().filter(|(_, _, header)| header == "专用账户账号").count();
            assert_eq!(report.refused, accounts, "{report}");
        }
        assert_eq!(district.import(&path).await.refused, 0);
    }
}

on_both! {
    async fn duplicates_and_contradictions_name_the_other_row(on: Engine) {
        let header = "项目名称,项目代码,施工许可证号,总包单位,总包统一社会信用代码,项目地址\n";
        let rows = [
            "北苑路安置房,2604-330106-04-01-000001,,示例甲公司,91330106MA0000015K,",
            "学府路幼儿园,2604-330106-04-01-000001,,示例乙公司,,",
            "滨河路小区,,330106202504063001,示例甲公司,,",
            "望江路小区,,330106202504063001,示例乙公司,,",
            "龙泉路小区,,,示例甲公司,,",
            "龙泉路小区,,,示例甲公司,,",
            "银杏路小区,,,示例丙公司,91330106MA0000015K,",
        ];
        let district = District::on(&on).await;
        let report = district.import(&file("a.csv", format!("{header}{}", rows.join("\n")))).await;
        let lines: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "工作表“表格”第 3 行：B 列“项目代码”与第 2 行重复，同一个项目只能写一行，请删去一行",
                "工作表“表格”第 5 行：C 列“施工许可证号”与第 4 行重复，同一个项目只能写一行，请删去一行",
                "工作表“表格”第 7 行：A 列“项目名称”与第 6 行重复，同一个项目只能写一行，请删去一行",
                "工作表“表格”第 8 行：E 列“总包统一社会信用代码”这个代码在第 2 行写的是另一个单位名称，请核对两行，改成一致",
            ]
        );
    }
}
