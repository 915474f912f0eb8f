//! What a page being rendered tells the server about itself: its HTTP status, and whether it is for paper.

/// Answer this page with `status`, as when what it shows was not found. Does nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    told::with_page(|page| page.set(status));
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

#[cfg(feature = "ssr")]
pub use told::{PageStatus, print_sheet};

#[cfg(feature = "ssr")]
mod told {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};

    use leptos::prelude::use_context;

    /// 200 and for the screen unless the page says otherwise.
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

    impl PageStatus {
        pub fn get(&self) -> u16 {
            self.0.status.load(Ordering::Relaxed)
        }

        pub(super) fn set(&self, status: u16) {
            self.0.status.store(status, Ordering::Relaxed);
        }

        /// The page is a sheet: it gets the print styles and no application.
        pub fn for_paper(&self) -> bool {
            self.0.for_paper.load(Ordering::Relaxed)
        }
    }

    /// Answer this page as a sheet to print.
    pub fn print_sheet() {
        with_page(|page| page.0.for_paper.store(true, Ordering::Relaxed));
    }

    pub(super) fn with_page(tell: impl FnOnce(&PageStatus)) {
        if let Some(page) = use_context::<PageStatus>() {
            tell(&page);
        }
    }
}
