//! Settings: what the district decides, each value with its legal basis and its day of effect.
//!
//! The law leaves these to the province or the district; shipped values are examples and say so until an official
//! confirms them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::auth::SignInRules;
use crate::blacklist::BlacklistRules;
use crate::calendar::Calendar;
use crate::deposit::DepositRules;
use crate::money::Fen;
use crate::money_chain::ChainRules;
use crate::project::Industry;
use crate::roster::WorkerRules;

/// A value with the day from which it holds and the document it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dated<T> {
    pub value: T,
    pub effective_on: NaiveDate,
    pub basis: String,
    /// Shipped as an example, not yet confirmed by the district.
    pub is_example: bool,
}

/// The district and the bodies named on every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    /// 示例区.
    pub name: String,
    /// GB/T 2260, six digits.
    pub region: String,
    /// 区根治欠薪工作领导小组办公室 or what it is called this year.
    pub office: String,
    pub office_phone: String,
}

/// 当地最低工资标准 (Art. 34).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinimumWage {
    /// Full-time, per month.
    pub monthly: Fen,
    /// Part-time, per hour.
    pub hourly: Fen,
}

/// Where to complain or ask: one row of the third group of Art. 34, or the national platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Channel {
    /// The body, such as 示例区劳动保障监察大队.
    pub name: String,
    pub phone: String,
    pub address: Option<String>,
    pub hours: Option<String>,
    pub link: Option<String>,
}

/// 行业主管部门: the department that supervises the sites of an industry (Art. 7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regulator {
    pub name: String,
    /// How ledgers write it, such as 区住建局.
    pub short_names: Vec<String>,
    pub industries: Vec<Industry>,
    pub phone: String,
    pub complaint_phone: String,
}

/// Every setting, as stored: one JSON value per key and day of effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "key", content = "value", rename_all = "snake_case")]
pub enum Setting {
    District(District),
    MinimumWage(MinimumWage),
    Regulators(Vec<Regulator>),
    /// 劳动保障监察投诉举报电话.
    LabourInspection(Channel),
    /// 劳动争议调解仲裁申请渠道.
    Arbitration(Channel),
    /// 法律援助申请渠道.
    LegalAid(Channel),
    /// 公共法律服务热线.
    LegalHotline(Channel),
    /// 全国根治欠薪线索反映平台.
    NationalPlatform(Channel),
    /// How many days without a change make a board's facts stale.
    BoardFreshDays(i64),
    /// 工资保证金 rates, reliefs and clocks.
    DepositRules(DepositRules),
    /// 密码、登录失败和会话的限度.
    SignIn(SignInRules),
    /// 用工年龄和退休年龄.
    WorkerRules(WorkerRules),
    /// 工资表编制和签认的期限.
    ChainRules(ChainRules),
    /// 失信联合惩戒名单的期限和数额标准.
    BlacklistRules(BlacklistRules),
}

impl Setting {
    /// The key under which it is stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::District(_) => "district",
            Self::MinimumWage(_) => "minimum_wage",
            Self::Regulators(_) => "regulators",
            Self::LabourInspection(_) => "labour_inspection",
            Self::Arbitration(_) => "arbitration",
            Self::LegalAid(_) => "legal_aid",
            Self::LegalHotline(_) => "legal_hotline",
            Self::NationalPlatform(_) => "national_platform",
            Self::BoardFreshDays(_) => "board_fresh_days",
            Self::DepositRules(_) => "deposit_rules",
            Self::SignIn(_) => "sign_in",
            Self::WorkerRules(_) => "worker_rules",
            Self::ChainRules(_) => "chain_rules",
            Self::BlacklistRules(_) => "blacklist_rules",
        }
    }
}

/// All settings and the calendar, as loaded; ask it what holds on a day.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Ascending by day of effect.
    rows: Vec<Dated<Setting>>,
    pub calendar: Calendar,
}

/// Defines one reader per setting: the value in force on a day.
macro_rules! readers {
    ($( $(#[$meta:meta])* $reader:ident -> $variant:ident($kind:ty); )+) => {
        impl Settings {
            $(
                $(#[$meta])*
                /// `None` when no value is in force on that day.
                pub fn $reader(&self, on: NaiveDate) -> Option<&$kind> {
                    self.in_force(on).find_map(|row| match &row.value {
                        Setting::$variant(value) => Some(value),
                        _ => None,
                    })
                }
            )+
        }
    };
}

readers! {
    /// The district and its office.
    district -> District(District);
    /// The departments that supervise sites.
    regulators -> Regulators(Vec<Regulator>);
    /// Labour inspection's complaint channel.
    labour_inspection -> LabourInspection(Channel);
    /// Where to apply for arbitration.
    arbitration -> Arbitration(Channel);
    /// Where to apply for legal aid.
    legal_aid -> LegalAid(Channel);
    /// 12348.
    legal_hotline -> LegalHotline(Channel);
    /// The national platform for reports of unpaid wages.
    national_platform -> NationalPlatform(Channel);
    /// Days after which a board's facts are called stale.
    board_fresh_days -> BoardFreshDays(i64);
    /// Passwords, wrong passwords and sessions.
    sign_in -> SignIn(SignInRules);
    /// From which age one may work, and when one retires.
    worker_rules -> WorkerRules(WorkerRules);
    /// How long before the pay day the payroll is made and signed.
    chain_rules -> ChainRules(ChainRules);
    /// Clocks and thresholds of the blacklist.
    blacklist_rules -> BlacklistRules(BlacklistRules);
}

impl Settings {
    /// Settings from stored rows in any order.
    pub fn new(mut rows: Vec<Dated<Setting>>, calendar: Calendar) -> Self {
        rows.sort_by_key(|row| row.effective_on);
        Self { rows, calendar }
    }

    /// The minimum wage in force, with its day of effect and document.
    pub fn minimum_wage(&self, on: NaiveDate) -> Option<Dated<MinimumWage>> {
        self.in_force(on).find_map(|row| match &row.value {
            Setting::MinimumWage(value) => Some(Dated {
                value: *value,
                effective_on: row.effective_on,
                basis: row.basis.clone(),
                is_example: row.is_example,
            }),
            _ => None,
        })
    }

    /// The provincial rules on deposits in force, with their document.
    pub fn deposit_rules(&self, on: NaiveDate) -> Option<Dated<DepositRules>> {
        self.in_force(on).find_map(|row| match &row.value {
            Setting::DepositRules(value) => Some(Dated {
                value: value.clone(),
                effective_on: row.effective_on,
                basis: row.basis.clone(),
                is_example: row.is_example,
            }),
            _ => None,
        })
    }

    /// The department for a site: by the name its ledger gives, else by industry.
    pub fn regulator(&self, on: NaiveDate, name: Option<&str>, industry: Industry) -> Option<&Regulator> {
        let all = self.regulators(on)?;
        let named = name.and_then(|name| {
            all.iter().find(|one| one.name == name || one.short_names.iter().any(|short| short == name))
        });
        named.or_else(|| all.iter().find(|one| name.is_none() && one.industries.contains(&industry)))
    }

    /// Every stored row, ascending by day of effect.
    pub fn rows(&self) -> &[Dated<Setting>] {
        &self.rows
    }

    /// Rows in force on a day, newest first.
    fn in_force(&self, on: NaiveDate) -> impl Iterator<Item = &Dated<Setting>> {
        self.rows.iter().rev().filter(move |row| row.effective_on <= on)
    }
}
