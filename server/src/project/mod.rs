//! 工程项目: looking a site up by words or by place; for officials, the list and the file of each project.

pub mod file;
mod list;
pub mod official;
pub mod routes;
