//! The server of Mingxin: the API, the rendered pages, the database and what the command line does.

pub mod bytes;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod extract;
pub mod limit;
