//! 投诉: what came in, by which day who must act, and what the office does about it. In the officials' chunk.

mod file;
mod intake;
mod list;
mod record;

pub use file::complaint_page;
pub use intake::intake_page;
pub use list::complaints_page;

use chrono::NaiveDate;
use common::complaint::Standing;
use common::date;
use leptos::prelude::*;

/// A state as a tag.
fn tag(stage: Standing) -> AnyView {
    let class = match stage {
        Standing::Closed => "tag good",
        Standing::Received => "tag slow",
        _ => "tag",
    };
    view! { <span class=class>{stage.label()}</span> }.into_any()
}

/// A day by which somebody must act, and how far it is.
fn due(by: NaiveDate, today: NaiveDate) -> AnyView {
    let days = by.signed_duration_since(today).num_days();
    let (class, left) = match days {
        ..0 => ("tag late", format!("已过{}天", -days)),
        0 => ("tag late", "今天截止".to_owned()),
        _ => ("tag", format!("还有{days}天")),
    };
    view! {
        {date::label(by)}
        " "
        <span class=class>{left}</span>
    }
    .into_any()
}
