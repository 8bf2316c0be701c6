//! What a handler takes from a request: who asks, the JSON body within its limit, keys and versions from headers.

use super::app::App;
use super::bodies;
use super::client::Client;
use super::limits::Call;
use super::problem::Problem;
use crate::desk::Idempotency;
use crate::digest;
use crate::people::Actor;
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

/// Whoever the bearer token speaks for.
pub struct Asker(pub Actor);

impl FromRequestParts<Arc<App>> for Asker {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Asker, Problem> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|h| h.to_str().ok());
        let token = header.and_then(|h| h.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let token = token.map(|(_, token)| token.trim().to_string()).ok_or_else(Problem::unauthorized)?;
        let actor = app.run(move |app| app.desk.actor_of_token(&token, app.now())).await?;
        let Some(actor) = actor else {
            // Whoever tries many is somebody who guesses.
            if let Some(client) = parts.extensions.get::<Client>() {
                app.throttle.address(Call::SignIn, client)?;
            }
            return Err(Problem::unauthorized());
        };
        app.throttle.request(&parts.extensions, &actor)?;
        Ok(Asker(actor))
    }
}

/// A JSON body; none at all counts as an empty object. Comes last among a handler's arguments.
pub struct JsonBody {
    pub value: Value,
    /// Present when the client sent an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
}

impl FromRequest<Arc<App>> for JsonBody {
    type Rejection = Problem;
    async fn from_request(request: Request, app: &Arc<App>) -> Result<JsonBody, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(body, app.desk.settings().body_bytes_max).await?;
        let value = match bytes.is_empty() {
            true => Value::Object(Default::default()),
            false => serde_json::from_slice(&bytes)
                .map_err(|e| Problem::new(StatusCode::BAD_REQUEST, "not-json", DoorReason::NotJson { why: e.to_string() }))?,
        };
        let request = [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), &bytes].join(&0u8);
        Ok(JsonBody { value, idempotency: idempotency(&parts.headers, &request)? })
    }
}

/// Of a body that is too large so much more is read and thrown away: a client that is still sending when the connection
/// ends never sees the answer.
const DRAINED_BYTES_MAX: usize = 64 << 20;

/// A body within a limit.
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

/// The version an `If-Match` header speaks of; `*` and none ask for nothing.
pub struct Seen(pub Option<u64>);

impl FromRequestParts<Arc<App>> for Seen {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Seen, Problem> {
        let Some(header) = parts.headers.get(header::IF_MATCH) else { return Ok(Seen(None)) };
        let text = header.to_str().unwrap_or_default().trim().trim_start_matches("W/").trim_matches('"');
        match text {
            "*" => Ok(Seen(None)),
            text => text
                .parse()
                .map(|v| Seen(Some(v)))
                .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "bad-header", DoorReason::BadTag)),
        }
    }
}
