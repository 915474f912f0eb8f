//! What is counted, and the one rule that says in which counters a project stands.

use serde::{Deserialize, Serialize};

use super::filter::{FundingGroup, ProjectQuery};
use crate::law::{self, Law};
use crate::project::{Funding, Industry, NewProject, ProjectState};
use crate::term::terms;

terms! {
    /// One counter, in the order of the district's report.
    Measure {
        Building = "building", "在建项目", [];
        Account = "account", "工资专户", ["专户"];
        RealName = "real_name", "实名制", [];
        /// Everyone on site has a written contract.
        ContractsSigned = "contracts_signed", "劳动合同签订", ["合同签订"];
        PaidMonthly = "paid_monthly", "按月足额支付", ["按月足额"];
        PaidByContractor = "paid_by_contractor", "总包代发", [];
        /// Stored, or exempt from storing.
        Deposit = "deposit", "工资保证金", ["保证金"];
        /// Hung on site, with a page that is valid.
        Board = "board", "维权公示牌", ["公示牌"];
        Arrears = "arrears", "存在欠薪", ["欠薪"];
    }
}

impl Measure {
    /// Those that are told as a share of the projects in progress.
    pub const COVERAGE: &'static [Self] = &[
        Self::Account,
        Self::RealName,
        Self::ContractsSigned,
        Self::PaidMonthly,
        Self::PaidByContractor,
        Self::Deposit,
        Self::Board,
    ];

    pub fn is_coverage(self) -> bool {
        Self::COVERAGE.contains(&self)
    }

    /// The article that asks for it.
    pub const fn law(self) -> Law {
        match self {
            Self::Building => law::FUNDS,
            Self::Account => law::ACCOUNT,
            Self::RealName | Self::ContractsSigned => law::ROSTER,
            Self::PaidMonthly => law::PAY_MONTHLY,
            Self::PaidByContractor => law::PAYROLL,
            Self::Deposit => law::DEPOSIT,
            Self::Board => law::BOARD,
            Self::Arrears => law::RESPONSIBLE,
        }
    }
}

/// Where a project is counted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Empty if the ledger does not say.
    pub street: String,
    pub industry: Industry,
    pub funding: Funding,
}

/// What decides in which counters a project stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub cell: Cell,
    /// Id of the general contractor's firm.
    pub contractor: Option<String>,
    pub state: ProjectState,
    pub account: bool,
    pub real_name: bool,
    pub contracts_signed: bool,
    pub paid_monthly: bool,
    pub paid_by_contractor: bool,
    pub deposit: bool,
    pub board_hung: bool,
    /// A board that was issued and not withdrawn.
    pub board_valid: bool,
    pub in_arrears: bool,
}

impl Facts {
    /// Those of a project as its ledger row states it, with its contractor's firm and whether it has a valid board.
    pub fn of(project: &NewProject, contractor: Option<String>, board_valid: bool) -> Self {
        let yes = |stated: Option<bool>| stated == Some(true);
        Self {
            cell: Cell {
                street: project.street.clone().unwrap_or_default(),
                industry: project.industry,
                funding: project.funding,
            },
            contractor,
            state: project.state,
            account: project.account.is_some(),
            real_name: yes(project.real_name),
            contracts_signed: yes(project.contracts_signed),
            paid_monthly: yes(project.paid_monthly),
            paid_by_contractor: yes(project.paid_by_contractor),
            deposit: project.deposit.is_some(),
            board_hung: yes(project.board_hung),
            board_valid,
            in_arrears: yes(project.in_arrears),
        }
    }

    /// One in each counter that the project stands in.
    pub fn tally(&self) -> Tally {
        let building = self.state == ProjectState::Building;
        let one = |holds: bool| i64::from(building && holds);
        Tally {
            building: one(true),
            account: one(self.account),
            real_name: one(self.real_name),
            contracts_signed: one(self.contracts_signed),
            paid_monthly: one(self.paid_monthly),
            paid_by_contractor: one(self.paid_by_contractor),
            deposit: one(self.deposit),
            board: one(self.board_hung && self.board_valid),
            arrears: i64::from(self.in_arrears),
        }
    }
}

/// A number of projects per counter; a difference may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    pub building: i64,
    pub account: i64,
    pub real_name: i64,
    pub contracts_signed: i64,
    pub paid_monthly: i64,
    pub paid_by_contractor: i64,
    pub deposit: i64,
    pub board: i64,
    pub arrears: i64,
}

impl Tally {
    pub const fn get(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Building => self.building,
            Measure::Account => self.account,
            Measure::RealName => self.real_name,
            Measure::ContractsSigned => self.contracts_signed,
            Measure::PaidMonthly => self.paid_monthly,
            Measure::PaidByContractor => self.paid_by_contractor,
            Measure::Deposit => self.deposit,
            Measure::Board => self.board,
            Measure::Arrears => self.arrears,
        }
    }

    pub fn get_mut(&mut self, measure: Measure) -> &mut i64 {
        match measure {
            Measure::Building => &mut self.building,
            Measure::Account => &mut self.account,
            Measure::RealName => &mut self.real_name,
            Measure::ContractsSigned => &mut self.contracts_signed,
            Measure::PaidMonthly => &mut self.paid_monthly,
            Measure::PaidByContractor => &mut self.paid_by_contractor,
            Measure::Deposit => &mut self.deposit,
            Measure::Board => &mut self.board,
            Measure::Arrears => &mut self.arrears,
        }
    }

    pub fn add(&mut self, other: &Self) {
        Measure::ALL.iter().for_each(|measure| *self.get_mut(*measure) += other.get(*measure));
    }

    pub fn subtract(&mut self, other: &Self) {
        Measure::ALL.iter().for_each(|measure| *self.get_mut(*measure) -= other.get(*measure));
    }

    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }

    /// What is missing in all: over every coverage measure, the projects in progress without it.
    pub fn gap(&self) -> i64 {
        Measure::COVERAGE.iter().map(|measure| self.building - self.get(*measure)).sum()
    }

    pub fn figure(&self, measure: Measure) -> Figure {
        Figure { measure, count: self.get(measure), of: self.building }
    }
}

