//! 维权信息告示牌: the public board, its QR code, and the reports that a board is wrong.
//!
//! Law: 《保障农民工工资支付条例》第三十四条.

pub mod cli;
pub mod qr;
pub mod routes;
pub mod store;
pub mod view;

pub use view::{channels, minimum_wage, office, plain, public};
