//! What officials see of a month's wages, and how full numbers are opened.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FileKind, Finding, Reason};
use crate::date::Month;
use crate::error::FieldErrors;
use crate::masked::Masked;
use crate::term::terms;

terms! {
    /// How the wages of a month on a site stand.
    MonthState {
        Missing = "missing", "未报工资表";
        Late = "late", "逾期未发清";
        PaidLate = "paid_late", "迟发";
        Waiting = "waiting", "待发放";
        OnTime = "on_time", "按时发清";
    }
}

terms! {
    /// Which months are asked for.
    MonthFilter {
        All = "all", "全部";
        Unpaid = "unpaid", "没有发清";
        Different = "different", "有差异";
        Missing = "missing", "未报工资表";
    }
}

terms! {
    /// A number that is shown masked and opened one at a time.
    Personal {
        Id = "id", "身份证号码";
        Phone = "phone", "联系电话";
        Card = "card", "银行卡号";
    }
}

/// `GET ?month=&only=&q=&skip=`: a month of all sites in reach.
pub const PAYROLL: &str = "/api/v1/official/payroll";
/// `GET`: the same as CSV.
pub const PAYROLL_CSV: &str = "/api/v1/official/payroll.csv";

/// `GET`: the same as a workbook.
pub const PAYROLL_XLSX: &str = "/api/v1/official/payroll.xlsx";

/// `GET`: the months of one site.
pub fn site_months_path(number: impl std::fmt::Display) -> String {
    format!("/api/v1/official/projects/{number}/payroll")
}

/// `GET`: one month of one site, worker by worker. Below it: `/workers.csv`, `/workers.xlsx`, `/files/{kind}`,
/// `/signature` and for each worker `/people/{person}/slip`, `/open`, `/looks`.
pub fn month_path(number: impl std::fmt::Display, month: impl std::fmt::Display) -> String {
    format!("/api/v1/official/projects/{number}/payroll/{month}")
}

/// How a month stands on a day. `due_on` is the agreed pay day, moved before rest days; `None` where none was agreed.
pub fn month_state(
    workers_due: i64,
    workers_paid: i64,
    paid_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    today: NaiveDate,
) -> MonthState {
    let is_past = due_on.is_some_and(|due| due < today);
    if workers_due == 0 {
        if is_past { MonthState::Missing } else { MonthState::Waiting }
    } else if workers_paid < workers_due {
        if is_past { MonthState::Late } else { MonthState::Waiting }
    } else if due_on.zip(paid_on).is_some_and(|(due, paid)| paid > due) {
        MonthState::PaidLate
    } else {
        MonthState::OnTime
    }
}

/// One month of one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthView {
    /// Of the project.
    pub number: i64,
    pub project: String,
    pub contractor: Option<String>,
    pub month: Month,
    pub state: MonthState,
    pub due_on: Option<NaiveDate>,
    pub paid_on: Option<NaiveDate>,
    pub on_roster: i64,
    pub attended: i64,
    pub workers_due: i64,
    pub workers_paid: i64,
    pub net_fen: i64,
    pub paid_fen: i64,
    /// Workers whose files do not agree.
    pub different: i64,
    /// Files that nobody has sent.
    pub missing: Vec<FileKind>,
    /// 劳资专管员 who signed the month as it stands; `None` if it has changed since.
    pub signed_by: Option<String>,
    /// Epoch milliseconds, UTC.
    pub signed_at: Option<i64>,
    /// When a file last changed something, epoch milliseconds; `None`: no file yet.
    pub changed_at: Option<i64>,
}

/// How many sites stand how in a month, whatever else is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthCounts {
    pub all: i64,
    pub unpaid: i64,
    pub different: i64,
    pub missing: i64,
}

impl MonthCounts {
    /// Sites that a filter leaves.
    pub const fn of(self, only: MonthFilter) -> i64 {
        match only {
            MonthFilter::All => self.all,
            MonthFilter::Unpaid => self.unpaid,
            MonthFilter::Different => self.different,
            MonthFilter::Missing => self.missing,
        }
    }
}

