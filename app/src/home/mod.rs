//! 首页: find a site by any word, by the number on its board, by place or by its QR code.

mod finders;
mod hits;
mod marked;
mod offline;
mod page;
mod visited;

pub use offline::OfflinePage;
pub use page::HomePage;
