//! 工资保证金: how much is due, where each deposit stands, and what may be recorded next.
//!
//! Law: 《保障农民工工资支付条例》第三十二条. `routes` is HTTP, `store` the SQL of deposits, `history` the SQL of the
//! firm's record, `file` puts both together, `export` writes tables for offices.

mod export;
mod file;
mod history;
pub mod routes;
pub mod store;
