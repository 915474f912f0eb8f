//! The pages of Mingxin. The server renders them to finished HTML; the same code, compiled to WebAssembly, takes the
//! page over once it is idle and moves between pages without reloading.
//!
//! `routes` lists every page, `api` is the only fetcher, `ui` holds parts that know no page and no URL.

pub mod api;
mod blacklist;
mod board;
mod browser;
mod complaint;
mod dashboard;
mod deposit;
pub mod head;
mod home;
mod official;
mod payroll;
mod project;
#[cfg(feature = "ssr")]
mod render;
mod rights;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;
mod status;
mod ui;

#[cfg(feature = "ssr")]
pub use render::{Page, render};
pub use routes::App;

/// Take over the page that the server rendered. Resolves once every element answers, and fails if the page needs a
/// chunk that does not come.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() -> Result<(), wasm_bindgen::JsError> {
    console_error_panic_hook::set_once();
    official::fetch_if_needed().await?;
    browser::start();
    leptos::mount::hydrate_body(App);
    Ok(())
}
