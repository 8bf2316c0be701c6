//! Signing in by a one-time link, signing out, and the language switch.

use crate::api::{App, Problem};
use crate::desk::LinkFor;
use crate::page::Template;
use crate::people::Actor;
use crate::reason::DoorReason;
use crate::web::http::{Failed, LANGUAGE, Reader, Sent, encoded, page, redirect, session_cookie, way_back, with_cookie};
use crate::words::Locale;
use axum::extract::{Path, Query, State};
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
    /// Where they come back to.
    back_to: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskQuery {
    /// Where they wanted to go.
    to: String,
}

/// Says how to get in, and remembers where somebody wanted to go until they are.
pub async fn ask(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(query): Query<AskQuery>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let asked = way_back::own_path(&query.to).map(str::to_string);
    if let Some(path) = asked.as_ref().filter(|_| reader.actor != Actor::Visitor) {
        return Ok(redirect(path));
    }
    let people = app.blocking(|app| app.desk.people()).await.map_err(|e| reader.failed(e))?;
    let back_to = asked.clone().or_else(|| way_back::kept(&headers));
    let values = SignInPage { first: false, person: None, empty: people.is_empty(), back_to };
    let response = page(&reader, Template::SignIn, values)?;
    Ok(match asked {
        Some(path) => with_cookie(response, way_back::WAY_BACK, &encoded(&path), way_back::DAY_S, true, reader.secure),
        None => response,
    })
}

/// Looking at a link does not use it up: mail scanners look at links too.
pub async fn look(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let found = app.blocking(move |app| app.desk.link_is_for(&secret, app.now())).await.map_err(|e| reader.failed(e))?;
    let values = match found {
        Some(LinkFor::First) => SignInPage { first: true, person: None, empty: true, back_to: None },
        Some(LinkFor::Person(person)) => {
            SignInPage { first: false, person: Some(person), empty: false, back_to: way_back::kept(&headers) }
        }
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
    headers: HeaderMap,
    Sent(named): Sent<Named>,
) -> Result<Response, Failed> {
    let entered = app.blocking(move |app| app.desk.sign_in(&secret, &named.name, app.now())).await;
    let session = entered.map_err(|e| reader.failed(e))?;
    let back_to = way_back::kept(&headers);
    let entered = redirect(back_to.as_deref().unwrap_or("/"));
    let entered = with_cookie(entered, session_cookie(reader.secure), &session, TWO_WEEKS_S, true, reader.secure);
    Ok(match back_to {
        Some(_) => with_cookie(entered, way_back::WAY_BACK, "", 0, true, reader.secure),
        None => entered,
    })
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
