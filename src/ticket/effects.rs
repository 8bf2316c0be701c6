//! Effects: what a step on one ticket leads to beside it, on its case and on linked tickets. Pure; the desk executes them in the
//! same transaction.

use crate::people::{Actor, Role};
use crate::ticket::decide::assess::Assessment;
use crate::ticket::decide::facts::{Facts, Needs};
use crate::ticket::event::TicketEvent;
use crate::ticket::policy::rules::Rules;
use crate::ticket::state::fold::Ticket;
use crate::ticket::state::phase::{Answer, Phase};
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, Resolution};
use crate::ticket::words::vocabulary::Status;

/// One consequence of a step.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The ticket was closed: its case, or the next revision of it, is written.
    Archive,
    /// The ticket was reopened: its case is marked.
    Reopened,
    /// Another ticket records this event.
    Record(Number, Box<TicketEvent>),
    /// An update of the ticket `of` is propagated to one ticket that joined it.
    Propagate {
        /// The ticket that joined.
        to: Number,
        /// The ticket that was joined: the parent.
        of: Number,
        /// What happened to the parent.
        update: ParentUpdate,
    },
    /// An update is propagated to all tickets that joined this one.
    PropagateToAll(ParentUpdate),
}

/// What happened to a ticket that others have joined. [`propagated`] says what follows for each of them.
#[derive(Debug, Clone, PartialEq)]
pub enum ParentUpdate {
    /// It was solved.
    Solved,
    /// It was closed, with or without an answer.
    Ended,
    /// It was assessed.
    Assessed {
        /// Its class before.
        before: Option<Class>,
        /// Why it was assessed again.
        reason: Option<String>,
    },
    /// The other ticket joins it.
    Joined,
    /// It takes longer than promised.
    Delayed {
        /// Why.
        reason: String,
    },
    /// Its customer got an update, which is for every customer of the incident.
    Progressed {
        /// The update.
        text: String,
    },
}

/// The effects of the events, in the order of execution. `before`: the ticket before them; `None` if it begins with them.
pub fn effects(before: Option<&Ticket>, after: &Ticket, events: &[TicketEvent]) -> Vec<Effect> {
    let mut effects = Vec::new();
    let was = before.map(Ticket::status);
    match (was, after.status()) {
        (Some(was), Status::Closed) if was != Status::Closed => effects.push(Effect::Archive),
        (Some(Status::Closed), now) if now != Status::Closed => effects.push(Effect::Reopened),
        (Some(was), Status::Resolved) if was != Status::Resolved => effects.push(Effect::PropagateToAll(ParentUpdate::Solved)),
        _ => {}
    }
    if before.is_some_and(Ticket::is_open) && !after.is_open() {
        effects.push(Effect::PropagateToAll(ParentUpdate::Ended));
    }
    for event in events {
        match event {
            TicketEvent::Merged { into } => {
                effects.push(Effect::Record(*into, Box::new(TicketEvent::MergedIn { from: after.number })))
            }
            TicketEvent::IncidentDeclared { tickets } => {
                effects.extend(tickets.iter().map(|to| Effect::Propagate {
                    to: *to,
                    of: after.number,
                    update: ParentUpdate::Joined,
                }));
            }
            TicketEvent::Attached { ticket } => {
                effects.push(Effect::Propagate { to: after.number, of: *ticket, update: ParentUpdate::Joined })
            }
            TicketEvent::Triaged { reason, .. } => {
                let class = before.and_then(|before| before.class.clone());
                effects.push(Effect::PropagateToAll(ParentUpdate::Assessed { before: class, reason: reason.clone() }));
            }
            TicketEvent::DelayExplained { reason } => {
                effects.push(Effect::PropagateToAll(ParentUpdate::Delayed { reason: reason.clone() }))
            }
            TicketEvent::Progressed { text, incident: None } if after.incident => {
                effects.push(Effect::PropagateToAll(ParentUpdate::Progressed { text: text.clone() }));
            }
            _ => {}
        }
    }
    effects
}

impl Needs {
    /// The facts that [`propagated`] needs.
    pub fn of_update(joined: &Ticket, of: &Ticket, update: &ParentUpdate) -> Needs {
        match (update, class_for(joined, of)) {
            (ParentUpdate::Assessed { .. } | ParentUpdate::Joined, Some(class)) => Needs::of_assessment(joined, &class),
            _ => Needs::default(),
        }
    }
}

