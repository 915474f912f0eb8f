use crate::head::{Meta, Title};
use leptos::prelude::*;

use super::aids::large_text_switch;
use super::heading::heading;

/// The line above a page that belongs to no site.
pub fn bar() -> impl IntoView {
    view! {
        <header class="bar">
            <a href="/">"明薪 · 农民工工资维权信息"</a>
            {large_text_switch("")}
        </header>
    }
}

/// Where else to go.
pub fn foot() -> impl IntoView {
    view! {
        <footer>
            <a href="/">"查工地"</a>
            <a href="/rights">"工人权利"</a>
            <a href="/track" rel="external">"查进度"</a>
            <a href="/blacklist" rel="external">"失信名单"</a>
            <a href="/api/v1/docs" rel="external">"数据接口"</a>
            <a href="/official" rel="external">"工作人员"</a>
        </footer>
    }
}

/// A whole page with its title and a sentence for search engines and link previews.
pub fn page(title: &'static str, about: &'static str, body: impl IntoView + 'static) -> AnyView {
    view! {
        <Title text=title/>
        <Meta name="description" content=about/>
        {bar()}
        <main id="main">
            {heading(title)}
            {body.into_any()}
        </main>
        {foot()}
    }
    .into_any()
}
