//! What a page being rendered tells the server about itself: its HTTP status, and whether it is for paper.

/// Answer this page with `status`, as when what it shows was not found. Does nothing in the browser.
pub fn set_status(status: u16) {
    #[cfg(feature = "ssr")]
    told::with_page(|page| page.set(status));
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

#[cfg(feature = "ssr")]
pub use told::{Frame, PageStatus, form_page, plain_page, print_sheet};

#[cfg(feature = "ssr")]
mod told {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU8, AtomicU16, Ordering};

    use leptos::prelude::use_context;

    /// What surrounds a page.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Frame {
        /// The document with the application.
        Live,
        /// The document without the application.
        Plain,
        /// The document with the script of the complaint, and no application.
        Form,
        /// The print styles, and no application.
        Paper,
    }

    /// 200 and live unless the page says otherwise.
    #[derive(Clone)]
    pub struct PageStatus(Arc<Told>);

    struct Told {
        status: AtomicU16,
        frame: AtomicU8,
    }

    impl Default for PageStatus {
        fn default() -> Self {
            Self(Arc::new(Told { status: AtomicU16::new(200), frame: AtomicU8::new(Frame::Live as u8) }))
        }
    }

    impl PageStatus {
        pub fn get(&self) -> u16 {
            self.0.status.load(Ordering::Relaxed)
        }

        pub(super) fn set(&self, status: u16) {
            self.0.status.store(status, Ordering::Relaxed);
        }

        pub fn frame(&self) -> Frame {
            let frame = self.0.frame.load(Ordering::Relaxed);
            [Frame::Plain, Frame::Form, Frame::Paper].into_iter().find(|one| *one as u8 == frame).unwrap_or(Frame::Live)
        }
    }

    /// Answer this page as a sheet to print.
    pub fn print_sheet() {
        with_page(|page| page.0.frame.store(Frame::Paper as u8, Ordering::Relaxed));
    }

    /// Answer this page finished as it is: the application does not take it over.
    pub fn plain_page() {
        with_page(|page| page.0.frame.store(Frame::Plain as u8, Ordering::Relaxed));
    }

    /// Answer this page finished as it is, with the script of the complaint.
    pub fn form_page() {
        with_page(|page| page.0.frame.store(Frame::Form as u8, Ordering::Relaxed));
    }

    pub(super) fn with_page(tell: impl FnOnce(&PageStatus)) {
        if let Some(page) = use_context::<PageStatus>() {
            tell(&page);
        }
    }
}