/// A page of months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthPage {
    /// The one asked for; the one before this if none was.
    pub month: Month,
    pub counts: MonthCounts,
    pub months: Vec<MonthView>,
    /// `skip` of the next page.
    pub next: Option<i64>,
}

/// The months of one site, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteMonths {
    pub project: String,
    pub months: Vec<MonthView>,
}

/// One thing found about a worker, with what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingView {
    pub reason: Reason,
    pub detail: String,
    pub advice: String,
}

impl From<Finding> for FindingView {
    fn from(finding: Finding) -> Self {
        Self { reason: finding.reason, detail: finding.detail, advice: finding.reason.advice().to_owned() }
    }
}

/// The month of one worker, numbers masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkerView {
    /// Stands for the worker in paths; says nothing by itself. `None` for a transfer to an unknown card.
    pub person: Option<String>,
    pub name: String,
    pub id: Option<Masked>,
    pub phone: Option<Masked>,
    pub card: Option<Masked>,
    pub team: Option<String>,
    /// Tenths of a day.
    pub days: Option<i64>,
    pub gross_fen: Option<i64>,
    pub net_fen: Option<i64>,
    pub paid_fen: Option<i64>,
    pub paid_on: Option<NaiveDate>,
    /// Empty: everything matches.
    pub findings: Vec<FindingView>,
}

impl WorkerView {
    /// What has not arrived, fen; below zero if more did than was due. `None`: nothing was due, or exactly that arrived.
    pub fn short_fen(&self) -> Option<i64> {
        let short = self.net_fen? - self.paid_fen.unwrap_or(0);
        Some(short).filter(|short| *short != 0)
    }
}

/// One month of one site, worker by worker, those with differences first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthDetail {
    pub month: MonthView,
    pub workers: Vec<WorkerView>,
}

/// The month as the one who signs has seen it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct SignForm {
    /// `changed_at` of the month.
    pub changed_at: i64,
}

/// Which number to open and why, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct OpenForm {
    pub field: String,
    pub purpose: String,
}

impl OpenForm {
    /// The number meant, and the purpose for the log.
    pub fn check(&self) -> Result<(Personal, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let field = Personal::parse(&self.field);
        if field.is_none() {
            errors.push("field", "请选择要查看哪一项");
        }
        let purpose = self.purpose.trim();
        if !(4..=200).contains(&purpose.chars().count()) {
            errors.push("purpose", "请写明查看的用途，4到200个字，例如“核对退回的工资”");
        }
        match field {
            Some(field) if errors.is_empty() => Ok((field, purpose.to_owned())),
            _ => Err(errors),
        }
    }
}

/// A full number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Opened {
    pub value: String,
}

/// One opening of a number of a worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookView {
    /// Epoch milliseconds, UTC.
    pub at: i64,
    pub actor: String,
    pub field: Personal,
    pub purpose: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_late_from_the_day_after_the_pay_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let due = Some(day("2026-08-14"));
        let state = |paid, paid_on: Option<&str>, today| month_state(10, paid, paid_on.map(day), due, day(today));
        assert_eq!(state(9, None, "2026-08-13"), MonthState::Waiting);
        assert_eq!(state(9, None, "2026-08-14"), MonthState::Waiting);
        assert_eq!(state(9, None, "2026-08-15"), MonthState::Late);
        assert_eq!(state(10, Some("2026-08-14"), "2026-08-20"), MonthState::OnTime);
        assert_eq!(state(10, Some("2026-08-15"), "2026-08-20"), MonthState::PaidLate);
        assert_eq!(month_state(0, 0, None, due, day("2026-08-15")), MonthState::Missing);
    }

    #[test]
    fn a_number_is_opened_for_a_purpose() {
        let form = |field: &str, purpose: &str| OpenForm { field: field.into(), purpose: purpose.into() };
        assert_eq!(form("card", " 核对退回的工资 ").check(), Ok((Personal::Card, "核对退回的工资".to_owned())));
        assert_eq!(form("", "看").check().unwrap_err().iter().count(), 2);
    }
}
