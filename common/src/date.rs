//! 日期与月份: days and months as Beijing counts them, read as offices write them.

use std::fmt;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::text::{compact, half_width};

/// Why a text is not a day or a month. Its `Display` says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    Missing,
    /// Not in any form that is read.
    Form,
    /// Such as 30 February.
    NoSuchDay,
    /// A year outside 1800–2199 is a slip of the pen.
    Year,
    /// A month that is not `2026-07` or the like.
    Month,
}

/// The day written as 2025-04-06, 2027/4/6, 2025.4.6, 20250406, 2025年4月6日 or an Excel serial of five digits;
/// a time of day after it is ignored.
pub fn parse_day(text: &str) -> Result<NaiveDate, DateFault> {
    let text = half_width(text);
    if text.is_empty() {
        return Err(DateFault::Missing);
    }
    if let Some(day) = serial_text(&text) {
        return day.ok_or(DateFault::Form);
    }
    let text = without_time(&text);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return day(&text[..4], &text[4..6], &text[6..]);
    }
    let parts: Vec<&str> = split_parts(text, ['日', '号']).ok_or(DateFault::Form)?;
    match parts[..] {
        [year, month, date] => day(year, month, date),
        _ => Err(DateFault::Form),
    }
}

/// The day of an Excel serial in the 1900 system, where 1 is 1900-01-01 and 60 a day that never was (1900-02-29).
/// The fraction is the time of day. `None` for that day and outside 1900–9999.
pub fn from_serial(serial: f64) -> Option<NaiveDate> {
    let days = whole_days(serial)?;
    let epoch = match days {
        0 | 60 => return None,
        1..=59 => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        _ => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    epoch.checked_add_days(Days::new(days))
}

/// The day of an Excel serial in the 1904 system of old Macintosh workbooks, where 0 is 1904-01-01.
pub fn from_serial_1904(serial: f64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1904, 1, 1)?.checked_add_days(Days::new(whole_days(serial)?))
}

/// 2026年7月15日.
pub fn label(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 7月15日, where the year is plain.
pub fn short_label(day: NaiveDate) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// 2026年7月.
pub fn month_label(month: Month) -> String {
    format!("{}年{}月", month.year(), month.month())
}

/// The day in Beijing at an instant.
pub fn beijing_day(instant: DateTime<Utc>) -> NaiveDate {
    beijing(instant).date_naive()
}

/// An instant, epoch milliseconds, to the minute in Beijing: `2026-11-24 18:05`. Empty for what is no instant.
pub fn minute(at: i64) -> String {
    let at = DateTime::from_timestamp_millis(at).map(beijing);
    at.map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

/// 2026年7月15日 09:05, Beijing time.
pub fn beijing_label(instant: DateTime<Utc>) -> String {
    format!("{} {}", label(beijing_day(instant)), beijing(instant).format("%H:%M"))
}

/// Beijing is eight hours ahead all year. An instant at the end of time stays where it is.
fn beijing(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.checked_add_signed(TimeDelta::hours(8)).unwrap_or(instant)
}

/// A calendar month, kept as its first day: the month wages are for, the month of a report. Serialises as `2026-07`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "2026-07"))]
#[serde(try_from = "String", into = "String")]
pub struct Month(NaiveDate);

impl Month {
    /// `None` for a month that is not 1–12.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, 1).map(Self)
    }

    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.with_day(1).unwrap_or(day))
    }

    /// Reads 2026-07, 2026/7, 2026.7, 202607 and 2026年7月.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        let text = compact(text);
        if text.is_empty() {
            return Err(DateFault::Missing);
        }
        let (year, month) = if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            (&text[..4], &text[4..])
        } else {
            match split_parts(&text, ['月', '月']).as_deref() {
                Some([year, month]) => (*year, *month),
                _ => return Err(DateFault::Month),
            }
        };
        Ok(Self::of(
            day(year, month, "1").map_err(|fault| if fault == DateFault::Year { fault } else { DateFault::Month })?,
        ))
    }

    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// 1–12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    pub fn last_day(self) -> NaiveDate {
        self.next().0.pred_opt().unwrap_or(self.0)
    }

    /// The day of the month, held to its last day: 31 is 28 February in 2026. 0 is taken as 1.
    pub fn day(self, day: u8) -> NaiveDate {
        self.0.with_day(u32::from(day.max(1))).unwrap_or_else(|| self.last_day())
    }

    /// The month after. The last month that can be told stays.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.checked_add_months(Months::new(1)).unwrap_or(self.0))
    }

    /// The month before. The first month that can be told stays.
    #[must_use]
    pub fn prev(self) -> Self {
        Self(self.0.checked_sub_months(Months::new(1)).unwrap_or(self.0))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Month {
    type Error = DateFault;

    fn try_from(text: String) -> Result<Self, DateFault> {
        Self::parse(&text)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl DateFault {
    /// What is wrong and what to do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Missing => "请填写日期",
            Self::Form => "日期看不懂，请写成 2025-04-06 或 2025年4月6日",
            Self::NoSuchDay => "没有这一天，请核对月份和日期",
            Self::Year => "年份不对，请写四位数的年份，例如 2025",
            Self::Month => "月份看不懂，请写成 2025-04 或 2025年4月",
        }
    }
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.advice())
    }
}

