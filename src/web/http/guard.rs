//! What holds for every page: no scripts but ours, no frames, and no form sent from elsewhere.

use super::cookies::is_secure;
use super::session::Reader;
use crate::api::{App, Client, Problem, host};
use crate::reason::DoorReason;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";

/// The layer around all pages.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied();
    let address = app.desk.settings().web.address.as_deref();
    let secure = client.is_some_and(|client| is_secure(&client, address));
    let foreign = *request.method() == Method::POST && !from_here(request.headers(), secure, address);
    let (mut parts, body) = request.into_parts();
    let asked = parts.clone();
    let mut response = match foreign {
        true => StatusCode::FORBIDDEN.into_response(),
        false => next.run(Request::from_parts(asked, body)).await,
    };
    // What the framework refuses by itself, it says in bare English.
    if let Some(problem) = bare(&response, foreign) {
        response = match Reader::from_request_parts(&mut parts, &app).await {
            Ok(reader) => reader.failed(problem).into_response(),
            Err(failed) => failed.into_response(),
        };
    }
    let headers = response.headers_mut();
    // A file's own policy is stricter still.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The reason for a refusal that came without a page: an address or a query that cannot be read, a method that is not taken.
fn bare(response: &Response, foreign: bool) -> Option<Problem> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !(status.is_client_error() || status.is_server_error()) || !(kind.is_empty() || kind.starts_with("text/plain")) {
        return None;
    }
    let why = match status {
        StatusCode::FORBIDDEN if foreign => DoorReason::NotSentFromHere,
        StatusCode::NOT_FOUND => DoorReason::NoPage,
        StatusCode::METHOD_NOT_ALLOWED => DoorReason::NotByItself,
        StatusCode::PAYLOAD_TOO_LARGE => DoorReason::BodyTooLarge,
        StatusCode::URI_TOO_LONG => DoorReason::AddressTooLong,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => DoorReason::NotAForm,
        status if status.is_server_error() => DoorReason::Internal,
        _ => DoorReason::BadRequest,
    };
    Some(Problem::new(status, "refused", why))
}

/// Whether a form was sent from one of the desk's own pages, by `Sec-Fetch-Site` and `Origin`. A client that sends neither
/// passes if it sends no cookie.
fn from_here(headers: &HeaderMap, secure: bool, address: Option<&str>) -> bool {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    if site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    match text(header::ORIGIN) {
        Some(origin) if address == Some(origin) => true,
        Some(origin) => {
            let (Some((scheme, from)), Some(host)) = (origin.split_once("://"), host(headers)) else { return false };
            let scheme_fits = scheme == "https" || (scheme == "http" && !secure);
            scheme_fits && from.eq_ignore_ascii_case(host)
        }
        None => !headers.contains_key(header::COOKIE) || site == Some("same-origin"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers_sent: &[(&'static str, &str)], secure: bool) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("desk.example:7878"));
        headers.insert("cookie", HeaderValue::from_static("precedent_session=x"));
        for (name, value) in headers_sent {
            headers.insert(*name, value.parse().unwrap());
        }
        from_here(&headers, secure, Some("https://desk.example"))
    }

    #[test]
    fn a_form_counts_only_where_it_was_sent_from_a_page_of_this_desk() {
        assert!(asked(&[("origin", "http://desk.example:7878")], false));
        assert!(asked(&[("origin", "https://desk.example:7878"), ("sec-fetch-site", "same-origin")], true));
        assert!(asked(&[("origin", "https://desk.example")], true), "by the address in the settings");
        assert!(asked(&[("sec-fetch-site", "same-origin")], false));
        assert!(!asked(&[("origin", "http://desk.example:7878")], true), "not over TLS");
        for wrong in
            ["ftp://desk.example:7878", "https://evil.example", "null", "chrome-extension://desk.example:7878", "desk.example:7878"]
        {
            assert!(!asked(&[("origin", wrong)], false), "{wrong}");
        }
        assert!(!asked(&[("origin", "http://desk.example:7878"), ("sec-fetch-site", "cross-site")], false));
        assert!(!asked(&[("origin", "http://desk.example:7878"), ("sec-fetch-site", "same-site")], false));
        assert!(!asked(&[], false), "a cookie, and nothing that says where from");
    }
}
