//! A ticket: what it says, its clocks and timeline, and the next allowed steps as forms.

use super::answer::{Failed, page, see};
use super::attachments;
use super::report::readable as readable_match;
use super::sent::{Sent, once};
use super::session::Reader;
use super::steps::{self, Asking, Told};
use super::timeline::line as timeline_line;
use super::words::{due_word, label, said as said_in, word, word_in};
use crate::api::{App, Problem};
use crate::desk::{ActRequest, Desk, DeskError, Freshness, TicketView};
use crate::digest;
use crate::index::Band;
use crate::markdown::Renderer;
use crate::page::{Template, Tongue, known, message, refusal};
use crate::people::Actor;
use crate::protocol::request::{BadBody, FieldError};
use crate::protocol::{redact, request, view};
use crate::sla::{ClockName, ClockState};
use crate::ticket::*;
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Like cases beside a ticket.
const LIKE: usize = 3;

/// A form that was sent and comes back with what was typed.
#[derive(Default)]
struct Refused {
    verb: String,
    told: Told,
    errors: Vec<FieldError>,
    /// The contact whole, this once.
    contact: Option<Contact>,
}

pub async fn read(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    show(app, reader, name, Refused::default(), Template::Ticket).await
}

/// Only the state and timeline, for the script that keeps an open page up to date. It asks each second: where nothing has
/// moved since, the board says so and the ticket is not read.
pub async fn timeline(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let (asker, asked) = (reader.clone(), name.clone());
    let fresh = app.blocking(move |app| {
        // A visitor is told to sign in, whatever there is.
        if asker.actor == Actor::Visitor {
            return Ok(None);
        }
        let fresh = app.desk.freshness(&asker.actor, app.desk.resolve(&asked)?)?;
        Ok(fresh.map(|fresh| tag(&asker, fresh, app.now())))
    });
    let tag = fresh.await.map_err(|e: Problem| reader.failed(e))?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    if tag.is_some() && known == tag.as_deref() {
        return Ok(StatusCode::NOT_MODIFIED.into_response());
    }
    let mut response = show(app, reader, name, Refused::default(), Template::Timeline).await?;
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Stands for all that a timeline depends on: how far the ticket has come, who reads it and in which language, and the
/// minute, in which the time that is left is said. Made before the ticket is read, so that it is never newer than what is shown.
fn tag(reader: &Reader, fresh: Freshness, now: DateTime<Utc>) -> String {
    let minute = now.timestamp().div_euclid(60);
    let of = format!("{fresh:?} {:?} {:?} {minute}", reader.actor, reader.tongue);
    format!("W/\"{}\"", &digest::hex(of.as_bytes())[..32])
}

#[derive(Debug, Deserialize)]
pub struct Read {
    up_to: u64,
}

/// What the ticket had to tell has been seen, up to what was shown. The page's script sends this; looking changes nothing.
pub async fn mark_read(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Sent(read): Sent<Read>,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let done = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.see_notices(&actor, read.up_to, Some(number))?;
        Ok(number)
    });
    let number = done.await.map_err(|e: Problem| reader.failed(e))?;
    Ok(see(&format!("/tickets/{number}")))
}

/// Only the next steps, likewise.
pub async fn next_steps(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    show(app, reader, name, Refused::default(), Template::Steps).await
}

/// The ticket's page with what was wrong with what was sent.
pub(super) async fn refused(app: Arc<App>, reader: Reader, name: String, errors: Vec<FieldError>) -> Result<Response, Failed> {
    show(app, reader, name, Refused { errors, ..Refused::default() }, Template::Ticket).await
}

async fn show(app: Arc<App>, reader: Reader, name: String, refused: Refused, template: Template) -> Result<Response, Failed> {
    // Whether there is such a ticket is nobody's business who has not signed in; that they have to is said.
    if reader.actor == Actor::Visitor {
        let ask = message(reader.tongue, "sign_in.ask");
        return Err(reader.failed(Problem::new(StatusCode::NOT_FOUND, "not-found", ask)));
    }
    let asker = reader.clone();
    let gathered = app.blocking(move |app| gather(app, &asker, &name, &refused, template)).await;
    let values = gathered.map_err(|e: Problem| reader.failed(e))?;
    page(&reader, template, values)
}

