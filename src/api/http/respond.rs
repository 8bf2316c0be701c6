//! Answers: JSON with its status, and an entity tag where the resource has versions.

use super::problem::Problem;
use crate::view::ListView;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An answer with its fields in the order of their names, whichever struct it is made from.
pub fn json(answer: impl Serialize) -> Response {
    match serde_json::to_value(answer) {
        Ok(value) => Json(value).into_response(),
        Err(e) => Problem::internal(&e.to_string()).into_response(),
    }
}

/// A page of a list; `next` is the `cursor` of the following one.
pub fn list<T: Serialize>(items: Vec<T>, next: Option<String>) -> Response {
    json(ListView { items, next })
}

/// A resource at a version.
pub fn versioned(resource: impl Serialize, version: u64) -> Response {
    let mut response = json(resource);
    tag(response.headers_mut(), version);
    response
}

/// Something just made that has no version.
pub fn made(resource: impl Serialize) -> Response {
    (StatusCode::CREATED, json(resource)).into_response()
}

/// A resource just made; `replayed` when the same request had made it before.
pub fn created(resource: impl Serialize, version: u64, location: String, replayed: bool) -> Response {
    let mut response = (StatusCode::CREATED, versioned(resource, version)).into_response();
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    if replayed {
        response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    }
    response
}

fn tag(headers: &mut HeaderMap, version: u64) {
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        headers.insert(header::ETAG, tag);
    }
}
