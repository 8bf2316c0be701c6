//! A new report: the form, and beside it what is already known.

use crate::api::{App, Problem};
use crate::desk::{ConsultRequest, DeskError};
use crate::page::Template;
use crate::people::Actor;
use crate::protocol::request;
use crate::protocol::request::{BadBody, FieldError};
use crate::reason::{FieldReason, Forbidden};
use crate::sla::Calendar;
use crate::ticket::{Channel, CustomerPriority, DeflectedHow, Kind, Severity};
use crate::view::{MatchView, TicketNo};
use crate::web::http::{Failed, Reader, Sent, TOKEN, Told, is_token, once, page, page_again, redirect};
use crate::web::words::problems::ProblemLine;
use crate::web::words::{Choice, MatchLine, choices, moment, problems};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Suggestions beside the form.
const SUGGESTIONS: usize = 5;

fn signed_in(reader: &Reader) -> Result<(), Failed> {
    match reader.actor {
        Actor::Visitor => Err(reader.failed(DeskError::from(Forbidden::ReportOfNobody))),
        _ => Ok(()),
    }
}

pub async fn form(reader: Reader) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let name = if reader.actor.is_staff() { String::new() } else { reader.actor.name().to_string() };
    // Who speaks for no company reports in their own name.
    let company = reader.actor.company().map_or_else(|| name.clone(), str::to_string);
    let told = Told::from([("customer".into(), company), ("contact_name".into(), name)]);
    show(&reader, &told, &[], Known::default())
}

/// What is known already about a report that is being written.
#[derive(Default, Serialize)]
struct Known {
    /// Whether there was enough to ask with.
    asked: bool,
    matches: Vec<MatchLine>,
    /// The consultation; empty where nothing was asked.
    id: String,
}

#[derive(Serialize)]
struct ReportPage<'a> {
    /// The form's fields by name, as they were typed.
    told: BTreeMap<&'static str, &'a str>,
    problems: Vec<ProblemLine>,
    kinds: Vec<Choice>,
    urgencies: Vec<Choice>,
    priorities: Vec<Choice>,
    #[serde(flatten)]
    known: Known,
}

/// The fields that keep what was typed; `urgency` has a likely value besides.
const KEPT: [&str; 15] = [
    "title",
    "description",
    "occurred_at",
    "steps",
    "error",
    "scenario",
    "effect",
    "priority",
    "kind",
    "customer",
    "product",
    "component",
    "version",
    "contact_name",
    "contact_phone",
];

fn show(reader: &Reader, told: &Told, errors: &[FieldError], known: Known) -> Result<Response, Failed> {
    let locale = reader.locale;
    let field = |name: &str| told.get(name).map(String::as_str).unwrap_or_default();
    let mut kept: BTreeMap<&'static str, &str> = KEPT.into_iter().map(|name| (name, field(name))).collect();
    kept.insert("urgency", Some(field("urgency")).filter(|urgency| !urgency.is_empty()).unwrap_or(Severity::Moderate.word()));
    let values = ReportPage {
        told: kept,
        problems: problems(locale, errors),
        kinds: choices(locale, Kind::ALL),
        urgencies: choices(locale, Severity::ALL),
        priorities: choices(locale, CustomerPriority::ALL),
        known,
    };
    // A form that comes back goes on being the same form.
    let token = told.get(TOKEN).filter(|token| is_token(token)).map(String::as_str);
    page_again(reader, Template::Report, token, values)
}

/// The form's fields as the API's body.
fn as_body(told: &Told, calendar: &Calendar) -> Value {
    let mut body: Map<String, Value> =
        told.iter().filter(|(name, _)| !name.starts_with("contact_")).map(|(n, v)| (n.clone(), json!(v))).collect();
    let contact = |name: &str| told.get(&format!("contact_{name}")).filter(|v| !v.trim().is_empty());
    body.insert("contact".into(), json!({"name": contact("name"), "phone": contact("phone")}));
    body.entry("kind").or_insert(json!("fault"));
    if let Some(at) = told.get("occurred_at").filter(|at| !at.trim().is_empty()) {
        body.insert("occurred_at".into(), json!(moment(at, calendar)));
    }
    Value::Object(body)
}

