//! The HTTP status of the page being rendered.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use leptos::prelude::*;

/// 200 unless a page says otherwise; provided by the render, absent in the browser.
#[derive(Clone)]
pub struct PageStatus(Arc<AtomicU16>);

impl Default for PageStatus {
    fn default() -> Self {
        Self(Arc::new(AtomicU16::new(200)))
    }
}

impl PageStatus {
    #[cfg(feature = "ssr")]
    pub fn get(&self) -> u16 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Answer this page with `status`, as when what it shows was not found. Does nothing in the browser.
pub fn set_status(status: u16) {
    if let Some(page) = use_context::<PageStatus>() {
        page.0.store(status, Ordering::Relaxed);
    }
}
