//! Deciding on how a ticket ends: the customer's confirmation, acceptance, closing, and closing after silence. Pure.

use super::guard::{requirement_only, wrong};
use crate::people::{Actor, Role};
use crate::reason::{Forbidden, Subject, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::policy::rules::Rules;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::state::phase::{Answer, Phase};
use crate::ticket::words::payloads::UatItem;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

pub(in crate::ticket) fn confirm(
    ticket: &Ticket,
    actor: &Actor,
    solved: bool,
    satisfaction: Option<Satisfaction>,
    words: Option<String>,
    said_how: Option<String>,
) -> Result<Vec<TicketEvent>, Rejection> {
    let confirmed = TicketEvent::Confirmed { solved, satisfaction, words, on_behalf: on_behalf(actor, said_how) };
    match (&ticket.phase, ticket.links.first()) {
        (Phase::Resolved { confirmation: Some(_), .. }, _) => Err(wrong(WrongState::AlreadyConfirmed)),
        (Phase::Resolved { answer: Answer::Case(_), .. }, _) if solved => Ok(vec![confirmed, deflected()]),
        (Phase::Resolved { .. }, _) => Ok(vec![confirmed]),
        // Deflection: the customer says that a linked case answers the report; closed without triage.
        (Phase::Pending, Some(case)) if solved => Ok(vec![TicketEvent::AnsweredByCase { case: *case }, confirmed, deflected()]),
        (Phase::Pending, Some(_)) => Ok(vec![confirmed]),
        _ => Err(wrong(WrongState::NothingToConfirm { status: ticket.status().into() })),
    }
}

/// When the scheduler may close the resolved ticket without the confirmation of the customer; `None` if it may not.
pub fn silent_until(ticket: &Ticket, rules: &Rules) -> Option<DateTime<Utc>> {
    match &ticket.phase {
        Phase::Resolved { confirmation: None, at, .. } if !awaits_acceptance(ticket) => Some(*at + rules.silence),
        _ => None,
    }
}

/// Whether a delivered requirement has not been tested for acceptance yet; then it is not the customer who is waited for.
pub fn awaits_acceptance(ticket: &Ticket) -> bool {
    let worked = matches!(ticket.phase, Phase::Resolved { answer: Answer::Worked(_), .. });
    ticket.kind() == Kind::Requirement && worked && ticket.uat.is_empty()
}

/// The event of closing without confirmation.
pub fn closed_for_silence(ticket: &Ticket) -> TicketEvent {
    TicketEvent::Closed { how: ClosedHow::NoAnswer, outcome: Outcome::Solved, known: !ticket.links.is_empty() }
}

fn deflected() -> TicketEvent {
    TicketEvent::Closed { how: ClosedHow::Deflected, outcome: Outcome::Solved, known: true }
}

/// How the customer said it, if staff enters it; `None` for the customer's own word.
pub(in crate::ticket) fn on_behalf(actor: &Actor, said_how: Option<String>) -> Option<String> {
    let own_word = !actor.is_staff();
    (!own_word).then(|| said_how.unwrap_or_else(|| "not stated".into()))
}

pub(in crate::ticket) fn close(
    ticket: &Ticket,
    actor: &Actor,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<TicketEvent>, Rejection> {
    let known = !ticket.links.is_empty();
    let closed = |how, outcome| Ok(vec![TicketEvent::Closed { how, outcome, known }]);
    match &ticket.phase {
        Phase::Closed { .. } => Err(wrong(WrongState::AlreadyClosed)),
        Phase::Resolved { confirmation: Some(c), .. } => {
            let follow_up = c.satisfaction == Some(Satisfaction::Dissatisfied);
            if follow_up && !actor.has(Role::SupportSupervisor) {
                return Err(Forbidden::SupervisorFollowsUp.into());
            }
            // A customer's yes does not stand for the acceptance test of what was delivered.
            if !follow_up && awaits_acceptance(ticket) {
                return Err(wrong(WrongState::NotAccepted));
            }
            closed(ClosedHow::Confirmed, Outcome::Solved)
        }
        Phase::Resolved { at, .. } => {
            let accepted = !ticket.uat.is_empty() && ticket.uat.iter().all(|i| i.passed);
            if ticket.kind() == Kind::Requirement && accepted {
                return closed(ClosedHow::Accepted, Outcome::Solved);
            }
            if awaits_acceptance(ticket) {
                return Err(wrong(WrongState::NotAccepted));
            }
            let silent_until = *at + rules.silence;
            if now >= silent_until {
                return closed(ClosedHow::NoAnswer, Outcome::Solved);
            }
            Err(wrong(WrongState::NotConfirmed { until: silent_until.into() }))
        }
        Phase::Pending | Phase::InProgress | Phase::Testing => match &ticket.evaluation {
            Some(e) if e.verdict == Verdict::NotNow || e.agreed == Some(false) => closed(ClosedHow::Declined, Outcome::Declined),
            _ => Err(wrong(WrongState::NotResolved { status: ticket.status().into() })),
        },
    }
}

pub(in crate::ticket) fn accept(ticket: &Ticket, items: Vec<UatItem>) -> Result<Vec<TicketEvent>, Rejection> {
    requirement_only(ticket, Subject::Acceptance)?;
    if !matches!(ticket.status(), Status::Testing | Status::Resolved) {
        return Err(wrong(WrongState::NothingToAccept { status: ticket.status().into() }));
    }
    let failed: Vec<&str> = items.iter().filter(|i| !i.passed).map(|i| i.item.as_str()).collect();
    let reason = format!("UAT: {}", failed.join("; "));
    let back = (!failed.is_empty()).then_some(TicketEvent::TestFailed { reason });
    Ok([TicketEvent::Accepted { items }].into_iter().chain(back).collect())
}
