//! A ticket: what it says, its clocks and timeline, and the next allowed steps as forms.

use super::steps::Asking;
use crate::api::{App, Problem};
use crate::desk::{Desk, DeskError, Freshness};
use crate::digest;
use crate::index::Band;
use crate::page::Template;
use crate::people::Actor;
use crate::protocol::request::FieldError;
use crate::protocol::{redact, view};
use crate::reason::{DoorReason, Said};
use crate::ticket::*;
use crate::web::http::{Failed, Reader, Sent, Told, page, see};
use crate::web::words::ticket::{answer, readable, told};
use crate::web::words::timeline::line as timeline_line;
use crate::web::words::{files, label, matches};
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
pub struct Refused {
    pub verb: String,
    pub told: Told,
    pub errors: Vec<FieldError>,
    /// The contact whole, this once.
    pub contact: Option<Contact>,
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
pub async fn refused(app: Arc<App>, reader: Reader, name: String, errors: Vec<FieldError>) -> Result<Response, Failed> {
    show(app, reader, name, Refused { errors, ..Refused::default() }, Template::Ticket).await
}

pub async fn show(app: Arc<App>, reader: Reader, name: String, refused: Refused, template: Template) -> Result<Response, Failed> {
    // Whether there is such a ticket is nobody's business who has not signed in; that they have to is said.
    if reader.actor == Actor::Visitor {
        return Err(reader.failed(Problem::not_found(DoorReason::AskForLink)));
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
    values["files"] = files::listed(tongue, actor, &view.ticket, open.contains(&Step::Upload));
    if template != Template::Steps {
        let line = |e: &Recorded| timeline_line(tongue, actor, &app.desk, &view.ticket, e);
        values["events"] = json!(app.desk.timeline(actor, number)?.iter().map(line).collect::<Vec<_>>());
    }
    if template != Template::Timeline {
        let sent = Some((refused.verb.as_str(), &refused.told)).filter(|(verb, _)| !verb.is_empty());
        // What is proposed is help: an archive that cannot be searched does not stand in the way.
        let wanted = actor.is_staff() && (open.contains(&Step::Triage) || open.contains(&Step::Assign));
        let proposal = wanted.then(|| app.desk.proposal(actor, number, now).ok()).flatten();
        let burst = if actor.is_staff() { app.desk.burst_shown(actor, number, now).ok().flatten() } else { None };
        values["burst"] = json!(burst.map(|b| json!({"count": b.tickets.len(), "customers": b.customers, "tickets": b.tickets})));
        let asking = Asking { tongue, actor, ticket: &view.ticket, proposal: proposal.as_ref(), refused: sent };
        values["steps"] = json!(asking.forms(&open));
        values["can"] = json!({"link": open.contains(&Step::Link), "attach": open.contains(&Step::Attach)});
        let staff = if actor.is_staff() { app.desk.people()? } else { Vec::new() };
        let names: Vec<String> = staff.into_iter().filter(|p| p.is_staff() && !p.inactive).map(|p| p.name).collect();
        values["staff"] = json!(names);
    }
    if template == Template::Ticket {
        let problem = |e: &FieldError| {
            let named = if e.field.is_empty() { String::new() } else { label(tongue, &e.field) };
            json!({"label": named, "message": e.why.said(tongue)})
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
        values["matches"] = json!(like.into_iter().map(|m| matches::readable(m, tongue)).collect::<Vec<_>>());
    }
    Ok(values)
}
