use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Stands in the browser for a page that only the server finishes.
#[component]
pub fn OpenAnew() -> impl IntoView {
    let location = use_location();
    let path = format!("{}{}", location.pathname.read_untracked(), location.search.read_untracked());
    // It fails only for an address that cannot be one.
    let _ = window().location().set_href(&path);
}