/// The events on a joined ticket that follow from an update of its parent. `of`: the parent as it is now; `facts`: as
/// [`Needs::of_update`] asks for.
pub fn propagated(
    joined: &Ticket,
    of: &Ticket,
    update: &ParentUpdate,
    facts: &Facts,
    actor: &Actor,
    rules: &Rules,
) -> Vec<TicketEvent> {
    let pending = joined.status() == Status::Pending;
    let waits = pending && joined.responsible.is_none();
    match update {
        ParentUpdate::Solved => solved(joined, of, actor).into_iter().collect(),
        ParentUpdate::Ended if waits => ended(joined, of, actor),
        ParentUpdate::Assessed { before, reason } if waits => {
            // Assessed with the parent: tickets without a class, or with the class that the parent had before.
            let alike = joined.class.is_none() || (joined.class == *before && joined.goes_with().is_some());
            let assessed = if alike { assessed_with(joined, of, reason.clone(), facts, rules) } else { None };
            assessed.into_iter().collect()
        }
        ParentUpdate::Joined if joined.attached_to != Some(of.number) => vec![TicketEvent::Attached { ticket: of.number }],
        // A ticket that an engineer joins takes over the class; one that its customer joined is first assessed by a person.
        ParentUpdate::Joined
            if pending && joined.class.is_none() && actor.has_any(&[Role::JuniorEngineer, Role::SeniorEngineer]) =>
        {
            assessed_with(joined, of, None, facts, rules).into_iter().collect()
        }
        ParentUpdate::Delayed { reason } if joined.goes_with().is_some() && joined.milestones.unexplained().next().is_some() => {
            vec![TicketEvent::DelayExplained { reason: reason.clone() }]
        }
        ParentUpdate::Progressed { text } if !matches!(joined.status(), Status::Resolved | Status::Closed) => {
            vec![TicketEvent::Progressed { text: text.clone(), incident: Some(of.number) }]
        }
        ParentUpdate::Ended
        | ParentUpdate::Assessed { .. }
        | ParentUpdate::Joined
        | ParentUpdate::Delayed { .. }
        | ParentUpdate::Progressed { .. } => Vec::new(),
    }
}

/// The solution of the parent solves the joined tickets too; each customer confirms for themselves. Not if that customer said
/// that it is not solved and somebody is responsible for their ticket since.
fn solved(joined: &Ticket, of: &Ticket, actor: &Actor) -> Option<TicketEvent> {
    let Phase::Resolved { answer: Answer::Worked(resolution), .. } = &of.phase else { return None };
    let unsolved = matches!(joined.status(), Status::Pending | Status::InProgress | Status::Testing);
    let on_its_own = joined.unsolved.is_some() && joined.responsible.is_some();
    (unsolved && !on_its_own).then(|| answered(of, resolution, actor))
}

/// When a parent closes, each open joined ticket gets its resolution or is detached.
fn ended(joined: &Ticket, of: &Ticket, actor: &Actor) -> Vec<TicketEvent> {
    let Phase::Closed { answer, .. } = &of.phase else { return Vec::new() };
    let detached = TicketEvent::Detached { from: of.number };
    match answer {
        Some(Answer::Worked(resolution)) if joined.goes_with().is_some() => vec![answered(of, resolution, actor)],
        // Each customer decides whether the case answers their report.
        Some(Answer::Case(case)) if !joined.links.contains(case) => vec![TicketEvent::Linked { case: *case }, detached],
        _ => vec![detached],
    }
}

/// The resolution as joined tickets get it: without the name of the other customer who tested.
fn answered(of: &Ticket, resolution: &Resolution, actor: &Actor) -> TicketEvent {
    let tested_with = format!("{} ({})", actor.name(), of.number);
    TicketEvent::Resolved { resolution: Resolution { tested_with, ..resolution.clone() } }
}

/// The class that a joined ticket takes over: only if both are of the same kind.
fn class_for(joined: &Ticket, of: &Ticket) -> Option<Class> {
    of.class.clone().filter(|_| joined.report.kind() == of.kind())
}

/// The assessment of a joined ticket with its parent.
fn assessed_with(joined: &Ticket, of: &Ticket, reason: Option<String>, facts: &Facts, rules: &Rules) -> Option<TicketEvent> {
    let class = class_for(joined, of)?;
    let urgency = match &class {
        Class::Fault { .. } => of.urgency,
        Class::Requirement { .. } => joined.urgency,
    };
    let (component, incident) = (of.component.clone(), Some(of.number));
    Some(Assessment { class, urgency, component, reason, proposed: None, incident }.event(joined, facts, rules))
}
