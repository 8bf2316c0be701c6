//! `POST /tickets/{n}/{verb}`: a step on a ticket.

use crate::api::http::{App, CurrentActor, IfMatch, JsonBody, Problem, respond};
use crate::desk::ActRequest;
use crate::protocol::request;
use crate::view::TicketView;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

pub async fn act(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    IfMatch(seen_version): IfMatch,
    Path((name, verb)): Path<(String, String)>,
    body: JsonBody,
) -> Result<Response, Problem> {
    app.run(move |app| Ok(step(app, &actor, &name, &verb, body, seen_version))).await?
}

fn step(
    app: &App,
    actor: &crate::people::Actor,
    name: &str,
    verb: &str,
    body: JsonBody,
    seen_version: Option<u64>,
) -> Result<Response, Problem> {
    let now = app.now();
    let number = app.desk.resolve(name)?;
    // The right to see the ticket is checked before the body, so that a hidden ticket looks like a missing one.
    app.desk.ticket(actor, number, now)?;
    let verb = request::verb(verb, &body.value, |name| app.desk.person(name).ok().flatten())?;
    let request = ActRequest { number, verb, seen_version, idempotency: body.idempotency };
    app.desk.act(actor, request, now)?;
    let view = app.desk.ticket(actor, number, now)?;
    Ok(respond::versioned(TicketView::of(&view, actor), view.ticket.version))
}
