//! The API over HTTP, on SQLite and, when `MINGXIN_TEST_PG` names a server, on PostgreSQL: one database a test.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise and says what it left out")]

mod engine;
mod helpers;

mod audit;
mod auth;
mod blacklist;
mod board;
mod chain;
mod command_line;
mod complaint;
mod crash;
mod dashboard;
mod deposit;
mod flaw;
mod hostile;
mod look_up;
mod pages;
mod payroll;
mod project_file;
mod rights;
mod rollup;
mod second_factor;
mod setting;
mod write;
