//! 工作台总览: the figures of the district, read from the counters of [`crate::rollup`].

pub mod routes;
mod store;
