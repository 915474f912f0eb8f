use gloo::events::EventListener;
use js_sys::Reflect;
use leptos::web_sys::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::queue::send_waiting;

/// Once the application runs: keep visited boards for offline reading, and send what waited for a network.
pub fn start() {
    let Some(window) = window() else { return };
    EventListener::new(&window, "online", |_| spawn_local(send_waiting())).forget();
    let navigator = window.navigator();
    // Absent on pages that did not come over https.
    let can = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    spawn_local(async move {
        if can {
            // Refused in private windows: then nothing is kept.
            drop(JsFuture::from(navigator.service_worker().register("/sw.js")).await);
        }
        send_waiting().await;
    });
}
