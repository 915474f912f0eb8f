//! 工程项目: looking a site up by words or by place.

pub mod routes;
