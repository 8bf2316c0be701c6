//! From a verb and the ticket's state to the events it makes, or the reason why not. Pure.

use super::ask;
use super::attachment;
use super::authorise::may;
use super::event::TicketEvent;
use super::fold::Ticket;
use super::parts::{Class, TriageProposed, UatItem};
use super::rules::Rules;
use super::state::{Answer, Phase};
use super::tie;
use super::verb::{Refusal, Verb};
use super::vocabulary::*;
use crate::people::{Actor, Person, Role};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

pub(super) fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::WrongState(message.into())
}

/// Decides a verb. The caller has resolved people and numbers named in it, and stores what comes back in one transaction.
pub fn decide(ticket: &Ticket, actor: &Actor, verb: Verb, rules: &Rules, now: DateTime<Utc>) -> Result<Vec<TicketEvent>, Refusal> {
    may(actor, ticket, &verb)?;
    within_own_roles(actor, ticket, &verb, rules)?;
    let status = ticket.status();
    let open = || still_open(ticket);
    match verb {
        Verb::Triage { class, urgency, component, reason, proposed } => triage(ticket, class, urgency, component, reason, proposed),
        Verb::Assign { to, reason } => assign(ticket, to, reason, rules),
        Verb::Supplement { told } => {
            open()?;
            if told.is_empty() {
                return Err(Refusal::BadField { field: "text", message: "nothing is told; name at least one field".into() });
            }
            // What was waited for has come.
            let answered = ticket.hold == Some(WaitingFor::Customer);
            Ok([TicketEvent::Supplemented { told }].into_iter().chain(answered.then_some(TicketEvent::Resumed)).collect())
        }
        Verb::Start => {
            open()?;
            not_held(ticket)?;
            match (status, &ticket.responsible) {
                (Status::Pending, Some(_)) => Ok(vec![TicketEvent::Started]),
                (Status::Pending, None) => Err(wrong("nobody is responsible yet; assign it first")),
                _ => Err(wrong(format!("work has already started: the ticket is {status}"))),
            }
        }
        Verb::Plan { approach, cause, text } => {
            in_progress(ticket, "a plan")?;
            fault_only(ticket, "a handling plan")?;
            if ticket.plan_waiting().is_some() {
                return Err(wrong("a plan is already waiting for the supervisor's word"));
            }
            let revision = ticket.plans.len() as u32 + 1;
            Ok(vec![TicketEvent::Planned { revision, approach, cause, text }])
        }
        Verb::Approve => {
            open()?;
            fault_only(ticket, "a handling plan")?;
            let plan = ticket.plan_waiting().ok_or_else(|| wrong("no plan is waiting for approval"))?;
            Ok(vec![TicketEvent::Approved { revision: plan.revision, alone: plan.by == actor.name() }])
        }
        Verb::SendBack { reason } => {
            open()?;
            let plan = ticket.plan_waiting().ok_or_else(|| wrong("no plan is waiting for approval"))?;
            Ok(vec![TicketEvent::SentBack { revision: plan.revision, reason }])
        }
        Verb::Step { kind, text, failed, overdue_reason } => {
            if !matches!(status, Status::InProgress | Status::Testing) {
                return Err(wrong(format!("steps are recorded while work is under way; the ticket is {status}")));
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
        Verb::Note { text, overdue_reason } => with_delay(ticket, overdue_reason, vec![TicketEvent::Noted { text }]),
        Verb::Hold { waiting_for, reason } => {
            if !matches!(status, Status::Pending | Status::InProgress | Status::Testing) {
                return Err(wrong(format!("a ticket that is {status} has nothing to wait for")));
            }
            not_held(ticket)?;
            Ok(vec![TicketEvent::Held { waiting_for, reason }])
        }
        Verb::Resume => match ticket.hold {
            Some(_) => Ok(vec![TicketEvent::Resumed]),
            None => Err(wrong("the ticket is not on hold")),
        },
        Verb::Test => {
            in_progress(ticket, "the test")?;
            ready_to_deliver(ticket)?;
            Ok(vec![TicketEvent::TestStarted])
        }
        Verb::FailTest { reason } => match status {
            Status::Testing => Ok(vec![TicketEvent::TestFailed { reason }]),
            _ => Err(wrong(format!("no test is under way; the ticket is {status}"))),
        },
        Verb::Resolve { resolution, overdue_reason } => {
            not_held(ticket)?;
            if !matches!(status, Status::InProgress | Status::Testing) {
                return Err(wrong(format!("only what is being worked on can be resolved; the ticket is {status}")));
            }
            ready_to_deliver(ticket)?;
            // `tested_with` is the joint test: resolving straight from work records that it took place.
            let test = (status == Status::InProgress).then_some(TicketEvent::TestStarted);
            with_delay(ticket, overdue_reason, test.into_iter().chain([TicketEvent::Resolved { resolution }]).collect())
        }
        Verb::Confirm { solved, satisfaction, words, said_how } => confirm(ticket, actor, solved, satisfaction, words, said_how),
        Verb::Close => close(ticket, actor, rules, now),
        Verb::Reopen { reason } => match ticket.is_open() {
            false => Ok(vec![TicketEvent::Reopened { reason }]),
            true => Err(wrong(format!("the ticket is not closed; it is {status}"))),
        },
        Verb::Escalate { reason } => {
            open()?;
            // What the director has is not taken back down the line.
            let up = actor.has(Role::SupportManager) || ticket.marks.escalated_to() == Some(Role::RdDirector);
            let to = if up { Role::RdDirector } else { Role::SupportManager };
            let kind = EscalationKind::Hierarchical;
            let to = to.word().into();
            Ok(vec![TicketEvent::Escalated { to, reason, automatic: false, level: 0, kind, due_at: None, late: false }])
        }
        Verb::Evaluate { technical, resources, cost, effort, verdict, report, priority } => {
            open()?;
            requirement_only(ticket, "an evaluation")?;
            if !matches!(status, Status::Pending | Status::InProgress) {
                return Err(wrong(format!("evaluation comes before delivery; the ticket is {status}")));
            }
            Ok(vec![TicketEvent::Evaluated { technical, resources, cost, effort, verdict, report, priority }])
        }
        Verb::Agree { agreed, words, said_how } => {
            open()?;
            match &ticket.evaluation {
                Some(e) if e.agreed.is_none() => {
                    Ok(vec![TicketEvent::Agreed { agreed, words, on_behalf: on_behalf(actor, said_how) }])
                }
                Some(_) => Err(wrong("the customer has already answered this evaluation")),
                None => Err(wrong("there is no evaluation to agree to yet")),
            }
        }
        Verb::Accept { items } => accept(ticket, items),
        Verb::Link { case } => match ticket.links.contains(&case) || case == ticket.number {
            false => Ok(vec![TicketEvent::Linked { case }]),
            true => Err(wrong(format!("{case} is already linked, or the ticket itself"))),
        },
        Verb::Attach { ticket: other } => tie::attach(ticket, other),
        Verb::Declare { tickets } => tie::declare(ticket, tickets),
        Verb::Merge { into } => tie::merge(ticket, into),
        Verb::Split { .. } => tie::split(ticket),
        Verb::Watch => tie::watch(ticket, actor),
        Verb::Unwatch => tie::unwatch(ticket, actor),
        Verb::Ask { of, what, due_at } => ask::ask(ticket, of, what, due_at),
        Verb::Deliver { ask, text } => ask::deliver(ticket, actor, ask, text),
        Verb::Schedule { who, due_at, what, reason } => ask::schedule(ticket, who, due_at, what, reason),
        Verb::Upload { files } => attachment::upload(ticket, actor, files),
        Verb::Withdraw { attachment, reason } => attachment::withdraw(ticket, actor, attachment, reason),
    }
}

/// A deputy does what their own roles would let them be responsible for, and nothing beyond.
fn within_own_roles(actor: &Actor, ticket: &Ticket, verb: &Verb, rules: &Rules) -> Result<(), Refusal> {
    let fits = || ticket.class.as_ref().is_none_or(|class| actor.has_any(&rules.fitting(class)));
    if may(&actor.for_themselves(), ticket, verb).is_ok() || fits() {
        return Ok(());
    }
    Err(Refusal::Forbidden("a deputy acts within their own roles, and this class needs another".into()))
}

/// The class as named, else as like cases propose it.
fn triage(
    ticket: &Ticket,
    class: Option<Class>,
    urgency: Option<Severity>,
    component: Option<String>,
    reason: Option<String>,
    proposed: Option<TriageProposed>,
) -> Result<Vec<TicketEvent>, Refusal> {
    still_open(ticket)?;
    if matches!(ticket.phase, Phase::Resolved { .. }) {
        return Err(wrong("the ticket is resolved; its class stands"));
    }
    if ticket.class.is_some() && reason.is_none() {
        return Err(Refusal::BadField { field: "reason", message: "a changed class needs its reason".into() });
    }
    let as_proposed = class.is_none();
    let offered = proposed.as_ref().and_then(|p| p.class.clone());
    let class = class.or(offered).ok_or_else(|| wrong("like cases propose no class; name it"))?;
    let component = match &proposed {
        Some(proposed) if as_proposed => component.or(proposed.component.clone()),
        _ => component,
    };
    // Urgency follows the fault's class unless the assessor keeps them apart.
    let urgency = urgency.unwrap_or(match &class {
        Class::Fault { severity } => *severity,
        Class::Requirement { .. } => ticket.urgency,
    });
    let proposed = proposed.map(|mut proposed| {
        let same_component = component.is_none() || proposed.component.is_none() || component == proposed.component;
        proposed.accepted = same_component && proposed.class.as_ref().is_none_or(|offered| same_class(offered, &class));
        proposed
    });
    Ok(vec![TicketEvent::Triaged { class, urgency, requirement_number: None, component, reason, proposed }])
}

/// A priority is not the archive's to know: it is proposed by the assessor and settled by the product manager.
fn same_class(a: &Class, b: &Class) -> bool {
    match (a, b) {
        (Class::Requirement { requirement_type: a, .. }, Class::Requirement { requirement_type: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

fn assign(ticket: &Ticket, to: Option<Person>, reason: Option<String>, rules: &Rules) -> Result<Vec<TicketEvent>, Refusal> {
    if !matches!(ticket.status(), Status::Pending | Status::InProgress | Status::Testing) {
        return Err(wrong(format!("a ticket that is {} has nothing left to hand over", ticket.status())));
    }
    let fits: Vec<Role> = match &ticket.class {
        None => return Err(wrong("the ticket has not been triaged yet; its class decides who handles it")),
        Some(class) => rules.fitting(class),
    };
    let to = to.ok_or(Refusal::BadField { field: "to", message: "is required".into() })?;
    if !to.has_any(&fits) {
        let fits = fits.iter().map(|r| r.word()).collect::<Vec<_>>().join(" or ");
        return Err(Refusal::BadField { field: "to", message: format!("{} cannot take this class; it needs a {fits}", to.name) });
    }
    match &ticket.responsible {
        Some(now) if *now == to.name => Err(wrong(format!("{now} is already responsible"))),
        Some(_) if reason.is_none() => Err(Refusal::BadField { field: "reason", message: "handing over needs its reason".into() }),
        _ => Ok(vec![TicketEvent::Assigned { to: to.name, reason }]),
    }
}

fn confirm(
    ticket: &Ticket,
    actor: &Actor,
    solved: bool,
    satisfaction: Option<Satisfaction>,
    words: Option<String>,
    said_how: Option<String>,
) -> Result<Vec<TicketEvent>, Refusal> {
    let confirmed = TicketEvent::Confirmed { solved, satisfaction, words, on_behalf: on_behalf(actor, said_how) };
    match (&ticket.phase, ticket.links.first()) {
        (Phase::Resolved { confirmation: Some(_), .. }, _) => Err(wrong("the customer has already confirmed")),
        (Phase::Resolved { answer: Answer::Case(_), .. }, _) if solved => Ok(vec![confirmed, deflected()]),
        (Phase::Resolved { .. }, _) => Ok(vec![confirmed]),
        // A registered report that a case answers, on the customer's word: closed without triage.
        (Phase::Pending, Some(case)) if solved => Ok(vec![TicketEvent::AnsweredByCase { case: *case }, confirmed, deflected()]),
        (Phase::Pending, Some(_)) => Ok(vec![confirmed]),
        _ => Err(wrong(format!("there is nothing to confirm yet; the ticket is {}", ticket.status()))),
    }
}

/// A step, and with it the reason why it takes longer than promised: for the misses on the record.
fn with_delay(ticket: &Ticket, reason: Option<String>, mut events: Vec<TicketEvent>) -> Result<Vec<TicketEvent>, Refusal> {
    if let Some(reason) = reason {
        if ticket.marks.unexplained().next().is_none() {
            let message = "no miss on the record waits for a reason; a tick records what has run out".into();
            return Err(Refusal::BadField { field: "overdue_reason", message });
        }
        events.insert(0, TicketEvent::DelayExplained { reason });
    }
    Ok(events)
}

/// What the scheduler closes by itself: resolved, and the customer silent for as long as the rules say.
pub fn silent_until(ticket: &Ticket, rules: &Rules) -> Option<DateTime<Utc>> {
    match &ticket.phase {
        Phase::Resolved { confirmation: None, at, .. } if !awaits_acceptance(ticket) => Some(*at + rules.silence),
        _ => None,
    }
}

/// Whether what was delivered has not been tried yet: then it is not the customer's word that is waited for.
pub fn awaits_acceptance(ticket: &Ticket) -> bool {
    let worked = matches!(ticket.phase, Phase::Resolved { answer: Answer::Worked(_), .. });
    ticket.kind() == Kind::Requirement && worked && ticket.uat.is_empty()
}

/// The closing that silence brings.
pub fn closed_for_silence(ticket: &Ticket) -> TicketEvent {
    TicketEvent::Closed { how: ClosedHow::NoAnswer, outcome: Outcome::Solved, known: !ticket.links.is_empty() }
}

fn deflected() -> TicketEvent {
    TicketEvent::Closed { how: ClosedHow::Deflected, outcome: Outcome::Solved, known: true }
}

/// The customer's own word needs no note of how it came; somebody else's does.
fn on_behalf(actor: &Actor, said_how: Option<String>) -> Option<String> {
    let own_word = !actor.is_staff();
    (!own_word).then(|| said_how.unwrap_or_else(|| "not stated".into()))
}

fn close(ticket: &Ticket, actor: &Actor, rules: &Rules, now: DateTime<Utc>) -> Result<Vec<TicketEvent>, Refusal> {
    let known = !ticket.links.is_empty();
    let closed = |how, outcome| Ok(vec![TicketEvent::Closed { how, outcome, known }]);
    match &ticket.phase {
        Phase::Closed { .. } => Err(wrong("the ticket is already closed")),
        Phase::Resolved { confirmation: Some(c), .. } => {
            let follow_up = c.satisfaction == Some(Satisfaction::Dissatisfied);
            if follow_up && !actor.has(Role::SupportSupervisor) {
                return Err(Refusal::Forbidden("the customer is dissatisfied; the supervisor follows up and closes".into()));
            }
            closed(ClosedHow::Confirmed, Outcome::Solved)
        }
        Phase::Resolved { at, .. } => {
            let accepted = !ticket.uat.is_empty() && ticket.uat.iter().all(|i| i.passed);
            if ticket.kind() == Kind::Requirement && accepted {
                return closed(ClosedHow::Accepted, Outcome::Solved);
            }
            if awaits_acceptance(ticket) {
                return Err(wrong("a requirement is closed once it has been accepted, or confirmed by the customer"));
            }
            let silent_until = *at + rules.silence;
            if now >= silent_until {
                return closed(ClosedHow::NoAnswer, Outcome::Solved);
            }
            Err(wrong(format!(
                "the customer has not confirmed; without their word it can be closed from {}",
                silent_until.format("%Y-%m-%dT%H:%M:%SZ")
            )))
        }
        Phase::Pending | Phase::InProgress | Phase::Testing => match &ticket.evaluation {
            Some(e) if e.verdict == Verdict::NotNow || e.agreed == Some(false) => closed(ClosedHow::Declined, Outcome::Declined),
            _ => Err(wrong(format!("only what is resolved and confirmed is closed; the ticket is {}", ticket.status()))),
        },
    }
}

fn accept(ticket: &Ticket, items: Vec<UatItem>) -> Result<Vec<TicketEvent>, Refusal> {
    requirement_only(ticket, "an acceptance test")?;
    if !matches!(ticket.status(), Status::Testing | Status::Resolved) {
        return Err(wrong(format!("there is nothing delivered to accept yet; the ticket is {}", ticket.status())));
    }
    let failed: Vec<&str> = items.iter().filter(|i| !i.passed).map(|i| i.item.as_str()).collect();
    let reason = format!("UAT: {}", failed.join("; "));
    let back = (!failed.is_empty()).then_some(TicketEvent::TestFailed { reason });
    Ok([TicketEvent::Accepted { items }].into_iter().chain(back).collect())
}

pub(super) fn still_open(ticket: &Ticket) -> Result<(), Refusal> {
    if ticket.is_open() { Ok(()) } else { Err(wrong("the ticket is closed; reopen it first")) }
}

fn in_progress(ticket: &Ticket, what: &str) -> Result<(), Refusal> {
    not_held(ticket)?;
    match ticket.status() {
        Status::InProgress => Ok(()),
        other => Err(wrong(format!("{what} needs work under way; the ticket is {other}"))),
    }
}

fn not_held(ticket: &Ticket) -> Result<(), Refusal> {
    match ticket.hold {
        Some(waiting_for) => Err(wrong(format!("the ticket is on hold, waiting for the {waiting_for}; resume it first"))),
        None => Ok(()),
    }
}

fn fault_only(ticket: &Ticket, what: &str) -> Result<(), Refusal> {
    match ticket.kind() {
        Kind::Fault => Ok(()),
        Kind::Requirement => Err(wrong(format!("{what} belongs to a fault; a requirement is evaluated"))),
    }
}

pub(super) fn requirement_only(ticket: &Ticket, what: &str) -> Result<(), Refusal> {
    match (&ticket.class, ticket.kind()) {
        (None, _) => Err(wrong("the ticket has not been triaged yet")),
        (_, Kind::Requirement) => Ok(()),
        (_, Kind::Fault) => Err(wrong(format!("{what} belongs to a requirement; this is a fault"))),
    }
}

fn plan_approved(ticket: &Ticket) -> Result<(), Refusal> {
    match (ticket.kind(), ticket.plan_in_force(), ticket.plan_waiting()) {
        (Kind::Requirement, _, _) | (_, Some(_), None) => Ok(()),
        _ => Err(wrong("only an approved plan is carried out; none is approved")),
    }
}

/// A fault needs its approved plan, a requirement a feasible verdict that the customer agreed to.
fn ready_to_deliver(ticket: &Ticket) -> Result<(), Refusal> {
    match ticket.kind() {
        Kind::Fault => plan_approved(ticket),
        Kind::Requirement => match &ticket.evaluation {
            Some(e) if e.verdict == Verdict::Feasible && e.agreed == Some(true) => Ok(()),
            Some(e) if e.agreed.is_none() => Err(wrong("the customer has not agreed to the evaluation yet")),
            Some(e) => Err(wrong(format!("the evaluation says {}; evaluate again before delivering", e.verdict))),
            None => Err(wrong("the requirement has not been evaluated yet")),
        },
    }
}
