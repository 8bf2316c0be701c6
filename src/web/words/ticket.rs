//! A ticket as its page shows it: its codes in words, what was reported, what it came to.

use super::clock::ClockLine;
use super::codes::{label, priority, word, word_or_dash};
use super::timeline::TextPart;
use super::turn::{turn_in, waits_for};
use crate::desk::ReadTicket;
use crate::markdown::Renderer;
use crate::page::message;
use crate::ticket::*;
use crate::view::{ContactView, ParticularsView, Prose, Reading, Redacted, ReportedView, TicketNo, TicketView};
use crate::web::http::Reader;
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// What was reported, part by part.
pub fn reported(locale: Locale, report: &Report, renderer: &Renderer, reading: &Reading) -> Vec<TextPart> {
    let ReportedView { description, particulars } = ReportedView::of(report, reading);
    let prose = |name: &str, text: Option<Prose>| text.map(|text| TextPart::prose(label(locale, name), &text, renderer));
    let description = Some(description).filter(|text| !text.as_str().is_empty());
    let description = description.map(|text| TextPart::prose(String::new(), &text, renderer));
    let more = match particulars {
        ParticularsView::Fault { steps, error } => {
            [prose("steps", steps), error.map(|error| TextPart::output(label(locale, "error"), &error, renderer))]
        }
        ParticularsView::Requirement { scenario, effect } => [prose("scenario", scenario), prose("effect", effect)],
    };
    let wished = match &report.particulars {
        Particulars::Requirement { priority: Some(priority), .. } => {
            Some(TextPart::line(label(locale, "customer_priority"), &word(locale, *priority)))
        }
        _ => None,
    };
    [description].into_iter().chain(more).chain([wished]).flatten().collect()
}

/// What a ticket came to.
#[derive(Debug, Serialize)]
pub struct AnswerPart {
    case: Option<TicketNo>,
    parts: Vec<TextPart>,
    /// The customer said that it did not solve the trouble.
    unsolved: bool,
}

