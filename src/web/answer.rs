//! What a page answers: HTML, a way elsewhere, or an error with a way back.

use super::session::Reader;
use crate::api::Problem;
use crate::desk::Desk;
use crate::page::{Template, Tongue, message, refusal, render};
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

/// An error as a page.
#[derive(Debug)]
pub struct Failed {
    pub(super) problem: Box<Problem>,
    pub(super) bar: Value,
}

/// What it is about, before the reason.
fn heading(kind: &str) -> &'static str {
    match kind {
        "not-found" => "error.not_found",
        "forbidden" => "error.forbidden",
        _ => "error.title",
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let mut values = self.bar;
        let tongue = values["lang"].as_str().and_then(Tongue::parse).unwrap_or(Tongue::Zh);
        values["heading"] = json!(message(tongue, heading(self.problem.kind)));
        values["text"] = json!(refusal(tongue, &self.problem.detail));
        match render(Template::Message, values) {
            Ok(html) => {
                let mut response = (self.problem.status, Html(html)).into_response();
                if let Some(seconds) = self.problem.retry_after_s {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                response
            }
            Err(_) => self.problem.into_response(),
        }
    }
}
