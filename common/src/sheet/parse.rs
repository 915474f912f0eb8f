//! Words of single cells: yes and no, days of the month, shares, counts, degrees, plain text.
//!
//! Every refusal is a Chinese sentence that says what to write instead.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};

use crate::date;
use crate::money::Fen;
use crate::text::{compact, half_width};

/// What a cell may be refused with.
pub type Advice = String;

/// The text of a cell; `None` for an empty one and for the marks that stand for nothing.
pub fn given(text: &str) -> Option<&str> {
    let text = text.trim();
    let nothing = matches!(
        text,
        "" | "/" | "\\" | "-" | "--" | "—" | "——" | "－" | "／" | "暂无" | "无" | "待定" | "N/A" | "n/a"
    );
    (!nothing).then_some(text)
}

/// Text on one line, no longer than `longest` characters.
pub fn text(text: &str, longest: usize) -> Result<String, Advice> {
    formula(text)?;
    if text.chars().any(|c| c.is_control() && !c.is_whitespace()) || text.contains('\u{FFFD}') {
        return Err("含有乱码，请重新输入".to_owned());
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = line.chars().count();
    if length > longest {
        return Err(format!("有 {length} 个字，最多 {longest} 个字，请缩短"));
    }
    Ok(line)
}

/// Refuses text that a spreadsheet would run as a formula when it is exported again.
pub fn formula(text: &str) -> Result<(), Advice> {
    let text = text.trim_start();
    let runs = match text.chars().next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-') => text.contains(['|', '!', '(', '=']) || text.chars().any(|c| c.is_ascii_alphabetic()),
        _ => false,
    };
    if runs { Err("像是公式而不是文字，请删去开头的符号，只填内容".to_owned()) } else { Ok(()) }
}

/// A name of a project, firm or place: text with something to read in it.
pub fn name(value: &str, longest: usize) -> Result<String, Advice> {
    let line = text(value, longest)?;
    if line.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return Err("不像名称，请填写全称".to_owned());
    }
    Ok(line)
}

/// 是 and 否 in every spelling.
pub fn yes_no(text: &str) -> Result<bool, Advice> {
    const YES: &[&str] = &[
        "是",
        "√",
        "✓",
        "✔",
        "☑",
        "V",
        "有",
        "已",
        "对",
        "Y",
        "YES",
        "TRUE",
        "1",
        "在",
        "○",
        "已落实",
        "已实行",
        "已实施",
        "已设置",
        "已设立",
        "已悬挂",
        "已开展",
        "已完成",
        "已发放",
        "已公示",
        "落实",
        "实行",
        "到位",
        "有欠薪",
        "存在",
        "欠薪",
        "正常",
    ];
    const NO: &[&str] = &[
        "否",
        "×",
        "✗",
        "✘",
        "X",
        "无",
        "未",
        "不",
        "没有",
        "错",
        "N",
        "NO",
        "FALSE",
        "0",
        "未落实",
        "未实行",
        "未实施",
        "未设置",
        "未设立",
        "未悬挂",
        "未开展",
        "未完成",
        "未发放",
        "未公示",
        "没",
        "不是",
        "无欠薪",
        "不存在",
        "不欠薪",
        "没有欠薪",
    ];
    let word = compact(text).to_uppercase();
    let is = |list: &[&str]| list.iter().any(|known| *known == word);
    match (is(YES), is(NO)) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(format!("“{text}”看不出是或否，请填写“是”或“否”")),
    }
}

/// A day of the month: 15, 15日, 每月15日, 次月15号前.
pub fn day(text: &str) -> Result<u8, Advice> {
    let word = compact(text);
    let word = ["每个月", "每月", "次月", "下月"].iter().find_map(|head| word.strip_prefix(head)).unwrap_or(&word);
    let word = ["日前", "号前", "日", "号"].iter().find_map(|tail| word.strip_suffix(tail)).unwrap_or(word);
    match word.parse() {
        Ok(day @ 1..=31) => Ok(day),
        _ => Err(format!("“{text}”看不出是每月几日，请填写 1 到 31 的数字，例如 15")),
    }
}

/// A share in per cent, 0–100, as basis points: 25, 25%, 22.5 %.
pub fn share(text: &str) -> Result<i64, Advice> {
    let advice = || format!("“{text}”不是 0 到 100 之间的百分数，请填写例如 25 或 25%");
    let word = compact(text);
    let percent = word.ends_with('%');
    let number = word.trim_end_matches('%');
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !digits(whole) || !digits(fraction) {
        return Err(advice());
    }
    if fraction.len() > 2 {
        return Err(format!("“{text}”太细，百分数最多两位小数，请四舍五入"));
    }
    let points: i64 = format!("{whole}{fraction:0<2}").parse().map_err(|_| advice())?;
    if !percent && (1..100).contains(&points) {
        return Err(format!("“{text}”像是小数，请写成百分数：四分之一写 25 或 25%"));
    }
    if points > 10_000 { Err(advice()) } else { Ok(points) }
}

