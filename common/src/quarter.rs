//! 季度: the quarter of a year, in which offices report.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::date::Month;

/// Written as 2026-Q4; later quarters sort after earlier ones, as text too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Quarter {
    year: i32,
    /// 1 to 4.
    part: u32,
}

impl Quarter {
    /// The quarter of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), part: day.month0() / 3 + 1 }
    }

    /// Reads 2026-Q4. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, part) = text.split_once("-Q")?;
        let is_whole = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let part = ["1", "2", "3", "4"].iter().zip(1..).find(|(name, _)| **name == part)?.1;
        is_whole.then_some(Self { year: year.parse().ok()?, part })
    }

    pub fn next(self) -> Self {
        if self.part == 4 { Self { year: self.year + 1, part: 1 } } else { Self { part: self.part + 1, ..self } }
    }

    pub fn prev(self) -> Self {
        if self.part == 1 { Self { year: self.year - 1, part: 4 } } else { Self { part: self.part - 1, ..self } }
    }

    /// Its closing month.
    pub fn last_month(self) -> Month {
        Month::of(NaiveDate::from_ymd_opt(self.year, self.part * 3, 1).unwrap_or_default())
    }

    /// The newest `count` quarters up to this one, the oldest first.
    pub fn back(self, count: usize) -> Vec<Self> {
        let mut quarters: Vec<Self> =
            std::iter::successors(Some(self), |quarter| Some(quarter.prev())).take(count).collect();
        quarters.reverse();
        quarters
    }

    /// For the axis of a chart: 26年四季.
    pub fn short_label(self) -> String {
        let part = ["一", "二", "三", "四"][self.part as usize - 1];
        format!("{:02}年{part}季", self.year % 100)
    }

    /// As people read it: 2026年第四季度.
    pub fn label(self) -> String {
        let part = ["一", "二", "三", "四"][self.part as usize - 1];
        format!("{}年第{part}季度", self.year)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.part)
    }
}

impl TryFrom<String> for Quarter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text).ok_or_else(|| "请写成 2026-Q4".to_owned())
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(day: &str) -> String {
        Quarter::of(day.parse().unwrap()).to_string()
    }

    #[test]
    fn a_quarter_ends_with_its_third_month() {
        assert_eq!([of("2026-09-30"), of("2026-10-01"), of("2026-12-31")], ["2026-Q3", "2026-Q4", "2026-Q4"]);
        assert_eq!([of("2027-01-01"), of("2027-03-31"), of("2027-04-01")], ["2027-Q1", "2027-Q1", "2027-Q2"]);
    }

    #[test]
    fn a_quarter_is_read_as_it_is_written() {
        let fourth = Quarter::parse("2026-Q4").unwrap();
        assert_eq!(fourth.next().to_string(), "2027-Q1");
        assert_eq!(fourth.next().prev(), fourth);
        assert_eq!(fourth.label(), "2026年第四季度");
        assert_eq!((fourth.short_label(), fourth.last_month().to_string()), ("26年四季".into(), "2026-12".into()));
        let back: Vec<String> = fourth.next().back(3).iter().map(Quarter::to_string).collect();
        assert_eq!(back, ["2026-Q3", "2026-Q4", "2027-Q1"]);
        for wrong in ["", "2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-Q11", "2026-q1", "+026-Q1"] {
            assert_eq!(Quarter::parse(wrong), None, "{wrong}");
        }
    }
}
