//! 钱走到哪了: the chain of a month's wages for officials, and its one line on the public board.
//!
//! Law: 《保障农民工工资支付条例》第二十四条、第二十九条至第三十一条. The rule is [`common::money_chain`]; here are its facts.

pub mod routes;
mod store;
mod view;

pub use view::{board_line, view};
