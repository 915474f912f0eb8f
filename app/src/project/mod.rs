//! 项目: the list that officials work from, and the file of each project.

mod chain;
mod edit;
mod file;
mod list;
mod parts;

pub use file::project_page;
pub use list::projects_page;
