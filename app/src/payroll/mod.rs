//! 工资支付, for officials: a month of all sites, and one site's month worker by worker.

mod list;
mod month;

pub use list::payroll_page;
pub use month::month_page;

use common::payroll::MonthState;

/// The tag of a state.
fn state_class(state: MonthState) -> &'static str {
    match state {
        MonthState::OnTime => "tag good",
        MonthState::Late | MonthState::Missing => "tag late",
        MonthState::PaidLate => "tag slow",
        MonthState::Waiting => "tag",
    }
}
