//! 工作台: the officials' area. One lazy chunk, which the public never loads; rendered in the browser alone, because
//! every figure depends on who is signed in.

mod account;
mod audit;
mod frame;
mod routes;
mod second_factor;
mod session;
mod sign_in;
pub mod ui;
mod users;

use leptos::prelude::*;
use leptos::{LazyViewError, lazy};
use leptos_router::LazyRoute;

pub use session::Session;

use crate::ui::ChunkFailed;

/// The official area; what it shows depends on the rest of the path.
pub struct OfficialArea;

impl LazyRoute for OfficialArea {
    fn data() -> Self {
        Self
    }

    async fn view(_this: Self) -> AnyView {
        area().await.unwrap_or_else(|_| view! { <ChunkFailed/> }.into_any())
    }
}

/// Fetch the chunk before the page is taken over if the page stands in it: taking over does not wait. Fails if it
/// could not be fetched; then the finished page is best left as it is.
#[cfg(feature = "hydrate")]
pub async fn fetch_if_needed() -> Result<(), wasm_bindgen::JsError> {
    if location().pathname().is_ok_and(|path| path.starts_with("/official")) {
        // Made by `lazy`, as what `lazy_preload!` calls without waiting.
        __preload_area().await?;
    }
    Ok(())
}

/// Where the chunk begins: whatever only this calls is in it.
#[lazy(fallible)]
fn area() -> Result<AnyView, LazyViewError> {
    Ok(session::gate())
}
