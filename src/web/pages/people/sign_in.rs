//! Signing in by a one-time link, signing out, and the language switch.

use crate::api::{App, Problem};
use crate::desk::LinkFor;
use crate::page::Template;
use crate::reason::DoorReason;
use crate::web::http::{Failed, LANGUAGE, Reader, Sent, page, redirect, session_cookie, with_cookie};
use crate::words::Locale;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const TWO_WEEKS_S: u32 = 14 * 24 * 3600;
const YEAR_S: u32 = 365 * 24 * 3600;

#[derive(Serialize)]
struct SignInPage {
    /// The link makes the desk's first person.
    first: bool,
    /// Whom the link signs in.
    person: Option<String>,
    /// Nobody is here yet.
    empty: bool,
}

pub async fn ask(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    let people = app.blocking(|app| app.desk.people()).await.map_err(|e| reader.failed(e))?;
    page(&reader, Template::SignIn, SignInPage { first: false, person: None, empty: people.is_empty() })
}

/// Looking at a link does not use it up: mail scanners look at links too.
pub async fn look(State(app): State<Arc<App>>, reader: Reader, Path(secret): Path<String>) -> Result<Response, Failed> {
    let found = app.blocking(move |app| app.desk.link_is_for(&secret, app.now())).await.map_err(|e| reader.failed(e))?;
    let values = match found {
        Some(LinkFor::First) => SignInPage { first: true, person: None, empty: true },
        Some(LinkFor::Person(person)) => SignInPage { first: false, person: Some(person), empty: false },
        None => {
            let over = Problem::not_found(DoorReason::LinkUsed);
            return Err(reader.failed(over));
        }
    };
    page(&reader, Template::SignIn, values)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    name: String,
}

pub async fn enter(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(secret): Path<String>,
    Sent(named): Sent<Named>,
) -> Result<Response, Failed> {
    let entered = app.blocking(move |app| app.desk.sign_in(&secret, &named.name, app.now())).await;
    let session = entered.map_err(|e| reader.failed(e))?;
    Ok(with_cookie(redirect("/"), session_cookie(reader.secure), &session, TWO_WEEKS_S, true, reader.secure))
}

pub async fn leave(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    if let Some(session) = reader.session.clone() {
        app.blocking(move |app| app.desk.sign_out(&session)).await.map_err(|e| reader.failed(e))?;
    }
    Ok(with_cookie(redirect("/"), session_cookie(reader.secure), "", 0, true, reader.secure))
}

pub async fn language(reader: Reader, Path(locale): Path<String>, headers: HeaderMap) -> Response {
    let back = headers.get(header::REFERER).and_then(|v| v.to_str().ok()).and_then(|v| v.split_once("://"));
    let path = back.and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_string())).filter(|p| !p.starts_with("//"));
    let response = redirect(path.as_deref().unwrap_or("/"));
    match Locale::of_tag(&locale) {
        Some(locale) => with_cookie(response, LANGUAGE, locale.tag(), YEAR_S, false, reader.secure),
        None => response,
    }
}
