//! From a cell of a workbook to the text that a row is checked from; what a workbook has already damaged is
//! refused here and never repaired.

use chrono::NaiveDate;
use common::date;
use common::sheet::{Kind, Unit};

use super::guard::LONGEST_CELL;
use super::read::{Style, Value};

/// Serials before 1954 in a plain number are more likely a year, a month or a slip than a day.
const FIRST_PLAIN_SERIAL: f64 = 20_000.0;
/// Numbers from here on are days written as 20250406.
const FIRST_WRITTEN_DAY: f64 = 19_000_101.0;
const LAST_WRITTEN_DAY: f64 = 22_000_101.0;

/// The text of a cell under a column of `kind`, with the column's unit joined to sums. The error says what to do.
pub fn text(value: &Value, kind: Kind, unit: Option<Unit>) -> Result<String, String> {
    match value {
        Value::Text(text) => written(text, kind, unit),
        Value::Number { value, style } => number(*value, *style, kind, unit),
        Value::Bool(yes) if kind == Kind::YesNo => Ok(if *yes { "是" } else { "否" }.to_owned()),
        Value::Bool(_) => Err("这一格是“真/假”，不是文字，请重新填写".to_owned()),
        Value::Error(name) => Err(format!("公式出错（{name}），请改正公式或直接填写结果")),
        Value::Unknown => Err("公式没有保存结果，请用 Excel 或 WPS 打开、保存后再导入，或直接填写结果".to_owned()),
        Value::TooLong => Err(format!("超过 {LONGEST_CELL} 个字，请缩短")),
    }
}

fn written(text: &str, kind: Kind, unit: Option<Unit>) -> Result<String, String> {
    let text = text.trim();
    match kind {
        Kind::Id if is_scientific(text) => Err(format!(
            "“{text}”是科学计数法，后面的数字已经丢失，程序不会替您补。请把整列设成“文本”格式，再按原件重新填写"
        )),
        Kind::Money if text.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) => {
            Ok(with_unit(text, unit))
        }
        _ => Ok(text.to_owned()),
    }
}

fn number(value: f64, style: Style, kind: Kind, unit: Option<Unit>) -> Result<String, String> {
    let is_day = matches!(style, Style::Date | Style::Date1904);
    match kind {
        Kind::Id => Err(
            "这一格在 Excel 里是数字，第 15 位以后已经丢失，程序不会替您补。请把整列设成“文本”格式，再按原件重新填写"
                .to_owned(),
        ),
        Kind::Date => day(value, style),
        _ if is_day => Err("这一格在 Excel 里是日期格式，请把它设成“文本”或“常规”格式后重新填写".to_owned()),
        _ if style == Style::Percent => Ok(format!("{}%", shown(value * 100.0))),
        Kind::Money => Ok(with_unit(&shown(value), unit)),
        _ => Ok(shown(value)),
    }
}

fn with_unit(number: &str, unit: Option<Unit>) -> String {
    format!("{number}{}", unit.map(Unit::label).unwrap_or_default())
}

fn day(value: f64, style: Style) -> Result<String, String> {
    let found: Option<NaiveDate> = match style {
        Style::Date => date::from_serial(value),
        Style::Date1904 => date::from_serial_1904(value),
        _ if (FIRST_WRITTEN_DAY..LAST_WRITTEN_DAY).contains(&value) => return Ok(shown(value)),
        _ if value >= FIRST_PLAIN_SERIAL => date::from_serial(value),
        _ => None,
    };
    found.map(|day| day.to_string()).ok_or_else(|| format!("数字 {} 不是日期，请写成 2025-04-06", shown(value)))
}

/// The number as Excel shows it, with at most 15 digits: 0.1 + 0.2 is 0.3.
fn shown(value: f64) -> String {
    format!("{value:.14e}").parse::<f64>().unwrap_or(value).to_string()
}

/// 3.30106E+17, as Excel writes a long number into text.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    digits(mantissa) && exponent.strip_prefix('+').is_some_and(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(value: f64) -> Value {
        Value::Number { value, style: Style::Plain }
    }

    #[test]
    fn a_number_where_a_code_belongs_is_refused() {
        assert!(text(&plain(330_106_202_504_063_001.0), Kind::Id, None).unwrap_err().contains("文本"));
        assert!(text(&Value::Text("3.30106E+17".to_owned()), Kind::Id, None).is_err());
        assert_eq!(
            text(&Value::Text(" 91330106MA0000015E ".to_owned()), Kind::Id, None).unwrap(),
            "91330106MA0000015E"
        );
        assert_eq!(text(&plain(15_400_007_047.0), Kind::Phone, None).unwrap(), "15400007047");
    }

    #[test]
    fn a_sum_carries_the_unit_of_its_column() {
        assert_eq!(text(&plain(38_136.28), Kind::Money, Some(Unit::Wan)).unwrap(), "38136.28万元");
        assert_eq!(text(&plain(0.1 + 0.2), Kind::Money, Some(Unit::Yuan)).unwrap(), "0.3元");
        assert_eq!(text(&Value::Text("12,345.6".to_owned()), Kind::Money, Some(Unit::Yuan)).unwrap(), "12,345.6元");
        assert_eq!(text(&Value::Text("3亿元".to_owned()), Kind::Money, Some(Unit::Wan)).unwrap(), "3亿元");
        assert_eq!(text(&plain(5.0), Kind::Money, None).unwrap(), "5");
    }

    #[test]
    fn days_come_as_serials_and_as_numbers_written_out() {
        let date = |value, style| text(&Value::Number { value, style }, Kind::Date, None);
        assert_eq!(date(45_753.0, Style::Date).unwrap(), "2025-04-06");
        assert_eq!(date(45_753.0, Style::Plain).unwrap(), "2025-04-06");
        assert_eq!(date(44_291.0, Style::Date1904).unwrap(), "2025-04-06");
        assert_eq!(date(20_250_406.0, Style::Plain).unwrap(), "20250406");
        assert!(date(2025.4, Style::Plain).is_err());
        assert!(text(&Value::Number { value: 45_753.0, style: Style::Date }, Kind::Day, None).is_err());
    }

    #[test]
    fn shares_and_answers_are_told_by_their_format() {
        let share = Value::Number { value: 0.225, style: Style::Percent };
        assert_eq!(text(&share, Kind::Percent, None).unwrap(), "22.5%");
        assert_eq!(text(&Value::Bool(true), Kind::YesNo, None).unwrap(), "是");
        assert!(text(&Value::Bool(true), Kind::Text, None).is_err());
        assert!(text(&Value::Error("#REF!".to_owned()), Kind::Text, None).unwrap_err().contains("#REF!"));
    }
}
