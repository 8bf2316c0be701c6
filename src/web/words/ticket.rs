//! A ticket as its page shows it: its codes in words, what was reported, what it came to.

use super::codes::{label, priority, word, word_in};
use super::time::due_word;
use super::turn::{turn_in, waits_for};
use crate::desk::TicketView;
use crate::markdown::Renderer;
use crate::page::message;
use crate::protocol::{redact, view};
use crate::reason::Said;
use crate::sla::{ClockName, ClockState};
use crate::ticket::*;
use crate::web::http::Reader;
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// What was reported, part by part.
pub fn told(tongue: Locale, report: &Report, renderer: &Renderer, shown: impl Fn(&str) -> String) -> Value {
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
pub fn answer(tongue: Locale, view: &TicketView, renderer: &Renderer, shown: impl Fn(&str) -> String) -> Value {
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
fn proposed(tongue: Locale, ticket: &Ticket, renderer: &Renderer, shown: impl Fn(&str) -> String) -> Value {
    let Some(evaluation) = &ticket.evaluation else { return Value::Null };
    let parts = [("verdict", word(tongue, evaluation.verdict)), ("report", renderer.html(&shown(&evaluation.report)))];
    let parts = parts.map(|(name, html)| json!({"label": label(tongue, name), "html": html}));
    json!({"case": null, "parts": parts, "unsolved": false})
}

/// The ticket's shape with its codes in the reader's language.
pub fn readable(view: &TicketView, reader: &Reader, now: DateTime<Utc>) -> Value {
    let tongue = reader.tongue;
    let mut ticket = view::ticket_but_for_report(view, &reader.actor);
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
    ticket["priority_word"] = json!(priority(tongue, &ticket["priority"]));
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
        if tongue == Locale::Zh {
            shape["explanation"] = json!(clock.explanation.said(tongue));
        }
    }
    ticket
}
