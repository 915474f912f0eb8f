//! Many rows in one statement, the same text on both engines.

use std::hash::{BuildHasher, RandomState};

/// Rows of one insert, values of one list. The widest table has 33 columns, and SQLite binds 32,766 values.
pub const CHUNK: usize = 250;

/// Inserts `$rows` in chunks: `$head values (…), (…) $tail`. Only whole chunks are kept as prepared statements.
macro_rules! insert {
    ($tx:expr, $head:expr, $rows:expr, |$to:ident, $row:pat_param| $bind:block, $tail:expr) => {
        for chunk in $rows.chunks($crate::bulk::CHUNK) {
            $crate::bulk::either!($tx, |tx, Engine| {
                let mut query = sqlx::QueryBuilder::<Engine>::new($head);
                query.push_values(chunk, |mut $to, $row| $bind);
                query.push($tail);
                let whole = chunk.len() == $crate::bulk::CHUNK;
                query.build().persistent(whole).execute(&mut **tx).await?;
            });
        }
    };
}

/// Selects where a column is one of `$values`: `$head (…) $tail`, all rows together.
macro_rules! select {
    ($tx:expr, $row:ty, $head:expr, $values:expr, $tail:expr) => {{
        let mut found: Vec<$row> = Vec::new();
        for chunk in $values.chunks($crate::bulk::CHUNK) {
            $crate::bulk::either!($tx, |tx, Engine| {
                let mut query = sqlx::QueryBuilder::<Engine>::new($head);
                query.push(" (");
                let mut list = query.separated(", ");
                for value in chunk {
                    list.push_bind(value.clone());
                }
                query.push(") ");
                query.push($tail);
                let whole = chunk.len() == $crate::bulk::CHUNK;
                found.extend(query.build_query_as::<$row>().persistent(whole).fetch_all(&mut **tx).await?);
            });
        }
        found
    }};
}

/// Runs the same block for the open engine.
macro_rules! either {
    ($tx:expr, |$inner:ident, $engine:ident| $block:block) => {
        match &mut *$tx {
            $crate::db::Tx::Sqlite($inner) => {
                type $engine = sqlx::Sqlite;
                $block
            }
            $crate::db::Tx::Pg($inner) => {
                type $engine = sqlx::Postgres;
                $block
            }
        }
    };
}

pub(crate) use {either, insert, select};

/// A text by 128 bits of it, so that a million names fit in memory.
#[derive(Default)]
pub struct Marks {
    hashers: [RandomState; 2],
}

impl Marks {
    pub fn of(&self, text: &str) -> u128 {
        let [high, low] = [0, 1].map(|index| u128::from(self.hashers[index].hash_one(text)));
        high << 64 | low
    }
}