fn gather(app: &App, reader: &Reader, name: &str, refused: &Refused, template: Template) -> Result<Value, DeskError> {
    let (actor, tongue, now) = (&reader.actor, reader.tongue, app.now());
    let number: Number = app.desk.resolve(name)?;
    let view = app.desk.ticket(actor, number, now)?;
    let mut values = json!({"ticket": readable(&view, reader, now), "events": [], "may_reach": Desk::reaches_customers(actor)});
    if let Some(contact) = &refused.contact {
        values["ticket"]["contact"] = view::whole_contact(contact);
    }
    let open = app.desk.open_steps(actor, &view.ticket, now);
    let unread = app.desk.unseen_of(actor, number)?;
    values["unread"] = json!(unread.map(|(count, newest)| json!({"count": count, "up_to": newest})));
    values["files"] = attachments::listed(tongue, actor, &view.ticket, open.contains(&"upload"));
    if template != Template::Steps {
        let line = |e: &Recorded| timeline_line(tongue, actor, &app.desk, &view.ticket, e);
        values["events"] = json!(app.desk.timeline(actor, number)?.iter().map(line).collect::<Vec<_>>());
    }
    if template != Template::Timeline {
        let sent = Some((refused.verb.as_str(), &refused.told)).filter(|(verb, _)| !verb.is_empty());
        // What is proposed is help: an archive that cannot be searched does not stand in the way.
        let wanted = actor.is_staff() && (open.contains(&"triage") || open.contains(&"assign"));
        let proposal = wanted.then(|| app.desk.proposal(actor, number, now).ok()).flatten();
        let burst = if actor.is_staff() { app.desk.burst_of(actor, number, now).ok().flatten() } else { None };
        values["burst"] = json!(burst.map(|b| json!({"count": b.tickets.len(), "customers": b.customers, "tickets": b.tickets})));
        let asking = Asking { tongue, actor, ticket: &view.ticket, proposal: proposal.as_ref(), refused: sent };
        values["steps"] = json!(asking.forms(&open));
        values["can"] = json!({"link": open.contains(&"link"), "attach": open.contains(&"attach")});
        let staff = if actor.is_staff() { app.desk.people()? } else { Vec::new() };
        let names: Vec<String> = staff.into_iter().filter(|p| p.is_staff() && !p.inactive).map(|p| p.name).collect();
        values["staff"] = json!(names);
    }
    if template == Template::Ticket {
        let problem = |e: &FieldError| {
            let named = if e.field.is_empty() { String::new() } else { label(tongue, &e.field) };
            json!({"label": named, "message": refusal(tongue, &e.message)})
        };
        values["problems"] = json!(refused.errors.iter().map(problem).collect::<Vec<_>>());
        // Who was shown the contact reads the report as it was written.
        let text = &|text: &str| match refused.contact {
            Some(_) => text.to_string(),
            None => redact::reported(&view.ticket, actor, text),
        };
        values["told"] = told(tongue, &view.ticket.report, &app.renderer, text);
        values["answer"] = answer(tongue, &view, &app.renderer, text);
        // The archive may not be searchable just now; the ticket is shown all the same.
        let mut like = app.desk.similar_to(actor, number, LIKE).map(|s| view::matches(&s)).unwrap_or_default();
        // What is only a little like it stands there alone or not at all, and is no help to a customer.
        let weak = |m: &Value| m["band"] == json!(Band::Weak);
        let first = like.iter().take(1).filter(|m| weak(m) && actor.is_staff()).count();
        like = like.into_iter().enumerate().filter(|(i, m)| *i < first || !weak(m)).map(|(_, m)| m).collect();
        values["matches"] = json!(like.into_iter().map(|m| readable_match(m, tongue)).collect::<Vec<_>>());
    }
    Ok(values)
}

