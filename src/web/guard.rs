//! What holds for every page: no scripts but ours, no frames, and no form sent from elsewhere.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

pub async fn guard(request: Request, next: Next) -> Response {
    if *request.method() == Method::POST && !from_here(request.headers()) {
        return (StatusCode::FORBIDDEN, "this form was not sent from a page of this desk\n").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A file's own policy is stricter still.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A browser says where a form comes from; one that says nothing is not a browser with somebody's cookie.
fn from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        (Some(_), None) => false,
        (None, _) => {
            !headers.contains_key(header::COOKIE) || text(header::HeaderName::from_static("sec-fetch-site")) == Some("same-origin")
        }
    }
}
