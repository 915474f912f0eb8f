use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::money::Fen;

/// What the province decides about deposits, as one setting with its document.
///
/// Law: 《工程建设领域农民工工资保证金规定》第八条、第十一条、第十二条、第十五条、第十七条、第十九条、第二十条、第二十二条.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepositRules {
    /// Ascending by `from`; the last that the contract reaches holds.
    pub tiers: Vec<Tier>,
    /// The cap for 重点交通、铁路 works where the province sets one of its own.
    #[serde(rename = "key_works_cap_fen")]
    pub key_works_cap: Option<Fen>,
    /// For a firm with other works under way in the area; `None`: no relief.
    pub several: Option<Change>,
    /// 0.5 % of the contract: no relief for several works goes below. In basis points: 50 = 0.5 %.
    pub floor_bp: i64,
    pub small_works: Option<SmallWorks>,
    /// Longest first; the first that a firm meets holds.
    pub clean: Vec<CleanRecord>,
    /// Arrears so many years before the day of storing raise the deposit.
    pub arrears_years: u32,
    pub arrears: Change,
    /// For a firm on the 严重失信主体名单 for arrears.
    pub listed: Change,
    pub clocks: Clocks,
}

/// Rate and cap from a contract amount on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tier {
    /// Contracts of this amount or more.
    #[serde(rename = "from_fen")]
    pub from: Fen,
    /// In basis points: 200 = 2 %.
    pub rate_bp: i64,
    /// 存储上限; `None`: no cap.
    #[serde(rename = "cap_fen")]
    pub cap: Option<Fen>,
}

/// What becomes of the basic rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Of the basic rate: 50 halves it, 200 doubles it.
    FactorPercent(i64),
    /// This rate instead, in basis points.
    RateBp(i64),
    /// Nothing is stored.
    Exempt,
}

/// 小额工程: exempt where nothing was owed in the year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmallWorks {
    /// Contracts below this amount; this amount itself is not small.
    #[serde(rename = "below_fen")]
    pub below: Fen,
    pub clean_years: u32,
    pub counted_from: SmallWorksFrom,
}

/// The day before which the clean year of small works lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SmallWorksFrom {
    Signing,
    Permit,
}

/// Relief for so many years in a row without arrears in the area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CleanRecord {
    pub years: u32,
    /// Only with 实名制 and 专用账户 in order.
    pub needs_systems: bool,
    pub change: Change,
}

/// How long each step may take. `_wd`: working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clocks {
    /// From the permit, or from the contract where no permit is needed.
    pub store_wd: u32,
    /// From the payment notice until the bank has paid.
    pub pay_wd: u32,
    /// From the use.
    pub refill_wd: u32,
    /// How long the notice of completion hangs, calendar days.
    pub notice_days: u32,
    /// From the application.
    pub review_wd: u32,
    /// From the review.
    pub confirm_wd: u32,
    /// Before a guarantee expires.
    pub reminder_months: u32,
    /// The shortest life of a guarantee.
    pub guarantee_years: u32,
}

impl DepositRules {
    /// Rate and cap for a contract; `None` if the setting has no tier for it.
    pub fn tier(&self, contract: Fen) -> Option<&Tier> {
        self.tiers.iter().rev().find(|tier| tier.from <= contract)
    }

    /// The national rule with a middle rate, shipped as an example until the province's own document is entered.
    pub fn example() -> Self {
        Self {
            tiers: vec![Tier { from: Fen::ZERO, rate_bp: 200, cap: Some(Fen(500_000_000)) }],
            key_works_cap: None,
            several: Some(Change::FactorPercent(75)),
            floor_bp: 50,
            small_works: Some(SmallWorks {
                below: Fen(300_000_000),
                clean_years: 1,
                counted_from: SmallWorksFrom::Signing,
            }),
            clean: vec![
                CleanRecord { years: 3, needs_systems: true, change: Change::Exempt },
                CleanRecord { years: 2, needs_systems: false, change: Change::FactorPercent(50) },
            ],
            arrears_years: 2,
            arrears: Change::FactorPercent(150),
            listed: Change::FactorPercent(200),
            clocks: Clocks::default(),
        }
    }
}

impl Default for Clocks {
    fn default() -> Self {
        Self {
            store_wd: 20,
            pay_wd: 5,
            refill_wd: 10,
            notice_days: 30,
            review_wd: 5,
            confirm_wd: 3,
            reminder_months: 1,
            guarantee_years: 1,
        }
    }
}

/// The same day so many years before. A 29 February becomes the 28th.
pub(super) fn years_before(day: NaiveDate, years: u32) -> NaiveDate {
    day.checked_sub_months(chrono::Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MIN)
}
