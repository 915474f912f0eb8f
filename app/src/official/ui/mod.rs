//! Parts that the pages of the area share: data that is on its way, forms and their faults, addresses with a filter.

mod field;
mod load;

pub use field::{error_summary, field_error, form_text};
pub use load::{loaded, query_text};

use leptos::prelude::*;

use crate::head::Title;
use crate::ui::heading;

/// No such page in the area.
pub fn not_found() -> AnyView {
    view! {
        <Title text="没有这个页面"/>
        {heading("没有这个页面")}
        <p class="note">"地址可能抄错了。"<a href="/official">"回工作台"</a></p>
    }
    .into_any()
}
