//! What only a browser can do. Called from event handlers and effects, so never on the server.

use leptos::web_sys::window;

mod place;
mod queue;
mod scan;
mod speech;
mod storage;
#[cfg(feature = "hydrate")]
mod worker;

pub use place::locate;
pub use queue::{Sent, send_flaw};
pub use scan::scan;
pub use speech::{share, speak_or_stop};
pub use storage::{Visit, asks_for_code, remember_code, remember_visit, visits};
#[cfg(feature = "hydrate")]
pub use worker::start;

/// The address of the page as it stands becomes `path`, without a new entry in the history and without a navigation.
pub fn show_address(path: &str) {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return };
    let state = history.state().unwrap_or_default();
    // A browser that finds the address changing too often refuses; the router changes it a moment later.
    drop(history.replace_state_with_url(&state, "", Some(path)));
}
