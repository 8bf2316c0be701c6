//! `/consultations`: search the archive for a report; end it with a case, or join an open ticket.

use crate::api::http::{App, CurrentActor, JsonBody, Params, Problem, respond};
use crate::desk::ConsultRequest;
use crate::protocol::request;
use crate::ticket::{Channel, DeflectedHow};
use crate::view::{ConsultationView, DeflectionView, TicketView, WarningView};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::Arc;

const LIMIT_DEFAULT: usize = 5;
const LIMIT_MAX: usize = 50;

pub async fn consult(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    params: Params,
    body: JsonBody,
) -> Result<Response, Problem> {
    let limit = params.limit(LIMIT_DEFAULT, LIMIT_MAX)?;
    let question = request::question(&body.value)?;
    app.run(move |app| {
        let now = app.now();
        let doubts = request::doubts_of_question(&body.value, now);
        let consultation = app.desk.consult(&actor, ConsultRequest { question, limit, body: body.value }, now)?;
        Ok(respond::json(ConsultationView::of(&consultation, &doubts)))
    })
    .await
}

pub async fn deflect(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let checked = request::check(&body.value, request::DEFLECT).map_err(Problem::fields)?;
    let case = request::number(&checked, "case")?;
    let how = checked.word("how").unwrap_or(DeflectedHow::Api);
    app.run(move |app| {
        app.desk.deflect(&actor, &id, case, how, app.now())?;
        Ok(respond::json(DeflectionView { id, deflected: true, case: case.into() }))
    })
    .await
}

/// It did not answer the report after all. The same answer as often as it is asked.
pub async fn take_back(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let case = app.desk.take_back_deflection(&actor, &id, app.now())?;
        Ok(respond::json(DeflectionView { id, deflected: false, case: case.into() }))
    })
    .await
}

pub async fn attach(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(id): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let checked = request::check(&body.value, request::ATTACH_CONSULTATION).map_err(Problem::fields)?;
    let to = request::number(&checked, "ticket")?;
    let door = if actor.is_staff() { Channel::Api } else { Channel::Portal };
    let (asker, consultation) = (actor.clone(), id.clone());
    let known = app.run(move |app| app.desk.consultation_body(&asker, &consultation)).await?;
    let (report, _) = request::report(&completed(known, &body.value), door)?;
    app.run(move |app| {
        let now = app.now();
        let warnings = Some(WarningView::all(&request::doubts(&report, now)));
        let registered = app.desk.attach_consultation(&actor, &id, report, to, body.idempotency, now)?;
        let view = app.desk.ticket(&actor, registered.number, now)?;
        let location = format!("/api/v1/tickets/{}", registered.number);
        Ok(respond::created(
            TicketView { warnings, ..TicketView::of(&view, &actor) },
            view.ticket.version,
            location,
            registered.replayed,
        ))
    })
    .await
}

/// The consultation's body with the present one on top. A fault, unless one of them says that it is a requirement.
fn completed(known: Value, now: &Value) -> Value {
    let mut body = known.as_object().cloned().unwrap_or_default();
    body.extend(now.as_object().cloned().unwrap_or_default());
    body.entry("kind").or_insert(json!("fault"));
    Value::Object(body)
}
