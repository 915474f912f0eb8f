//! 失信联合惩戒名单: what everybody may read, and where officials work on it.
//!
//! The public pages are only ever finished by the server (`status::plain_page`): they work without the application, and
//! what browsers download does without them.

#[cfg(feature = "ssr")]
mod entry;
#[cfg(feature = "ssr")]
mod list;
mod official;

#[cfg(feature = "ssr")]
pub use entry::BlacklistEntryPage;
#[cfg(feature = "ssr")]
pub use list::BlacklistPage;

pub use official::{document_page, draft_page, listing_page, listings_page, matches_page};

#[cfg(not(feature = "ssr"))]
pub use crate::ui::{OpenAnew as BlacklistPage, OpenAnew as BlacklistEntryPage};
