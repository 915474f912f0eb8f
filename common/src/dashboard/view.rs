//! What `GET /api/v1/official/dashboard` answers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::filter::{FundingGroup, ProjectQuery};
use super::measure::Tally;
use crate::quarter::Quarter;
use crate::term::terms;

terms! {
    /// How the table of the dashboard is cut.
    By {
        Street = "street", "街道", [];
        Industry = "industry", "行业", [];
        Contractor = "contractor", "总包单位", [];
    }
}

/// All projects, and the half that government pays for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Split {
    pub all: Tally,
    pub government: Tally,
}

impl Split {
    /// Every project but those that government pays for.
    pub fn other(&self) -> Tally {
        let mut other = self.all;
        other.subtract(&self.government);
        other
    }

    pub fn of(&self, group: Option<FundingGroup>) -> Tally {
        match group {
            None => self.all,
            Some(FundingGroup::Government) => self.government,
            Some(FundingGroup::Other) => self.other(),
        }
    }

    pub fn add(&mut self, group: FundingGroup, tally: &Tally) {
        self.all.add(tally);
        if group == FundingGroup::Government {
            self.government.add(tally);
        }
    }

    pub fn subtract(&mut self, other: &Self) {
        self.all.subtract(&other.all);
        self.government.subtract(&other.government);
    }

    /// 政府工程零欠薪.
    pub fn government_owes_nothing(&self) -> bool {
        self.government.arrears == 0
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    /// What stands in the address: name of the street or `-`, word of the industry, id of the firm.
    pub key: String,
    pub label: String,
    pub tally: Tally,
}

impl Group {
    /// `query` within this group.
    pub fn within(&self, by: By, query: ProjectQuery) -> ProjectQuery {
        let key = self.key.clone();
        match by {
            By::Street => ProjectQuery { street: key, ..query },
            By::Industry => ProjectQuery { industry: key, ..query },
            By::Contractor => ProjectQuery { contractor: key, ..query },
        }
    }
}

/// How things stood when a quarter ended; the running one, how they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Closing {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-Q4"))]
    pub quarter: Quarter,
    pub split: Split,
}

/// The figures of the district, or of the part of it that the officer answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// 示例区.
    pub district: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-Q4"))]
    pub quarter: Quarter,
    /// The quarter is still running, so its figures open their rows.
    pub is_running: bool,
    pub as_of: DateTime<Utc>,
    pub totals: Split,
    pub by: By,
    /// Those with most missing first. By contractor at most fifty, and only of the running quarter.
    pub groups: Vec<Group>,
    /// The newest eight quarters, the oldest first. Empty where it is not kept: for a firm's own projects.
    pub trend: Vec<Closing>,
}
