//! The stylesheet, the script and the icon, built into the program.

use crate::page::{ICON, STYLE};
use axum::http::header;
use axum::response::{IntoResponse, Response};

fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "max-age=300")], text).into_response()
}

/// The stylesheet of all pages.
pub async fn style() -> Response {
    asset("text/css; charset=utf-8", STYLE)
}

/// The desk's sign.
pub async fn icon() -> Response {
    asset("image/svg+xml", ICON)
}

/// The script of all pages.
pub async fn script() -> Response {
    asset("text/javascript; charset=utf-8", include_str!("assets/app.js"))
}
