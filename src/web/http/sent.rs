//! Forms that pages send: read within the desk's limit; the same form sent twice is one request.

use super::failed::Failed;
use super::session::Reader;
use crate::api::{App, Problem, read_body};
use crate::desk::Idempotency;
use crate::digest;
use crate::protocol::request::{Doubtful, FieldError};
use crate::reason::DoorReason;
use axum::Form;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Arc;

/// The hidden field with a token that is unique to each form handed out.
pub const TOKEN: &str = "token";

/// A form's fields by name, as they were typed.
pub type FormFields = HashMap<String, String>;

/// The form of a request; a malformed one is answered with an error page. Comes last among a handler's arguments.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequest<Arc<App>> for Sent<T> {
    type Rejection = Failed;
    async fn from_request(request: Request, app: &Arc<App>) -> Result<Sent<T>, Failed> {
        let (mut parts, body) = request.into_parts();
        let form = match read_body(body, app.desk.settings().body_bytes_max).await {
            // Pages switch the framework's body limit off; `read_body` has enforced the desk's.
            Ok(bytes) => {
                Form::<T>::from_request(Request::from_parts(parts.clone(), Body::from(bytes)), app).await.map_err(|wrong| {
                    tracing::debug!("{}", wrong.body_text());
                    Problem::new(StatusCode::BAD_REQUEST, "not-a-form", DoorReason::NotAForm)
                })
            }
            Err(problem) => Err(problem),
        };
        let problem = match form {
            Ok(Form(fields)) => return Ok(Sent(fields)),
            Err(problem) => problem,
        };
        Err(Reader::from_request_parts(&mut parts, app).await?.failed(problem))
    }
}

/// The idempotency of a form: sent twice unchanged it is one request, changed in between it is another. `None` for a form
/// without a token, which a program sends.
pub fn once<'a>(place: &'a str, fields: impl IntoIterator<Item = (&'a String, &'a String)>) -> Option<Idempotency> {
    let mut fields: Vec<(&str, &str)> = fields.into_iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.sort_unstable();
    let token = fields.iter().find(|(name, token)| *name == TOKEN && is_token(token)).map(|(_, token)| token.to_string())?;
    let rest = fields.iter().filter(|(name, _)| *name != TOKEN).flat_map(|(name, value)| [*name, *value]);
    Some(one_request(&token, place, rest))
}

/// The idempotency of sending `what` to `place` with a form of this token.
pub fn one_request<'a>(token: &str, place: &'a str, what: impl IntoIterator<Item = &'a str>) -> Idempotency {
    let request = [place].into_iter().chain(what).collect::<Vec<_>>().join("\0");
    let request = digest::hex(request.as_bytes());
    Idempotency { key: format!("form-{token}-{}", &request[..16]), request }
}

/// The hidden field by which a form says that its sender has seen what looks like a slip in it.
pub const SURE: &str = "sure";

/// What looks like a slip in a form and has not been confirmed as it stands; empty where its sender sent the same once more.
pub fn unconfirmed(fields: &FormFields, doubts: &[Doubtful]) -> Vec<FieldError> {
    let errors: Vec<FieldError> = doubts.iter().map(FieldError::from).collect();
    let confirmed = fields.get(SURE).is_some_and(|sure| *sure == sure_of(fields, &errors));
    if confirmed { Vec::new() } else { errors }
}

/// The value of [`SURE`] with which a form comes back for these errors: names the doubted fields and what stood in them. Empty
/// where nothing is merely doubted.
pub fn sure_of(fields: &FormFields, errors: &[FieldError]) -> String {
    let doubted: Vec<String> = errors.iter().filter(|error| error.is_doubt()).map(|error| error.field.replace('.', "_")).collect();
    if doubted.is_empty() {
        return String::new();
    }
    let said = doubted.iter().flat_map(|name| [name.as_str(), fields.get(name).map_or("", |value| value.trim())]);
    digest::hex(said.collect::<Vec<_>>().join("\0").as_bytes())[..16].to_string()
}

/// The longest token that a form may carry, bytes. Ours are shorter.
const TOKEN_BYTES_MAX: usize = 64;

/// Whether a text could be the token of a form.
pub fn is_token(text: &str) -> bool {
    (1..=TOKEN_BYTES_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(place: &str, fields: &[(&str, &str)]) -> Option<String> {
        let fields: Vec<(String, String)> = fields.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
        once(place, fields.iter().map(|(n, v)| (n, v))).map(|once| once.key)
    }

    #[test]
    fn the_same_form_twice_is_one_request_and_a_changed_one_another() {
        let first = key("/tickets/1/note", &[("token", "ab12"), ("text", "x"), ("form", "note")]);
        assert!(first.is_some());
        assert_eq!(first, key("/tickets/1/note", &[("form", "note"), ("text", "x"), ("token", "ab12")]), "in whatever order");
        assert_ne!(first, key("/tickets/1/note", &[("token", "ab12"), ("text", "y"), ("form", "note")]));
        assert_ne!(first, key("/tickets/2/note", &[("token", "ab12"), ("text", "x"), ("form", "note")]));
        assert_ne!(first, key("/tickets/1/note", &[("token", "cd34"), ("text", "x"), ("form", "note")]));
        assert_eq!(key("/tickets/1/note", &[("text", "x")]), None);
        assert_eq!(key("/tickets/1/note", &[("token", "no token of ours"), ("text", "x")]), None);
    }
}
