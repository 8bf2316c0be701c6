//! What a page answers: HTML, or a way elsewhere.

use super::failed::Failed;
use super::session::Reader;
use crate::api::Problem;
use crate::desk::Desk;
use crate::page::{Template, render};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

/// A page with what every page needs: language, desk, who is looking.
pub fn page(reader: &Reader, template: Template, values: Value) -> Result<Response, Failed> {
    let mut all = reader.bar();
    all["once"] = json!(Desk::form_token().map_err(|e| reader.failed(e))?);
    if let (Value::Object(all), Value::Object(values)) = (&mut all, values) {
        all.extend(values);
    }
    match render(template, all) {
        Ok(html) => Ok(Html(html).into_response()),
        Err(reason) => Err(reader.failed(Problem::internal(&reason))),
    }
}

/// After a form: the page that shows what came of it.
pub fn see(path: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(place) = HeaderValue::from_str(path) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}
