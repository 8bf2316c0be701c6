//! A ticket: what it says, its clocks and timeline, and the next allowed steps as forms.

use super::step_form::StepForm;
use super::steps::Asking;
use crate::api::{App, Problem};
use crate::desk::{Desk, DeskError, Freshness};
use crate::digest;
use crate::index::{Band, MatchKind};
use crate::page::{Template, message};
use crate::people::Actor;
use crate::protocol::request::FieldError;
use crate::reason::DoorReason;
use crate::ticket::*;
use crate::view::{MatchView, Reading, WordOf};
use crate::web::http::{Failed, FormFields, Reader, Sent, flash, page, redirect, without_flash};
use crate::web::words::ProblemLine;
use crate::web::words::files::FileList;
use crate::web::words::ticket::{AnswerPart, TicketHead, answer, reported};
use crate::web::words::timeline::{TextPart, TimelineLine};
use crate::web::words::{MatchLine, MatchOffer, filled, problems};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Like cases beside a ticket.
const LIKE: usize = 3;

/// A form that was sent and comes back with what was typed.
#[derive(Default)]
pub struct Refused {
    pub verb: String,
    pub fields: FormFields,
    pub errors: Vec<FieldError>,
    /// The unmasked contact, for this answer only.
    pub contact: Option<Contact>,
}

/// What the form that asks for the contact leaves for the page after it: the ticket, as its address names it.
pub const SHOWN: &str = "shown";
/// The page follows its form at once; a showing on the record is no leave to look again later.
const SHOWN_WITHIN: Duration = Duration::minutes(2);

pub async fn read(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    if flash(&headers, SHOWN).as_ref() != Some(&name) {
        return show(app, reader, name, Refused::default(), Template::Ticket).await;
    }
    let (asker, asked, secure) = (reader.actor.clone(), name.clone(), reader.secure);
    let contact = app.blocking(move |app| just_shown(app, &asker, &asked)).await.map_err(|e: Problem| reader.failed(e))?;
    let shown = show(app, reader, name, Refused { contact, ..Refused::default() }, Template::Ticket).await?;
    Ok(without_flash(shown, secure))
}

/// The contact unmasked, where the record says that it has just been shown to this reader.
fn just_shown(app: &App, actor: &Actor, name: &str) -> Result<Option<Contact>, DeskError> {
    let (number, now) = (app.desk.resolve(name)?, app.now());
    let ticket = app.desk.ticket(actor, number, now)?.ticket;
    let events = app.desk.timeline(actor, number)?;
    let is_showing = |event: &&Recorded| matches!(event.event, TicketEvent::ContactShown { .. }) && event.actor == actor.name();
    let last = events.iter().rev().find(is_showing);
    Ok(last.filter(|event| now - event.occurred_at < SHOWN_WITHIN).map(|_| ticket.report.contact))
}

