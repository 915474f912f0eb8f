use leptos::web_sys::{HtmlElement, ShareData, SpeechSynthesisUtterance, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Read the element with this id aloud, a little slowly; while something is being read, stop instead.
pub fn speak_or_stop(id: &str) {
    let Some(window) = window() else { return };
    let Ok(speech) = window.speech_synthesis() else { return };
    if speech.speaking() {
        speech.cancel();
        return;
    }
    let element = window.document().and_then(|document| document.get_element_by_id(id));
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return };
    if let Ok(words) = SpeechSynthesisUtterance::new_with_text(&element.inner_text()) {
        words.set_lang("zh-CN");
        words.set_rate(0.9);
        speech.speak(&words);
    }
}

/// Offer this page to the apps of the phone.
pub fn share(title: &str) {
    let Some(window) = window() else { return };
    let data = ShareData::new();
    data.set_title(title);
    if let Ok(address) = window.location().href() {
        data.set_url(&address);
    }
    let shared = window.navigator().share_with_data(&data);
    // Closing the choice of apps is an error to the browser, not to us.
    spawn_local(async move { drop(JsFuture::from(shared).await) });
}
