//! Renders a page to finished HTML on the server.

use std::sync::Arc;

use any_spawner::Executor;
use futures::StreamExt;
use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_router::location::RequestUrl;
use serde_json::{Map, Value, json};

use crate::App;
use crate::api::Transport;
use crate::head::Tags;
use crate::shell::Site;
use crate::status::{Frame, PageStatus};

/// A finished page.
#[derive(Debug)]
pub struct Page {
    pub html: String,
    /// 200, or what the page decided, such as 404.
    pub status: u16,
}

/// Render what stands at `path` (path and query), after everything it fetches through `transport` has arrived.
/// `signed_in`: the visitor seems to have a session.
pub async fn render(site: &Site, transport: Transport, path: &str, signed_in: bool) -> Page {
    // Refused from the second time on, which is what we want.
    let _ = Executor::init_tokio();
    let context = Arc::new(SsrSharedContext::new());
    let owner = Owner::new_root(Some(context.clone()));
    let (tags, status) = (Tags::default(), PageStatus::default());
    let body = owner.with(|| {
        provide_context(RequestUrl::new(path));
        provide_context(transport);
        provide_context(tags.clone());
        provide_context(status.clone());
        let app = App().into_view();
        ScopedFuture::new_untracked(async move { app.to_html_stream_in_order().collect::<String>().await })
    });
    let body = body.await;
    let html = match status.frame() {
        Frame::Paper => site.sheet(&tags.html(), &body),
        Frame::Form => site.form(&tags.html(), &body),
        Frame::Plain => site.plain(&tags.html(), &body),
        Frame::Live => {
            site.document(&[tags.html(), site.extra(path, signed_in)].concat(), &body, &page_data(&context).await)
        }
    };
    owner.unset_with_forced_cleanup();
    Page { html, status: status.get() }
}

/// The globals that hydration reads, as one JSON object that is safe inside a `script` element.
async fn page_data(context: &SsrSharedContext) -> String {
    let resources = context.consume_buffers().await.into_iter().map(|(id, json)| (id.into_inner(), Value::from(json)));
    let resources: Map<String, Value> = resources.collect();
    let errors = context.take_errors().into_iter();
    let errors = errors.map(|(boundary, id, error)| json!([boundary.as_str(), id.as_str(), error.to_string()]));
    let data = json!({
        "__RESOLVED_RESOURCES": resources,
        "__SERIALIZED_ERRORS": errors.collect::<Vec<_>>(),
        "__INCOMPLETE_CHUNKS": [],
    });
    data.to_string().replace('<', "\\u003c")
}
