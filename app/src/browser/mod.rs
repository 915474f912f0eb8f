//! What only a browser can do. Called from event handlers and effects, so never on the server.

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
pub use storage::{Visit, remember_visit, visits};
#[cfg(feature = "hydrate")]
pub use worker::start;
