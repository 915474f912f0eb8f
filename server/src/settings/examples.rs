//! The settings and holidays that a new installation starts with, each marked as an example.

use chrono::{DateTime, NaiveDate, Utc};
use common::auth::SignInRules;
use common::blacklist::BlacklistRules;
use common::calendar;
use common::deposit::DepositRules;
use common::money::Fen;
use common::money_chain::ChainRules;
use common::project::Industry;
use common::roster::WorkerRules;
use common::settings::{Channel, Dated, District, MinimumWage, Regulator, Setting};

use super::store;
use crate::db::Tx;
use crate::error::Result;

/// Store the examples unless something is stored already.
pub async fn install(tx: &mut Tx, at: DateTime<Utc>) -> Result<()> {
    if !store::is_empty(tx).await? {
        return Ok(());
    }
    for (value, effective_on, basis) in settings() {
        let row = Dated { value, effective_on, basis: basis.to_owned(), is_example: true };
        store::put(tx, &row, at).await?;
    }
    for day in calendar::example_days() {
        store::put_day(tx, &day).await?;
    }
    Ok(())
}

/// Value, day of effect, legal basis.
fn settings() -> Vec<(Setting, NaiveDate, &'static str)> {
    let from = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let article_7 = "《保障农民工工资支付条例》第七条";
    let article_34 = "《保障农民工工资支付条例》第三十四条";
    vec![
        (
            Setting::District(District {
                name: "示例区".into(),
                region: "330106".into(),
                office: "示例区根治欠薪联席会议办公室".into(),
                office_phone: "15400000001".into(),
            }),
            from(2020, 5, 1),
            "《保障农民工工资支付条例》第四条",
        ),
        (
            Setting::MinimumWage(MinimumWage { monthly: Fen(228_000), hourly: Fen(2_200) }),
            from(2021, 8, 1),
            "示例：省政府关于调整最低工资标准的通知（请换成本地文件）",
        ),
        (
            Setting::MinimumWage(MinimumWage { monthly: Fen(249_000), hourly: Fen(2_400) }),
            from(2024, 1, 1),
            "示例：省政府关于调整最低工资标准的通知（请换成本地文件）",
        ),
        (
            Setting::Regulators(vec![
                regulator(
                    "示例区住房和城乡建设局",
                    &["区住建局", "区住房城乡建设局"],
                    &[Industry::Housing, Industry::Municipal],
                    11,
                ),
                regulator("示例区交通运输局", &["区交通局", "区交通运输局"], &[Industry::Transport], 13),
                regulator("示例区水利局", &["区水利局"], &[Industry::Water], 15),
                regulator("示例区发展和改革局", &["区发改局"], &[Industry::Other], 17),
            ]),
            from(2020, 5, 1),
            article_7,
        ),
        (
            Setting::LabourInspection(Channel {
                name: "示例区劳动保障监察大队".into(),
                phone: "15400000002".into(),
                address: Some("示例区锦绣路1号政务服务中心三楼".into()),
                hours: Some("工作日 8:30–17:30".into()),
                link: None,
            }),
            from(2020, 5, 1),
            article_34,
        ),
        (
            Setting::Arbitration(Channel {
                name: "示例区劳动人事争议仲裁院".into(),
                phone: "15400000003".into(),
                address: Some("示例区锦绣路1号政务服务中心四楼".into()),
                hours: Some("工作日 8:30–17:30".into()),
                link: None,
            }),
            from(2020, 5, 1),
            article_34,
        ),
        (
            Setting::LegalAid(Channel {
                name: "示例区法律援助中心".into(),
                phone: "15400000004".into(),
                address: Some("示例区向阳路20号".into()),
                hours: Some("工作日 8:30–17:30".into()),
                link: None,
            }),
            from(2020, 5, 1),
            article_34,
        ),
        (Setting::LegalHotline(hotline("公共法律服务热线", "12348")), from(2020, 5, 1), article_34),
        (
            Setting::NationalPlatform(Channel {
                name: "全国根治欠薪线索反映平台".into(),
                phone: "12333".into(),
                address: None,
                hours: None,
                link: None,
            }),
            from(2020, 12, 14),
            "《保障农民工工资支付条例》第十条",
        ),
        (Setting::BoardFreshDays(90), from(2020, 5, 1), "示例：按季度核对（《保障农民工工资支付条例》第三十四条）"),
        (
            Setting::DepositRules(DepositRules::example()),
            from(2021, 11, 1),
            "示例：省工资保证金实施办法（请换成本地文件）",
        ),
        (
            Setting::WorkerRules(WorkerRules::default()),
            from(2025, 1, 1),
            "《禁止使用童工规定》第二条；《劳动法》第五十八条；《关于实施渐进式延迟法定退休年龄的决定》（请核对本地口径）",
        ),
        (
            Setting::ChainRules(ChainRules::default()),
            from(2020, 5, 1),
            "示例：《保障农民工工资支付条例》第三十一条（条例未给期限，请按合同和本地规定填写）",
        ),
        (
            Setting::BlacklistRules(BlacklistRules::default()),
            from(2022, 1, 1),
            "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》；数额标准为示例，请换成本省高级人民法院文件",
        ),
        (
            Setting::SignIn(SignInRules::default()),
            from(2020, 5, 1),
            "示例：GB/T 22239-2019 8.1.4.1 身份鉴别（标准未给数值，请按本单位制度填写）",
        ),
    ]
}

/// A department with two fictional numbers: `154 0000 00nn` and the next.
fn regulator(name: &str, short_names: &[&str], industries: &[Industry], number: u32) -> Regulator {
    Regulator {
        name: name.into(),
        short_names: short_names.iter().map(|&name| name.into()).collect(),
        industries: industries.to_vec(),
        phone: format!("154000000{number:02}"),
        complaint_phone: format!("154000000{:02}", number + 1),
    }
}

fn hotline(name: &str, phone: &str) -> Channel {
    Channel { name: name.into(), phone: phone.into(), address: None, hours: Some("24小时".into()), link: None }
}
