//! What holds for every page: no scripts but ours, no frames, and no form sent from elsewhere.

use crate::api::{App, Client, host};
use axum::extract::{Request, State};
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
    if *request.method() == Method::POST && !from_here(request.headers(), secure, address) {
        return (StatusCode::FORBIDDEN, "这个表单不是从本系统的页面提交的。\nThis form was not sent from a page of this desk.\n")
            .into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    // A file's own policy is stricter still.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether the reader uses TLS: a trusted proxy says so, or the client is not local and the desk's address is an https one.
pub fn is_secure(client: &Client, address: Option<&str>) -> bool {
    client.https || (!client.is_local() && address.is_some_and(|address| address.starts_with("https://")))
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
