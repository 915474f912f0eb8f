use common::error::Problem;
use leptos::prelude::*;

/// Something could not be shown: what happened in the visitor's words, and what to do now.
pub fn failed(problem: Problem) -> AnyView {
    view! {
        <div class="note" role="alert">
            <p><b>{problem.title}</b></p>
            <p>{problem.detail}</p>
            <p><a href="" rel="external">"再试一次"</a></p>
        </div>
    }
    .into_any()
}

/// While the data of a page is on its way.
pub fn opening() -> impl IntoView {
    view! { <main id="main" aria-busy="true"><p class="note">"正在打开…"</p></main> }
}
