//! Cookies: the session, which scripts never see and TLS guards by its name, and the language.

use crate::api::Client;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use cookie::time::Duration;
use cookie::{Cookie, SameSite};

/// The session's cookie; over TLS under a name that browsers take from this host only, and only with `Secure`.
const SESSION: &str = "precedent_session";
const SESSION_SECURE: &str = "__Host-precedent_session";

/// The name of the session's cookie.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { SESSION_SECURE } else { SESSION }
}
/// Whether the reader uses TLS: a trusted proxy says so, or the client is not local and the desk's address is an https one.
pub fn is_secure(client: &Client, address: Option<&str>) -> bool {
    client.https || (!client.is_local() && address.is_some_and(|address| address.starts_with("https://")))
}

/// The cookie that keeps the chosen language.
pub const LANGUAGE: &str = "precedent_language";

/// The value of the first cookie of this name that is not empty.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.filter(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_string()).find(|v| !v.is_empty())
}

/// Sets a cookie for all paths. `seconds` is its `Max-Age`, `secret` sets `HttpOnly`, `secure` sets `Secure`.
pub fn with_cookie(mut response: Response, name: &str, value: &str, seconds: u32, secret: bool, secure: bool) -> Response {
    let mut cookie = Cookie::build((name, value)).path("/").max_age(Duration::seconds(seconds.into())).same_site(SameSite::Lax);
    if secret {
        cookie = cookie.http_only(true);
    }
    if secure {
        cookie = cookie.secure(true);
    }
    if let Ok(cookie) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;

    fn set(secret: bool, secure: bool) -> Vec<String> {
        let response = with_cookie(().into_response(), session_cookie(secure), "ps_1", 60, secret, secure);
        let text = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let mut parts: Vec<String> = text.split("; ").map(str::to_string).collect();
        parts[1..].sort();
        parts
    }

    #[test]
    fn a_session_is_kept_from_scripts_and_over_tls_from_everybody_else() {
        assert_eq!(set(true, false), ["precedent_session=ps_1", "HttpOnly", "Max-Age=60", "Path=/", "SameSite=Lax"]);
        // What `__Host-` asks for: secure, of every path, of no domain.
        let secure = ["__Host-precedent_session=ps_1", "HttpOnly", "Max-Age=60", "Path=/", "SameSite=Lax", "Secure"];
        assert_eq!(set(true, true), secure);
        assert_eq!(set(false, false), ["precedent_session=ps_1", "Max-Age=60", "Path=/", "SameSite=Lax"]);
    }

    #[test]
    fn of_cookies_of_one_name_the_first_that_holds_something_counts() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=; broken; other_a=x;a=1=2"));
        headers.append(header::COOKIE, HeaderValue::from_static("a=3; b=4"));
        assert_eq!(cookie(&headers, "a").as_deref(), Some("1=2"));
        assert_eq!(cookie(&headers, "b").as_deref(), Some("4"));
        assert_eq!(cookie(&headers, "c"), None);
    }
}
