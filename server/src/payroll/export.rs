//! Tables of months and of workers as CSV. Nothing in a cell is ever run as a formula.

use common::money::Fen;
use common::payroll::{MonthView, WorkerView, tenths_label};

use crate::export::Csv;

/// Months of sites.
pub fn months(rows: &[MonthView]) -> Vec<u8> {
    let head = [
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
    let mut csv = Csv::new(head);
    for row in rows {
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        csv.line([
            row.number.to_string(),
            row.project.clone(),
            row.contractor.clone().unwrap_or_default(),
            row.month.to_string(),
            row.state.label().to_owned(),
            day(row.due_on),
            day(row.paid_on),
            row.workers_due.to_string(),
            row.workers_paid.to_string(),
            sum(Some(row.net_fen)),
            sum(Some(row.paid_fen)),
            row.different.to_string(),
            row.signed_by.clone().unwrap_or_default(),
        ]);
    }
    csv.into_bytes()
}

/// Workers of one month, numbers masked.
pub fn workers(rows: &[WorkerView]) -> Vec<u8> {
    let head = [
        "姓名",
        "身份证号码",
        "联系电话",
        "班组",
        "出勤天数",
        "应发工资",
        "应到",
        "实到",
        "银行卡号",
        "差异",
        "怎么办",
    ];
    let mut csv = Csv::new(head);
    for row in rows {
        let masked = |text: &Option<common::masked::Masked>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        let found = |part: &dyn Fn(&common::payroll::FindingView) -> String| {
            row.findings.iter().map(part).collect::<Vec<_>>().join("；")
        };
        csv.line([
            row.name.clone(),
            masked(&row.id),
            masked(&row.phone),
            row.team.clone().unwrap_or_default(),
            row.days.map(tenths_label).unwrap_or_default(),
            sum(row.gross_fen),
            sum(row.net_fen),
            sum(row.paid_fen),
            masked(&row.card),
            found(&|finding| format!("{}：{}", finding.reason.label(), finding.detail)),
            found(&|finding| finding.advice.clone()),
        ]);
    }
    csv.into_bytes()
}

fn sum(fen: Option<i64>) -> String {
    fen.map(|fen| Fen(fen).label().trim_end_matches('元').replace(',', "")).unwrap_or_default()
}
