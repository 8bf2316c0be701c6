//! What a handler takes from a request: the actor, the JSON body within its limit, keys and versions from headers.

use super::app::App;
use super::bodies;
use super::client::Client;
use super::limits::CallClass;
use super::problem::Problem;
use crate::desk::Idempotency;
use crate::digest;
use crate::people::Actor;
use crate::protocol::request::texts_from_outside;
use crate::reason::DoorReason;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use std::sync::Arc;

/// The longest idempotency key, bytes.
const KEY_BYTES_MAX: usize = 200;

/// The actor that the bearer token stands for.
pub struct CurrentActor(pub Actor);

impl FromRequestParts<Arc<App>> for CurrentActor {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<CurrentActor, Problem> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|h| h.to_str().ok());
        let token = header.and_then(|h| h.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = token.map(|(_, token)| token.trim().to_string()).ok_or_else(Problem::unauthorized)?;
        let actor = app.run(move |app| app.desk.actor_of_token(&token, app.now())).await?;
        let Some(actor) = actor else {
            // Slows down guessing.
            if let Some(client) = parts.extensions.get::<Client>() {
                app.throttle.address(CallClass::SignIn, client)?;
            }
            return Err(Problem::unauthorized());
        };
        app.throttle.request(&parts.extensions, &actor)?;
        Ok(CurrentActor(actor))
    }
}

/// A JSON body; none at all counts as an empty object. Comes last among a handler's arguments.
pub struct JsonBody {
    /// What it holds.
    pub value: Value,
    /// Present when the client sent an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
}

impl FromRequest<Arc<App>> for JsonBody {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &Arc<App>) -> Result<JsonBody, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(body, app.desk.settings().body_bytes_max).await?;
        let mut value = match bytes.is_empty() {
            true => Value::Object(Default::default()),
            false => serde_json::from_slice(&bytes)
                .map_err(|e| Problem::new(StatusCode::BAD_REQUEST, "not-json", DoorReason::NotJson { why: e.to_string() }))?,
        };
        texts_from_outside(&mut value);
        let request = [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), &bytes].join(&0u8);
        Ok(JsonBody { value, idempotency: idempotency(&parts.headers, &request)? })
    }
}

/// Bytes of a body beyond its limit that are read and dropped: a client that is still sending when the connection ends never
/// sees the answer.
const DRAINED_BYTES_MAX: usize = 64 << 20;

/// A body within a limit.
///
/// # Errors
/// 413 if it is longer, 400 if it breaks off, 503 if there is no room for it.
pub async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, Problem> {
    let (mut bytes, mut seen) = (Vec::new(), 0usize);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "cut-off", DoorReason::CutOff))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if !bodies::has_room_for(data.len()) {
            return Err(Problem::later("busy", DoorReason::BusyReading));
        }
        if seen <= limit {
            bytes.extend_from_slice(&data);
        } else if seen > limit + DRAINED_BYTES_MAX {
            break;
        }
    }
    if seen > limit {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", DoorReason::TooLarge { megabytes: limit >> 20 }));
    }
    Ok(bytes)
}

pub(in crate::api) fn idempotency(headers: &HeaderMap, request: &[u8]) -> Result<Option<Idempotency>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    match key.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= KEY_BYTES_MAX => {
            Ok(Some(Idempotency { key: key.to_string(), request: digest::hex(request) }))
        }
        _ => Err(Problem::new(StatusCode::BAD_REQUEST, "bad-header", DoorReason::BadKey { max: KEY_BYTES_MAX })),
    }
}

/// The version in an `If-Match` header; `None` without the header and for `*`.
pub struct IfMatch(pub Option<u64>);

impl FromRequestParts<Arc<App>> for IfMatch {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<IfMatch, Problem> {
        let Some(header) = parts.headers.get(header::IF_MATCH) else { return Ok(IfMatch(None)) };
        let text = header.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"');
        match text {
            "*" => Ok(IfMatch(None)),
            text => text
                .parse()
                .map(|v| IfMatch(Some(v)))
                .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "bad-header", DoorReason::BadTag)),
        }
    }
}
