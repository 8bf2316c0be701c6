//! A ticket as its page shows it: its codes in words, what was reported, what it came to.

use super::clock::ClockLine;
use super::codes::{label, priority, word, word_or_dash};
use super::turn::{turn_in, waits_for};
use crate::desk::ReadTicket;
use crate::markdown::Renderer;
use crate::page::message;
use crate::ticket::*;
use crate::view::{ContactView, Reading, Redacted, TicketNo, TicketView, Word};
use crate::web::http::Reader;
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A text under its label, as HTML.
#[derive(Debug, Serialize)]
pub struct TextPart {
    label: String,
    html: String,
}

/// What was reported, part by part.
pub fn reported(locale: Locale, report: &Report, renderer: &Renderer, reading: &Reading) -> Vec<TextPart> {
    let more = match &report.particulars {
        Particulars::Fault { steps, error } => [("steps", steps), ("error", error)],
        Particulars::Requirement { scenario, effect, .. } => [("scenario", scenario), ("effect", effect)],
    };
    let wished = match &report.particulars {
        Particulars::Requirement { priority: Some(priority), .. } => word(locale, *priority),
        _ => String::new(),
    };
    let more = more.into_iter().filter_map(|(name, text)| Some((label(locale, name), text.as_deref()?)));
    let parts = [(String::new(), report.description.as_str())].into_iter().chain(more);
    let wished = (label(locale, "customer_priority"), wished.as_str());
    let shown = parts.chain([wished]).filter(|(_, text)| !text.is_empty());
    shown.map(|(label, text)| TextPart { label, html: renderer.html(reading.text(text).as_str()) }).collect()
}

/// What a ticket came to.
#[derive(Debug, Serialize)]
pub struct AnswerPart {
    case: Option<TicketNo>,
    parts: Vec<TextPart>,
    /// The customer said that it is none.
    unsolved: bool,
}

/// What it came to: what the customer is asked about, and what the next reader looks for.
pub fn answer(locale: Locale, known: &ReadTicket, renderer: &Renderer, reading: &Reading) -> Option<AnswerPart> {
    let ticket = &known.ticket;
    let answer = match &ticket.phase {
        Phase::Resolved { answer, .. } => Some(answer),
        Phase::Closed { answer, .. } => answer.as_ref(),
        _ => ticket.unsolved.as_ref().map(|unsolved| &unsolved.answer),
    };
    let unsolved = ticket.unsolved.is_some();
    let html = |text: &str| renderer.html(reading.text(text).as_str());
    match answer {
        Some(Answer::Worked(resolution)) => {
            let parts = [("resolution", Some(&resolution.text)), ("workaround", resolution.workaround.as_ref())];
            let part = |(name, text): (&str, Option<&String>)| {
                Some(TextPart { label: message(locale, name).to_string(), html: html(text?) })
            };
            Some(AnswerPart { case: None, parts: parts.into_iter().filter_map(part).collect(), unsolved })
        }
        // Of a case they may not read, a customer knows only that there is one.
        Some(Answer::Case(case)) => {
            Some(AnswerPart { case: known.names(*case).then_some(TicketNo(*case)), parts: Vec::new(), unsolved })
        }
        // What the customer is asked to agree to, or agreed to.
        None => {
            let evaluation = ticket.evaluation.as_ref()?;
            let parts = [("verdict", word(locale, evaluation.verdict)), ("report", html(&evaluation.report))];
            let parts = parts.map(|(name, html)| TextPart { label: label(locale, name), html });
            Some(AnswerPart { case: None, parts: parts.into(), unsolved: false })
        }
    }
}

/// The head of a ticket's page, its state and its ties.
#[derive(Debug, Serialize)]
pub struct TicketHead {
    number: TicketNo,
    requirement_number: Option<TicketNo>,
    title: Redacted,
    customer: String,
    pub contact: ContactView,
    registered_by: Redacted,
    product: Option<Redacted>,
    component: Option<Redacted>,
    source: Option<Source>,
    archived: bool,
    kind: Word<Kind>,
    status: Word<Status>,
    status_word: String,
    urgency_word: String,
    severity_word: String,
    type_word: String,
    priority_word: String,
    assignee: Option<Redacted>,
    waits_for_word: Option<String>,
    /// What is waited for of the reader.
    yours: Option<String>,
    /// Labels of the particulars that are still to be given.
    missing: Vec<String>,
    clocks: Vec<ClockLine>,
    attached_to: Option<TicketNo>,
    merged_into: Option<TicketNo>,
    part_of: Option<TicketNo>,
    merged: Vec<TicketNo>,
    parts: Vec<TicketNo>,
    joined: Vec<TicketNo>,
    version: u64,
}

/// Its number in the system it came from.
#[derive(Debug, Serialize)]
struct Source {
    id: String,
}

impl TicketHead {
    /// As its reader sees it at a moment.
    pub fn of(known: &ReadTicket, reading: &Reading, reader: &Reader, now: DateTime<Utc>) -> TicketHead {
        let (locale, ticket) = (reader.locale, &known.ticket);
        let view = TicketView::without_report(known, reading);
        // Nobody has to guess who 王* is when it is themselves.
        let contact = &ticket.report.contact;
        let own = !reader.actor.is_staff() && reader.name() == contact.name;
        let turn = awaiting(ticket);
        let kind = ticket.kind().word();
        // What the customer is waited for stands with it.
        let wanted = ticket.milestones.holds.last().map(|pause| format!(": {}", reading.text(&pause.reason).as_str()));
        let wanted = |turn| wanted.clone().filter(|_| turn == Awaiting::Customer).unwrap_or_default();
        let yours = turn.filter(|_| awaits(ticket, &reader.actor));
        // Once the desk has set a priority, what the customer wished is no longer asked for.
        let missing = view.missing.iter().filter(|field| **field != "priority" || ticket.class.is_none());
        let inner = view.inner_work;
        TicketHead {
            number: view.number,
            requirement_number: view.requirement_number,
            title: view.title,
            customer: view.customer,
            contact: if own { ContactView::shown(contact) } else { view.contact },
            registered_by: view.registered_by,
            product: view.product,
            component: view.component,
            archived: view.archived,
            kind: view.kind,
            status: view.status,
            status_word: word(locale, view.status.0),
            urgency_word: word(locale, view.urgency.0),
            severity_word: word_or_dash(locale, ticket.severity()),
            type_word: word_or_dash(locale, view.requirement_type.map(|of| of.0)),
            priority_word: priority(locale, view.priority.map(|priority| priority.0)),
            assignee: view.assignee,
            waits_for_word: waits_for(reader, turn, kind),
            yours: yours.map(|turn| turn_in(locale, "yours", turn.word(), kind) + &wanted(turn)),
            missing: missing.map(|field| label(locale, if *field == "priority" { "customer_priority" } else { field })).collect(),
            clocks: known.clocks.iter().map(|clock| ClockLine::of(clock, ticket, reading, reader, now)).collect(),
            attached_to: inner.as_ref().and_then(|inner| inner.attached_to),
            source: inner.as_ref().and_then(|inner| Some(Source { id: inner.source.as_ref()?.id.clone() })),
            joined: inner.map(|inner| inner.joined).unwrap_or_default(),
            merged_into: view.merged_into,
            part_of: view.part_of,
            merged: view.merged,
            parts: view.parts,
            version: view.version,
        }
    }
}
