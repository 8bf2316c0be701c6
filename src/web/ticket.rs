//! A ticket: what it says, its clocks and timeline, and the next allowed steps as forms.

use super::answer::{Failed, page, see};
use super::report::readable as readable_match;
use super::session::Reader;
use super::words::{event, label, step, word_in};
use crate::api::body::{self, BadBody};
use crate::api::{App, FieldError, Problem, shape};
use crate::desk::ActRequest;
use crate::markdown::safe_html;
use crate::page::{Template, Tongue};
use crate::sla::{ClockName, ClockState};
use crate::ticket::{Number, Severity, Status};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// Like cases beside a ticket.
const LIKE: usize = 3;

pub async fn read(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    show(app, reader, name, &[], Template::Ticket).await
}

/// Only the state and timeline, for the script that keeps an open page up to date.
pub async fn timeline(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    show(app, reader, name, &[], Template::Timeline).await
}

async fn show(app: Arc<App>, reader: Reader, name: String, errors: &[FieldError], template: Template) -> Result<Response, Failed> {
    let asker = reader.clone();
    let errors: Vec<Value> = errors.iter().map(|e| json!({"label": e.field, "message": e.message})).collect();
    let whole = template == Template::Ticket;
    let gathered = app.blocking(move |app| gather(app, &asker, &name, whole)).await;
    let mut values = gathered.map_err(|e: Problem| reader.failed(e))?;
    values["problems"] = json!(errors);
    page(&reader, template, values)
}

fn gather(app: &App, reader: &Reader, name: &str, whole: bool) -> Result<Value, crate::desk::DeskError> {
    let (actor, tongue, now) = (&reader.actor, reader.tongue, app.now());
    let number: Number = app.desk.resolve(name)?;
    let view = app.desk.ticket(actor, number, now)?;
    let zone = app.desk.settings().calendar.zone;
    let events = app.desk.timeline(actor, number)?;
    let line = |e: &crate::ticket::Recorded| {
        let mut line = shape::event(e, actor);
        line["event"] = json!(event(tongue, e.event.name()));
        line["at"] = json!(e.occurred_at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string());
        line["text"] = ["text", "reason", "words", "report"]
            .iter()
            .map(|k| line["data"][k].clone())
            .find(|v| v.is_string())
            .unwrap_or_default();
        line
    };
    let mut ticket = shape::ticket(&view, actor);
    ticket["status_word"] = json!(word_in::<Status>(tongue, &ticket, "status"));
    ticket["severity_word"] = json!(word_in::<Severity>(tongue, &ticket, "severity"));
    ticket["missing"] = view.ticket.report.missing().iter().map(|field| label(tongue, field)).collect();
    for clock in ticket["clocks"].as_array_mut().into_iter().flatten() {
        clock["name_word"] = json!(word_in::<ClockName>(tongue, clock, "name"));
        clock["state_word"] = json!(word_in::<ClockState>(tongue, clock, "state"));
    }
    let mut values = json!({"ticket": ticket, "events": events.iter().map(line).collect::<Vec<_>>()});
    if whole {
        let steps = app.desk.open_steps(actor, &view.ticket, now);
        values["steps"] = json!(steps.iter().map(|verb| step_form(tongue, verb)).collect::<Vec<_>>());
        values["description"] = json!(safe_html(&view.ticket.report.body()));
        // The archive may not be searchable just now; the ticket is shown all the same.
        let like = app.desk.similar_to(actor, number, LIKE).map(|s| shape::matches(&s)).unwrap_or_default();
        values["matches"] = json!(like.into_iter().map(|m| readable_match(m, tongue)).collect::<Vec<_>>());
    }
    Ok(values)
}

/// A step's form, from the very table that checks its body.
fn step_form(tongue: Tongue, verb: &str) -> Value {
    let fields = body::VERBS.iter().find(|(name, _)| *name == verb).map(|(_, fields)| *fields).unwrap_or_default();
    let asked = |field: &crate::api::Field| {
        let mut form = field.for_form();
        form["label"] = json!(label(tongue, field.name));
        form
    };
    json!({"verb": verb, "label": step(tongue, verb), "fields": fields.iter().map(asked).collect::<Vec<_>>()})
}

pub async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, verb)): Path<(String, String)>,
    Form(told): Form<HashMap<String, String>>,
) -> Result<Response, Failed> {
    let (actor, at) = (reader.actor.clone(), name.clone());
    let done = app.blocking_step(move |app| step_on(app, &actor, &name, &verb, &told)).await;
    match done {
        Ok(number) => Ok(see(&format!("/tickets/{number}"))),
        Err(problem) if problem.status.as_u16() == 404 => Err(reader.failed(problem)),
        // What was wrong is said on the ticket's own page.
        Err(problem) => {
            let errors = match problem.errors.is_empty() {
                true => vec![FieldError::new("", problem.detail)],
                false => problem.errors,
            };
            show(app, reader, at, &errors, Template::Ticket).await
        }
    }
}

fn step_on(
    app: &App,
    actor: &crate::people::Actor,
    name: &str,
    verb: &str,
    told: &HashMap<String, String>,
) -> Result<Number, Problem> {
    let now = app.now();
    let number = app.desk.resolve(name)?;
    app.desk.ticket(actor, number, now)?;
    let body = as_body(verb, told);
    let verb = body::verb(verb, &body, |name| app.desk.person(name).ok().flatten()).map_err(|bad: BadBody| Problem::from(bad))?;
    let seen_version = told.get("seen_version").and_then(|v| v.parse().ok());
    app.desk.act(actor, ActRequest { number, verb, seen_version, idempotency: None }, now)?;
    Ok(number)
}

/// Form fields as the API's body: words true and false are flags, one item a line makes a list.
fn as_body(verb: &str, told: &HashMap<String, String>) -> Value {
    let fields = body::VERBS.iter().find(|(name, _)| *name == verb).map(|(_, fields)| *fields).unwrap_or_default();
    let mut body: Map<String, Value> = Map::new();
    for field in fields {
        let Some(text) = told.get(field.name).filter(|t| !t.trim().is_empty()) else { continue };
        body.insert(field.name.to_string(), field.read_form(text));
    }
    Value::Object(body)
}
