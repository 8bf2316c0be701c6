//! The layer around every request: where it came from, whether its host is this desk, rate limits, lanes, and the headers of
//! every answer.

use super::app::{App, LANE, Lane};
use super::bodies;
use super::client::Client;
use super::problem::Problem;
use super::throttle::{RequestClass, call_of};
use crate::reason::DoorReason;
use crate::words::Locale;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

/// The layer around all routes.
pub async fn door(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    let client = Client::of(peer, request.headers(), &app.desk.settings().web);
    let call = call_of(request.method(), request.uri());
    let chunked = request.headers().contains_key(header::TRANSFER_ENCODING);
    let is_api = request.uri().path().starts_with("/api/");
    let is_page = !is_api && !matches!(request.uri().path(), "/metrics" | "/healthz" | "/readyz");
    let locale = language_of(request.headers());
    request.extensions_mut().insert(client);
    request.extensions_mut().insert(RequestClass(call));
    let refused = is_well_formed(&request).and_then(|()| is_meant(&app, &request, peer, &client));
    let refused = refused.and_then(|()| call.map_or(Ok(()), |call| app.throttle.address(call, &client)));
    let lane = Lane::of(request.method(), call);
    let mut response = match refused {
        Ok(()) => bodies::within(&app.bodies, client.network(), LANE.scope(lane, next.run(request))).await,
        Err(problem) if is_page => problem.into_text(locale),
        Err(problem) => problem.into_response(),
    };
    if chunked {
        // Where a length was sent beside it, it has been dropped before we saw it (RFC 9112, 6.3): what follows on this
        // connection may be read otherwise by whoever stands before us.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    if is_api {
        response = as_problem(response);
        response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    app.metrics.answered(response.status().as_u16(), started.elapsed());
    response
}

/// Refuses requests without a host or with two: the latter can be smuggled past a proxy.
fn is_well_formed(request: &Request) -> Result<(), Problem> {
    let headers = request.headers();
    let bad = |why: DoorReason| Err(Problem::new(StatusCode::BAD_REQUEST, "bad-header", why));
    match headers.get_all(header::HOST).iter().count() {
        0 if request.version() == Version::HTTP_11 => bad(DoorReason::NoHost),
        0 | 1 => Ok(()),
        _ => bad(DoorReason::TwoHosts),
    }
}

/// Whether the name it was asked for under is this desk's. A page elsewhere can give its own name an address of this machine,
/// and would then speak to the desk as if it were one of its pages.
fn is_meant(app: &App, request: &Request, peer: IpAddr, client: &Client) -> Result<(), Problem> {
    let web = &app.desk.settings().web;
    let Some(host) = host(request.headers()) else { return Ok(()) };
    // Health checks may use any name; their answers reveal nothing.
    if matches!(request.uri().path(), "/healthz" | "/readyz") {
        return Ok(());
    }
    let named = web.address.as_deref().and_then(|address| Some(address.split_once("://")?.1));
    let is_ours = is_local_or_number(host)
        || match named {
            Some(named) => host_name(named).eq_ignore_ascii_case(host_name(host)),
            // Without an address in the settings, a strange name is suspicious only on a direct local connection.
            None => !peer.to_canonical().is_loopback() || web.trusted_proxies.iter().any(|network| network.holds(peer)),
        };
    match is_ours {
        true => Ok(()),
        false => {
            tracing::debug!("asked from {} under the name {host}", client.address);
            Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "misdirected", DoorReason::NotOurs))
        }
    }
}

/// The language of whoever asks for a page, before anything is known of them.
fn language_of(headers: &HeaderMap) -> Locale {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let chosen = text(header::COOKIE).split(';').find_map(|pair| pair.trim().strip_prefix("precedent_language="));
    chosen.and_then(Locale::of_tag).unwrap_or_else(|| Locale::accepted(text(header::ACCEPT_LANGUAGE)))
}

/// The name the desk was asked for under.
pub fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok().filter(|host| !host.is_empty())
}

/// Without its port.
fn host_name(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    }
}

fn is_local_or_number(host: &str) -> bool {
    let name = host_name(host).trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

/// What the framework says in bare text, in the API's form: a path that is no UTF-8, a method that is not taken.
fn as_problem(response: Response) -> Response {
    let status = response.status();
    let is_ours = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if is_ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (kind, detail) = match status {
        StatusCode::BAD_REQUEST => ("bad-request", DoorReason::BadRequest),
        StatusCode::REQUEST_TIMEOUT => ("too-slow", DoorReason::TooSlow),
        StatusCode::PAYLOAD_TOO_LARGE => ("too-large", DoorReason::BodyTooLarge),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported-media-type", DoorReason::BodyKind),
        StatusCode::URI_TOO_LONG => ("too-long", DoorReason::AddressTooLong),
        status if status.is_server_error() => ("internal", DoorReason::Internal),
        _ => ("refused", DoorReason::RequestRefused),
    };
    Problem::new(status, kind, detail).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_this_machine_are_told_from_names() {
        for host in ["127.0.0.1:7878", "localhost", "LOCALHOST:1", "desk.localhost:80", "[::1]:7878", "192.0.2.1"] {
            assert!(is_local_or_number(host), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "1.example:7878"] {
            assert!(!is_local_or_number(host), "{host}");
        }
    }
}
