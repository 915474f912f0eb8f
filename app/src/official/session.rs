//! Who is signed in, and the door: whoever is not sees the sign-in form in place of the page asked for.

use common::api::SESSION;
use common::auth::{Action, Me};
use common::error::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{frame, sign_in};
use crate::api;
use crate::head::Title;
use crate::ui::failed;

/// The session as the pages of the area know it.
#[derive(Clone, Copy)]
pub struct Session(RwSignal<Option<Result<Me, Problem>>>);

impl Session {
    /// The one session of this window. Only pages of the official area ask.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether the one who is signed in may do this; hides what the server would refuse.
    pub fn may(self, action: Action) -> bool {
        self.0.with(|me| me.as_ref().is_some_and(|me| me.as_ref().is_ok_and(|me| me.may(action))))
    }

    /// Whether one must turn the second factor on before anything else.
    pub fn must_enrol(self) -> bool {
        self.0.with(|me| me.as_ref().is_some_and(|me| me.as_ref().is_ok_and(|me| me.must_enrol)))
    }

    /// Somebody signed in.
    pub fn begin(self, me: Me) {
        self.0.set(Some(Ok(me)));
    }

    /// Nobody is signed in any more: the form comes up, and after it the same page.
    pub fn end(self) {
        self.0.set(Some(Err(nobody())));
    }

    /// Takes note of a failure: a session that ran out brings up the form.
    pub fn note(self, problem: &Problem) {
        if problem.status == 401 {
            self.end();
        }
    }
}

/// The whole area, behind its door.
pub fn gate() -> AnyView {
    let session = Session(RwSignal::new(None));
    provide_context(session);
    // Runs in the browser alone: the server finishes only what is the same for everybody.
    Effect::new(move |_| {
        spawn_local(async move {
            let who = api::get::<Option<Me>>(SESSION).await;
            session.0.set(Some(who.and_then(|me| me.ok_or_else(nobody))));
        });
    });
    let state = Memo::new(move |_| session.0.get());
    view! {
        {move || match state.get() {
            None => opening(),
            Some(Ok(me)) => frame::frame(me),
            Some(Err(problem)) if problem.status == 401 => sign_in::sign_in_page(),
            Some(Err(problem)) => view! { <main id="main" class="door">{failed(problem)}</main> }.into_any(),
        }}
    }
    .into_any()
}

fn nobody() -> Problem {
    Problem::new(401, "unauthenticated", "请登录")
}

fn opening() -> AnyView {
    view! {
        <Title text="工作台"/>
        <main id="main" class="door" aria-busy="true">
            <p class="note">"正在打开工作台…"</p>
            <noscript><p class="note">"工作台要用较新的浏览器并打开 JavaScript。"</p></noscript>
        </main>
    }
    .into_any()
}
