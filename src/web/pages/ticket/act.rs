//! A step taken on a ticket, or what was wrong with it on the ticket's own page, where what was typed still stands.

use super::show::{Refused, refused, show};
use super::steps;
use crate::api::{App, Problem};
use crate::desk::ActRequest;
use crate::page::Template;
use crate::people::Actor;
use crate::protocol::request::{self, BadBody, FieldError};
use crate::reason::{DoorReason, FieldReason};
use crate::ticket::Number;
use crate::web::http::{Failed, Reader, Sent, Told, once, redirect};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// The contact whole, for who must reach them: the reason and the showing are on the record before the page says it.
async fn show_contact(app: Arc<App>, reader: Reader, name: String, told: Told) -> Result<Response, Failed> {
    let reason = told.get("reason").map(|reason| reason.trim().to_string()).filter(|reason| !reason.is_empty());
    let Some(reason) = reason else {
        return refused(app, reader, name, vec![FieldError::new("reason", FieldReason::Required)]).await;
    };
    let (actor, number) = (reader.actor.clone(), name.clone());
    let shown = app.blocking(move |app| app.desk.show_contact(&actor, app.desk.resolve(&number)?, reason, app.now())).await;
    let contact = shown.map_err(|e: Problem| reader.failed(e))?;
    show(app, reader, name, Refused { contact: Some(contact), ..Refused::default() }, Template::Ticket).await
}

pub async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, verb)): Path<(String, String)>,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    if verb == "contact" {
        return show_contact(app, reader, name, told).await;
    }
    let (actor, at, sent) = (reader.actor.clone(), name.clone(), (verb.clone(), told.clone()));
    let done = app.blocking_step(move |app| step_on(app, &actor, &name, &verb, &told)).await;
    match done {
        Ok(number) => Ok(redirect(&format!("/tickets/{number}"))),
        Err(problem) if problem.is_not_found() => Err(reader.failed(problem)),
        // What was wrong is said on the ticket's own page, where what was typed still stands.
        Err(problem) => {
            let errors = match problem.is_changed() {
                true => vec![FieldError::new("", DoorReason::TicketChanged)],
                false => problem.into_errors(),
            };
            let form = sent.1.get("form").cloned().unwrap_or(sent.0);
            show(app, reader, at, Refused { verb: form, told: sent.1, errors, contact: None }, Template::Ticket).await
        }
    }
}

pub fn step_on(app: &App, actor: &Actor, name: &str, verb: &str, told: &Told) -> Result<Number, Problem> {
    let now = app.now();
    let number = app.desk.resolve(name)?;
    app.desk.ticket(actor, number, now)?;
    let unanswered = steps::unanswered(actor, told);
    if !unanswered.is_empty() {
        return Err(Problem::fields(unanswered));
    }
    let idempotency = once(&format!("/tickets/{number}/{verb}"), told);
    let (seen_version, body) = (steps::seen_version(verb, told), steps::as_body(verb, told, &app.desk.settings().calendar));
    let verb =
        request::verb(verb, &body, |name| app.desk.person(name).ok().flatten()).map_err(|bad: BadBody| Problem::from(bad))?;
    app.desk.act(actor, ActRequest { number, verb, seen_version, idempotency }, now)?;
    Ok(number)
}
