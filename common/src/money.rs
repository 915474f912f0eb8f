//! 金额: sums of money in fen (分), the hundredth part of a yuan.
//!
//! A sum is a whole number of fen from the moment it is read; no floating point touches it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::compact;

/// A sum in fen. Negative for what is owed back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Fen(pub i64);

/// Why a text is not a sum of money. Its `Display` says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyFault {
    Missing,
    NotANumber,
    /// Commas that do not part thousands, so that a digit may be lost.
    Grouping,
    /// Finer than one fen.
    TooFine,
    TooLarge,
    /// Zero or less where a payment is meant.
    NotPositive,
}

/// What a number without a unit means, as a power of ten of one yuan.
const YUAN: i32 = 0;
const WAN: i32 = 4;
const YI: i32 = 8;

impl Fen {
    pub const ZERO: Self = Self(0);

    /// Reads `12,345.60`, `￥12345.6`, `12345.60元`, `1.2万元`, `3亿`. A number without a unit is yuan.
    pub fn parse(text: &str) -> Result<Self, MoneyFault> {
        parse(text, YUAN)
    }

    /// Reads a cell of a column headed 万元: a number without a unit is ten thousands of yuan; a unit in the cell wins.
    pub fn parse_wan(text: &str) -> Result<Self, MoneyFault> {
        parse(text, WAN)
    }

    /// As [`Fen::parse`]; refuses zero and less.
    pub fn parse_positive(text: &str) -> Result<Self, MoneyFault> {
        let sum = Self::parse(text)?;
        if sum > Self::ZERO { Ok(sum) } else { Err(MoneyFault::NotPositive) }
    }

    /// `None` when the sum leaves the range of `i64`.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// `None` when the difference leaves the range of `i64`.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// In yuan, exact: `12,345.60元`, `12,345元`.
    pub fn label(self) -> String {
        let (yuan, fen) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let decimals = if fen == 0 { String::new() } else { format!(".{fen:02}") };
        format!("{}{}{decimals}元", self.sign(), grouped(yuan))
    }

    /// In ten thousands of yuan, exact: `1,250万元`, `1.23456万元`.
    pub fn wan_label(self) -> String {
        const FEN_PER_WAN: u64 = 1_000_000;
        let (wan, rest) = (self.0.unsigned_abs() / FEN_PER_WAN, self.0.unsigned_abs() % FEN_PER_WAN);
        let decimals = if rest == 0 { String::new() } else { format!(".{rest:06}") };
        format!("{}{}{}万元", self.sign(), grouped(wan), decimals.trim_end_matches('0'))
    }

    fn sign(self) -> &'static str {
        if self.0 < 0 { "-" } else { "" }
    }
}

impl MoneyFault {
    /// What is wrong and what to do.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Missing => "请填写金额",
            Self::NotANumber => "金额应为数字，例如 12,345.60，请改正",
            Self::Grouping => "金额里的逗号应每三位一个，例如 12,345.60，请核对有没有漏写数字",
            Self::TooFine => "金额最多精确到分，请四舍五入到分后再填",
            Self::TooLarge => "金额太大，请核对是不是多写了数字或写错了单位",
            Self::NotPositive => "金额应大于零，请改正",
        }
    }
}

impl fmt::Display for MoneyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.advice())
    }
}

impl std::error::Error for MoneyFault {}

/// `unit` is what a number without one means, as a power of ten of one yuan.
fn parse(text: &str, unit: i32) -> Result<Fen, MoneyFault> {
    let text = compact(text);
    let (negative, text) = sign(&text);
    let (unit, number) = split_unit(text, unit);
    if number.is_empty() {
        return Err(if negative { MoneyFault::NotANumber } else { MoneyFault::Missing });
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole = without_commas(whole)?;
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return Err(MoneyFault::NotANumber);
    }
    // The value is `digits` × 10^power fen; a negative power would be parts of a fen.
    let decimals = i32::try_from(fraction.len()).map_err(|_| MoneyFault::TooFine)?;
    let power = u32::try_from(unit + 2 - decimals).map_err(|_| MoneyFault::TooFine)?;
    let digits = format!("{}{fraction}", whole.trim_start_matches('0'));
    let value: i128 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| MoneyFault::TooLarge)? };
    let fen = 10_i128.checked_pow(power).and_then(|p| value.checked_mul(p)).ok_or(MoneyFault::TooLarge)?;
    let fen = if negative { -fen } else { fen };
    i64::try_from(fen).map(Fen).map_err(|_| MoneyFault::TooLarge)
}

/// Takes the sign and the currency off the front, in either order.
fn sign(text: &str) -> (bool, &str) {
    let currency = |text: &'_ str| -> usize {
        ["￥", "¥", "人民币", "RMB", "CNY"].iter().find(|mark| text.starts_with(**mark)).map_or(0, |mark| mark.len())
    };
    let text = &text[currency(text)..];
    match text.strip_prefix('-') {
        Some(rest) => (true, &rest[currency(rest)..]),
        None => (false, text),
    }
}

