//! The same ledger of 120 sites as three programs write it.

use crate::helpers::{District, counts, fixture, on_both};

on_both! {
    async fn one_ledger_in_three_formats_is_one_ledger(on: Engine) {
        let district = District::on(&on).await;
        let report = district.import(&fixture("ledger.xlsx")).await;
        assert_eq!(counts(&report), [120, 0, 0, 0], "{report}");
        assert!(report.stored);
        assert_eq!(report.notes, ["工作表“填表说明”没有台账表头，已跳过"]);
        let before = district.texts("select cast(changed_at as text) from project order by number").await;
        for name in ["ledger.xls", "ledger.csv", "ledger.xlsx"] {
            let report = district.later(1).import(&fixture(name)).await;
            assert_eq!(counts(&report), [0, 0, 120, 0], "{name}: {report}");
            assert!(!report.stored);
        }
        assert_eq!(district.count("select count(*) from project_change").await, 0);
        assert_eq!(district.texts("select cast(changed_at as text) from project order by number").await, before);
        assert_eq!(district.count("select count(*) from board where revoked_on is null").await, 120);
    }
}

on_both! {
    async fn what_the_ledger_says_is_stored(on: Engine) {
        let district = District::on(&on).await;
        district.import(&fixture("ledger.csv")).await;
        assert_eq!(district.count("select contract_fen from project where number = 1").await, 38_136_280_000);
        assert_eq!(district.count("select labour_cost_day * 100 + pay_day from project where number = 1").await, 715);
        let dates = "select started_on || ' ' || planned_end_on from project where number = 1";
        assert_eq!(district.texts(dates).await, ["2025-04-06 2027-04-06"]);
        let parties = district
            .texts(
                "select t.role || ' ' || coalesce(c.name, '-') || ' ' || t.person || ' ' || t.phone
                 from party t join project p on p.id = t.project_id left join company c on c.id = t.company_id
                 where p.number = 1 order by t.role, t.position",
            )
            .await;
        assert_eq!(
            parties,
            [
                "contractor 示例博远建设工程有限公司 李国文 15400005382",
                "officer - 褚秀桂 15400006214",
                "owner 示例区交通运输局 郑强国 15400007047",
                "subcontractor 示例北劳工程有限公司 褚海强 15400009863",
                "subcontractor 示例南防工程有限公司 王博强 15400005390",
            ]
        );
        // A firm is one row, however many sites it works on.
        let twice = "select count(*) from company a join company b on a.name = b.name and a.id < b.id";
        assert_eq!(district.count(twice).await, 0);
        assert!(district.finds("示例区锦绣路197号").await.contains(&"北苑路安置房（1标段）".to_owned()));
        assert!(district.finds("2604-330106-04-01-466838").await.contains(&"北苑路安置房（1标段）".to_owned()));
        assert!(!district.finds("91330106MA00000205").await.is_empty());
        assert!(!district.finds("beiyuan").await.is_empty());
    }
}
