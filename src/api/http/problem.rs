//! Errors as RFC 9457 problem details: one table from the desk's errors to status and words. Nothing internal leaks.

use crate::desk::DeskError;
use crate::ledger::LedgerError;
use crate::protocol::request::{BadBody, FieldError};
use crate::reason::{DoorReason, FieldReason, Forbidden, Reason, Said};
use crate::ticket::Rejection;
use crate::words::Locale;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// One answer that is an error.
#[derive(Debug)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// The last part of the problem's type, stable for programs.
    pub kind: &'static str,
    why: Box<Why>,
    /// When it is worth trying again.
    pub retry_after_s: Option<u64>,
}

#[derive(Debug)]
enum Why {
    Whole(Reason),
    Fields(Vec<FieldError>),
}

/// Seconds in `Retry-After` of a busy desk, and of a full disk, where somebody has to make room.
const BUSY_RETRY_S: u64 = 2;
const FULL_RETRY_S: u64 = 30;

const NOT_FOUND: &str = "not-found";
const FORBIDDEN: &str = "forbidden";
const CHANGED: &str = "changed";

impl Problem {
    /// An error about the request as a whole.
    pub fn new(status: StatusCode, kind: &'static str, why: impl Into<Reason>) -> Problem {
        Problem { status, kind, why: Box::new(Why::Whole(why.into())), retry_after_s: None }
    }
    /// 404: there is no such thing, or the reader may not know of it.
    pub fn not_found(why: DoorReason) -> Problem {
        Problem::new(StatusCode::NOT_FOUND, NOT_FOUND, why)
    }
    /// 403: the reader may not do this.
    pub fn forbidden(why: Forbidden) -> Problem {
        Problem::new(StatusCode::FORBIDDEN, FORBIDDEN, why)
    }
    /// Nothing is wrong with the request; it may be sent again as it is.
    pub fn later(kind: &'static str, why: DoorReason) -> Problem {
        Problem { retry_after_s: Some(BUSY_RETRY_S), ..Problem::new(StatusCode::SERVICE_UNAVAILABLE, kind, why) }
    }
    /// The caller asked too often.
    pub fn too_often(retry_after_s: u64) -> Problem {
        let retry_after_s = Some(retry_after_s);
        Problem { retry_after_s, ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-often", DoorReason::TooOften) }
    }
    /// 507: nothing of the request was kept.
    pub fn disk_full() -> Problem {
        let retry_after_s = Some(FULL_RETRY_S);
        Problem { retry_after_s, ..Problem::new(StatusCode::INSUFFICIENT_STORAGE, "disk-full", DoorReason::DiskFull) }
    }
    /// 500; the detail goes to the log and not to the client.
    pub fn internal(detail: &str) -> Problem {
        tracing::error!("{detail}");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", DoorReason::Internal)
    }
    /// 401: no token, or none that works.
    pub fn unauthorized() -> Problem {
        Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", DoorReason::NoToken)
    }
    /// 422: these fields are wrong.
    pub fn fields(errors: Vec<FieldError>) -> Problem {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Problem { status, kind: "invalid-body", why: Box::new(Why::Fields(errors)), retry_after_s: None }
    }
    /// 422: this field is wrong.
    pub fn field(name: &str, why: FieldReason) -> Problem {
        Problem::fields(vec![FieldError::new(name, why)])
    }

    /// The same, reported as a part of the service that does not work.
    pub fn unavailable(self) -> Problem {
        Problem { status: StatusCode::SERVICE_UNAVAILABLE, ..self }
    }

    /// What was asked for is not there, or not the asker's to see.
    pub fn is_not_found(&self) -> bool {
        self.kind == NOT_FOUND
    }

    /// Not this person's to do.
    pub fn is_forbidden(&self) -> bool {
        self.kind == FORBIDDEN
    }

    /// What it was asked of is no longer as the asker has seen it.
    pub fn is_changed(&self) -> bool {
        self.kind == CHANGED
    }

    /// What is wrong with single fields; empty where it is the whole.
    pub fn errors(&self) -> &[FieldError] {
        match self.why.as_ref() {
            Why::Whole(_) => &[],
            Why::Fields(errors) => errors,
        }
    }

    /// All errors, for a form; an error about the whole has an empty field name.
    pub fn into_errors(self) -> Vec<FieldError> {
        match *self.why {
            Why::Whole(why) => vec![FieldError::new("", why)],
            Why::Fields(errors) => errors,
        }
    }
}

impl Problem {
    /// The answer to who asked for a page and does not get as far as one: the reason as plain text, in their language.
    pub fn into_text(self, locale: Locale) -> Response {
        let mut response = (self.status, format!("{}\n", self.said(locale))).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl Said for Problem {
    fn said(&self, locale: Locale) -> String {
        match self.why.as_ref() {
            Why::Whole(why) => why.said(locale),
            Why::Fields(errors) => {
                let named: Vec<String> = errors.iter().map(|e| format!("{}: {}", e.field, e.why.said(locale))).collect();
                named.join("; ")
            }
        }
    }
}

impl From<BadBody> for Problem {
    fn from(bad: BadBody) -> Problem {
        match bad {
            BadBody::Fields(errors) => Problem::fields(errors),
            BadBody::UnknownVerb(name) => Problem::not_found(DoorReason::NoVerb { name }),
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Problem {
        let detail = error.to_string();
        match error {
            DeskError::NotFound(what) => Problem::not_found(DoorReason::NotFound { what }),
            DeskError::Refused(Rejection::Forbidden(why)) => Problem::forbidden(why),
            DeskError::Refused(Rejection::WrongState(why)) => Problem::new(StatusCode::CONFLICT, "wrong-state", why),
            DeskError::Refused(Rejection::Field { field, why }) => Problem::field(field, why),
            DeskError::Changed { current } => {
                Problem::new(StatusCode::PRECONDITION_FAILED, CHANGED, DoorReason::Changed { version: current })
            }
            DeskError::KeyReused => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused", DoorReason::KeyReused),
            DeskError::Full | DeskError::Ledger(LedgerError::Full) => Problem::disk_full(),
            DeskError::Content(error) if error.is_full() => Problem::disk_full(),
            DeskError::Index(error) if error.is_full() => Problem::disk_full(),
            DeskError::Ledger(LedgerError::Busy) => Problem::later("busy", DoorReason::Busy),
            DeskError::Ledger(LedgerError::ReadOnly) => {
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "read-only", DoorReason::ReadOnly)
            }
            DeskError::Stopping => Problem::later("stopping", DoorReason::Stopping),
            DeskError::Ledger(LedgerError::Conflict) => Problem::new(StatusCode::CONFLICT, "conflict", DoorReason::Conflict),
            DeskError::NotSearchable(_) => {
                // That it cannot be searched is in the log once, by the part that sees to it, and not by each who asks.
                tracing::debug!("{detail}");
                Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not-searchable", DoorReason::NotSearchable)
            }
            DeskError::Locked(_) => Problem::new(StatusCode::CONFLICT, "locked", DoorReason::Locked),
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
            "detail": self.said(Locale::En),
        });
        if !self.errors().is_empty() {
            body["errors"] = json!(self.errors());
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
