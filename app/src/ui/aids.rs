//! Small helps for reading. Each is hidden until the browser is known to be able (classes on the root, `aids.js`).

use leptos::prelude::*;

use crate::browser;

/// 听: reads the part of the page with this id aloud; a second tap stops.
pub fn listen_button(id: &'static str) -> impl IntoView {
    view! {
        <button class="tool can-say" data-app on:click=move |_| browser::speak_or_stop(id)>
            "听"
        </button>
    }
}

/// 字大: the label of the box that stands first in every page; works without script.
pub fn large_text_switch() -> impl IntoView {
    view! { <label class="tool" for="big">"字大"</label> }
}

/// 转发给工友, by whatever the phone offers.
pub fn share_button(title: String) -> impl IntoView {
    view! {
        <button class="tool can-share" data-app on:click=move |_| browser::share(&title)>
            "转发给工友"
        </button>
    }
}
