//! 维权信息告示牌: the public page behind the QR code.

use common::error::Problem;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde_json::Value;

use crate::api;
use crate::head::Title;
use crate::status::set_status;

/// 告示牌 of one site, by the token in its QR code.
#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let board = Resource::new(
        move || params.read().get("token").unwrap_or_default(),
        |token| async move { api::get::<Value>(format!("/api/v1/boards/{token}")).await },
    );
    let taps = RwSignal::new(0);
    view! {
        <main>
            <Suspense fallback=|| view! { <p>"正在打开…"</p> }>
                {move || Suspend::new(async move { board.await.map_or_else(not_found, |board| found(&board)) })}
            </Suspense>
            <button type="button" data-app on:click=move |_| taps.update(|n| *n += 1)>"点了 " {taps} " 次"</button>
            <p><a href="/official">"工作人员入口"</a></p>
        </main>
    }
}

fn found(board: &Value) -> AnyView {
    let name = board["name"].as_str().unwrap_or_default().to_owned();
    view! {
        <Title text=name.clone()/>
        <h1>{name.clone()}</h1>
        <textarea>{name}</textarea>
    }
    .into_any()
}

fn not_found(problem: Problem) -> AnyView {
    set_status(problem.status);
    view! { <h1>{problem.title}</h1> }.into_any()
}
