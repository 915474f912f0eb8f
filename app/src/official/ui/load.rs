use common::error::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::api::{self, encode};
use crate::official::Session;
use crate::ui::failed;

/// Data fetched in the browser, again whenever what `path` reads changes. While it is on its way the old stays, dimmed.
pub fn loaded<T: DeserializeOwned + Send + Sync + 'static>(
    path: impl Fn() -> String + 'static,
    show: impl Fn(&T) -> AnyView + Send + 'static,
) -> AnyView {
    let session = Session::here();
    let answer = RwSignal::new(None::<Result<T, Problem>>);
    let asked = RwSignal::new(0_u32);
    let busy = RwSignal::new(true);
    Effect::new(move |_| {
        let path = path();
        let turn = asked.get_untracked() + 1;
        asked.set(turn);
        busy.set(true);
        spawn_local(async move {
            let got = api::get::<T>(path).await;
            // Somebody asked for something else meanwhile, or left the page.
            if asked.try_get_untracked() != Some(turn) {
                return;
            }
            if let Err(problem) = &got {
                session.note(problem);
            }
            answer.set(Some(got));
            busy.set(false);
        });
    });
    view! {
        <div class="loaded" class:busy=move || busy.get() aria-busy=move || busy.get().to_string()>
            {move || answer.with(|answer| match answer {
                None => view! { <p class="note">"正在打开…"</p> }.into_any(),
                Some(Ok(data)) => show(data),
                Some(Err(problem)) => failed(problem.clone()),
            })}
        </div>
    }
    .into_any()
}

/// A path with those parts of its query that are not empty.
pub fn query_text(path: &str, parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().filter(|(_, value)| !value.is_empty());
    let parts: Vec<String> = parts.map(|(key, value)| format!("{key}={}", encode(value))).collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}
