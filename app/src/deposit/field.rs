use common::error::FieldErrors;
use leptos::prelude::*;

/// A line of text bound to one field of a form, with its fault beside it.
pub fn text_field<F: Clone + Send + Sync + 'static>(
    form: RwSignal<F>,
    errors: Memo<FieldErrors>,
    name: &'static str,
    label: &'static str,
    field: fn(&mut F) -> &mut String,
) -> AnyView {
    let value = move || field(&mut form.get()).clone();
    let fault = move || errors.read().message(name).map(str::to_owned);
    view! {
        <label>
            {label}
            <input
                id=name
                name=name
                autocomplete="off"
                prop:value=value
                aria-invalid=move || fault().map(|_| "true")
                on:input=move |event| form.update(|form| *field(form) = event_target_value(&event))
            />
            {move || fault().map(|fault| view! { <span class="wrong">{fault}</span> })}
        </label>
    }
    .into_any()
}

/// One of several words.
pub fn choice_field<F: Clone + Send + Sync + 'static>(
    form: RwSignal<F>,
    errors: Memo<FieldErrors>,
    name: &'static str,
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
    field: fn(&mut F) -> &mut String,
) -> AnyView {
    let value = move || field(&mut form.get()).clone();
    let fault = move || errors.read().message(name).map(str::to_owned);
    view! {
        <label>
            {label}
            <select
                id=name
                name=name
                prop:value=value
                aria-invalid=move || fault().map(|_| "true")
                on:change=move |event| form.update(|form| *field(form) = event_target_value(&event))
            >
                <option value="">"请选择"</option>
                {options
                    .into_iter()
                    .map(|(value, label)| view! { <option value=value>{label}</option> })
                    .collect_view()}
            </select>
            {move || fault().map(|fault| view! { <span class="wrong">{fault}</span> })}
        </label>
    }
    .into_any()
}

/// Yes or no.
pub fn check_box<F: Clone + Send + Sync + 'static>(
    form: RwSignal<F>,
    name: &'static str,
    label: &'static str,
    field: fn(&mut F) -> &mut bool,
) -> AnyView {
    view! {
        <label class="deposit-check">
            <input
                type="checkbox"
                name=name
                prop:checked=move || *field(&mut form.get())
                on:change=move |event| form.update(|form| *field(form) = event_target_checked(&event))
            />
            {label}
        </label>
    }
    .into_any()
}
