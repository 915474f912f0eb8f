//! 工作日历: which days are worked, and what counting them gives.
//!
//! Law: 《保障农民工工资支付条例》第十四条; 《全国年节及纪念日放假办法》第二条、第六条、第七条.
//! Monday to Friday are worked unless an exception says otherwise; the State Council's yearly notice makes the
//! exceptions: holidays, and weekends worked in exchange (调休).

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::date::Month;

/// One exception from the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarDay {
    pub day: NaiveDate,
    pub is_working: bool,
    /// 春节, 春节调休 …
    pub name: String,
    /// Shipped as an example, not yet confirmed by the district.
    pub is_example: bool,
}

/// The exceptions over the week. Empty: Monday to Friday are worked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    exceptions: BTreeMap<NaiveDate, CalendarDay>,
}

impl Calendar {
    /// The calendar made of [`EXAMPLE`].
    pub fn example() -> Self {
        example_days().collect()
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        match self.exceptions.get(&day) {
            Some(exception) => exception.is_working,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// Why a day is not as in any other week.
    pub fn exception(&self, day: NaiveDate) -> Option<&CalendarDay> {
        self.exceptions.get(&day)
    }

    /// The `count`-th working day after `from`; `from` itself is not counted. 0 gives `from`.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let mut days = from.iter_days().skip(1).filter(|day| self.is_working(*day));
        match count.checked_sub(1) {
            None => from,
            Some(before) => days.nth(usize::try_from(before).unwrap_or(usize::MAX)).unwrap_or(NaiveDate::MAX),
        }
    }

    /// The `count`-th working day before `from`; `from` itself is not counted. 0 gives `from`.
    pub fn sub_working_days(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let mut days = std::iter::successors(from.pred_opt(), NaiveDate::pred_opt).filter(|day| self.is_working(*day));
        match count.checked_sub(1) {
            None => from,
            Some(before) => days.nth(usize::try_from(before).unwrap_or(usize::MAX)).unwrap_or(NaiveDate::MIN),
        }
    }

    /// The last lawful day to pay wages agreed for `day` (1–31) of `month`: a rest day or holiday moves it to the
    /// working day before, which may lie in the month before. Days past the end of the month mean its last day.
    ///
    /// Law: 《保障农民工工资支付条例》第十四条.
    pub fn pay_day_on(&self, month: Month, day: u8) -> NaiveDate {
        let agreed = month.day(day);
        std::iter::successors(Some(agreed), NaiveDate::pred_opt).find(|day| self.is_working(*day)).unwrap_or(agreed)
    }
}

impl FromIterator<CalendarDay> for Calendar {
    fn from_iter<I: IntoIterator<Item = CalendarDay>>(days: I) -> Self {
        Self { exceptions: days.into_iter().map(|day| (day.day, day)).collect() }
    }
}

/// Days in a row with one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    pub year: i32,
    pub month: u32,
    /// The first day, day of the month.
    pub day: u32,
    /// How many days, 1 or more.
    pub length: usize,
    pub is_working: bool,
    pub name: &'static str,
}

