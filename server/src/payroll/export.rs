//! Tables of months and of workers as CSV and as workbooks. Nothing in a cell is ever run as a formula.

use chrono::NaiveDate;
use common::masked::Masked;
use common::payroll::{FindingView, MonthView, WorkerView, tenths_label};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::error::Result;
use crate::export::Csv;

/// A value of a table.
enum Cell {
    Text(String),
    Count(i64),
    /// Money in fen; empty where nothing is known.
    Sum(Option<i64>),
}

/// A table to hand out.
pub struct Table {
    name: &'static str,
    head: &'static [&'static str],
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn csv(self) -> Vec<u8> {
        let mut csv = Csv::new(self.head.iter().copied());
        for row in self.rows {
            csv.line(row.into_iter().map(|cell| match cell {
                Cell::Text(text) => text,
                Cell::Count(count) => count.to_string(),
                Cell::Sum(fen) => fen.map(yuan).unwrap_or_default(),
            }));
        }
        csv.into_bytes()
    }

    /// A workbook with one sheet; counts and sums are numbers.
    pub fn xlsx(self) -> Result<Vec<u8>> {
        Ok(self.workbook().map_err(anyhow::Error::from)?)
    }

    #[expect(clippy::cast_precision_loss, reason = "a sum below 90 trillion yuan is exact")]
    fn workbook(self) -> Result<Vec<u8>, XlsxError> {
        let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.00"));
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(self.name)?.set_freeze_panes(1, 1)?;
        for (at, title) in (0..).zip(self.head) {
            sheet.write_string_with_format(0, at, *title, &bold)?.set_column_width(at, 16)?;
        }
        for (at, row) in (1..).zip(self.rows) {
            for (column, cell) in (0..).zip(row) {
                match cell {
                    Cell::Text(text) => sheet.write_string(at, column, text)?,
                    Cell::Count(count) => sheet.write_number(at, column, count as f64)?,
                    Cell::Sum(None) => continue,
                    Cell::Sum(Some(fen)) => sheet.write_number_with_format(at, column, fen as f64 / 100.0, &money)?,
                };
            }
        }
        workbook.save_to_buffer()
    }
}

/// Months of sites.
pub fn months(rows: &[MonthView]) -> Table {
    const HEAD: &[&str] = &[
        "编号",
        "项目名称",
        "施工总承包单位",
        "月份",
        "状态",
        "应发日",
        "发放日",
        "应发人数",
        "发清人数",
        "实发合计",
        "到账合计",
        "差异人数",
        "签认人",
    ];
    let day = |day: Option<NaiveDate>| Cell::Text(day.map(|day| day.to_string()).unwrap_or_default());
    let text = |text: &Option<String>| Cell::Text(text.clone().unwrap_or_default());
    let row = |row: &MonthView| {
        vec![
            Cell::Count(row.number),
            Cell::Text(row.project.clone()),
            text(&row.contractor),
            Cell::Text(row.month.to_string()),
            Cell::Text(row.state.label().to_owned()),
            day(row.due_on),
            day(row.paid_on),
            Cell::Count(row.workers_due),
            Cell::Count(row.workers_paid),
            Cell::Sum(Some(row.net_fen)),
            Cell::Sum(Some(row.paid_fen)),
            Cell::Count(row.different),
            text(&row.signed_by),
        ]
    };
    Table { name: "工资支付", head: HEAD, rows: rows.iter().map(row).collect() }
}

/// Workers of one month, numbers masked.
pub fn workers(rows: &[WorkerView]) -> Table {
    const HEAD: &[&str] = &[
        "姓名",
        "身份证号码",
        "联系电话",
        "班组",
        "出勤天数",
        "应发工资",
        "应到",
        "实到",
        "少到",
        "银行卡号",
        "差异",
        "怎么办",
    ];
    let masked = |text: &Option<Masked>| Cell::Text(text.as_ref().map(ToString::to_string).unwrap_or_default());
    let row = |row: &WorkerView| {
        let found =
            |part: fn(&FindingView) -> String| Cell::Text(row.findings.iter().map(part).collect::<Vec<_>>().join("；"));
        vec![
            Cell::Text(row.name.clone()),
            masked(&row.id),
            masked(&row.phone),
            Cell::Text(row.team.clone().unwrap_or_default()),
            Cell::Text(row.days.map(tenths_label).unwrap_or_default()),
            Cell::Sum(row.gross_fen),
            Cell::Sum(row.net_fen),
            Cell::Sum(row.paid_fen),
            Cell::Sum(row.short_fen()),
            masked(&row.card),
            found(|finding| format!("{}：{}", finding.reason.label(), finding.detail)),
            found(|finding| finding.advice.clone()),
        ]
    };
    Table { name: "逐人比对", head: HEAD, rows: rows.iter().map(row).collect() }
}

/// 1234.50, without separators; below zero with its sign.
fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", fen.unsigned_abs() / 100, fen.unsigned_abs() % 100)
}