/// Takes the unit off the end.
fn split_unit(text: &str, default: i32) -> (i32, &str) {
    let text = text.strip_suffix('整').unwrap_or(text);
    let (text, named) = text.strip_suffix('元').map_or((text, false), |rest| (rest, true));
    if let Some(number) = text.strip_suffix('万') {
        (WAN, number)
    } else if let Some(number) = text.strip_suffix('亿') {
        (YI, number)
    } else {
        (if named { YUAN } else { default }, text)
    }
}

fn without_commas(whole: &str) -> Result<String, MoneyFault> {
    let mut groups = whole.split([',', '，']);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return Err(MoneyFault::Grouping);
        }
        digits.push_str(group);
    }
    Ok(digits)
}

/// Thousands parted by commas.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sums_are_read_as_people_write_them() {
        let cases = [
            ("12,345.60", 1_234_560),
            ("12345.6", 1_234_560),
            ("￥12,345.60", 1_234_560),
            ("¥ 12 345.60 元", 1_234_560),
            ("１２，３４５．６０元", 1_234_560),
            ("人民币12345.60元整", 1_234_560),
            ("1.23456万元", 1_234_560),
            ("1.23456万", 1_234_560),
            ("0.5亿", 5_000_000_000),
            ("3亿元", 30_000_000_000),
            ("-88.05", -8_805),
            ("￥-88.05", -8_805),
            ("-￥88.05", -8_805),
            ("0", 0),
            ("0.00", 0),
            ("000012.300", 1_230),
            ("5.", 500),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.08", i64::MIN),
        ];
        for (text, fen) in cases {
            assert_eq!(Fen::parse(text), Ok(Fen(fen)), "{text}");
        }
    }

    #[test]
    fn a_column_in_wan_counts_ten_thousands_unless_the_cell_says_otherwise() {
        assert_eq!(Fen::parse_wan("1250"), Ok(Fen(1_250_000_000)));
        assert_eq!(Fen::parse_wan("0.000001"), Ok(Fen(1)));
        assert_eq!(Fen::parse_wan("12,345.60元"), Ok(Fen(1_234_560)));
        assert_eq!(Fen::parse_wan("1.2亿元"), Ok(Fen(12_000_000_000)));
        assert_eq!(Fen::parse_wan("0.0000001"), Err(MoneyFault::TooFine));
    }

    #[test]
    fn what_is_not_a_sum_is_refused_with_its_reason() {
        let cases = [
            ("", MoneyFault::Missing),
            (" 元 ", MoneyFault::Missing),
            ("-", MoneyFault::NotANumber),
            ("abc", MoneyFault::NotANumber),
            ("1.2.3", MoneyFault::NotANumber),
            ("--5", MoneyFault::NotANumber),
            (".5", MoneyFault::NotANumber),
            ("1e5", MoneyFault::NotANumber),
            ("约500", MoneyFault::NotANumber),
            ("12,34", MoneyFault::Grouping),
            ("1234,567", MoneyFault::Grouping),
            (",123", MoneyFault::Grouping),
            ("1.234", MoneyFault::TooFine),
            ("92233720368547758.08", MoneyFault::TooLarge),
            ("99999999999999999999999999999999999999999999", MoneyFault::TooLarge),
            ("10000000000亿", MoneyFault::TooLarge),
        ];
        for (text, fault) in cases {
            assert_eq!(Fen::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn one_fen_is_positive_and_nothing_is_not() {
        assert_eq!(Fen::parse_positive("0.01"), Ok(Fen(1)));
        assert_eq!(Fen::parse_positive("0"), Err(MoneyFault::NotPositive));
        assert_eq!(Fen::parse_positive("-0.01"), Err(MoneyFault::NotPositive));
    }

    #[test]
    fn sums_are_shown_exactly() {
        let cases = [
            (0, "0元", "0万元"),
            (1, "0.01元", "0.000001万元"),
            (10, "0.10元", "0.00001万元"),
            (1_234_560, "12,345.60元", "1.23456万元"),
            (1_234_500, "12,345元", "1.2345万元"),
            (99_900, "999元", "0.0999万元"),
            (100_000, "1,000元", "0.1万元"),
            (1_250_000_000, "12,500,000元", "1,250万元"),
            (-8_805, "-88.05元", "-0.008805万元"),
            (i64::MIN, "-92,233,720,368,547,758.08元", "-9,223,372,036,854.775808万元"),
        ];
        for (fen, yuan, wan) in cases {
            assert_eq!(Fen(fen).label(), yuan);
            assert_eq!(Fen(fen).wan_label(), wan);
        }
    }

    #[test]
    fn adding_past_the_range_gives_nothing() {
        assert_eq!(Fen(1).checked_add(Fen(2)), Some(Fen(3)));
        assert_eq!(Fen(i64::MAX).checked_add(Fen(1)), None);
        assert_eq!(Fen(i64::MIN).checked_sub(Fen(1)), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(fen: i64) {
            prop_assert_eq!(Fen::parse(&Fen(fen).label()), Ok(Fen(fen)));
            prop_assert_eq!(Fen::parse_wan(&Fen(fen).wan_label()), Ok(Fen(fen)));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*", amount in "[-￥¥]{0,2}[0-9,.]{0,60}[元万亿整]{0,3}") {
            let _ = Fen::parse(&text);
            let _ = Fen::parse_wan(&amount);
        }
    }
}
