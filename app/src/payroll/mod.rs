//! 工资支付: a month of all sites, the months of one, and one month worker by worker; the files taken in, the month
//! signed, the wage slip of each worker, and the quantity slips of the teams.

mod list;
mod month;
mod open;
mod quantity;
mod sign;
mod site;
mod slip;
mod upload;

pub use list::payroll_page;
pub use month::month_page;
pub use site::site_page;
pub use slip::slip_page;
pub use upload::upload_page;

use common::date::{self, Month};
use common::money::Fen;
use common::payroll::{MonthState, MonthView};
use leptos::prelude::*;

/// The state of a month, in words.
fn state_tag(state: MonthState) -> AnyView {
    let class = match state {
        MonthState::OnTime => "tag good",
        MonthState::Late | MonthState::Missing => "tag late",
        MonthState::PaidLate => "tag slow",
        MonthState::Waiting => "tag",
    };
    view! { <span class=class>{state.label()}</span> }.into_any()
}

/// The page of a month.
fn month_address(number: i64, month: Month) -> String {
    format!("/official/projects/{number}/payroll/{month}")
}

/// Where a page below a month stands; not printed.
fn crumbs(number: i64, month: Month, here: &'static str) -> AnyView {
    view! {
        <p class="payroll-screen">
            <a href=format!("/official/projects/{number}/payroll")>"工资发放"</a>
            " › "
            <a href=month_address(number, month)>{date::month_label(month)}</a>
            {format!(" › {here}")}
        </p>
    }
    .into_any()
}

/// A small figure with its word below.
fn figure(value: impl ToString, word: &'static str) -> AnyView {
    view! { <li><b>{value.to_string()}</b><span>{word}</span></li> }.into_any()
}

/// Due and paid of a month, in a cell.
fn paid_of(row: &MonthView) -> String {
    format!("{} / {}", row.workers_paid, row.workers_due)
}

/// A sum, or a dash where nothing is known.
fn sum(fen: Option<i64>) -> String {
    fen.map_or_else(|| "–".to_owned(), |fen| Fen(fen).label())
}
