//! 在建工程底数与制度覆盖率: what the district counts of its projects, each figure with the rows behind it.
//!
//! Law: 《保障农民工工资支付条例》第二十六条、第二十八条、第三十一条、第三十二条、第三十四条、第三十八条.
//! A project stands in a counter or it does not: [`Facts::tally`] alone decides that, for one project, from what is
//! stored of it. Coverage counts projects in progress; arrears count wherever they are.

mod filter;
mod measure;
mod view;

pub use filter::{FundingGroup, NONE, ProjectFilter, ProjectQuery};
pub use measure::{Cell, Facts, Figure, Measure, Tally};
pub use view::{By, Closing, Dashboard, Group, Split};
