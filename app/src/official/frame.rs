//! What surrounds every page of the area: navigation at the left, or at the bottom of a phone; who is signed in above.

use common::api::SESSION;
use common::auth::Me;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::account::account_page;
use super::routes::{ENTRIES, Entry, page_at};
use super::session::Session;
use crate::api;

/// The frame with the page that the address names.
pub fn frame(me: Me) -> AnyView {
    let path = use_location().pathname;
    let here = Memo::new(move |_| path.get().trim_end_matches('/').to_owned());
    let reached = |entry: &&Entry| me.may(entry.2) && (!me.must_enrol || entry.0 == "/official/account");
    let must_enrol = me.must_enrol;
    let entries = ENTRIES.iter().filter(reached).map(|entry| link(entry, here)).collect_view();
    view! {
        <header class="bar top">
            <a href="/official">"明薪 · 工作台"</a>
            <p>{format!("{} · {} · {}", me.person, me.role.label(), me.reach)}</p>
            <button on:click=move |_| sign_out()>"退出"</button>
        </header>
        <div class="desk">
            <nav aria-label="工作台">{entries}</nav>
            <main id="main">{move || if must_enrol { account_page() } else { page_at(&here.get()) }}</main>
        </div>
    }
    .into_any()
}

fn link(&Entry(href, word, _): &Entry, here: Memo<String>) -> impl IntoView {
    let current = move || {
        let here = here.get();
        let inside = here == href || (href != "/official" && here.starts_with(&format!("{href}/")));
        inside.then_some("page")
    };
    view! { <a href=href aria-current=current>{word}</a> }
}

fn sign_out() {
    let session = Session::here();
    spawn_local(async move {
        // Whatever the answer: here the session is over.
        drop(api::delete(SESSION).await);
        session.end();
    });
}
