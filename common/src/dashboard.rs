//! 工作台总览: how far the wage-guarantee systems cover the district's sites, counted the same way everywhere.
//!
//! Law: 《保障农民工工资支付条例》第十三、二十三、二十六、二十八、三十一、三十二、三十四条.
//! Coverage counts sites under construction only; arrears are counted in whatever state a site is.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::law::{self, Law};
use crate::project::{Funding, Industry, NewProject, ProjectState};
use crate::quarter::Quarter;
use crate::term::terms;

terms! {
    /// What is counted.
    Measure {
        /// What the coverage measures are a share of.
        InProgress = "in_progress", "在建工程";
        Account = "account", "工资专用账户";
        RealName = "real_name", "实名制管理";
        PaidMonthly = "paid_monthly", "按月足额支付";
        PaidByContractor = "paid_by_contractor", "总包代发";
        /// Exempt by decision counts as covered.
        Deposit = "deposit", "工资保证金";
        Board = "board", "维权公示牌";
        Arrears = "arrears", "欠薪工程";
        /// 政府工程零欠薪: the goal is zero.
        GovernmentArrears = "government_arrears", "政府工程欠薪";
    }
}

impl Measure {
    /// The systems whose coverage is reported, in the order of the work summary.
    pub const COVERAGE: &'static [Self] =
        &[Self::Account, Self::RealName, Self::PaidMonthly, Self::PaidByContractor, Self::Deposit, Self::Board];
    /// What should be zero.
    pub const ZERO: &'static [Self] = &[Self::Arrears, Self::GovernmentArrears];

    pub fn is_coverage(self) -> bool {
        Self::COVERAGE.contains(&self)
    }

    /// What it rests on; `None` for the plain number of sites.
    pub fn law(self) -> Option<Law> {
        Some(match self {
            Self::InProgress => return None,
            Self::Account => law::ACCOUNT,
            Self::RealName => law::ROSTER,
            Self::PaidMonthly => law::PAY_MONTHLY,
            Self::PaidByContractor => law::PAYROLL,
            Self::Deposit => law::DEPOSIT,
            Self::Board => law::BOARD,
            Self::Arrears => law::COMPLAINT,
            Self::GovernmentArrears => law::FUNDS,
        })
    }
}

terms! {
    /// What the table of the dashboard is broken down by.
    Dimension {
        Street = "street", "街道";
        Industry = "industry", "行业";
        Funding = "funding", "项目性质";
    }
}

/// Where a project is counted. An empty street is one that the ledger does not name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group {
    pub street: String,
    pub industry: Industry,
    pub funding: Funding,
}

/// All that the dashboard needs of a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub group: Group,
    pub state: ProjectState,
    pub has_account: bool,
    /// Paid in, guaranteed or exempt.
    pub has_deposit: bool,
    /// What the ledger answers; `None` is not a yes.
    pub real_name: Option<bool>,
    pub paid_monthly: Option<bool>,
    pub paid_by_contractor: Option<bool>,
    pub board_hung: Option<bool>,
    pub in_arrears: Option<bool>,
}

impl Facts {
    pub fn of(project: &NewProject) -> Self {
        Self {
            group: Group {
                street: project.street.clone().unwrap_or_default(),
                industry: project.industry,
                funding: project.funding,
            },
            state: project.state,
            has_account: project.account.is_some(),
            has_deposit: project.deposit.is_some(),
            real_name: project.real_name,
            paid_monthly: project.paid_monthly,
            paid_by_contractor: project.paid_by_contractor,
            board_hung: project.board_hung,
            in_arrears: project.in_arrears,
        }
    }

    /// Whether the project counts in `measure`.
    pub fn counts_in(&self, measure: Measure) -> bool {
        let building = self.state == ProjectState::Building;
        let yes = |answer: Option<bool>| answer == Some(true);
        match measure {
            Measure::InProgress => building,
            Measure::Account => building && self.has_account,
            Measure::RealName => building && yes(self.real_name),
            Measure::PaidMonthly => building && yes(self.paid_monthly),
            Measure::PaidByContractor => building && yes(self.paid_by_contractor),
            Measure::Deposit => building && self.has_deposit,
            Measure::Board => building && yes(self.board_hung),
            Measure::Arrears => yes(self.in_arrears),
            Measure::GovernmentArrears => yes(self.in_arrears) && self.group.funding == Funding::Government,
        }
    }
}

/// Numbers of projects by measure; a measure that is not there is zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Counts(pub BTreeMap<Measure, i64>);

impl Counts {
    pub fn get(&self, measure: Measure) -> i64 {
        self.0.get(&measure).copied().unwrap_or_default()
    }

    pub fn add(&mut self, measure: Measure, projects: i64) {
        *self.0.entry(measure).or_default() += projects;
    }