/// What was reported, part by part.
fn told(tongue: Tongue, report: &Report, renderer: &Renderer, shown: impl Fn(&str) -> String) -> Value {
    let more = match &report.particulars {
        Particulars::Fault { steps, error } => [("steps", steps), ("error", error)],
        Particulars::Requirement { scenario, effect, .. } => [("scenario", scenario), ("effect", effect)],
    };
    let wished = match &report.particulars {
        Particulars::Requirement { priority: Some(priority), .. } => word(tongue, *priority),
        _ => String::new(),
    };
    let more = more.into_iter().filter_map(|(name, text)| Some((label(tongue, name), text.as_deref()?)));
    let parts = [(String::new(), report.description.as_str())].into_iter().chain(more);
    let wished = (label(tongue, "customer_priority"), wished.as_str());
    parts
        .chain([wished])
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| json!({"label": label, "html": renderer.html(&shown(text))}))
        .collect()
}

/// What it came to: what the customer is asked about, and what the next reader looks for.
fn answer(tongue: Tongue, view: &TicketView, renderer: &Renderer, shown: impl Fn(&str) -> String) -> Value {
    let ticket = &view.ticket;
    let answer = match &ticket.phase {
        Phase::Resolved { answer, .. } => Some(answer),
        Phase::Closed { answer, .. } => answer.as_ref(),
        _ => ticket.unsolved.as_ref().map(|unsolved| &unsolved.answer),
    };
    let unsolved = ticket.unsolved.is_some();
    match answer {
        Some(Answer::Worked(resolution)) => {
            let parts = [("resolution", Some(&resolution.text)), ("workaround", resolution.workaround.as_ref())];
            let parts = parts
                .into_iter()
                .filter_map(|(name, text)| Some(json!({"label": message(tongue, name), "html": renderer.html(&shown(text?))})));
            json!({"case": null, "parts": parts.collect::<Vec<_>>(), "unsolved": unsolved})
        }
        // Of a case they may not read, a customer knows only that there is one.
        Some(Answer::Case(case)) => json!({"case": view.names(*case).then_some(case), "parts": [], "unsolved": unsolved}),
        None => proposed(tongue, ticket, renderer, shown),
    }
}

/// What the customer is asked to agree to, or agreed to.
fn proposed(tongue: Tongue, ticket: &Ticket, renderer: &Renderer, shown: impl Fn(&str) -> String) -> Value {
    let Some(evaluation) = &ticket.evaluation else { return Value::Null };
    let parts = [("verdict", word(tongue, evaluation.verdict)), ("report", renderer.html(&shown(&evaluation.report)))];
    let parts = parts.map(|(name, html)| json!({"label": label(tongue, name), "html": html}));
    json!({"case": null, "parts": parts, "unsolved": false})
}

/// What a ticket waits for, in words.
pub(super) fn waits_for(reader: &Reader, turn: Option<Turn>, kind: &str) -> Option<String> {
    let turn = turn?.seen_by(&reader.actor).word();
    let side = match !reader.actor.is_staff() && known(reader.tongue, &format!("theirs.{turn}")).is_some() {
        true => "theirs",
        false => "turn",
    };
    Some(turn_in(reader.tongue, side, turn, kind))
}

/// A turn said from one side; a requirement's where it is said otherwise.
pub(super) fn turn_in(tongue: Tongue, side: &str, turn: &str, kind: &str) -> String {
    known(tongue, &format!("{side}.{turn}.{kind}")).map_or_else(|| said_in(tongue, side, turn), str::to_string)
}

