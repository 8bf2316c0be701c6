//! Errors as RFC 9457 problem details: one table from the desk's errors to status and words. Nothing internal leaks.

use crate::desk::DeskError;
use crate::ledger::LedgerError;
use crate::protocol::request::{BadBody, FieldError};
use crate::ticket::Refusal;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// One answer that is an error.
#[derive(Debug)]
pub struct Problem {
    pub status: StatusCode,
    /// The last part of the problem's type, stable for programs.
    pub kind: &'static str,
    pub detail: String,
    pub errors: Vec<FieldError>,
    /// When it is worth trying again.
    pub retry_after_s: Option<u64>,
}

/// A busy desk is asked again after so many seconds, and so is one that is full: somebody has to make room.
const BUSY_RETRY_S: u64 = 2;
const FULL_RETRY_S: u64 = 30;

impl Problem {
    pub fn new(status: StatusCode, kind: &'static str, detail: impl Into<String>) -> Problem {
        Problem { status, kind, detail: detail.into(), errors: Vec::new(), retry_after_s: None }
    }
    /// Nothing is wrong with the request; it may be sent again as it is.
    pub fn later(kind: &'static str, detail: impl Into<String>) -> Problem {
        Problem { retry_after_s: Some(BUSY_RETRY_S), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind, detail) }
    }
    /// The caller asked too often.
    pub fn too_often(retry_after_s: u64) -> Problem {
        let detail = "that was asked too often; wait a moment and try again";
        Problem { retry_after_s: Some(retry_after_s), ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-often", detail) }
    }
    pub fn disk_full() -> Problem {
        let detail = "the desk's disk is full; nothing of this was kept. It can be read, and works again once there is room";
        Problem { retry_after_s: Some(FULL_RETRY_S), ..Problem::new(StatusCode::INSUFFICIENT_STORAGE, "disk-full", detail) }
    }
    pub fn internal(detail: &str) -> Problem {
        tracing::error!("{detail}");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "something went wrong here; it has been noted")
    }
    pub fn unauthorized() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", "send a token: Authorization: Bearer <token>")
    }
    pub fn fields(errors: Vec<FieldError>) -> Problem {
        let named: Vec<String> = errors.iter().map(|e| format!("{}: {}", e.field, e.message)).collect();
        Problem { errors, ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid-body", named.join("; ")) }
    }
}

impl From<BadBody> for Problem {
    fn from(bad: BadBody) -> Problem {
        match bad {
            BadBody::Fields(errors) => Problem::fields(errors),
            BadBody::UnknownVerb(name) => Problem::new(StatusCode::NOT_FOUND, "not-found", format!("there is no verb \"{name}\"")),
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Problem {
        let detail = error.to_string();
        match error {
            DeskError::NotFound { .. } => Problem::new(StatusCode::NOT_FOUND, "not-found", detail),
            DeskError::Refused(Refusal::Forbidden(_)) => Problem::new(StatusCode::FORBIDDEN, "forbidden", detail),
            DeskError::Refused(Refusal::WrongState(_)) => Problem::new(StatusCode::CONFLICT, "wrong-state", detail),
            DeskError::Refused(Refusal::BadField { field, message }) => Problem::fields(vec![FieldError::new(field, message)]),
            DeskError::Changed { .. } => Problem::new(StatusCode::PRECONDITION_FAILED, "changed", detail),
            DeskError::KeyReused => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", detail),
            DeskError::Full | DeskError::Ledger(LedgerError::Full) => Problem::disk_full(),
            DeskError::Content(error) if error.is_full() => Problem::disk_full(),
            DeskError::Index(error) if error.is_full() => Problem::disk_full(),
            DeskError::Ledger(LedgerError::Busy) => {
                Problem::later("busy", "the desk is busy writing; nothing was recorded, try again in a moment")
            }
            DeskError::Ledger(LedgerError::ReadOnly) => Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "read-only",
                "this desk can only be read just now; nothing was recorded",
            ),
            DeskError::Stopping => Problem::later("stopping", "the desk is being stopped; try again in a moment"),
            DeskError::Ledger(LedgerError::Conflict) => Problem::new(StatusCode::CONFLICT, "conflict", detail),
            DeskError::NotSearchable(_) => {
                // That it cannot be searched is in the log once, by the part that sees to it, and not by each who asks.
                tracing::debug!("{detail}");
                Problem::new(
                    StatusCode::SERVICE_UNAVAILABLE,
                    "not-searchable",
                    "the archive cannot be searched just now; reports are registered all the same",
                )
            }
            DeskError::Locked(_) => Problem::new(StatusCode::CONFLICT, "locked", "the desk is held by another process"),
            DeskError::Ledger(_) | DeskError::Index(_) | DeskError::Content(_) | DeskError::Panicked(_) | DeskError::Other(_) => {
                Problem::internal(&detail)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Error");
        let mut body = json!({
            "type": format!("urn:precedent:problem:{}", self.kind),
            "title": title,
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.errors.is_empty() {
            body["errors"] = json!(self.errors);
        }
        let mut response = (self.status, Json(body)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
