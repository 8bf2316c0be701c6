//! A step taken on a ticket, or what was wrong with it on the ticket's own page, where what was typed still stands.

use super::sent_step;
use super::show::{Refused, SHOWN, refused, show};
use crate::api::{App, Problem};
use crate::desk::ActRequest;
use crate::page::Template;
use crate::people::Actor;
use crate::protocol::request::{self, BadBody, FieldError};
use crate::reason::{DoorReason, FieldReason};
use crate::ticket::Number;
use crate::web::http::{Failed, FormFields, Reader, SURE, Sent, encoded, once, redirect, sure_of, unconfirmed, with_flash};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

/// Records why the contact is shown unmasked, and leads to the ticket's page, which shows it once.
async fn show_contact(app: Arc<App>, reader: Reader, name: String, fields: FormFields) -> Result<Response, Failed> {
    let reason = fields.get("reason").map(|reason| reason.trim().to_string()).filter(|reason| !reason.is_empty());
    let Some(reason) = reason else {
        return refused(app, reader, name, vec![FieldError::new("reason", FieldReason::Required)]).await;
    };
    let (actor, number) = (reader.actor.clone(), name.clone());
    let shown = app.blocking(move |app| app.desk.show_contact(&actor, app.desk.resolve(&number)?, reason, app.now())).await;
    shown.map_err(|e: Problem| reader.failed(e))?;
    Ok(with_flash(redirect(&format!("/tickets/{}", encoded(&name))), SHOWN, &name, reader.secure))
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
            let (verb, mut fields) = sent;
            let form = fields.get("form").cloned().unwrap_or(verb);
            fields.insert(SURE.into(), sure_of(&fields, &errors));
            show(app, reader, at, Refused { verb: form, fields, errors, contact: None }, Template::Ticket).await
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
    let body = body.map_err(Problem::fields)?;
    let verb =
        request::verb(verb, &body, |name| app.desk.person(name).ok().flatten()).map_err(|bad: BadBody| Problem::from(bad))?;
    let doubted = unconfirmed(fields, &request::doubts_of_step(&verb, now));
    if !doubted.is_empty() {
        return Err(Problem::fields(doubted));
    }
    app.desk.act(actor, ActRequest { number, verb, seen_version, idempotency }, now)?;
    Ok(number)
}
