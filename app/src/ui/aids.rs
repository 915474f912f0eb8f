//! Small helps for reading. Each is hidden until the browser is known to be able (classes on the root, `aids.js`).

use leptos::html;
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

/// 字大: a box that the styles look at, so that it works without script; `aids.js` remembers it.
pub fn large_text_switch(class: &'static str) -> AnyView {
    let switch = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let Some(switch) = switch.get() else { return };
        let root = document().document_element();
        switch.set_checked(root.is_some_and(|root| root.class_list().contains("big")));
    });
    view! { <label class=class><input type="checkbox" id="big" node_ref=switch/>"字大"</label> }.into_any()
}

/// 转发给工友, by whatever the phone offers.
pub fn share_button(title: String) -> impl IntoView {
    view! {
        <button class="tool can-share" data-app on:click=move |_| browser::share(&title)>
            "转发给工友"
        </button>
    }
}
