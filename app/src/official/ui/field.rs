use common::error::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::web_sys::{FormData, HtmlFormElement};
use wasm_bindgen::JsCast;

/// What a field of the submitted form holds; empty if there is none.
pub fn form_text(event: &SubmitEvent, name: &str) -> String {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    data.and_then(|data| data.get(name).as_string()).unwrap_or_default()
}

/// What went wrong, above the form, with a link to each wrong field.
pub fn error_summary(failure: RwSignal<Option<Problem>>) -> AnyView {
    view! {
        <div aria-live="assertive">
            {move || failure.get().map(|problem| {
                let fields = problem.errors.iter().map(|error| {
                    view! { <li><a href=format!("#{}", error.field) rel="external">{error.message.clone()}</a></li> }
                });
                let fields = fields.collect_view();
                view! {
                    <div class="fault" role="alert">
                        <p><b>{problem.title}</b></p>
                        <p>{problem.detail}</p>
                        <ul>{fields}</ul>
                    </div>
                }
            })}
        </div>
    }
    .into_any()
}

/// What to do about one field, below it.
pub fn field_error(failure: RwSignal<Option<Problem>>, name: &'static str) -> AnyView {
    let message = move || failure.with(|it| it.as_ref().and_then(|it| it.errors.message(name).map(str::to_owned)));
    view! { {move || message().map(|message| view! { <p class="wrong">{message}</p> })} }.into_any()
}
