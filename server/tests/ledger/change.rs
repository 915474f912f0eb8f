//! What a second ledger changes, what it leaves, and what stays of the time before.

use crate::helpers::{District, counts, file, on_both};

const HEADER: &str = "项目名称,项目代码,项目地址,施工许可证号,建设单位,建设单位统一社会信用代码,施工总承包单位,总包统一社会信用代码,\
                      项目经理及电话,劳资专管员及电话,分包单位,合同价款(万元),工资支付日,专用账户开户行,专用账户账号\n";
const FIRST: &str = "北苑路安置房,2604-330106-04-01-000001,示例区北苑路1号,,示例建设局,11330106000000022G,示例甲公司,91330106MA0000015K,\
                     甲某 15400000001,乙某 15400000002,示例丁劳务队（丁某 15400000004）；示例戊劳务队,1000,15,示例农商行,123456789\n";

async fn taken(district: &District, text: &str) -> server::ledger::ImportReport {
    let report = district.import(&file("台账.csv", format!("{HEADER}{text}"))).await;
    assert_eq!(report.refused, 0, "{report}");
    report
}

on_both! {
    async fn a_changed_row_keeps_what_was(on: Engine) {
        let district = District::on(&on).await;
        assert_eq!(counts(&taken(&district, FIRST).await), [1, 0, 0, 0]);
        let changed = FIRST
            .replace("北苑路1号", "滨河路2号")
            .replace("乙某 15400000002", "丙某 15400000003")
            .replace("示例丁劳务队（丁某 15400000004）", "示例己劳务队")
            .replace(",1000,", ",1200.5,");
        let later = district.later(7);
        let report = taken(&later, &changed).await;
        assert_eq!(counts(&report), [0, 1, 0, 0]);
        let fields: Vec<_> = report.changes[0].fields.iter().map(|it| (it.field, it.was.as_str(), it.became.as_str())).collect();
        assert_eq!(
            fields,
            [
                ("address", "示例区北苑路1号", "示例区滨河路2号"),
                ("subcontractors", "示例丁劳务队（丁某 15400000004）；示例戊劳务队", "示例己劳务队；示例戊劳务队"),
                ("contract", "1,000万元", "1,200.5万元"),
                ("officer_person", "乙某", "丙某"),
                ("officer_phone", "15400000002", "15400000003"),
            ]
        );
        let kept = later.texts("select field from project_change where source = '台账.csv' order by id").await;
        assert_eq!(kept, ["address", "subcontractors", "contract", "officer_person", "officer_phone"]);
        let left = later
            .texts(
                "select t.role || ' ' || coalesce(c.name, t.person) || ' ' || t.since_on || ' ' || t.until_on
                 from party t left join company c on c.id = t.company_id where t.until_on is not null order by t.role",
            )
            .await;
        assert_eq!(left, ["officer 乙某 2026-11-24 2026-12-01", "subcontractor 示例丁劳务队 2026-11-24 2026-12-01"]);
        let now = later
            .texts(
                "select c.name || ' ' || t.position || ' ' || t.since_on from party t join company c on c.id = t.company_id
                 where t.until_on is null and t.role = 'subcontractor' order by t.position",
            )
            .await;
        assert_eq!(now, ["示例己劳务队 0 2026-12-01", "示例戊劳务队 1 2026-11-24"]);
        assert_eq!(later.finds("滨河路").await, ["北苑路安置房"]);
        assert!(later.finds("北苑路1号").await.is_empty());
        assert_eq!(later.finds("示例己劳务队").await, ["北苑路安置房"]);
        assert!(later.finds("示例丁劳务队").await.is_empty());
        assert_eq!(counts(&taken(&later, &changed).await), [0, 0, 1, 0]);
    }
}

on_both! {
    async fn a_dry_run_shows_the_change_and_stores_nothing(on: Engine) {
        let district = District::on(&on).await;
        taken(&district, FIRST).await;
        let changed = file("b.csv", format!("{HEADER}{}", FIRST.replace(",15,", ",20,")));
        for _ in 0..2 {
            let report = district.import_as(&changed, true, false).await;
            assert_eq!((counts(&report), report.stored), ([0, 1, 0, 0], false));
            assert!(report.to_string().contains("工资支付日：15 → 20"), "{report}");
        }
        assert_eq!(district.count("select count(*) from project_change").await, 0);
    }
}

on_both! {
    async fn an_empty_cell_empties_and_a_missing_column_does_not(on: Engine) {
        let district = District::on(&on).await;
        taken(&district, FIRST).await;
        let part = "项目名称,项目代码,施工总承包单位,项目地址\n北苑路安置房,2604-330106-04-01-000001,示例甲公司,\n";
        let report = district.import(&file("part.csv", part)).await;
        assert_eq!(report.changes[0].fields.len(), 1, "{report}");
        assert_eq!(report.changes[0].fields[0].field, "address");
        assert_eq!(district.count("select count(*) from party where until_on is null").await, 5);
        assert_eq!(district.count("select count(*) from account where number = '123456789'").await, 1);
        // A code that the file leaves out is still known.
        assert_eq!(district.texts("select uscc from company where name = '示例甲公司'").await, ["91330106MA0000015K"]);
    }
}

on_both! {
    async fn a_firm_known_by_its_code_is_renamed_everywhere(on: Engine) {
        let district = District::on(&on).await;
        let second = "学府路幼儿园,2604-330106-04-01-000002,,,,,示例甲公司,91330106MA0000015K,,,,,,,\n";
        taken(&district, &format!("{FIRST}{second}")).await;
        let renamed = format!("{FIRST}{second}").replace("示例甲公司", "示例甲集团公司");
        let later = district.later(1);
        let report = taken(&later, &renamed).await;
        assert_eq!(counts(&report), [0, 2, 0, 0], "{report}");
        assert_eq!(later.count("select count(*) from company where uscc = '91330106MA0000015K'").await, 1);
        assert_eq!(later.count("select count(*) from party where until_on is not null").await, 0);
        assert_eq!(later.finds("甲集团").await.len(), 2);
        assert_eq!(counts(&taken(&later, &renamed).await), [0, 0, 2, 0]);
    }
}

on_both! {
    async fn a_site_is_found_again_when_its_code_comes_later(on: Engine) {
        let district = District::on(&on).await;
        let bare = "北苑路安置房,,,,,,示例甲公司,,,,,,,,\n";
        let permit = "北苑路安置房,,,330106202504063001,,,示例甲公司,,,,,,,,\n";
        assert_eq!(counts(&taken(&district, bare).await), [1, 0, 0, 0]);
        assert_eq!(counts(&taken(&district, permit).await), [0, 1, 0, 0]);
        let coded = FIRST.replace("1号,,", "1号,330106202504063001,");
        assert_eq!(counts(&taken(&district, &coded).await), [0, 1, 0, 0]);
        assert_eq!(district.count("select count(*) from project").await, 1);
        assert_eq!(district.count("select count(*) from board").await, 1);
    }
}

on_both! {
    async fn a_firm_known_by_name_is_given_its_code(on: Engine) {
        let district = District::on(&on).await;
        taken(&district, "学府路幼儿园,,,,,,示例乙公司,,,,示例甲公司,,,,\n").await;
        taken(&district, FIRST).await;
        assert_eq!(district.count("select count(*) from company where name = '示例甲公司'").await, 1);
        assert_eq!(district.finds("91330106MA0000015K").await.len(), 2);
    }
}
