//! 考勤、工资支付表、银行回单: what was worked, what was to be paid, what arrived; and the comparison of the three.
//!
//! Law: 《保障农民工工资支付条例》第十五条 (what a wage ledger holds), 第三十一条 (assessed monthly, paid from the account to
//! the worker's own card). Each file has its columns, a row as typed and a checked row; [`reconcile`] brings a month's
//! rows together, worker by worker.

mod attendance;
mod bank;
mod quantity;
mod reason;
mod reconcile;
mod slip;
mod table;
mod upload;
mod view;

pub use attendance::{AttendanceCells, AttendanceKey, AttendanceRow};
pub use bank::{BankCells, BankKey, BankRow, Outcome};
pub use quantity::{
    Answer, AnswerForm, NewQuantity, QuantityForm, QuantitySlip, TeamAnswer, dispute_notice, quantities_path,
    thousandths_label,
};
pub use reason::{Finding, Reason};
pub use reconcile::{MonthRows, Rules, Totals, WorkerMonth, reconcile, totals};
pub use slip::{Slip, SlipLine, Transfer, WageSlip, slip};
pub use table::{PayrollCells, PayrollKey, PayrollRow};
pub use upload::{CellView, RowView, UploadReport};
pub use view::{
    FindingView, LookView, MonthCounts, MonthDetail, MonthFilter, MonthPage, MonthState, MonthView, OpenForm, Opened,
    PAYROLL, PAYROLL_CSV, PAYROLL_XLSX, Personal, SignForm, SiteMonths, WorkerView, month_path, month_state,
    site_months_path,
};

use crate::sheet::parse::Advice;
use crate::term::terms;
use crate::text::compact;

terms! {
    /// The four files of a month.
    FileKind {
        Roster = "roster", "花名册";
        Attendance = "attendance", "考勤表";
        Payroll = "payroll", "工资支付表";
        BankReturn = "bank_return", "银行回单";
    }
}

/// A number with at most one decimal, in tenths: 21.5 days are 215.
fn tenths(text: &str, most: i64) -> Result<i64, Advice> {
    let word = compact(text);
    let word = ["工日", "小时", "天", "日", "工"].iter().find_map(|unit| word.strip_suffix(unit)).unwrap_or(&word);
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let count = match (whole.parse::<i64>(), fraction.len()) {
        (Ok(count), 0) if digits(whole) => count * 10,
        (Ok(count), 1) if digits(whole) && digits(fraction) => count * 10 + i64::from(fraction.as_bytes()[0] - b'0'),
        _ => return Err(format!("“{text}”不是数字，请填写例如 22 或 22.5")),
    };
    if count > most * 10 { Err(format!("“{text}”太大，最多 {most}，请核对")) } else { Ok(count) }
}

/// 215 → 21.5.
pub fn tenths_label(count: i64) -> String {
    if count % 10 == 0 { (count / 10).to_string() } else { format!("{}.{}", count / 10, count % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_may_be_halves() {
        for (text, count) in [("22", 220), ("22.5天", 225), ("0", 0), ("31.0", 310), (" 8 小时", 80)] {
            assert_eq!(tenths(text, 31), Ok(count), "{text}");
        }
        for text in ["32", "-1", "22.55", "√", "", "1e1", "+3"] {
            assert!(tenths(text, 31).is_err(), "{text}");
        }
        assert_eq!([tenths_label(225), tenths_label(220)], ["22.5", "22"]);
    }
}
