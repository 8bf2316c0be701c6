//! Answers: JSON with its status, and an entity tag where the resource has versions.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

pub fn list(items: Vec<Value>, next: Option<String>) -> Response {
    Json(json!({"items": items, "next": next})).into_response()
}

/// A resource at a version.
pub fn versioned(value: Value, version: u64) -> Response {
    let mut response = Json(value).into_response();
    tag(response.headers_mut(), version);
    response
}

/// A resource just made; `replayed` when the same request had made it before.
pub fn created(value: Value, version: u64, location: String, replayed: bool) -> Response {
    let mut response = (StatusCode::CREATED, versioned(value, version)).into_response();
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
