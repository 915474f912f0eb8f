use leptos::prelude::*;

use super::frame::page;

/// Shown where a part of the application could not be fetched; a plain link asks the server for the finished page.
#[component]
pub fn ChunkFailed() -> impl IntoView {
    page(
        "这一页没有打开",
        "请再试一次。",
        view! { <p>"可能是网络不稳定。"<a href="" rel="external">"再试一次"</a></p> },
    )
}
