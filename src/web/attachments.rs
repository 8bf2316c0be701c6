//! Files on a ticket's page: sent with a form, read as downloads, pictures shown small.

use super::answer::{Failed, see};
use super::sent::{is_token, one_request};
use super::session::Reader;
use super::ticket::refused;
use crate::api::{App, Files, Problem, download};
use crate::page::{Tongue, message};
use crate::people::Actor;
use crate::protocol::request::FieldError;
use crate::protocol::view;
use crate::ticket::{Ticket, Verb, may, taken};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

/// The files that may be read, as a page lists them, and what may be done with them.
pub(super) fn listed(tongue: Tongue, actor: &Actor, ticket: &Ticket, may_add: bool) -> Value {
    let mut list = view::attachments(ticket, actor);
    for ((nth, filed), shape) in ticket.attachments_for(actor).zip(&mut list) {
        shape["internal"] = json!(filed.file.internal);
        shape["picture"] = json!(filed.file.picture().is_some());
        shape["size"] = json!(size(filed.file.bytes));
        let withdraw = Verb::Withdraw { attachment: nth, reason: String::new() };
        shape["may_withdraw"] = json!(ticket.is_open() && may(actor, ticket, &withdraw).is_ok());
    }
    let accept = taken().map(|end| format!(".{end}")).collect::<Vec<_>>().join(",");
    let hint = ticket.report.missing().contains(&"error").then(|| message(tongue, "files.hint"));
    json!({"list": list, "may_add": may_add, "may_hide": actor.is_staff(), "accept": accept, "hint": hint})
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}

pub async fn add(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    let (actor, at) = (reader.actor.clone(), name.clone());
    let done = match Files::of(&app, &actor, &name, request).await {
        Ok(files) => {
            app.blocking(move |app| {
                let number = app.desk.resolve(&at)?;
                let token = files.form_token.filter(|token| is_token(token));
                let once = token.map(|token| one_request(&token, "attachments", [files.proof.as_str()]));
                app.desk.upload(&actor, number, files.uploads, once.or(files.idempotency), app.now())?;
                Ok(number)
            })
            .await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(number) => Ok(see(&format!("/tickets/{number}#files"))),
        Err(problem) if problem.status.as_u16() == 404 => Err(reader.failed(problem)),
        Err(problem) => {
            let errors = match problem.errors.is_empty() {
                true => vec![FieldError::new("", problem.detail)],
                false => problem.errors,
            };
            refused(app, reader, name, errors).await
        }
    }
}

pub async fn read(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, nth)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let read = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.attachment(&actor, number, nth.parse().unwrap_or_default())
    });
    let (filed, bytes) = read.await.map_err(|e: Problem| reader.failed(e))?;
    Ok(download(&filed, bytes))
}