/// The exceptions shipped as example data, for an administrator to confirm: 2024–2026 as in the notices of the State
/// Council's office (国办发明电〔2023〕7号, 国办发明电〔2024〕12号 and that of 2025-11-04); 2027, not yet announced, by
/// the statutory days alone, those on a weekend made up on the next working days.
pub const EXAMPLE: &[Spell] = &[
    rest(2024, 1, 1, 1, "元旦"),
    work(2024, 2, 4, "春节调休"),
    rest(2024, 2, 10, 8, "春节"),
    work(2024, 2, 18, "春节调休"),
    rest(2024, 4, 4, 3, "清明节"),
    work(2024, 4, 7, "清明节调休"),
    work(2024, 4, 28, "劳动节调休"),
    rest(2024, 5, 1, 5, "劳动节"),
    work(2024, 5, 11, "劳动节调休"),
    rest(2024, 6, 10, 1, "端午节"),
    work(2024, 9, 14, "中秋节调休"),
    rest(2024, 9, 15, 3, "中秋节"),
    work(2024, 9, 29, "国庆节调休"),
    rest(2024, 10, 1, 7, "国庆节"),
    work(2024, 10, 12, "国庆节调休"),
    rest(2025, 1, 1, 1, "元旦"),
    work(2025, 1, 26, "春节调休"),
    rest(2025, 1, 28, 8, "春节"),
    work(2025, 2, 8, "春节调休"),
    rest(2025, 4, 4, 3, "清明节"),
    work(2025, 4, 27, "劳动节调休"),
    rest(2025, 5, 1, 5, "劳动节"),
    rest(2025, 5, 31, 3, "端午节"),
    work(2025, 9, 28, "国庆节、中秋节调休"),
    rest(2025, 10, 1, 8, "国庆节、中秋节"),
    work(2025, 10, 11, "国庆节、中秋节调休"),
    rest(2026, 1, 1, 3, "元旦"),
    work(2026, 1, 4, "元旦调休"),
    work(2026, 2, 14, "春节调休"),
    rest(2026, 2, 15, 9, "春节"),
    work(2026, 2, 28, "春节调休"),
    rest(2026, 4, 4, 3, "清明节"),
    rest(2026, 5, 1, 5, "劳动节"),
    work(2026, 5, 9, "劳动节调休"),
    rest(2026, 6, 19, 3, "端午节"),
    work(2026, 9, 20, "国庆节调休"),
    rest(2026, 9, 25, 3, "中秋节"),
    rest(2026, 10, 1, 7, "国庆节"),
    work(2026, 10, 10, "国庆节调休"),
    rest(2027, 1, 1, 1, "元旦"),
    rest(2027, 2, 5, 4, "春节"),
    rest(2027, 2, 9, 2, "春节补休"),
    rest(2027, 4, 5, 1, "清明节"),
    rest(2027, 5, 1, 2, "劳动节"),
    rest(2027, 5, 3, 2, "劳动节补休"),
    rest(2027, 6, 9, 1, "端午节"),
    rest(2027, 9, 15, 1, "中秋节"),
    rest(2027, 10, 1, 3, "国庆节"),
    rest(2027, 10, 4, 2, "国庆节补休"),
];

/// [`EXAMPLE`] day by day, each marked as an example.
pub fn example_days() -> impl Iterator<Item = CalendarDay> {
    EXAMPLE.iter().flat_map(|spell| {
        let first = NaiveDate::from_ymd_opt(spell.year, spell.month, spell.day);
        first.into_iter().flat_map(|first| first.iter_days().take(spell.length)).map(|day| CalendarDay {
            day,
            is_working: spell.is_working,
            name: spell.name.to_owned(),
            is_example: true,
        })
    })
}

const fn rest(year: i32, month: u32, day: u32, length: usize, name: &'static str) -> Spell {
    Spell { year, month, day, length, is_working: false, name }
}

