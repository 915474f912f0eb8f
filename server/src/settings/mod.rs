//! Settings and the calendar, held in memory as loaded and replaced whole when they change.

pub mod cli;
pub mod examples;
pub mod store;

use std::sync::{Arc, PoisonError, RwLock};

use common::settings::Settings;

use crate::db::Db;
use crate::error::Result;

/// The settings in force; cheap to clone and to read.
#[derive(Clone, Default)]
pub struct SettingsCell(Arc<RwLock<Arc<Settings>>>);

impl SettingsCell {
    /// Loads what is stored, storing the shipped examples first where nothing is.
    pub async fn load(db: &Db) -> Result<Self> {
        let cell = Self::default();
        cell.reload(db).await?;
        Ok(cell)
    }

    /// Reads the store again.
    pub async fn reload(&self, db: &Db) -> Result<()> {
        let loaded = Arc::new(store::load(db).await?);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(())
    }

    /// The settings as last loaded.
    pub fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
