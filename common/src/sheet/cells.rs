//! A row as typed, cell by cell under its columns.

use std::marker::PhantomData;

use super::ColumnKey;
use super::parse::{Advice, given};
use crate::error::FieldErrors;

/// One row as typed: a text per column, empty where nothing was written. Money names its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cells<K> {
    cells: Vec<String>,
    key: PhantomData<K>,
}

impl<K: ColumnKey> Default for Cells<K> {
    fn default() -> Self {
        Self { cells: vec![String::new(); K::columns().len()], key: PhantomData }
    }
}

impl<K: ColumnKey> Cells<K> {
    pub fn get(&self, key: K) -> &str {
        &self.cells[key.index()]
    }

    pub fn set(&mut self, key: K, text: impl Into<String>) {
        self.cells[key.index()] = text.into();
    }

    /// Empties every cell and keeps the room they took.
    pub fn clear(&mut self) {
        self.cells.iter_mut().for_each(String::clear);
    }

    /// Whether something is written there; marks for nothing are nothing.
    pub fn has(&self, key: K) -> bool {
        given(self.get(key)).is_some()
    }

    /// `None` for an empty cell and, with its error kept, for a wrong one.
    pub fn optional<T>(&self, e: &mut FieldErrors, key: K, read: impl FnOnce(&str) -> Result<T, Advice>) -> Option<T> {
        e.take(key.column().word, given(self.get(key)).map(read).transpose()).flatten()
    }

    pub fn required<T>(
        &self,
        e: &mut FieldErrors,
        key: K,
        missing: &str,
        read: impl FnOnce(&str) -> Result<T, Advice>,
    ) -> Option<T> {
        if given(self.get(key)).is_none() {
            e.push(key.column().word, missing);
            return None;
        }
        self.optional(e, key, read)
    }
}
