use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::money::Fen;

/// How long each step may take, and from which amount on unpaid wages are a ground. `_wd`: working days.
///
/// Law: 《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第五条、第六条、第八条、第十一条、第十二条、第十四条、第十七条;
/// 《最高人民法院关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释》第三条.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlacklistRules {
    /// From the receipt of the notice.
    pub objection_wd: u32,
    /// From the receipt of the objection.
    pub verify_wd: u32,
    /// From the last day of the order to pay until the decision.
    pub decide_wd: u32,
    /// By which a complex matter may be prolonged, once.
    pub extend_wd: u32,
    pub term_years: u32,
    /// Listed for so many months since the correction.
    pub early_months: u32,
    /// From the application for early removal.
    pub removal_decide_wd: u32,
    /// From the end of a listing until everything is taken down and told.
    pub removal_execute_wd: u32,
    /// Owed to one worker for three months or more.
    #[serde(rename = "one_worker_fen")]
    pub one_worker: Fen,
    /// Owed to ten workers or more together.
    #[serde(rename = "ten_workers_fen")]
    pub ten_workers: Fen,
}

impl Default for BlacklistRules {
    /// The days of Order 45; the amounts in the middle of what the High Courts may set.
    fn default() -> Self {
        Self {
            objection_wd: 5,
            verify_wd: 5,
            decide_wd: 20,
            extend_wd: 20,
            term_years: 3,
            early_months: 6,
            removal_decide_wd: 15,
            removal_execute_wd: 10,
            one_worker: Fen(1_000_000),
            ten_workers: Fen(6_000_000),
        }
    }
}

impl BlacklistRules {
    /// The last day of a listing that begins on a day.
    pub fn until(&self, since: NaiveDate) -> NaiveDate {
        since.checked_add_months(Months::new(self.term_years.saturating_mul(12))).unwrap_or(NaiveDate::MAX)
    }

    /// The first day of early removal, for wages paid up on one day and a listing since another.
    ///
    /// Law: 《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十二条.
    pub fn earliest(&self, corrected_on: NaiveDate, since: NaiveDate) -> NaiveDate {
        corrected_on.max(since).checked_add_months(Months::new(self.early_months)).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn six_months_count_from_the_later_of_correction_and_decision() {
        let rules = BlacklistRules::default();
        assert_eq!(rules.earliest(day("2026-03-01"), day("2026-01-15")), day("2026-09-01"));
        assert_eq!(rules.earliest(day("2025-12-20"), day("2026-01-15")), day("2026-07-15"));
        assert_eq!(rules.earliest(day("2026-08-31"), day("2026-01-15")), day("2027-02-28"));
        assert_eq!(rules.until(day("2024-02-29")), day("2027-02-28"));
    }
}