impl std::error::Error for DateFault {}

/// Days since the epoch of a workbook, up to 9999-12-31 in either system.
fn whole_days(serial: f64) -> Option<u64> {
    const LAST: f64 = 2_958_466.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "in range, and the fraction is the time"
    )]
    (0.0..LAST).contains(&serial).then_some(serial as u64)
}

/// `None` if the text is not a number of five digits; `Some(None)` if it is one but not a day.
fn serial_text(text: &str) -> Option<Option<NaiveDate>> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number = whole.len() == 5 && whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit());
    number.then(|| from_serial(whole.parse().ok()?))
}

/// The part before a time of day: `2025-04-06 08:30:00`, `2025-04-06T08:30:00Z`, `2025年4月6日 8时30分`.
fn without_time(text: &str) -> &str {
    let is_time = |tail: &str| {
        tail.contains([':', '时']) && tail.chars().all(|c| c.is_ascii_digit() || ":.+-Z 上下午时分秒".contains(c))
    };
    match text.split_once([' ', 'T']) {
        Some((day, tail)) if is_time(tail) => day,
        _ => text,
    }
}

/// Splits at `-`, `/`, `.` or 年 and 月, with `ends` allowed once at the end. `None` if two kinds are mixed.
fn split_parts(text: &str, ends: [char; 2]) -> Option<Vec<&str>> {
    if let Some(mark) = ['-', '/', '.'].into_iter().find(|mark| text.contains(*mark)) {
        return Some(text.split(mark).map(str::trim).collect());
    }
    let (year, rest) = text.split_once('年')?;
    let rest = rest.strip_suffix(ends).unwrap_or(rest);
    Some(std::iter::once(year).chain(rest.split('月')).map(str::trim).collect())
}

