//! 工资保证金, for officials: the list of deposits, and the deposit of one project with its calculation, its events and
//! its letters.

mod calculation;
pub mod field;
mod letter;
mod list;
mod project;
mod record;
mod timeline;
mod what_if;

pub use letter::letter_page;
pub use list::{deposits_page, due};
pub use project::deposit_page;
