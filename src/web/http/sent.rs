//! What a form of a page sent: read within the desk's own limit, and the same form sent twice known as one request.

use super::failed::Failed;
use super::session::Reader;
use crate::api::{App, Problem, read_body};
use crate::desk::Idempotency;
use crate::digest;
use crate::reason::DoorReason;
use axum::Form;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::Arc;

/// The hidden field that tells one form that was handed out from every other.
pub const TOKEN: &str = "token";

/// A form's fields by name, as they were typed.
pub type Told = HashMap<String, String>;

/// A page's form. What is wrong with it is said on a page. Comes last among a handler's arguments.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequest<Arc<App>> for Sent<T> {
    type Rejection = Failed;
    async fn from_request(request: Request, app: &Arc<App>) -> Result<Sent<T>, Failed> {
        let (mut parts, body) = request.into_parts();
        let told = match read_body(body, app.desk.settings().body_bytes_max).await {
            // The framework's own limit is lifted for pages: this one has been kept already.
            Ok(bytes) => {
                Form::<T>::from_request(Request::from_parts(parts.clone(), Body::from(bytes)), app).await.map_err(|wrong| {
                    tracing::debug!("{}", wrong.body_text());
                    Problem::new(StatusCode::BAD_REQUEST, "not-a-form", DoorReason::NotAForm)
                })
            }
            Err(problem) => Err(problem),
        };
        let problem = match told {
            Ok(Form(told)) => return Ok(Sent(told)),
            Err(problem) => problem,
        };
        Err(Reader::from_request_parts(&mut parts, app).await?.failed(problem))
    }
}

/// A form sent twice by a nervous finger is one request; one that was changed in between is another. None for a form that
/// carries no token: a program's, which has a header for this.
pub fn once<'a>(place: &'a str, told: impl IntoIterator<Item = (&'a String, &'a String)>) -> Option<Idempotency> {
    let mut told: Vec<(&str, &str)> = told.into_iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    told.sort_unstable();
    let token = told.iter().find(|(name, token)| *name == TOKEN && is_token(token)).map(|(_, token)| token.to_string())?;
    let rest = told.iter().filter(|(name, _)| *name != TOKEN).flat_map(|(name, value)| [*name, *value]);
    Some(one_request(&token, place, rest))
}

/// `what` was sent to a place with a form of this token.
pub fn one_request<'a>(token: &str, place: &'a str, what: impl IntoIterator<Item = &'a str>) -> Idempotency {
    let request = [place].into_iter().chain(what).collect::<Vec<_>>().join("\0");
    let request = digest::hex(request.as_bytes());
    Idempotency { key: format!("form-{token}-{}", &request[..16]), request }
}

/// The longest token that a form may carry, bytes. Ours are shorter.
const TOKEN_BYTES_MAX: usize = 64;

pub fn is_token(text: &str) -> bool {
    (1..=TOKEN_BYTES_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(place: &str, told: &[(&str, &str)]) -> Option<String> {
        let told: Vec<(String, String)> = told.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect();
        once(place, told.iter().map(|(n, v)| (n, v))).map(|once| once.key)
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