/// The answer of a ticket, or the last one that did not help; for a requirement its evaluation.
pub fn answer(locale: Locale, known: &ReadTicket, renderer: &Renderer, reading: &Reading) -> Option<AnswerPart> {
    let ticket = &known.ticket;
    let answer = match &ticket.phase {
        Phase::Resolved { answer, .. } => Some(answer),
        Phase::Closed { answer, .. } => answer.as_ref(),
        _ => ticket.unsolved.as_ref().map(|unsolved| &unsolved.answer),
    };
    let unsolved = ticket.unsolved.is_some();
    let prose = |label: String, text: &str| TextPart::prose(label, &reading.text(text), renderer);
    match answer {
        Some(Answer::Worked(resolution)) => {
            let parts = [("resolution", Some(&resolution.text)), ("workaround", resolution.workaround.as_ref())];
            let part = |(name, text): (&str, Option<&String>)| Some(prose(message(locale, name).to_string(), text?));
            Some(AnswerPart { case: None, parts: parts.into_iter().filter_map(part).collect(), unsolved })
        }
        // A customer who may not read the case learns only that there is one.
        Some(Answer::Case(case)) => {
            Some(AnswerPart { case: known.names(*case).then_some(TicketNo(*case)), parts: Vec::new(), unsolved })
        }
        // What the customer is asked to agree to, or agreed to.
        None => {
            let evaluation = ticket.evaluation.as_ref()?;
            let verdict = TextPart::line(label(locale, "verdict"), &word(locale, evaluation.verdict));
            Some(AnswerPart {
                case: None,
                parts: vec![verdict, prose(label(locale, "report"), &evaluation.report)],
                unsolved: false,
            })
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
    contact: ContactLine,
    registered_by: Redacted,
    product: Option<Redacted>,
    component: Option<Redacted>,
    source: Option<Source>,
    archived: bool,
    status_word: String,
    /// Its class and who is responsible for it.
    facts: Vec<TicketFact>,
    /// Its forms and documents.
    sheets: Vec<SheetLink>,
    waits_for_word: Option<String>,
    /// What the reader has to do, if it is their turn.
    yours: Option<String>,
    /// Labels of the particulars that are still to be given; empty once it is closed.
    missing: Vec<String>,
    clocks: Vec<ClockLine>,
    /// Tickets tied to it, by kind of tie; only kinds that there are.
    ties: Vec<TieLine>,
    version: u64,
}

/// An entry of the list of facts.
#[derive(Debug, Serialize)]
struct TicketFact {
    term: &'static str,
    text: String,
}

/// A form or document about the ticket.
#[derive(Debug, Serialize)]
struct SheetLink {
    url: String,
    title: &'static str,
}

/// Tickets tied to this one in one way.
#[derive(Debug, Serialize)]
struct TieLine {
    word: &'static str,
    numbers: Vec<TicketNo>,
}

/// The contact: name and the ways to reach them.
#[derive(Debug, Serialize)]
struct ContactLine {
    name: Option<Redacted>,
    ways: Vec<Redacted>,
}

impl ContactLine {
    fn of(view: ContactView) -> ContactLine {
        let ways = [view.phone, view.wechat, view.email].into_iter().flatten();
        ContactLine { name: view.name, ways: ways.filter(|way| !way.as_str().is_empty()).collect() }
    }
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
        // Customers see their own contact unmasked.
        let contact = &ticket.report.contact;
        let own = !reader.actor.is_staff() && reader.name() == contact.name;
        let turn = awaiting(ticket);
        let kind = ticket.kind();
        // While the desk waits for the customer, the reason says for what.
        let wanted = ticket.milestones.holds.last().map(|pause| format!(": {}", reading.text::<Redacted>(&pause.reason)));
        let wanted = |turn| wanted.clone().filter(|_| turn == Awaiting::Customer).unwrap_or_default();
        let yours = turn.filter(|_| awaits(ticket, &reader.actor));
        // Once the desk has set a priority, the customer's wish is no longer asked for.
        let missing = view.missing.iter().filter(|field| **field != "priority" || ticket.class.is_none());
        let missing = missing.filter(|_| ticket.status() != Status::Closed);
        let inner = view.inner_work;
        let (attached_to, joined) = inner.as_ref().map(|inner| (inner.attached_to, inner.joined.clone())).unwrap_or_default();
        let ties = [
            ("tie.attached_to", Vec::from_iter(attached_to)),
            ("tie.merged_into", Vec::from_iter(view.merged_into)),
            ("tie.part_of", Vec::from_iter(view.part_of)),
            ("tie.merged", view.merged),
            ("tie.parts", view.parts),
            ("joined", joined),
        ];
        let ties = ties.into_iter().filter(|(_, numbers)| !numbers.is_empty());
        TicketHead {
            number: view.number,
            requirement_number: view.requirement_number,
            title: view.title,
            customer: view.customer,
            contact: ContactLine::of(if own { ContactView::shown(contact) } else { view.contact }),
            registered_by: view.registered_by,
            product: view.product,
            component: view.component,
            archived: view.archived,
            status_word: word(locale, view.status.0),
            facts: facts(locale, ticket, view.assignee.as_ref()),
            sheets: sheets(locale, ticket),
            waits_for_word: waits_for(reader, turn, kind.word()),
            yours: yours.map(|turn| turn_in(locale, "yours", turn.word(), kind.word()) + &wanted(turn)),
            missing: missing.map(|field| label(locale, if *field == "priority" { "customer_priority" } else { field })).collect(),
            clocks: known.clocks.iter().map(|clock| ClockLine::of(clock, ticket, reading, reader, now)).collect(),
            source: inner.and_then(|inner| Some(Source { id: inner.source?.id })),
            ties: ties.map(|(key, numbers)| TieLine { word: message(locale, key), numbers }).collect(),
            version: view.version,
        }
    }

    /// With the contact as it was given: the showing is on the record.
    pub fn show_contact(&mut self, contact: &Contact) {
        self.contact = ContactLine::of(ContactView::shown(contact));
    }
}

/// Urgency, class and responsible person; "–" for what is not settled.
fn facts(locale: Locale, ticket: &Ticket, assignee: Option<&Redacted>) -> Vec<TicketFact> {
    let fact = |key: &'static str, text| TicketFact { term: message(locale, key), text };
    let (kind, level) = match ticket.class {
        Some(Class::Requirement { requirement_type, priority }) => (Some(requirement_type), Some(priority)),
        Some(Class::Fault { .. }) | None => (None, None),
    };
    let class = match ticket.kind() {
        Kind::Requirement => {
            vec![fact("field.requirement_type", word_or_dash(locale, kind)), fact("field.priority", priority(locale, level))]
        }
        Kind::Fault => vec![fact("severity", word_or_dash(locale, ticket.severity()))],
    };
    let assignee = assignee.map_or("–", Redacted::as_str).to_string();
    let urgency = fact("urgency", word(locale, ticket.urgency));
    [urgency].into_iter().chain(class).chain([fact("assignee", assignee)]).collect()
}

/// The forms and documents of a ticket of this kind.
fn sheets(locale: Locale, ticket: &Ticket) -> Vec<SheetLink> {
    let of_kind: &[(&str, &'static str)] = match ticket.kind() {
        Kind::Requirement => &[("forms/requirement", "forms.requirement"), ("documents/evaluation", "forms.evaluation")],
        Kind::Fault => &[("forms/progress", "forms.progress")],
    };
    let registration = ("forms/registration", "forms.registration");
    let satisfaction = ("documents/satisfaction", "forms.satisfaction");
    let all = [registration].into_iter().chain(of_kind.iter().copied()).chain([satisfaction]);
    all.map(|(path, key)| SheetLink { url: format!("/tickets/{}/{path}", ticket.number), title: message(locale, key) }).collect()
}
