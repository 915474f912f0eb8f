use leptos::prelude::*;

/// The look-up box as a plain form: works without script, on any page.
pub fn find_form(asked: String) -> impl IntoView {
    view! {
        <form class="find" action="/" role="search">
            <input
                type="search"
                name="q"
                value=asked
                aria-label="工地、公司、地址，或牌子上的10位编号"
                placeholder="工地、公司、地址或编号"
                autocomplete="off"
                enterkeyhint="search"
            />
            <button class="btn act">"查"</button>
        </form>
    }
}