/// State and timeline as a fragment, polled each second by the page's script. Answers 304 without reading the ticket where the
/// board shows no change.
pub async fn timeline(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failed> {
    let (asker, asked) = (reader.clone(), name.clone());
    let fresh = app.blocking(move |app| {
        // A visitor is asked to sign in, whether or not there is such a ticket.
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

/// The entity tag of a timeline: the freshness of the ticket, its reader, their language, and the minute, because the time left
/// is shown. Made before the ticket is read, so that it is never newer than what is shown.
fn tag(reader: &Reader, fresh: Freshness, now: DateTime<Utc>) -> String {
    let minute = now.timestamp().div_euclid(60);
    let of = format!("{fresh:?} {:?} {:?} {minute}", reader.actor, reader.locale);
    format!("W/\"{}\"", &digest::hex(of.as_bytes())[..32])
}

#[derive(Debug, Deserialize)]
pub struct ReadUpTo {
    up_to: u64,
}

/// Milestones the notices of a ticket as seen, up to the newest one shown; sent by the page's script.
pub async fn mark_read(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Sent(read): Sent<ReadUpTo>,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let done = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.see_notices(&actor, read.up_to, Some(number))?;
        Ok(number)
    });
    let number = done.await.map_err(|e: Problem| reader.failed(e))?;
    Ok(redirect(&format!("/tickets/{number}")))
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

/// A ticket's page, or the parts of it that a script asks for; what a part does not show stays empty.
#[derive(Serialize)]
struct TicketPage {
    ticket: TicketHead,
    events: Vec<TimelineLine>,
    unread: Option<Unread>,
    files: FileList,
    /// Whether the reader may have the contact shown whole.
    may_reach: bool,
    #[serde(flatten)]
    next: Option<NextSteps>,
    #[serde(flatten)]
    rest: Option<Rest>,
}

/// Notices about this ticket that the reader has not seen.
#[derive(Serialize)]
struct Unread {
    count: usize,
    text: String,
    up_to: u64,
}

/// What the reader may do next, and what helps with it.
#[derive(Serialize)]
struct NextSteps {
    steps: Vec<StepForm>,
    /// Steps taken now and then, below the others.
    rare_steps: Vec<StepForm>,
    burst: Option<BurstNote>,
    /// Names to choose from.
    staff: Vec<String>,
}

/// The burst that the ticket belongs to.
#[derive(Serialize)]
struct BurstNote {
    /// How many reports, of how many customers.
    text: String,
}

/// What only the whole page shows.
#[derive(Serialize)]
struct Rest {
    /// The report, part by part.
    reported: Vec<TextPart>,
    answer: Option<AnswerPart>,
    problems: Vec<ProblemLine>,
    matches: Vec<MatchLine>,
    /// None of the matches fits well.
    fits_poorly: bool,
}

fn gather(app: &App, reader: &Reader, name: &str, refused: &Refused, template: Template) -> Result<TicketPage, DeskError> {
    let (actor, locale, now) = (&reader.actor, reader.locale, app.now());
    let number: Number = app.desk.resolve(name)?;
    let known = app.desk.ticket(actor, number, now)?;
    let ticket = &known.ticket;
    let may_know = |number| app.desk.may_see_number(actor, number);
    let reading = Reading::of(ticket, actor, may_know);
    let mut head = TicketHead::of(&known, &reading, reader, now);
    if let Some(contact) = &refused.contact {
        head.show_contact(contact);
    }
    let open = app.desk.open_steps(actor, ticket, now);
    let unread = app.desk.unseen_of(actor, number)?;
    let events = match template {
        Template::Steps => Vec::new(),
        _ => {
            let calendar = &app.desk.settings().calendar;
            let events = app.desk.timeline(actor, number)?;
            events.iter().map(|event| TimelineLine::of(locale, calendar, &app.renderer, event, &reading)).collect()
        }
    };
    let next = if template == Template::Timeline { None } else { Some(next_for(app, reader, ticket, refused, &open)?) };
    let rest = (template == Template::Ticket).then(|| {
        // Who was shown the contact reads the report as it was written.
        let whole = Reading::whole(actor, may_know);
        let matches = like(app, reader, number, &open);
        let reading = if refused.contact.is_some() { &whole } else { &reading };
        Rest {
            reported: reported(locale, &ticket.report, &app.renderer, reading),
            answer: answer(locale, &known, &app.renderer, reading),
            problems: problems(locale, &refused.errors),
            fits_poorly: matches.iter().all(MatchLine::is_weak),
            matches,
        }
    });
    Ok(TicketPage {
        files: FileList::of(locale, actor, ticket, &reading, open.contains(&Step::Upload)),
        ticket: head,
        events,
        unread: unread.map(|(count, up_to)| Unread {
            count,
            text: filled(locale, "notices.of_ticket", &[&count.to_string()]),
            up_to,
        }),
        may_reach: Desk::reaches_customers(actor),
        next,
        rest,
    })
}

fn next_for(app: &App, reader: &Reader, ticket: &Ticket, refused: &Refused, open: &[Step]) -> Result<NextSteps, DeskError> {
    let (actor, now) = (&reader.actor, app.now());
    let sent = Some((refused.verb.as_str(), &refused.fields, refused.errors.as_slice())).filter(|(verb, ..)| !verb.is_empty());
    // What is proposed is help: an archive that cannot be searched does not stand in the way.
    let wanted = actor.is_staff() && (open.contains(&Step::Triage) || open.contains(&Step::Assign));
    let proposal = wanted.then(|| app.desk.proposal(actor, ticket.number, now).ok()).flatten();
    let burst = if actor.is_staff() { app.desk.burst_shown(actor, ticket.number, now).ok().flatten() } else { None };
    let asking = Asking { locale: reader.locale, actor, ticket, proposal: proposal.as_ref(), refused: sent };
    let staff = if actor.is_staff() { app.desk.people()? } else { Vec::new() };
    let (rare_steps, steps) = asking.forms(open).into_iter().partition(|step| step.is_rare);
    Ok(NextSteps {
        steps,
        rare_steps,
        burst: burst.map(|b| BurstNote {
            text: filled(reader.locale, "burst.text", &[&b.tickets.len().to_string(), &b.customers.to_string()]),
        }),
        staff: staff.into_iter().filter(|p| p.is_staff() && !p.inactive).map(|p| p.name).collect(),
    })
}

/// Like cases beside the ticket. The archive may not be searchable just now; the ticket is shown all the same.
fn like(app: &App, reader: &Reader, number: Number, open: &[Step]) -> Vec<MatchLine> {
    let found = app.desk.similar_to(&reader.actor, number, LIKE).map(|similar| MatchView::all(&similar)).unwrap_or_default();
    // What is only a little like it stands there alone or not at all, and is no help to a customer.
    let weak = |found: &MatchView| found.band == WordOf(Band::Weak);
    let first = found.iter().take(1).filter(|found| weak(found) && reader.actor.is_staff()).count();
    let shown = found.into_iter().enumerate().filter(|(i, found)| *i < first || !weak(found)).map(|(_, found)| found);
    let offer = |kind: MatchKind, _has_fix| {
        let (step, field, key) = match kind {
            MatchKind::Case => (Step::Link, "case", "ticket.link_this"),
            MatchKind::Ticket => (Step::Attach, "ticket", "ticket.attach_this"),
        };
        let word = message(reader.locale, key);
        open.contains(&step).then(|| MatchOffer { step: step.word(), field, word, unchecked: false })
    };
    shown.map(|found| MatchLine::of(found, reader.locale, offer)).collect()
}
