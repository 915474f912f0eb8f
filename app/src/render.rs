//! Renders a page to finished HTML on the server.

use std::sync::Arc;

use any_spawner::Executor;
use futures::StreamExt;
use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_meta::ServerMetaContext;
use leptos_router::location::RequestUrl;
use serde_json::json;

use crate::App;
use crate::api::Transport;
use crate::shell::Site;
use crate::status::PageStatus;

/// A finished page.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    /// 200, or what the page decided, such as 404.
    pub status: u16,
}

/// Render what stands at `path` (path and query), after everything it fetches through `transport` has arrived.
pub async fn render(site: &Site, transport: Transport, path: &str) -> Page {
    // Fails if it was set before, which is what we want.
    let _ = Executor::init_tokio();
    let context = Arc::new(SsrSharedContext::new());
    let owner = Owner::new_root(Some(context.clone()));
    let (meta, head) = ServerMetaContext::new();
    let status = PageStatus::default();
    let body = owner.with(|| {
        provide_context(RequestUrl::new(path));
        provide_context(meta);
        provide_context(transport);
        provide_context(status.clone());
        let app = App().into_view();
        ScopedFuture::new_untracked(async move { app.to_html_stream_in_order().collect::<String>().await })
    });
    let body = body.await;
    let document = site.document(&body, &page_data(&context).await);
    let document = futures::stream::once(async move { document });
    let html = head.inject_meta_context(Box::pin(document)).await.collect().await;
    owner.unset_with_forced_cleanup();
    Page { html, status: status.get() }
}

/// The globals that hydration reads, as one JSON object that is safe inside a `script` element.
async fn page_data(context: &SsrSharedContext) -> String {
    let resources: serde_json::Map<String, serde_json::Value> =
        context.consume_buffers().await.into_iter().map(|(id, json)| (id.into_inner(), json.into())).collect();
    let errors: Vec<_> = context
        .take_errors()
        .into_iter()
        .map(|(boundary, id, error)| json!([boundary.as_str(), id.as_str(), error.to_string()]))
        .collect();
    let data = json!({
        "__RESOLVED_RESOURCES": resources,
        "__SERIALIZED_ERRORS": errors,
        "__INCOMPLETE_CHUNKS": [],
    });
    data.to_string().replace('<', "\\u003c")
}
