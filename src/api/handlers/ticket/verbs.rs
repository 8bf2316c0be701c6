//! `POST /tickets/{n}/{verb}`: a step on a ticket.

use crate::api::http::{App, Asker, JsonBody, Problem, Seen, respond};
use crate::desk::ActRequest;
use crate::protocol::request;
use crate::view::TicketView;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

pub async fn act(
    State(app): State<Arc<App>>,
    Asker(actor): Asker,
    Seen(seen_version): Seen,
    Path((name, verb)): Path<(String, String)>,
    told: JsonBody,
) -> Result<Response, Problem> {
    app.run(move |app| Ok(step(app, &actor, &name, &verb, told, seen_version))).await?
}

fn step(
    app: &App,
    actor: &crate::people::Actor,
    name: &str,
    verb: &str,
    told: JsonBody,
    seen_version: Option<u64>,
) -> Result<Response, Problem> {
    let now = app.now();
    let number = app.desk.resolve(name)?;
    // Whether the ticket is there and theirs comes before what is wrong with the body: "no" and "not yours" look alike.
    app.desk.ticket(actor, number, now)?;
    let verb = request::verb(verb, &told.value, |name| app.desk.person(name).ok().flatten())?;
    let request = ActRequest { number, verb, seen_version, idempotency: told.idempotency };
    app.desk.act(actor, request, now)?;
    let view = app.desk.ticket(actor, number, now)?;
    Ok(respond::versioned(TicketView::of(&view, actor), view.ticket.version))
}
