//! Where somebody wanted to go before they had to sign in: a path of this desk, and nothing else.

use super::cookies::cookie;
use super::url::encoded;
use crate::api::host;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use percent_encoding::percent_decode_str;

/// The cookie that keeps the path until the sign-in link is opened, which may come by mail.
pub const WAY_BACK: &str = "precedent_way_back";
/// As long as a sign-in link lives.
pub const DAY_S: u32 = 24 * 3600;
/// Bytes of a path that is kept.
const BYTES_MAX: usize = 2_000;

/// A path and query of this desk that may be returned to. Not an address elsewhere (`//host`, `/\\host`), nor one of the pages
/// that sign in and out, nor one that sets a language.
pub fn own_path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/')?;
    let plain = text.len() <= BYTES_MAX && !rest.starts_with(['/', '\\']) && text.bytes().all(|b| b.is_ascii_graphic());
    let elsewhere = ["/sign-in", "/sign-out", "/language/", "/assets/"].iter().any(|page| text.starts_with(page));
    (plain && !elsewhere).then_some(text)
}

/// Where a request wanted to go: its own address, or for a form the page it was sent from. The front page if that is nowhere.
pub fn wanted(parts: &Parts) -> String {
    let own = || parts.uri.path_and_query().map(|path| path.as_str().to_string());
    let from = || {
        let page = parts.headers.get(header::REFERER)?.to_str().ok()?;
        let (place, path) = page.split_once("://")?.1.split_once('/')?;
        (Some(place) == host(&parts.headers)).then(|| format!("/{path}"))
    };
    let path = if parts.method == Method::GET { own() } else { from() };
    path.as_deref().map(page_of).as_deref().and_then(own_path).unwrap_or("/").to_string()
}

/// The page of an address: a part of a page that a script asks for is none to return to.
fn page_of(path: &str) -> String {
    let results =
        path.strip_prefix("/results").filter(|rest| rest.is_empty() || rest.starts_with('?')).map(|query| format!("/{query}"));
    let ticket = || {
        let part = ["/timeline", "/steps"].iter().find_map(|part| path.strip_suffix(part));
        part.filter(|ticket| ticket.starts_with("/tickets/")).map(str::to_string)
    };
    results.or_else(ticket).unwrap_or_else(|| path.to_string())
}

/// The sign-in page's address, by which it knows where to return to.
pub fn sign_in_url(wanted: &str) -> String {
    if wanted == "/" { "/sign-in".into() } else { format!("/sign-in?to={}", encoded(wanted)) }
}

/// The path that was kept, if it is one to return to.
pub fn kept(headers: &HeaderMap) -> Option<String> {
    let kept = cookie(headers, WAY_BACK)?;
    let path = percent_decode_str(&kept).decode_utf8().ok()?;
    own_path(&path).map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn asked(method: &str, path: &str, referer: &str) -> String {
        let request = Request::builder().method(method).uri(path).header("host", "desk.example").header("referer", referer);
        wanted(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn only_a_path_of_this_desk_is_returned_to() {
        for path in ["/tickets/TS1", "/?q=%E5%BC%A0&cursor=10", "/forms/progress.csv?from=2024-01-01", "/cases/a%2F%2Fb"] {
            assert_eq!(own_path(path), Some(path));
        }
        for path in [
            "",
            "tickets",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/sign-in/x",
            "/sign-out",
            "/a\r\nb",
            "/空",
            "/ a",
        ] {
            assert_eq!(own_path(path), None, "{path}");
        }
        assert_eq!(own_path(&format!("/{}", "x".repeat(3_000))), None);
    }

    #[test]
    fn a_form_leads_back_to_the_page_it_was_on() {
        assert_eq!(asked("GET", "/tickets?mine=1", ""), "/tickets?mine=1");
        assert_eq!(asked("POST", "/tickets/TS1/note", "http://desk.example/tickets/TS1"), "/tickets/TS1");
        assert_eq!(asked("POST", "/tickets/TS1/note", "http://evil.example/tickets/TS1"), "/");
        assert_eq!(asked("POST", "/report", "not an address"), "/");
        assert_eq!(asked("GET", "/sign-in/secret", ""), "/");
        assert_eq!(asked("GET", "/results?q=a", ""), "/?q=a");
        assert_eq!(asked("GET", "/tickets/TS1/timeline", ""), "/tickets/TS1");
        assert_eq!(sign_in_url("/tickets?mine=1&q=a"), "/sign-in?to=%2Ftickets%3Fmine%3D1%26q%3Da");
        assert_eq!(sign_in_url("/"), "/sign-in");
    }
}