pub async fn send(State(app): State<Arc<App>>, reader: Reader, Sent(told): Sent<Told>) -> Result<Response, Failed> {
    signed_in(&reader)?;
    if told.contains_key("edit") {
        return show(&reader, &told, &[], Known::default());
    }
    if told.contains_key("look") {
        let known = known(&app, &reader, as_body(&told, &app.desk.settings().calendar)).await.unwrap_or_default();
        return show(&reader, &told, &[], known);
    }
    let door = if reader.actor.is_staff() { Channel::ServiceDesk } else { Channel::Portal };
    let report = match request::report(&as_body(&told, &app.desk.settings().calendar), door) {
        Ok((report, _)) => report,
        Err(bad) => return refused(&reader, &told, bad.into()),
    };
    let (actor, once) = (reader.actor.clone(), once("/report", &told));
    let sent = app
        .blocking(move |app| {
            let now = app.now();
            let consulted = app.desk.consult_report(&actor, report, None, now)?;
            app.desk.register(&actor, consulted, once, now)
        })
        .await;
    match sent {
        Ok(registered) => Ok(redirect(&format!("/tickets/{}", registered.number))),
        Err(problem) => refused(&reader, &told, problem),
    }
}

/// What was wrong is said above the form, which keeps what was typed.
fn refused(reader: &Reader, told: &Told, problem: Problem) -> Result<Response, Failed> {
    show(reader, told, &problem.into_errors(), Known::default())
}

/// What is already known about what has been typed so far. A fragment, for the script.
pub async fn suggestions(State(app): State<Arc<App>>, reader: Reader, Sent(told): Sent<Told>) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let known = known(&app, &reader, as_body(&told, &app.desk.settings().calendar)).await.map_err(|e| reader.failed(e))?;
    page(&reader, Template::Suggestions, known)
}

async fn known(app: &Arc<App>, reader: &Reader, told: Value) -> Result<Known, Problem> {
    let Ok(question) = request::question(&told) else { return Ok(Known::default()) };
    let actor = reader.actor.clone();
    let request = ConsultRequest { question, limit: SUGGESTIONS, body: told };
    let consultation = app.blocking(move |app| app.desk.consult(&actor, request, app.now())).await?;
    let matches = MatchView::all(&consultation.similar).into_iter().map(|found| MatchLine::of(found, reader.locale));
    Ok(Known { asked: true, matches: matches.collect(), id: consultation.id })
}

/// The report joins a ticket that is being worked on already; it keeps its own number and is kept informed.
pub async fn attach(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let door = if reader.actor.is_staff() { Channel::ServiceDesk } else { Channel::Portal };
    let to = told.get("ticket").and_then(|number| number.parse().ok());
    let to = to.ok_or_else(|| reader.failed(BadBody::Fields(vec![FieldError::new("ticket", FieldReason::Required)])))?;
    let report = match request::report(&as_body(&told, &app.desk.settings().calendar), door) {
        Ok((report, _)) => report,
        Err(bad) => return refused(&reader, &told, bad.into()),
    };
    let (actor, once) = (reader.actor.clone(), once(&format!("/tickets/{to}/join"), &told));
    let sent = app.blocking(move |app| app.desk.attach_consultation(&actor, &id, report, to, once, app.now())).await;
    match sent {
        Ok(registered) => Ok(redirect(&format!("/tickets/{}", registered.number))),
        Err(problem) => refused(&reader, &told, problem),
    }
}

pub async fn deflect(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let case = told.get("case").and_then(|c| c.parse().ok());
    let case = case.ok_or_else(|| reader.failed(BadBody::Fields(vec![FieldError::new("case", FieldReason::Required)])))?;
    // A program of the page's says whether it was a key; a browser without one says nothing.
    let how = told.get("how").and_then(|word| DeflectedHow::parse(word).ok()).unwrap_or(DeflectedHow::Button);
    let (actor, of) = (reader.actor.clone(), id.clone());
    app.blocking(move |app| app.desk.deflect(&actor, &of, case, how, app.now())).await.map_err(|e| reader.failed(e))?;
    // The report is not lost: who finds that it was not that goes on with it.
    let kept = told.iter().filter(|(name, value)| !BUTTONS.contains(&name.as_str()) && !value.is_empty());
    let kept = kept.map(|(name, value)| KeptField { name: name.clone(), value: value.clone() }).collect();
    page(&reader, Template::Deflected, DeflectedPage { case: TicketNo(case), id, told: kept })
}

#[derive(Serialize)]
struct DeflectedPage {
    case: TicketNo,
    /// The consultation.
    id: String,
    told: Vec<KeptField>,
}

/// A field of the report, kept for whoever goes on with it.
#[derive(Serialize)]
struct KeptField {
    name: String,
    value: String,
}

/// What is sent with a report and is not of it.
const BUTTONS: [&str; 4] = ["case", "ticket", "token", "how"];

/// It was not that after all: back to the report, with what was typed.
pub async fn take_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let actor = reader.actor.clone();
    app.blocking(move |app| app.desk.take_back_deflection(&actor, &id, app.now())).await.map_err(|e| reader.failed(e))?;
    show(&reader, &told, &[], Known::default())
}
