//! The limit that the benchmarks measure against: axum answering every request with the same bytes.
//!
//! `bare LISTEN HEAD BODY`: both are files; HEAD has one `name: value` on each line.

use std::error::Error;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let mut next = || args.next().ok_or("usage: bare LISTEN HEAD BODY");
    let (listen, head, body) = (next()?, next()?, next()?);
    let mut headers = HeaderMap::new();
    for line in std::fs::read_to_string(head)?.lines() {
        let (name, value) = line.split_once(": ").ok_or("a header is `name: value`")?;
        headers.append(name.parse::<HeaderName>()?, value.parse::<HeaderValue>()?);
    }
    let body = Bytes::from(std::fs::read(body)?);
    let app = Router::new().fallback(answer).with_state((headers, body));
    axum::serve(TcpListener::bind(listen).await?, app).await?;
    Ok(())
}

async fn answer(State((headers, body)): State<(HeaderMap, Bytes)>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.headers_mut() = headers;
    response
}
