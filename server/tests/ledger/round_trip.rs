//! What is exported is taken in again unchanged.

use server::ledger::{export_projects, write_template};

use crate::helpers::{District, counts, file, fixture, fresh, on_both};

on_both! {
    async fn an_export_is_imported_without_any_change(on: Engine) {
        let district = District::on(&on).await;
        district.import(&fixture("ledger.xlsx")).await;
        let odd = "项目名称,项目别名,施工总承包单位,人工费比例,合同价(元),经度,纬度,项目状态,实名制,是否欠薪,备注,监理单位,保证金形式,保证金(元)\n\
                   示例（东）地块,小东门,示例(城东)公司,0.5%,0.01,120.1234567,30.5,停工,√,无,'一行 “引号” & <括号>,示例监理公司 甲某,保函,1234567.89\n";
        let report = district.import(&file("odd.csv", odd)).await;
        assert_eq!(counts(&report), [1, 0, 0, 0], "{report}");
        let path = fresh("导出.xlsx");
        assert_eq!(export_projects(&district.db, &path).await.unwrap(), 121);
        let report = district.import(&path).await;
        assert_eq!(counts(&report), [0, 0, 121, 0], "{report}");
        assert!(report.notes.is_empty(), "{report}");

        let other = District::on(&on).await;
        let report = other.import(&path).await;
        assert_eq!(counts(&report), [121, 0, 0, 0], "{report}");
        let again = fresh("再导出.xlsx");
        export_projects(&other.db, &again).await.unwrap();
        assert_eq!(counts(&district.import(&again).await), [0, 0, 121, 0]);
    }
}

on_both! {
    async fn the_template_is_a_ledger_without_rows(on: Engine) {
        let district = District::on(&on).await;
        let path = fresh("模板.xlsx");
        write_template(&path).unwrap();
        let report = district.import(&path).await;
        assert_eq!(counts(&report), [0; 4]);
        assert_eq!(report.notes, ["工作表“填表说明”没有台账表头，已跳过"]);
    }
}
