//! Responses of pages: rendered HTML, or a redirect.

use super::failed::Failed;
use super::frame::Frame;
use super::session::Reader;
use crate::api::Problem;
use crate::desk::Desk;
use crate::page::{Template, render};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

/// A page's own values within the frame.
#[derive(Serialize)]
struct Framed<T> {
    #[serde(flatten)]
    frame: Frame,
    /// The token of the forms on this page, unique to each rendering.
    once: String,
    #[serde(flatten)]
    values: T,
}

/// Renders a page within the frame.
///
/// # Errors
/// Where the system gives no random numbers, or the template and its values do not fit.
pub fn page(reader: &Reader, template: Template, values: impl Serialize) -> Result<Response, Failed> {
    page_again(reader, template, None, values)
}

/// As [`page`], for a form that comes back and keeps its token.
///
/// # Errors
/// As [`page`].
pub fn page_again(reader: &Reader, template: Template, token: Option<&str>, values: impl Serialize) -> Result<Response, Failed> {
    let once = match token {
        Some(token) => token.to_string(),
        None => Desk::form_token().map_err(|e| reader.failed(e))?,
    };
    match render(template, Framed { frame: reader.frame(), once, values }) {
        Ok(html) => Ok(Html(html).into_response()),
        Err(reason) => Err(reader.failed(Problem::internal(&reason))),
    }
}

/// 303 See Other: the answer to a form that was accepted.
pub fn redirect(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(place) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}
