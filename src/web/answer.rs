//! What a page answers: HTML, a way elsewhere, or an error with a way back.

use super::session::Reader;
use crate::api::Problem;
use crate::page::{Template, Tongue, message, render};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

/// A page with what every page needs: language, desk, who is looking.
pub fn page(reader: &Reader, template: Template, values: Value) -> Result<Response, Failed> {
    let mut all = reader.bar();
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

/// An error as a page.
#[derive(Debug)]
pub struct Failed {
    pub(super) problem: Box<Problem>,
    pub(super) bar: Value,
}

/// The desk's reasons are in English; on a Chinese page the two that people meet most begin in Chinese.
fn said(tongue: Tongue, problem: &Problem) -> String {
    let known = match problem.kind {
        _ if tongue == Tongue::En || !problem.detail.starts_with(|c: char| c.is_ascii()) => None,
        "not-found" => Some("error.not_found"),
        "forbidden" => Some("error.forbidden"),
        _ => None,
    };
    known.map_or_else(|| problem.detail.clone(), |key| format!("{}（{}）", message(tongue, key), problem.detail))
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut values = self.bar;
        let tongue = values["lang"].as_str().and_then(Tongue::parse).unwrap_or(Tongue::Zh);
        values["heading"] = json!(message(tongue, "error.title"));
        values["text"] = json!(said(tongue, &self.problem));
        match render(Template::Message, values) {
            Ok(html) => (self.problem.status, Html(html)).into_response(),
            Err(_) => self.problem.into_response(),
        }
    }
}
