//! An error as a page, with a way back.

use crate::api::Problem;
use crate::page::{Template, message, render};
use crate::reason::Said;
use crate::words::Locale;
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

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
        let tongue = values["lang"].as_str().and_then(Locale::of_tag).unwrap_or(Locale::Zh);
        values["heading"] = json!(message(tongue, heading(self.problem.kind)));
        values["text"] = json!(self.problem.said(tongue));
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
