//! What a form's answer carries over to the page it leads to: shown there once, so that reloading that page sends nothing again.
//!
//! It travels in a cookie that scripts cannot read and that ends in a minute; the desk keeps nothing of it.

use super::cookies::{cookie, with_cookie};
use super::url::encoded;
use axum::http::HeaderMap;
use axum::response::Response;
use percent_encoding::percent_decode_str;

const FLASH: &str = "precedent_flash";
const SECONDS: u32 = 60;

/// The answer with something for the page it leads to. `kind` says for which page, with letters only.
pub fn with_flash(response: Response, kind: &str, value: &str, secure: bool) -> Response {
    with_cookie(response, FLASH, &format!("{kind}.{}", encoded(value)), SECONDS, true, secure)
}

/// What the form before this page left for it.
pub fn flash(headers: &HeaderMap, kind: &str) -> Option<String> {
    let left = cookie(headers, FLASH)?;
    let (of, value) = left.split_once('.')?;
    (of == kind).then(|| percent_decode_str(value).decode_utf8().ok().map(|text| text.into_owned())).flatten()
}

/// The page without it for the next time.
pub fn without_flash(response: Response, secure: bool) -> Response {
    with_cookie(response, FLASH, "", 0, true, secure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderValue, header};
    use axum::response::IntoResponse;

    #[test]
    fn what_is_left_for_a_page_comes_through_whole_and_to_that_page_only() {
        let response = with_flash(().into_response(), "made", "李雷; a=b.c \"1\"", false);
        let set = response.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_string();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&set).unwrap());
        assert_eq!(flash(&headers, "made").as_deref(), Some("李雷; a=b.c \"1\""));
        assert_eq!(flash(&headers, "shown"), None);
        assert_eq!(flash(&HeaderMap::new(), "made"), None);
    }
}