const fn work(year: i32, month: u32, day: u32, name: &'static str) -> Spell {
    Spell { year, month, day, length: 1, is_working: true, name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn pay_day(year: i32, month: u32, day: u8) -> NaiveDate {
        Calendar::example().pay_day_on(Month::new(year, month).unwrap(), day)
    }

    #[test]
    fn without_exceptions_the_week_decides() {
        let week = Calendar::default();
        assert_eq!(week.add_working_days(ymd(2026, 3, 2), 20), ymd(2026, 3, 30));
        assert_eq!(week.add_working_days(ymd(2026, 3, 2), 5), ymd(2026, 3, 9));
        assert!(week.is_working(ymd(2026, 2, 13)));
        assert!(!week.is_working(ymd(2026, 2, 14)));
    }

    #[test]
    fn counting_begins_the_day_after() {
        let week = Calendar::default();
        let friday = ymd(2026, 3, 6);
        assert_eq!(week.add_working_days(friday, 0), friday);
        assert_eq!(week.add_working_days(friday, 1), ymd(2026, 3, 9));
        assert_eq!(week.add_working_days(ymd(2026, 3, 7), 1), ymd(2026, 3, 9));
        assert_eq!(week.add_working_days(NaiveDate::MAX, 1), NaiveDate::MAX);
    }

    #[test]
    fn spring_festival_rests_and_the_weekends_exchanged_for_it_work() {
        let calendar = Calendar::example();
        let working = [
            (ymd(2024, 2, 4), true),
            (ymd(2024, 2, 9), true),
            (ymd(2024, 2, 10), false),
            (ymd(2024, 2, 17), false),
            (ymd(2024, 2, 18), true),
            (ymd(2025, 1, 26), true),
            (ymd(2025, 1, 27), true),
            (ymd(2025, 1, 28), false),
            (ymd(2025, 2, 4), false),
            (ymd(2025, 2, 5), true),
            (ymd(2025, 2, 8), true),
            (ymd(2025, 2, 9), false),
            (ymd(2026, 2, 14), true),
            (ymd(2026, 2, 15), false),
            (ymd(2026, 2, 23), false),
            (ymd(2026, 2, 24), true),
            (ymd(2026, 2, 28), true),
            (ymd(2026, 3, 1), false),
            (ymd(2027, 2, 4), true),
            (ymd(2027, 2, 5), false),
            (ymd(2027, 2, 10), false),
            (ymd(2027, 2, 11), true),
        ];
        for (day, expected) in working {
            assert_eq!(calendar.is_working(day), expected, "{day}");
        }
        assert_eq!(calendar.add_working_days(ymd(2026, 2, 13), 1), ymd(2026, 2, 14));
        assert_eq!(calendar.add_working_days(ymd(2026, 2, 13), 2), ymd(2026, 2, 24));
        assert_eq!(calendar.add_working_days(ymd(2026, 2, 27), 1), ymd(2026, 2, 28));
        assert_eq!(calendar.add_working_days(ymd(2026, 2, 28), 1), ymd(2026, 3, 2));
    }

    #[test]
    fn counting_back_begins_the_day_before() {
        let calendar = Calendar::example();
        assert_eq!(calendar.sub_working_days(ymd(2026, 2, 24), 0), ymd(2026, 2, 24));
        assert_eq!(calendar.sub_working_days(ymd(2026, 2, 24), 1), ymd(2026, 2, 14));
        assert_eq!(calendar.sub_working_days(ymd(2026, 2, 24), 2), ymd(2026, 2, 13));
        assert_eq!(calendar.sub_working_days(NaiveDate::MIN, 1), NaiveDate::MIN);
    }

    #[test]
    fn a_pay_day_on_a_working_day_stays() {
        assert_eq!(pay_day(2026, 7, 15), ymd(2026, 7, 15));
        assert_eq!(pay_day(2026, 2, 28), ymd(2026, 2, 28));
        assert_eq!(pay_day(2026, 10, 10), ymd(2026, 10, 10));
    }

    #[test]
    fn a_pay_day_on_a_rest_day_is_moved_before_it() {
        assert_eq!(pay_day(2026, 8, 15), ymd(2026, 8, 14));
        assert_eq!(pay_day(2026, 11, 15), ymd(2026, 11, 13));
        assert_eq!(pay_day(2026, 2, 15), ymd(2026, 2, 14));
        assert_eq!(pay_day(2026, 2, 23), ymd(2026, 2, 14));
        assert_eq!(pay_day(2026, 2, 24), ymd(2026, 2, 24));
        assert_eq!(pay_day(2025, 2, 4), ymd(2025, 1, 27));
    }

    #[test]
    fn a_pay_day_may_move_into_the_month_before() {
        assert_eq!(pay_day(2026, 10, 1), ymd(2026, 9, 30));
        assert_eq!(pay_day(2026, 10, 7), ymd(2026, 9, 30));
        assert_eq!(pay_day(2026, 10, 8), ymd(2026, 10, 8));
        assert_eq!(pay_day(2027, 1, 1), ymd(2026, 12, 31));
    }

    #[test]
    fn a_day_the_month_lacks_is_its_last_day() {
        assert_eq!(pay_day(2026, 2, 31), ymd(2026, 2, 28));
        assert_eq!(pay_day(2024, 2, 30), ymd(2024, 2, 29));
        assert_eq!(pay_day(2026, 11, 31), ymd(2026, 11, 30));
        assert_eq!(pay_day(2027, 2, 29), ymd(2027, 2, 26));
    }

    #[test]
    fn the_example_changes_weekends_to_work_and_never_doubles_a_day() {
        let days: Vec<CalendarDay> = example_days().collect();
        assert_eq!(days.len(), Calendar::example().exceptions.len());
        for day in &days {
            let weekend = matches!(day.day.weekday(), Weekday::Sat | Weekday::Sun);
            assert!(!day.is_working || weekend, "{} is worked anyway", day.day);
            assert!(day.is_example && !day.name.is_empty());
        }
        for year in 2024..=2027 {
            let rest = days.iter().filter(|day| day.day.year() == year && !day.is_working).count();
            assert!(rest >= 13, "{year} has {rest}");
        }
        assert_eq!(Calendar::example().exception(ymd(2026, 2, 14)).map(|day| day.name.as_str()), Some("春节调休"));
        assert_eq!(Calendar::example().exception(ymd(2026, 2, 13)), None);
    }
}
