//! What a page being rendered tells the server about itself: its HTTP status, and whether it is for paper.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

use leptos::prelude::*;

/// 200 and for the screen unless a page says otherwise; provided by the render, absent in the browser.
#[derive(Clone)]
pub struct PageStatus(Arc<Told>);

struct Told {
    status: AtomicU16,
    for_paper: AtomicBool,
}

impl Default for PageStatus {
    fn default() -> Self {
        Self(Arc::new(Told { status: AtomicU16::new(200), for_paper: AtomicBool::new(false) }))
    }
}

#[cfg(feature = "ssr")]
impl PageStatus {
    pub fn get(&self) -> u16 {
        self.0.status.load(Ordering::Relaxed)
    }

    /// The page is a sheet: it gets the print styles and no application.
    pub fn for_paper(&self) -> bool {
        self.0.for_paper.load(Ordering::Relaxed)
    }
}

/// Answer this page with `status`, as when what it shows was not found. Does nothing in the browser.
pub fn set_status(status: u16) {
    if let Some(page) = use_context::<PageStatus>() {
        page.0.status.store(status, Ordering::Relaxed);
    }
}

/// Answer this page as a sheet to print. Does nothing in the browser.
pub fn print_sheet() {
    if let Some(page) = use_context::<PageStatus>() {
        page.0.for_paper.store(true, Ordering::Relaxed);
    }
}
