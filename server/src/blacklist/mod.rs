//! 失信联合惩戒名单: the procedure that lists an employer for unpaid wages, and the list that everybody may read.
//!
//! Law: 《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》. `routes` is HTTP for officials, `public` for everybody; `listing`
//! plays and adds events and puts on or off the public list what follows from them; `store` is the SQL, `search` finds
//! names and says why, `export` and `feed` write tables and the Atom feed, `import` takes over lists of
//! offices, `matching` holds a column of bidders against the list.

mod export;
mod feed;
pub mod import;
pub mod listing;
mod matching;
pub mod public;
pub mod routes;
mod search;
pub mod store;

/// What stands for a board's token in the keys of kept answers that show the list.
pub const KEPT: &str = "blacklist";
