//! 失信名单, for officials: every matter with its clocks, and one matter with its steps and documents.

mod document;
mod list;
mod matching;
mod matter;
mod record;

pub use document::document_page;
pub use list::listings_page;
pub use matching::matches_page;
pub use matter::listing_page;
pub use record::draft_page;

use common::blacklist::Stage;
use leptos::prelude::*;

/// Where a matter stands: late colours for what is public, good ones for what is settled.
fn stage_tag(stage: Stage) -> AnyView {
    let class = match stage {
        Stage::Published | Stage::Applied => "tag late",
        Stage::Removed | Stage::Expired | Stage::Revoked | Stage::Waived => "tag good",
        _ => "tag",
    };
    view! { <span class=class>{stage.label()}</span> }.into_any()
}
