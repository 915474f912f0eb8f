//! How old a worker is, by the ID number, and what follows from it.
//!
//! Law: 《禁止使用童工规定》第二条; 《劳动法》第五十八条; 《全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定》.

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::ResidentId;

/// When people of one group retire: at `base_months` of age, and later by a month for every `every` months that this day
/// lies after the start of the reform, at most by `most`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retirement {
    pub base_months: u32,
    pub every: u32,
    pub most: u32,
}

/// The ages that matter on a site. They come from national law, which moves them: hence a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerRules {
    /// Nobody younger may work, years.
    pub child_under: u32,
    /// Younger workers are 未成年工, years.
    pub juvenile_under: u32,
    /// First day of the later retirement.
    pub later_since: NaiveDate,
    pub men: Retirement,
    /// Women workers; those in management posts retire later.
    pub women: Retirement,
}

impl Default for WorkerRules {
    fn default() -> Self {
        Self {
            child_under: 16,
            juvenile_under: 18,
            later_since: NaiveDate::from_ymd_opt(2025, 1, 1).unwrap_or_default(),
            men: Retirement { base_months: 720, every: 4, most: 36 },
            women: Retirement { base_months: 600, every: 2, most: 60 },
        }
    }
}

/// What the law calls someone of this age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Child,
    /// 未成年工: no heavy or dangerous work.
    Juvenile,
    Adult,
    /// Past the statutory retirement age: works under a 用工书面协议.
    Retired,
}

impl WorkerRules {
    /// The age of the holder of `id` on a day.
    pub fn age(&self, id: &ResidentId, on: NaiveDate) -> Age {
        let Some(born) = id.birthday() else { return Age::Adult };
        let reached = |months: u32| born.checked_add_months(Months::new(months)).is_none_or(|day| day <= on);
        if !reached(self.child_under * 12) {
            Age::Child
        } else if !reached(self.juvenile_under * 12) {
            Age::Juvenile
        } else if reached(self.retires_at(born, id.is_male())) {
            Age::Retired
        } else {
            Age::Adult
        }
    }

    /// Months of age at retirement.
    fn retires_at(&self, born: NaiveDate, is_male: bool) -> u32 {
        let rule = if is_male { self.men } else { self.women };
        let count = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
        let after = count(born) + i64::from(rule.base_months) - count(self.later_since);
        let Ok(after) = u32::try_from(after) else { return rule.base_months };
        rule.base_months + (after / rule.every.max(1) + 1).min(rule.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id(text: &str) -> ResidentId {
        ResidentId::parse(text, day("2026-11-24")).unwrap()
    }

    #[test]
    fn a_child_is_one_until_the_birthday() {
        let (rules, id) = (WorkerRules::default(), id("330106189001010019"));
        for (on, age) in [
            ("1905-12-31", Age::Child),
            ("1906-01-01", Age::Juvenile),
            ("1906-01-02", Age::Juvenile),
            ("1907-12-31", Age::Juvenile),
            ("1908-01-01", Age::Adult),
            ("1949-12-31", Age::Adult),
            ("1950-01-01", Age::Retired),
        ] {
            assert_eq!(rules.age(&id, day(on)), age, "{on}");
        }
    }

    #[test]
    fn retirement_moves_by_a_month_for_every_four() {
        let rules = WorkerRules::default();
        let months = |born: &str, is_male| rules.retires_at(day(born), is_male);
        let men =
            [("1964-12-31", 720), ("1965-01-01", 721), ("1965-04-30", 721), ("1965-05-01", 722), ("1990-01-01", 756)];
        for (born, expected) in men {
            assert_eq!(months(born, true), expected, "{born}");
        }
        let women =
            [("1974-12-31", 600), ("1975-01-01", 601), ("1975-02-28", 601), ("1975-03-01", 602), ("1999-01-01", 660)];
        for (born, expected) in women {
            assert_eq!(months(born, false), expected, "{born}");
        }
    }
}
