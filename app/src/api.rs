//! The only fetcher. A page asks here for its data, by the same paths in both places: in the browser the request goes
//! over the network, on the server straight into the API router.

use common::error::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

#[cfg(feature = "ssr")]
pub use self::in_process::Transport;

/// A call of the API.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: Method,
    /// Path and query: `/api/v1/projects?q=…`.
    pub path: String,
    /// JSON.
    pub body: Option<String>,
    /// Makes a repeated post the same post.
    pub idempotency_key: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    #[default]
    Get,
    Post,
    Patch,
    Delete,
}

/// What the API answered: a status and JSON.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: String,
    /// What the JSON would say, from a server that has it at hand.
    #[cfg(feature = "ssr")]
    pub value: Option<Box<dyn std::any::Any + Send>>,
}

impl Reply {
    pub fn new(status: u16, body: String) -> Self {
        Self {
            status,
            body,
            #[cfg(feature = "ssr")]
            value: None,
        }
    }
}

/// Fetch what stands at `path`.
pub async fn get<T: DeserializeOwned + 'static>(path: impl Into<String>) -> Result<T, Problem> {
    read(send(Request { path: path.into(), ..Request::default() }).await?)
}

/// Post `body` to `path`. With an idempotency key, trying again after a lost answer does no harm.
pub async fn post<T: DeserializeOwned + 'static>(
    path: impl Into<String>,
    body: &impl Serialize,
    idempotency_key: Option<String>,
) -> Result<T, Problem> {
    let body = serde_json::to_string(body).map_err(|_| unreadable())?;
    read(send(Request { method: Method::Post, path: path.into(), body: Some(body), idempotency_key }).await?)
}

/// Change what stands at `path`.
pub async fn patch<T: DeserializeOwned + 'static>(
    path: impl Into<String>,
    body: &impl Serialize,
) -> Result<T, Problem> {
    let body = serde_json::to_string(body).map_err(|_| unreadable())?;
    read(send(Request { method: Method::Patch, path: path.into(), body: Some(body), idempotency_key: None }).await?)
}

/// Post a file, as the browser's form holds it, to `path`.
pub async fn upload<T: DeserializeOwned + 'static>(path: &str, file: JsValue) -> Result<T, Problem> {
    #[cfg(feature = "hydrate")]
    return read(over_network::upload(path, file).await.map_err(|_| offline())?);
    #[cfg(not(feature = "hydrate"))]
    {
        drop((path.to_owned(), file));
        Err(offline())
    }
}

/// Take away what stands at `path`.
pub async fn delete(path: impl Into<String>) -> Result<(), Problem> {
    read(send(Request { method: Method::Delete, path: path.into(), ..Request::default() }).await?)
}

/// A value inside a query string: everything but letters and digits as %XX.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn read<T: DeserializeOwned + 'static>(reply: Reply) -> Result<T, Problem> {
    #[cfg(feature = "ssr")]
    if let Some(Ok(value)) = reply.value.map(|value| value.downcast::<T>()) {
        return Ok(*value);
    }
    if (200..300).contains(&reply.status) {
        // From a string, as resources are read while hydrating: the wasm module then holds one reader per type.
        let body = if reply.body.is_empty() { "null" } else { &reply.body };
        serde_json::from_str(body).map_err(|_| unreadable())
    } else {
        Err(serde_json::from_str(&reply.body).unwrap_or_else(|_| unreadable()))
    }
}

/// The one place where a request leaves: into the router that renders this page, or over the network.
async fn send(request: Request) -> Result<Reply, Problem> {
    #[cfg(feature = "ssr")]
    if let Some(transport) = leptos::prelude::use_context::<Transport>() {
        return Ok(transport.send(request).await);
    }
    #[cfg(feature = "hydrate")]
    return over_network::send(request).await;
    #[cfg(not(feature = "hydrate"))]
    Err(offline())
}

/// No connection: nothing was asked and nothing answered.
#[cfg_attr(all(feature = "hydrate", not(target_family = "wasm")), expect(dead_code))]
fn offline() -> Problem {
    Problem::new(0, "offline", "网络不通").detail("请检查手机网络，然后再试一次")
}

fn unreadable() -> Problem {
    Problem::new(502, "unreadable", "暂时打不开").detail("请稍后再试")
}

#[cfg(feature = "ssr")]
mod in_process {
    use std::future::Future;
    use std::pin::Pin;
    use std::sync::Arc;

    use super::{Reply, Request};

    type Answer = Pin<Box<dyn Future<Output = Reply> + Send>>;

    /// How a page being rendered calls the API; the server provides it, with the visitor's cookie inside.
    #[derive(Clone)]
    pub struct Transport(Arc<dyn Fn(Request) -> Answer + Send + Sync>);

    impl Transport {
        pub fn new<F: Future<Output = Reply> + Send + 'static>(
            call: impl Fn(Request) -> F + Send + Sync + 'static,
        ) -> Self {
            Self(Arc::new(move |request| Box::pin(call(request))))
        }

        pub(super) fn send(&self, request: Request) -> Answer {
            (self.0)(request)
        }
    }
}

#[cfg(feature = "hydrate")]
mod over_network {
    use common::error::Problem;
    use gloo::net::http;
    use send_wrapper::SendWrapper;
    use wasm_bindgen::JsValue;

    use super::{Method, Reply, Request, offline};

    pub async fn send(request: Request) -> Result<Reply, Problem> {
        SendWrapper::new(async move { fetch(&request).await.map_err(|_| offline()) }).await
    }

    pub async fn upload(path: &str, file: JsValue) -> Result<Reply, gloo::net::Error> {
        let request = http::Request::post(path).header("accept", "application/json");
        let response = request.header("content-type", "application/octet-stream").body(file)?.send().await?;
        Ok(Reply { status: response.status(), body: response.text().await? })
    }

    async fn fetch(request: &Request) -> Result<Reply, gloo::net::Error> {
        let mut builder = match request.method {
            Method::Get => http::Request::get(&request.path),
            Method::Post => http::Request::post(&request.path),
            Method::Patch => http::Request::patch(&request.path),
            Method::Delete => http::Request::delete(&request.path),
        };
        builder = builder.header("accept", "application/json");
        if let Some(key) = &request.idempotency_key {
            builder = builder.header("idempotency-key", key);
        }
        let response = match &request.body {
            Some(body) => builder.header("content-type", "application/json").body(body.as_str())?.send().await?,
            None => builder.send().await?,
        };
        Ok(Reply::new(response.status(), response.text().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn a_query_is_encoded_byte_by_byte() {
        assert_eq!(encode("滨江 3&x=1"), "%E6%BB%A8%E6%B1%9F%203%26x%3D1");
    }
}
