use std::sync::atomic::{AtomicBool, Ordering};

use leptos::html;
use leptos::prelude::*;

/// Whether a page has been shown in this window: the first one was loaded by the browser, which puts the focus itself.
static SHOWN: AtomicBool = AtomicBool::new(false);

/// The one title of a page. When the application moves to another page the focus goes here, so that a screen reader
/// says where it is.
pub fn heading(text: impl Into<String>) -> AnyView {
    let title = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if title.get().is_none() || !SHOWN.swap(true, Ordering::Relaxed) {
            return;
        }
        // The title is in the page only after this turn, and the page may be left again before.
        let focus = move || title.try_get_untracked().flatten().map(|title| title.focus());
        drop(request_animation_frame(move || drop(focus())));
    });
    view! {
        <h1 tabindex="-1" node_ref=title>
            {text.into()}
        </h1>
    }
    .into_any()
}