/// One number of the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub measure: Measure,
    pub count: i64,
    /// Projects in progress.
    pub of: i64,
}

impl Figure {
    /// The share in tenths of a percent, rounded half up; but 1000 stands only for all of them, and 0 only for none.
    /// `None` of nothing.
    pub fn permille(self) -> Option<i64> {
        let rounded = (self.of > 0).then(|| (self.count * 2_000 + self.of) / (self.of * 2))?;
        Some(if self.count == 0 || self.count >= self.of { rounded } else { rounded.clamp(1, 999) })
    }

    /// 96.7%, 100%. A dash of nothing.
    pub fn percent_label(self) -> String {
        match self.permille() {
            Some(0) => "0%".to_owned(),
            Some(1_000) => "100%".to_owned(),
            Some(permille) => format!("{}.{}%", permille / 10, permille % 10),
            None => "—".to_owned(),
        }
    }

    /// Projects in progress without it.
    pub fn missing(self) -> i64 {
        self.of - self.count
    }

    /// The query that opens exactly the projects counted.
    pub fn rows(self, funding: Option<FundingGroup>) -> ProjectQuery {
        let query = ProjectQuery::of_group(funding);
        match self.measure {
            Measure::Arrears => ProjectQuery { has: Measure::Arrears.as_str().into(), ..query },
            Measure::Building => query.building(),
            measure => ProjectQuery { has: measure.as_str().into(), ..query.building() },
        }
    }

    /// The query that opens exactly the projects in progress without it.
    pub fn missing_rows(self, funding: Option<FundingGroup>) -> ProjectQuery {
        ProjectQuery { missing: self.measure.as_str().into(), ..ProjectQuery::of_group(funding).building() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            cell: Cell { street: String::new(), industry: Industry::Housing, funding: Funding::Government },
            contractor: None,
            state: ProjectState::Building,
            account: true,
            real_name: true,
            contracts_signed: true,
            paid_monthly: true,
            paid_by_contractor: true,
            deposit: true,
            board_hung: true,
            board_valid: true,
            in_arrears: false,
        }
    }

    #[test]
    fn a_project_in_progress_stands_in_every_counter_it_fulfils() {
        let all = Tally {
            building: 1,
            account: 1,
            real_name: 1,
            contracts_signed: 1,
            paid_monthly: 1,
            paid_by_contractor: 1,
            deposit: 1,
            board: 1,
            arrears: 0,
        };
        assert_eq!(facts().tally(), all);
        assert_eq!(Facts { account: false, ..facts() }.tally(), Tally { account: 0, ..all });
        assert_eq!(all.gap(), 0);
        assert_eq!(Tally { account: 0, board: 0, ..all }.gap(), 2);
    }

    #[test]
    fn a_board_counts_when_it_hangs_and_is_valid() {
        assert_eq!(Facts { board_valid: false, ..facts() }.tally().board, 0);
        assert_eq!(Facts { board_hung: false, ..facts() }.tally().board, 0);
    }

    #[test]
    fn a_project_that_rests_or_is_finished_counts_for_its_arrears_only() {
        for state in [ProjectState::Suspended, ProjectState::Finished] {
            let resting = Facts { state, ..facts() };
            assert!(resting.tally().is_zero());
            let owing = Facts { in_arrears: true, ..resting };
            assert_eq!(owing.tally(), Tally { arrears: 1, ..Tally::default() });
        }
    }

    #[test]
    fn a_share_is_rounded_half_up_to_a_tenth_of_a_percent() {
        let label = |count, of| Figure { measure: Measure::Account, count, of }.percent_label();
        assert_eq!(label(1, 3), "33.3%");
        assert_eq!(label(2, 3), "66.7%");
        assert_eq!(label(1, 2000), "0.1%"); // 0.05 goes up
        assert_eq!(label(39, 40), "97.5%");
        assert_eq!(label(1, 2), "50.0%");
        assert_eq!(label(40, 40), "100%");
        assert_eq!(label(0, 7), "0%");
        assert_eq!(label(0, 0), "—");
    }

    #[test]
    fn one_project_short_is_never_all_and_one_is_never_none() {
        let label = |count, of| Figure { measure: Measure::Account, count, of }.percent_label();
        assert_eq!([label(99_999, 100_000), label(1, 100_000)], ["99.9%", "0.1%"]);
    }

    #[test]
    fn a_sum_of_differences_is_the_difference_of_sums() {
        let mut sum = facts().tally();
        sum.add(&facts().tally());
        sum.subtract(&Facts { deposit: false, ..facts() }.tally());
        assert_eq!((sum.building, sum.deposit, sum.get(Measure::Board)), (1, 2, 1));
    }
}
