//! 工人权利: what every worker should know, whom to call in this district, and what to bring.

mod page;
mod parts;

pub use page::RightsPage;
#[cfg(feature = "ssr")]
pub use parts::{evidence, hotlines, national_platform};
