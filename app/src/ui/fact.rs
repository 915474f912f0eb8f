use leptos::prelude::*;

/// One line of a list of facts: what it is, and what it says.
pub fn fact(label: &'static str, body: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="row">
            <dt>{label}</dt>
            <dd>{body.into_any()}</dd>
        </div>
    }
    .into_any()
}

/// What should stand here and does not.
pub fn missing(what: &'static str) -> AnyView {
    view! { <p class="none">{what}</p> }.into_any()
}