/// A number of people.
pub fn count(text: &str) -> Result<i64, Advice> {
    let word = compact(text);
    let word = word.strip_suffix(['人', '名']).unwrap_or(&word).replace(',', "");
    let word = word.strip_suffix(".0").unwrap_or(&word);
    match word.parse() {
        Ok(count @ 0..=100_000) => Ok(count),
        _ => Err(format!("“{text}”不是人数，请填写整数，例如 120")),
    }
}

/// A sum that names its unit, as every money cell does after the column's unit was joined to it.
pub fn sum(text: &str) -> Result<Fen, Advice> {
    let word = half_width(text);
    if !word.ends_with(['元', '万', '亿', '整']) {
        return Err("不知道单位，请在表头写明，例如“合同价款(万元)”".to_owned());
    }
    let sum = Fen::parse(&word).map_err(|fault| fault.to_string())?;
    if sum < Fen::ZERO { Err("金额不能是负数，请改正".to_owned()) } else { Ok(sum) }
}

/// Degrees as a decimal number.
pub fn degrees(text: &str, limit: f64) -> Result<f64, Advice> {
    let word = compact(text);
    match word.trim_end_matches(['°', '度']).parse::<f64>() {
        Ok(value) if value.abs() <= limit => Ok(value),
        _ => Err(format!("“{text}”不是经纬度，请填写小数，例如 120.123456")),
    }
}

/// What a fault tells people to do.
pub fn advice(fault: impl Display) -> Advice {
    fault.to_string()
}

/// A day that a construction site can name.
pub fn calendar_day(text: &str) -> Result<NaiveDate, Advice> {
    let day = date::parse_day(text).map_err(|fault| format!("“{text}”：{fault}"))?;
    if (1980..2100).contains(&day.year()) {
        Ok(day)
    } else {
        Err(format!("“{text}”是 {} 年，请核对年份", day.year()))
    }
}

/// One of a list of terms.
pub fn term<T: Copy>(
    text: &str,
    read: fn(&str) -> Option<T>,
    all: &[T],
    label: fn(T) -> &'static str,
) -> Result<T, Advice> {
    read(text).ok_or_else(|| {
        let choices = all.iter().map(|one| label(*one)).collect::<Vec<_>>().join("、");
        format!("“{text}”不在可填的范围里，请填写：{choices}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_in_every_spelling() {
        for word in ["是", "√", " 有 ", "已设立", "y", "１", "TRUE"] {
            assert_eq!(yes_no(word), Ok(true), "{word}");
        }
        for word in ["否", "×", "无", "未设立", "N", "0", "没有"] {
            assert_eq!(yes_no(word), Ok(false), "{word}");
        }
        assert!(yes_no("也许").unwrap_err().contains("“是”或“否”"));
    }

    #[test]
    fn a_day_of_the_month_is_between_1_and_31() {
        for (word, expected) in [("15", 15), ("15日", 15), ("每月20日", 20), ("每月 1 号", 1), ("次月31日前", 31)]
        {
            assert_eq!(day(word), Ok(expected), "{word}");
        }
        for word in ["0", "32", "每月", "月底", "1.5", "15日16日", "-1", "300"] {
            assert!(day(word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_share_is_between_0_and_100_per_cent() {
        for (word, expected) in
            [("25", 2500), ("22.5%", 2250), ("0", 0), ("100", 10_000), ("0.5%", 50), ("7.25", 725), ("1", 100)]
        {
            assert_eq!(share(word), Ok(expected), "{word}");
        }
        for word in ["100.01", "101", "-1", "0.25", "25.123", "二成", "", "%", "1e2"] {
            assert!(share(word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_sum_without_a_unit_is_refused() {
        assert_eq!(sum("38136.28万元"), Ok(Fen(38_136_280_000)));
        assert_eq!(sum("12,345.60元"), Ok(Fen(1_234_560)));
        assert!(sum("38136.28").unwrap_err().contains("单位"));
        assert!(sum("-1万元").unwrap_err().contains("负数"));
        assert!(sum("约5万元").is_err());
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_refused() {
        for bad in ["=1+1", "@SUM(1)", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", " =HYPERLINK(\"x\")"] {
            assert!(text(bad, 100).is_err(), "{bad}");
        }
        for good in ["+86 15400000000", "-5 度以下停工", "一期=二期"] {
            assert!(text(good, 100).is_ok(), "{good}");
        }
        assert_eq!(text(" 北苑路\n 安置房 ", 100).as_deref(), Ok("北苑路 安置房"));
        assert!(text("\u{1}", 9).is_err());
    }

    #[test]
    fn marks_for_nothing_are_nothing() {
        for mark in ["", "  ", "/", "——", "无"] {
            assert_eq!(given(mark), None);
        }
        assert_eq!(given(" 是 "), Some("是"));
    }

    #[test]
    fn counts_and_degrees_are_numbers_in_range() {
        assert_eq!(count("120人"), Ok(120));
        assert_eq!(count("1,200"), Ok(1200));
        assert!(count("-3").is_err());
        assert!(count("12.5").is_err());
        assert_eq!(degrees("120.5°", 180.0), Ok(120.5));
        assert!(degrees("181", 180.0).is_err());
        assert!(degrees("NaN", 180.0).is_err());
    }
}
