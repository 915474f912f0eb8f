//! 首页: find a site by any word, by the number on its board, by place or by its QR code.

mod finders;
mod hits;
mod marked;
mod offline;
mod page;
mod visited;

#[cfg(feature = "ssr")]
pub use marked::{marked, reason};
pub use offline::OfflinePage;
pub use page::HomePage;
