//! Limits per address. A whole site stands behind one carrier address, so they are wide, and a rendered board is never
//! refused: only look-ups and posts are counted.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::error::Error;

/// Requests of one class, counted by address.
#[derive(Clone)]
pub struct Limit {
    limiter: Arc<DefaultKeyedRateLimiter<IpAddr>>,
    trusted_proxy: Option<IpAddr>,
}

impl Limit {
    /// `burst` at once, then `per_second`. The address is taken from `X-Forwarded-For` only behind `trusted_proxy`.
    pub fn new(per_second: u32, burst: u32, trusted_proxy: Option<IpAddr>) -> Self {
        let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(at_least_one(per_second)).allow_burst(at_least_one(burst));
        Self { limiter: Arc::new(RateLimiter::keyed(quota)), trusted_proxy }
    }

    /// Forgets addresses that have been quiet, so that memory stays bounded.
    pub fn tidy(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

/// The layer: 429 with `Retry-After` past the limit.
pub async fn count(State(limit): State<Limit>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = address(peer, request.headers(), limit.trusted_proxy);
    match limit.limiter.check_key(&address) {
        Ok(()) => next.run(request).await,
        Err(not_until) => {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            Error::TooMany(wait.as_secs() + 1).into_response()
        }
    }
}

/// Whom to count: the peer, or the last hop its trusted proxy saw. A page rendered on the server calls without a peer.
pub fn address(peer: Option<IpAddr>, headers: &HeaderMap, trusted_proxy: Option<IpAddr>) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    if trusted_proxy != Some(peer) {
        return peer;
    }
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok()).unwrap_or(peer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forwarded_address_counts_only_from_the_trusted_proxy() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "203.0.113.9, 198.51.100.7".parse().unwrap());
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let last: IpAddr = "198.51.100.7".parse().unwrap();
        assert_eq!(address(Some(proxy), &headers, Some(proxy)), last);
        assert_eq!(address(Some(proxy), &headers, None), proxy);
        assert_eq!(address(Some(last), &HeaderMap::new(), Some(proxy)), last);
    }
}
