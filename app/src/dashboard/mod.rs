//! 总览: the figures of the district, each one click from its rows; and the same on the wall of the duty room.

mod figure;
mod page;
mod table;
mod trend;
mod wall;

pub use page::dashboard_page;
pub use wall::wall_page;