fn day(year: &str, month: &str, day: &str) -> Result<NaiveDate, DateFault> {
    let number = |text: &str, longest: usize| -> Result<u32, DateFault> {
        let good = (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if good { text.parse().map_err(|_| DateFault::Form) } else { Err(DateFault::Form) }
    };
    let (year_number, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    if !(1800..2200).contains(&year_number) {
        return Err(DateFault::Year);
    }
    let year_number = i32::try_from(year_number).map_err(|_| DateFault::Year)?;
    NaiveDate::from_ymd_opt(year_number, month, day).ok_or(DateFault::NoSuchDay)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_day_is_read_as_offices_write_it() {
        let forms = [
            "2025-04-06",
            "2025-4-6",
            "2025/4/6",
            "2025.4.6",
            "2025. 4. 6",
            "20250406",
            "2025年4月6日",
            "2025年04月06号",
            "2025年4月6",
            "2025 年 4 月 6 日",
            "２０２５－０４－０６",
            "2025-04-06 08:30",
            "2025-04-06 00:00:00",
            "2025-04-06T08:30:00Z",
            "2025-04-06T08:30:00.000+08:00",
            "2025/4/6 下午3时",
            "45753",
            "45753.75",
            " 2025-04-06\t",
        ];
        for form in forms {
            assert_eq!(parse_day(form), Ok(ymd(2025, 4, 6)), "{form}");
        }
        assert_eq!(parse_day("2027/4/6"), Ok(ymd(2027, 4, 6)));
        assert_eq!(parse_day("2024-02-29"), Ok(ymd(2024, 2, 29)));
    }

    #[test]
    fn what_is_not_a_day_is_refused_with_its_reason() {
        let cases = [
            ("", DateFault::Missing),
            ("　", DateFault::Missing),
            ("明天", DateFault::Form),
            ("6/4/2025", DateFault::Form),
            ("2025-04", DateFault::Form),
            ("2025年4月", DateFault::Form),
            ("2025-04-06-07", DateFault::Form),
            ("2025-04/06", DateFault::Form),
            ("2025-04-06 周日", DateFault::Form),
            ("1234567", DateFault::Form),
            ("00000", DateFault::Form),
            ("00060", DateFault::Form),
            ("2025-02-29", DateFault::NoSuchDay),
            ("2025-13-01", DateFault::NoSuchDay),
            ("2025-04-31", DateFault::NoSuchDay),
            ("20250400", DateFault::NoSuchDay),
            ("25-4-6", DateFault::Year),
            ("0225-04-06", DateFault::Year),
            ("2200-01-01", DateFault::Year),
        ];
        for (text, fault) in cases {
            assert_eq!(parse_day(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn serials_count_the_leap_day_that_never_was() {
        let cases = [
            (1.0, Some(ymd(1900, 1, 1))),
            (59.0, Some(ymd(1900, 2, 28))),
            (60.0, None),
            (61.0, Some(ymd(1900, 3, 1))),
            (45_753.0, Some(ymd(2025, 4, 6))),
            (45_753.999, Some(ymd(2025, 4, 6))),
            (45_754.0, Some(ymd(2025, 4, 7))),
            (2_958_465.0, Some(ymd(9999, 12, 31))),
            (2_958_466.0, None),
            (0.0, None),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ];
        for (serial, day) in cases {
            assert_eq!(from_serial(serial), day, "{serial}");
        }
        assert_eq!(from_serial_1904(0.0), Some(ymd(1904, 1, 1)));
        assert_eq!(from_serial_1904(44_291.0), Some(ymd(2025, 4, 6)));
    }

    #[test]
    fn days_and_months_are_shown_in_chinese() {
        assert_eq!(label(ymd(2026, 7, 15)), "2026年7月15日");
        assert_eq!(short_label(ymd(2026, 7, 5)), "7月5日");
        assert_eq!(month_label(Month::of(ymd(2026, 7, 15))), "2026年7月");
    }

    #[test]
    fn the_beijing_day_begins_at_sixteen_hours_utc() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(beijing_day(at("2026-07-14T15:59:59Z")), ymd(2026, 7, 14));
        assert_eq!(beijing_day(at("2026-07-14T16:00:00Z")), ymd(2026, 7, 15));
        assert_eq!(beijing_label(at("2026-07-15T01:05:00Z")), "2026年7月15日 09:05");
        assert_eq!(beijing_day(DateTime::<Utc>::MAX_UTC), DateTime::<Utc>::MAX_UTC.date_naive());
    }

    #[test]
    fn a_month_is_read_shown_and_stepped() {
        let july = Month::new(2026, 7).unwrap();
        for form in ["2026-07", "2026-7", "2026/7", "2026.7", "202607", "2026年7月", "2026年07月", "２０２６年７月"]
        {
            assert_eq!(Month::parse(form), Ok(july), "{form}");
        }
        for form in ["2026-13", "2026-00", "2026", "七月", "2026-07-15", "20267"] {
            assert_eq!(Month::parse(form), Err(DateFault::Month), "{form}");
        }
        assert_eq!(Month::parse(""), Err(DateFault::Missing));
        assert_eq!(Month::parse("26-07"), Err(DateFault::Year));
        assert_eq!(july.to_string(), "2026-07");
        assert_eq!(july.next().prev(), july);
        assert_eq!(Month::new(2026, 12).unwrap().next(), Month::new(2027, 1).unwrap());
        assert_eq!(Month::new(2026, 1).unwrap().prev(), Month::new(2025, 12).unwrap());
        assert!(july > Month::new(2025, 12).unwrap());
        assert_eq!(serde_json::to_string(&july).unwrap(), "\"2026-07\"");
        assert_eq!(serde_json::from_str::<Month>("\"2026-07\"").unwrap(), july);
        assert!(serde_json::from_str::<Month>("\"2026-13\"").is_err());
    }

    #[test]
    fn a_day_past_the_end_of_the_month_is_its_last_day() {
        let february = Month::new(2026, 2).unwrap();
        assert_eq!(february.last_day(), ymd(2026, 2, 28));
        assert_eq!(february.day(28), ymd(2026, 2, 28));
        assert_eq!(february.day(29), ymd(2026, 2, 28));
        assert_eq!(Month::new(2024, 2).unwrap().day(31), ymd(2024, 2, 29));
        assert_eq!(february.day(0), ymd(2026, 2, 1));
    }

    proptest! {
        #[test]
        fn every_day_is_read_back_from_its_forms(days in 0_u64..146_000) {
            let day = ymd(1800, 1, 1) + Days::new(days);
            prop_assert_eq!(parse_day(&label(day)), Ok(day));
            prop_assert_eq!(parse_day(&day.to_string()), Ok(day));
            prop_assert_eq!(parse_day(&day.format("%Y%m%d").to_string()), Ok(day));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9年月日号/.T: -]{0,20}", serial: f64) {
            let _ = (parse_day(&text), parse_day(&near), Month::parse(&text), Month::parse(&near));
            let _ = (from_serial(serial), from_serial_1904(serial));
        }
    }
}
