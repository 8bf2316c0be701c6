//! `decide`: from a verb and the state of a ticket to events, or the reason for rejection. Pure.

use super::assess::{Judgement, assign, triage};
use super::attachment;
use super::escalate::escalate;
use super::facts::Facts;
use super::finish::{accept, close, confirm, on_behalf};
use super::guard::{field, requirement_only, still_open, wrong};
use crate::people::Actor;
use crate::reason::{FieldReason, Forbidden, Subject, WrongState};
use crate::ticket::command::authorise::may;
use crate::ticket::command::verb::Verb;
use crate::ticket::decide::ask;
use crate::ticket::decide::links;
use crate::ticket::event::TicketEvent;
use crate::ticket::policy::rules::Rules;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

/// Decides a verb. Returns complete events, to be stored in one transaction. `facts`: what the verb needs of the record
/// ([`super::facts::Needs`]).
///
/// # Errors
///
/// [`Rejection::Forbidden`] if the actor may not, [`Rejection::WrongState`] if the state does not allow it, [`Rejection::Field`]
/// if a value does not fit the ticket.
pub fn decide(
    ticket: &Ticket,
    facts: &Facts,
    actor: &Actor,
    verb: Verb,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Vec<TicketEvent>, Rejection> {
    may(actor, ticket, &verb)?;
    within_own_roles(actor, ticket, &verb, rules)?;
    let status = ticket.status();
    let open = || still_open(ticket);
    match verb {
        Verb::Triage { class, urgency, component, reason, proposed } => {
            triage(ticket, Judgement { class, urgency, component, reason, proposed }, facts, rules)
        }
        Verb::Assign { to, reason } => assign(ticket, to, reason, facts, rules, now),
        Verb::Supplement { supplement } => {
            open()?;
            if supplement.is_empty() {
                return Err(field("text", FieldReason::NothingGiven));
            }
            // The customer's answer ends the hold.
            let answered = ticket.hold == Some(WaitingFor::Customer);
            Ok([TicketEvent::Supplemented { supplement }].into_iter().chain(answered.then_some(TicketEvent::Resumed)).collect())
        }
        Verb::Start => {
            open()?;
            fits_its_class(ticket, actor, rules)?;
            not_held(ticket)?;
            match (status, &ticket.responsible) {
                (Status::Pending, Some(_)) => Ok(vec![TicketEvent::Started]),
                (Status::Pending, None) => Err(wrong(WrongState::NobodyResponsible)),
                _ => Err(wrong(WrongState::WorkStarted { status: status.into() })),
            }
        }
        Verb::Plan { approach, cause, text, overdue_reason } => {
            in_progress(ticket, Subject::Plan)?;
            fits_its_class(ticket, actor, rules)?;
            fault_only(ticket, Subject::HandlingPlan)?;
            if ticket.plan_waiting().is_some() {
                return Err(wrong(WrongState::PlanWaits));
            }
            let revision = ticket.plans.len() as u32 + 1;
            with_delay(ticket, overdue_reason, vec![TicketEvent::Planned { revision, approach, cause, text }])
        }
        Verb::Approve => {
            open()?;
            fault_only(ticket, Subject::HandlingPlan)?;
            let plan = ticket.plan_waiting().ok_or_else(|| wrong(WrongState::NoPlanWaits))?;
            Ok(vec![TicketEvent::Approved { revision: plan.revision, alone: plan.by == actor.name() }])
        }
        Verb::SendBack { reason } => {
            open()?;
            let plan = ticket.plan_waiting().ok_or_else(|| wrong(WrongState::NoPlanWaits))?;
            Ok(vec![TicketEvent::SentBack { revision: plan.revision, reason }])
        }
        Verb::Step { kind, text, failed, overdue_reason } => {
            if !matches!(status, Status::InProgress | Status::Testing) {
                return Err(wrong(WrongState::StepsNeedWork { status: status.into() }));
            }
            if kind == StepKind::Repair {
                plan_approved(ticket)?;
            }
            with_delay(ticket, overdue_reason, vec![TicketEvent::Step { kind, text, failed }])
        }
        Verb::Progress { text, overdue_reason } => {
            open()?;
            with_delay(ticket, overdue_reason, vec![TicketEvent::Progressed { text, incident: None }])
        }
        Verb::Note { text, overdue_reason } => with_delay(ticket, overdue_reason, vec![TicketEvent::Noted { text, source: None }]),
        Verb::Hold { waiting_for, reason } => {
            if !matches!(status, Status::Pending | Status::InProgress | Status::Testing) {
                return Err(wrong(WrongState::NothingToWaitFor { status: status.into() }));
            }
            not_held(ticket)?;
            Ok(vec![TicketEvent::Held { waiting_for, reason }])
        }
        Verb::Resume => match ticket.hold {
            Some(_) => Ok(vec![TicketEvent::Resumed]),
            None => Err(wrong(WrongState::NotOnHold)),
        },
        Verb::Test => {
            in_progress(ticket, Subject::Test)?;
            fits_its_class(ticket, actor, rules)?;
            ready_to_deliver(ticket)?;
            Ok(vec![TicketEvent::TestStarted])
        }
        Verb::FailTest { reason } => match status {
            Status::Testing => Ok(vec![TicketEvent::TestFailed { reason }]),
            _ => Err(wrong(WrongState::NoTest { status: status.into() })),
        },
        Verb::Resolve { resolution, overdue_reason } => {
            not_held(ticket)?;
            if !matches!(status, Status::InProgress | Status::Testing) {
                return Err(wrong(WrongState::NotWorkedOn { status: status.into() }));
            }
            fits_its_class(ticket, actor, rules)?;
            ready_to_deliver(ticket)?;
            // A resolution names the joint test (`tested_with`): resolving from work in progress records that it was started.
            let test = (status == Status::InProgress).then_some(TicketEvent::TestStarted);
            with_delay(ticket, overdue_reason, test.into_iter().chain([TicketEvent::Resolved { resolution }]).collect())
        }
        Verb::Confirm { solved, satisfaction, words, said_how } => confirm(ticket, actor, solved, satisfaction, words, said_how),
        Verb::Close => close(ticket, actor, rules, now),
        Verb::Reopen { reason } => match ticket.is_open() {
            false => Ok(vec![TicketEvent::Reopened { reason }]),
            true => Err(wrong(WrongState::NotClosed { status: status.into() })),
        },
        Verb::Escalate { to, reason } => escalate(ticket, actor, to, reason),
        Verb::Evaluate { technical, resources, cost, effort, verdict, report, priority, overdue_reason } => {
            open()?;
            requirement_only(ticket, Subject::Evaluation)?;
            if !matches!(status, Status::Pending | Status::InProgress) {
                return Err(wrong(WrongState::TooLateToEvaluate { status: status.into() }));
            }
            let evaluated = TicketEvent::Evaluated { technical, resources, cost, effort, verdict, report, priority };
            with_delay(ticket, overdue_reason, vec![evaluated])
        }
        Verb::Agree { agreed, words, said_how } => {
            open()?;
            match &ticket.evaluation {
                Some(e) if e.agreed.is_none() => {
                    Ok(vec![TicketEvent::Agreed { agreed, words, on_behalf: on_behalf(actor, said_how) }])
                }
                Some(_) => Err(wrong(WrongState::EvaluationAnswered)),
                None => Err(wrong(WrongState::NoEvaluation)),
            }
        }
        Verb::Accept { items } => accept(ticket, items),
        Verb::Link { case } => match ticket.links.contains(&case) || case == ticket.number {
            true => Err(wrong(WrongState::AlreadyLinked { case: case.to_string() })),
            false if facts.case != Some(case) => Err(field("case", FieldReason::NoCase { number: case.to_string() })),
            false => Ok(vec![TicketEvent::Linked { case }]),
        },
        Verb::Attach { ticket: other } => links::attach(ticket, other, facts),
        Verb::Declare { tickets } => links::declare(ticket, tickets, facts),
        Verb::Merge { into } => links::merge(ticket, into, facts),
        Verb::Split { .. } => links::split(ticket, facts),
        Verb::Watch => links::watch(ticket, actor),
        Verb::Unwatch => links::unwatch(ticket, actor),
        Verb::Ask { of, what, due_at } => ask::ask(ticket, of, what, due_at),
        Verb::Deliver { ask, text } => ask::deliver(ticket, actor, ask, text),
        Verb::Schedule { who, due_at, what, reason } => ask::schedule(ticket, who, due_at, what, reason),
        Verb::Upload { files } => attachment::upload(ticket, actor, files),
        Verb::Withdraw { attachment, reason } => attachment::withdraw(ticket, actor, attachment, reason),
    }
}

/// A deputy may only do what their own roles allow for this class.
fn within_own_roles(actor: &Actor, ticket: &Ticket, verb: &Verb, rules: &Rules) -> Result<(), Rejection> {
    let fits = || ticket.class.as_ref().is_none_or(|class| actor.has_any(&rules.fitting(class)));
    if may(&actor.for_themselves(), ticket, verb).is_ok() || fits() {
        return Ok(());
    }
    Err(Forbidden::BeyondOwnRoles.into())
}

/// Prepends the reason for the delay, which explains the misses on record.
fn with_delay(ticket: &Ticket, reason: Option<String>, mut events: Vec<TicketEvent>) -> Result<Vec<TicketEvent>, Rejection> {
    if let Some(reason) = reason {
        if ticket.milestones.unexplained().next().is_none() {
            return Err(field("overdue_reason", FieldReason::NoMissWaits));
        }
        events.insert(0, TicketEvent::DelayExplained { reason });
    }
    Ok(events)
}

/// After a change of class, a responsible person whose roles do not fit may inform the customer and hand over, nothing else.
fn fits_its_class(ticket: &Ticket, actor: &Actor, rules: &Rules) -> Result<(), Rejection> {
    let fits = ticket.class.as_ref().is_none_or(|class| actor.has_any(&rules.fitting(class)));
    match ticket.to_hand_over && !fits {
        true => Err(wrong(WrongState::HandOverFirst)),
        false => Ok(()),
    }
}

fn in_progress(ticket: &Ticket, what: Subject) -> Result<(), Rejection> {
    not_held(ticket)?;
    match ticket.status() {
        Status::InProgress => Ok(()),
        other => Err(wrong(WrongState::NeedsWork { what, status: other.into() })),
    }
}

fn not_held(ticket: &Ticket) -> Result<(), Rejection> {
    match ticket.hold {
        Some(waiting_for) => Err(wrong(WrongState::OnHold { waiting_for: waiting_for.into() })),
        None => Ok(()),
    }
}

fn fault_only(ticket: &Ticket, what: Subject) -> Result<(), Rejection> {
    match ticket.kind() {
        Kind::Fault => Ok(()),
        Kind::Requirement => Err(wrong(WrongState::OfFaults { what })),
    }
}

fn plan_approved(ticket: &Ticket) -> Result<(), Rejection> {
    match (ticket.kind(), ticket.plan_in_force(), ticket.plan_waiting()) {
        (Kind::Requirement, _, _) | (_, Some(_), None) => Ok(()),
        _ => Err(wrong(WrongState::NoPlanApproved)),
    }
}

/// A fault needs an approved plan; a requirement needs a feasible verdict that the customer agreed to.
fn ready_to_deliver(ticket: &Ticket) -> Result<(), Rejection> {
    match ticket.kind() {
        Kind::Fault => plan_approved(ticket),
        Kind::Requirement => match &ticket.evaluation {
            Some(e) if e.verdict == Verdict::Feasible && e.agreed == Some(true) => Ok(()),
            Some(e) if e.agreed.is_none() => Err(wrong(WrongState::EvaluationUnanswered)),
            Some(e) => Err(wrong(WrongState::EvaluateAgain { verdict: e.verdict.into() })),
            None => Err(wrong(WrongState::NotEvaluated)),
        },
    }
}
