//! A step taken on a ticket, or what was wrong with it on the ticket's own page, where what was typed still stands.

use super::sent_step;
use super::show::{Refused, refused, show};
use crate::api::{App, Problem};
use crate::desk::ActRequest;
use crate::page::Template;
use crate::people::Actor;
use crate::protocol::request::{self, BadBody, FieldError};
use crate::reason::{DoorReason, FieldReason};
use crate::ticket::Number;
use crate::web::http::{Failed, FormFields, Reader, Sent, once, redirect};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// Shows the contact unmasked; the reason is recorded before the page is rendered.
async fn show_contact(app: Arc<App>, reader: Reader, name: String, fields: FormFields) -> Result<Response, Failed> {
    let reason = fields.get("reason").map(|reason| reason.trim().to_string()).filter(|reason| !reason.is_empty());
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
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    if verb == "contact" {
        return show_contact(app, reader, name, fields).await;
    }
    let (actor, at, sent) = (reader.actor.clone(), name.clone(), (verb.clone(), fields.clone()));
    let done = app.blocking_step(move |app| step_on(app, &actor, &name, &verb, &fields)).await;
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
            show(app, reader, at, Refused { verb: form, fields: sent.1, errors, contact: None }, Template::Ticket).await
        }
    }
}

pub fn step_on(app: &App, actor: &Actor, name: &str, verb: &str, fields: &FormFields) -> Result<Number, Problem> {
    let now = app.now();
    let number = app.desk.resolve(name)?;
    app.desk.ticket(actor, number, now)?;
    let unanswered = sent_step::unanswered(actor, fields);
    if !unanswered.is_empty() {
        return Err(Problem::fields(unanswered));
    }
    let idempotency = once(&format!("/tickets/{number}/{verb}"), fields);
    let (seen_version, body) =
        (sent_step::seen_version(verb, fields), sent_step::as_body(verb, fields, &app.desk.settings().calendar));
    let verb =
        request::verb(verb, &body, |name| app.desk.person(name).ok().flatten()).map_err(|bad: BadBody| Problem::from(bad))?;
    app.desk.act(actor, ActRequest { number, verb, seen_version, idempotency }, now)?;
    Ok(number)
}
