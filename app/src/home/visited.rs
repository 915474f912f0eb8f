use leptos::prelude::*;

use crate::browser::{self, Visit};

/// Boards opened on this phone before; nothing on the server, which does not know them.
pub fn visited() -> impl IntoView {
    let visits = RwSignal::new(Vec::new());
    Effect::new(move |_| visits.set(browser::visits()));
    move || {
        let visits = visits.get();
        (!visits.is_empty()).then(|| {
            view! {
                <h2>"看过的牌子"</h2>
                <ul>{visits.into_iter().map(entry).collect::<Vec<_>>()}</ul>
            }
        })
    }
}

fn entry(visit: Visit) -> AnyView {
    view! { <li class="hit"><a href=format!("/b/{}", visit.token) rel="external">{visit.name}</a></li> }.into_any()
}
