use common::dashboard::Measure;
use common::project::ProjectState;
use leptos::prelude::*;

/// The state of a project in words, and that it owes wages.
pub fn state_tag(state: ProjectState, in_arrears: bool) -> AnyView {
    let arrears = in_arrears.then(|| view! { " "<span class="tag late">"欠薪"</span> });
    view! { <span class="tag">{state.label()}</span>{arrears} }.into_any()
}

/// What a project lacks, one word each.
pub fn missing_tags(missing: &[Measure]) -> AnyView {
    let tags = missing.iter().map(|measure| view! { <span class="tag late">{measure.label()}</span>" " });
    tags.collect_view().into_any()
}
