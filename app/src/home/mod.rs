//! 首页: find a site.

use leptos::prelude::*;

/// 首页.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <main>
            <h1>"明薪"</h1>
            <p><a href="/official">"工作人员入口"</a></p>
        </main>
    }
}