/// The ticket's shape with its codes in the reader's language.
fn readable(view: &TicketView, reader: &Reader, now: DateTime<Utc>) -> Value {
    let tongue = reader.tongue;
    let mut ticket = view::ticket(view, &reader.actor);
    // Nobody has to guess who 王* is when it is themselves.
    let contact = &view.ticket.report.contact;
    if !reader.actor.is_staff() && reader.name() == contact.name {
        ticket["contact"] = view::whole_contact(contact);
    }
    ticket["status_word"] = json!(word_in::<Status>(tongue, &ticket, "status"));
    ticket["severity_word"] = json!(word_in::<Severity>(tongue, &ticket, "severity"));
    ticket["urgency_word"] = json!(word_in::<Severity>(tongue, &ticket, "urgency"));
    let yours = turn(&view.ticket).filter(|_| is_turn_of(&view.ticket, &reader.actor));
    let kind = view.ticket.kind().word();
    ticket["waits_for_word"] = json!(waits_for(reader, turn(&view.ticket), kind));
    // What the customer is waited for stands with it.
    let wanted =
        view.ticket.marks.pauses.last().map(|pause| format!(": {}", redact::reported(&view.ticket, &reader.actor, &pause.reason)));
    let wanted = |turn| wanted.clone().filter(|_| turn == Turn::Customer).unwrap_or_default();
    ticket["yours"] = json!(yours.map(|turn| turn_in(tongue, "yours", turn.word(), kind) + &wanted(turn)));
    ticket["type_word"] = json!(word_in::<RequirementType>(tongue, &ticket, "requirement_type"));
    ticket["priority_word"] = json!(steps::priority(tongue, &ticket["priority"]));
    // Once the desk has set a priority, what the customer wished is no longer asked for.
    let missing = view.ticket.missing().into_iter().filter(|field| *field != "priority" || view.ticket.class.is_none());
    ticket["missing"] = missing.map(|field| label(tongue, if field == "priority" { "customer_priority" } else { field })).collect();
    for (shape, clock) in ticket["clocks"].as_array_mut().into_iter().flatten().zip(&view.clocks) {
        shape["name_word"] = json!(word_in::<ClockName>(tongue, shape, "name"));
        shape["state_word"] = json!(word_in::<ClockState>(tongue, shape, "state"));
        let running = clock.state == ClockState::Running;
        // An update to the customer is what meets it, and nothing else.
        let by_update = matches!(clock.name, ClockName::FirstResponse | ClockName::Progress) && clock.met_at.is_none();
        let hint = || message(tongue, "clock.by_update");
        shape["hint"] = json!((by_update && view.ticket.is_open() && reader.actor.is_staff()).then(hint));
        shape["left"] = json!(running.then(|| due_word(clock.due_at - now, tongue)));
        if tongue == Tongue::Zh {
            shape["explanation"] = json!(clock.explanation.zh());
        }
    }
    ticket
}

/// The contact whole, for who must reach them: the reason and the showing are on the record before the page says it.
async fn show_contact(app: Arc<App>, reader: Reader, name: String, told: Told) -> Result<Response, Failed> {
    let reason = told.get("reason").map(|reason| reason.trim().to_string()).filter(|reason| !reason.is_empty());
    let Some(reason) = reason else {
        return refused(app, reader, name, vec![FieldError::new("reason", "is required")]).await;
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
        Ok(number) => Ok(see(&format!("/tickets/{number}"))),
        Err(problem) if problem.status.as_u16() == 404 => Err(reader.failed(problem)),
        // What was wrong is said on the ticket's own page, where what was typed still stands.
        Err(problem) => {
            let errors = match problem.kind {
                "changed" => vec![FieldError::new("", message(reader.tongue, "ticket.changed"))],
                _ if problem.errors.is_empty() => vec![FieldError::new("", problem.detail)],
                _ => problem.errors,
            };
            let form = sent.1.get("form").cloned().unwrap_or(sent.0);
            show(app, reader, at, Refused { verb: form, told: sent.1, errors, contact: None }, Template::Ticket).await
        }
    }
}

pub(super) fn step_on(app: &App, actor: &crate::people::Actor, name: &str, verb: &str, told: &Told) -> Result<Number, Problem> {
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
