//! Files that are wrong, damaged or mean harm: each row refused by name, nothing stored.

use common::payroll::FileKind;

use crate::helpers::{District, counts, file, on_both};

const HEAD: &str = "项目编号,月份,姓名,身份证号码,应发工资,实发工资,银行卡号\n";

on_both! {
    async fn each_wrong_row_is_named_and_nothing_is_stored(on: Engine) {
        let district = District::with_sites(&on, 2).await;
        let rows = [
            ("1,2026-10,甲某,3.30106E+17,6500,6500,", "科学计数法"),
            ("1,2026-10,甲某,330106189001010018,6500,6500,", "校验码"),
            ("1,2026-10,=cmd|' /C calc'!A0,330106189001010019,6500,6500,", "公式"),
            ("1,2026-10,甲某,330106189001010019,6500,-1,", "负数"),
            ("1,2026-10,甲某,330106189001010019,6500,6400,", "实发工资应等于"),
            ("1,2026-10,甲某,330106189001010019,6500万,6500万,", "太大"),
            ("1,2026-09,甲某,330106189001010019,6500,6500,", "请核对月份"),
            ("99,2026-10,甲某,330106189001010019,6500,6500,", "没有找到项目"),
            (",2026-10,甲某,330106189001010019,6500,6500,", "没有写明项目"),
            ("1,2026-10,甲某,999999201205010018,6500,6500,", "不得招用"),
        ];
        for (row, expected) in rows {
            let path = file("工资表.csv", format!("{HEAD}{row}\n1,2026-10,乙某,330106189506150025,6500,6500,\n"));
            let report = district.import(FileKind::Payroll, &path, false).await;
            assert!(!report.stored, "{row}");
            assert_eq!(report.refused, 1, "{row}: {report}");
            assert!(report.to_string().contains(expected), "{row}: {report}");
        }
        assert_eq!(district.count("select count(*) from payroll_row").await, 0);
        assert_eq!(district.count("select count(*) from wage_file").await, 0);
    }
}

on_both! {
    async fn one_person_twice_is_refused_unless_something_tells_them_apart(on: Engine) {
        let district = District::with_sites(&on, 2).await;
        let twice = "1,2026-10,甲某,330106189001010019,6500,6500,\n".repeat(2);
        let report = district.import(FileKind::Payroll, &file("a.csv", format!("{HEAD}{twice}")), false).await;
        assert_eq!(counts(&report), [1, 0, 0, 1]);
        assert!(report.to_string().contains("与第 2 行是同一个人"), "{report}");
        let teams = "项目编号,姓名,身份证号码,班组,应发工资,实发工资\n\
            1,甲某,330106189001010019,一班,3000,3000\n1,甲某,330106189001010019,二班,3500,3500\n";
        let report = district.import(FileKind::Payroll, &file("b.csv", teams), false).await;
        assert_eq!(counts(&report), [2, 0, 0, 0]);
        assert_eq!(district.month(1).await.workers[0].net.unwrap().0, 650_000);
    }
}

on_both! {
    async fn a_file_of_another_kind_or_month_is_refused_as_a_whole(on: Engine) {
        let district = District::with_sites(&on, 1).await;
        for text in ["", "项目名称,施工总承包单位,项目地址\n甲,乙,丙\n", "姓名,身份证号码,应发工资\n甲某,1,2\n"] {
            let report = district.import(FileKind::Payroll, &file("a.csv", text), true).await;
            assert!(report.file_fault.is_some() && !report.stored, "{text}");
        }
        let ahead = format!("{HEAD}1,2026-12,甲某,330106189001010019,6500,6500,\n");
        let path = file("a.csv", ahead);
        let report = district.import_as(FileKind::Payroll, &path, |options| options.month = None).await;
        assert!(report.to_string().contains("还没有到"), "{report}");
        let chinese = "\u{feff}项目编号,姓名,身份证号码,应发工资,实发工资\n1,甲某,330106189001010019,6500,6500\n";
        let report = district.import(FileKind::Payroll, &file("工资.csv", chinese), false).await;
        assert_eq!(counts(&report), [1, 0, 0, 0]);
    }
}