    /// The share of the sites under construction. `None` for what is no coverage, and while there is no site.
    pub fn share(&self, measure: Measure) -> Option<Share> {
        let of = self.get(Measure::InProgress);
        (measure.is_coverage() && of > 0).then(|| Share { count: self.get(measure), of })
    }
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub count: i64,
    /// More than zero.
    pub of: i64,
}

impl Share {
    /// Tenths of a per cent, rounded half up; but 1000 stands only for all of them, and 0 only for none.
    pub fn tenths(self) -> i64 {
        let rounded = (self.count * 2_000 + self.of) / (self.of * 2);
        match self.count {
            0 => 0,
            count if count >= self.of => 1_000,
            _ => rounded.clamp(1, 999),
        }
    }

    /// 97.5%, 100%.
    pub fn label(self) -> String {
        match self.tenths() {
            1_000 => "100%".to_owned(),
            0 => "0%".to_owned(),
            tenths => format!("{}.{}%", tenths / 10, tenths % 10),
        }
    }
}

/// The district, or the officer's part of it, as it stands at this moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// Beijing day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub as_of: NaiveDate,
    pub counts: Counts,
    pub by: Dimension,
    /// One for each street, industry or funding that has projects.
    pub rows: Vec<DashboardRow>,
    /// Oldest first, the current quarter last; empty for an officer of a firm.
    pub trend: Vec<TrendPoint>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DashboardRow {
    /// What the project list is filtered by; empty where the ledger names no street.
    pub key: String,
    pub label: String,
    pub counts: Counts,
}

/// The counts at the close of a quarter; of the current one, as they stand now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrendPoint {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-Q4"))]
    pub quarter: Quarter,
    pub counts: Counts,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Facts {
        Facts {
            group: Group {
                street: "城东街道".to_owned(), industry: Industry::Housing, funding: Funding::Government
            },
            state: ProjectState::Building,
            has_account: true,
            has_deposit: true,
            real_name: Some(true),
            paid_monthly: Some(true),
            paid_by_contractor: Some(true),
            board_hung: Some(true),
            in_arrears: Some(false),
        }
    }

    fn counted(facts: &Facts) -> Vec<Measure> {
        Measure::ALL.iter().copied().filter(|measure| facts.counts_in(*measure)).collect()
    }

    #[test]
    fn a_site_with_everything_counts_in_every_coverage() {
        let mut all = vec![Measure::InProgress];
        all.extend(Measure::COVERAGE);
        assert_eq!(counted(&site()), all);
    }

    #[test]
    fn a_site_that_has_stopped_counts_in_no_coverage_but_its_arrears_do() {
        for state in [ProjectState::Suspended, ProjectState::Finished] {
            assert_eq!(counted(&Facts { state, ..site() }), []);
            let owing = Facts { state, in_arrears: Some(true), ..site() };
            assert_eq!(counted(&owing), Measure::ZERO);
        }
    }

    #[test]
    fn what_the_ledger_leaves_open_is_not_covered() {
        let open = Facts {
            has_account: false,
            has_deposit: false,
            real_name: None,
            paid_monthly: None,
            paid_by_contractor: Some(false),
            board_hung: None,
            in_arrears: None,
            ..site()
        };
        assert_eq!(counted(&open), [Measure::InProgress]);
    }

    #[test]
    fn only_government_money_breaks_the_promise_of_government_works() {
        for funding in [Funding::StateOwned, Funding::Private, Funding::Ppp, Funding::Unstated] {
            let group = Group { funding, ..site().group };
            let owing = Facts { group, in_arrears: Some(true), ..site() };
            assert!(owing.counts_in(Measure::Arrears) && !owing.counts_in(Measure::GovernmentArrears));
        }
    }

    #[test]
    fn a_share_is_rounded_half_up_to_a_tenth() {
        let label = |count, of| Share { count, of }.label();
        assert_eq!([label(1, 8), label(1, 16), label(1, 3), label(2, 3)], ["12.5%", "6.3%", "33.3%", "66.7%"]);
        assert_eq!([label(1_249, 10_000), label(1_250, 10_000), label(125, 100_000)], ["12.5%", "12.5%", "0.1%"]);
        assert_eq!([label(0, 7), label(7, 7), label(1, 2)], ["0%", "100%", "50.0%"]);
    }

    #[test]
    fn one_site_short_is_never_all_and_one_is_never_none() {
        let label = |count, of| Share { count, of }.label();
        assert_eq!([label(99_999, 100_000), label(1, 100_000)], ["99.9%", "0.1%"]);
    }

    #[test]
    fn a_share_needs_sites() {
        let mut counts = Counts::default();
        assert_eq!(counts.share(Measure::Account), None);
        counts.add(Measure::InProgress, 4);
        counts.add(Measure::Account, 3);
        assert_eq!(counts.share(Measure::Account).map(Share::label), Some("75.0%".to_owned()));
        assert_eq!(counts.share(Measure::Arrears), None);
        assert_eq!(serde_json::to_string(&counts).ok(), Some(r#"{"in_progress":4,"account":3}"#.to_owned()));
    }
}
