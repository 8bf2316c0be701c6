//! What a step on one ticket brings about beside it: for its case, and for the tickets it is tied to. Pure; the desk carries it
//! out in the same transaction.

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

/// One thing that follows.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// It has been closed: its record is a case, or the case's next revision.
    Archive,
    /// It has been opened again: its case says so.
    Reopened,
    /// Another ticket is told.
    Tell(Number, Box<TicketEvent>),
    /// A ticket hears news of another.
    Hear { who: Number, of: Number, news: News },
    /// All that joined this one hear news of it.
    AllHear(News),
}

/// What is heard of a ticket by those that joined it; what comes of it on each of them is said by [`heard`].
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// It has been solved.
    Solved,
    /// It has ended, with or without an answer.
    Ended,
    /// It was assessed. `before`: the class it had.
    Assessed { before: Option<Class>, reason: Option<String> },
    /// It is to be joined, or was joined, by the one that hears.
    Joined,
    /// Why it takes longer than promised.
    Delayed { reason: String },
    /// What was told to its customer, and holds for everybody.
    Progressed { text: String },
}

/// What the events bring about, in the order in which it is carried out. `before`: none where the ticket begins with them.
pub fn effects(before: Option<&Ticket>, after: &Ticket, events: &[TicketEvent]) -> Vec<Effect> {
    let mut effects = Vec::new();
    let was = before.map(Ticket::status);
    match (was, after.status()) {
        (Some(was), Status::Closed) if was != Status::Closed => effects.push(Effect::Archive),
        (Some(Status::Closed), now) if now != Status::Closed => effects.push(Effect::Reopened),
        (Some(was), Status::Resolved) if was != Status::Resolved => effects.push(Effect::AllHear(News::Solved)),
        _ => {}
    }
    if before.is_some_and(Ticket::is_open) && !after.is_open() {
        effects.push(Effect::AllHear(News::Ended));
    }
    for event in events {
        match event {
            TicketEvent::Merged { into } => {
                effects.push(Effect::Tell(*into, Box::new(TicketEvent::MergedIn { from: after.number })))
            }
            TicketEvent::IncidentDeclared { tickets } => {
                effects.extend(tickets.iter().map(|who| Effect::Hear { who: *who, of: after.number, news: News::Joined }));
            }
            TicketEvent::Attached { ticket } => effects.push(Effect::Hear { who: after.number, of: *ticket, news: News::Joined }),
            TicketEvent::Triaged { reason, .. } => {
                let class = before.and_then(|before| before.class.clone());
                effects.push(Effect::AllHear(News::Assessed { before: class, reason: reason.clone() }));
            }
            TicketEvent::DelayExplained { reason } => effects.push(Effect::AllHear(News::Delayed { reason: reason.clone() })),
            TicketEvent::Progressed { text, incident: None } if after.incident => {
                effects.push(Effect::AllHear(News::Progressed { text: text.clone() }));
            }
            _ => {}
        }
    }
    effects
}

impl Needs {
    /// What [`heard`] needs.
    pub fn of_news(joined: &Ticket, of: &Ticket, news: &News) -> Needs {
        match (news, class_for(joined, of)) {
            (News::Assessed { .. } | News::Joined, Some(class)) => Needs::of_assessment(joined, &class),
            _ => Needs::default(),
        }
    }
}

/// What is recorded on a ticket that hears news of another. `of`: that one as it stands now; `facts`: as [`Needs::of_news`]
/// asks for them.
pub fn heard(joined: &Ticket, of: &Ticket, news: &News, facts: &Facts, actor: &Actor, rules: &Rules) -> Vec<TicketEvent> {
    let pending = joined.status() == Status::Pending;
    let waits = pending && joined.responsible.is_none();
    match news {
        News::Solved => solved(joined, of, actor).into_iter().collect(),
        News::Ended if waits => ended(joined, of, actor),
        News::Assessed { before, reason } if waits => {
            // One verdict for all that had the same class before, or none.
            let alike = joined.class.is_none() || (joined.class == *before && joined.goes_with().is_some());
            let assessed = if alike { assessed_with(joined, of, reason.clone(), facts, rules) } else { None };
            assessed.into_iter().collect()
        }
        News::Joined if joined.attached_to != Some(of.number) => vec![TicketEvent::Attached { ticket: of.number }],
        // What an engineer joins is assessed by what it joins. What its customer joined is looked at first.
        News::Joined if pending && joined.class.is_none() && actor.has_any(&[Role::JuniorEngineer, Role::SeniorEngineer]) => {
            assessed_with(joined, of, None, facts, rules).into_iter().collect()
        }
        News::Delayed { reason } if joined.goes_with().is_some() && joined.marks.unexplained().next().is_some() => {
            vec![TicketEvent::DelayExplained { reason: reason.clone() }]
        }
        News::Progressed { text } if !matches!(joined.status(), Status::Resolved | Status::Closed) => {
            vec![TicketEvent::Progressed { text: text.clone(), incident: Some(of.number) }]
        }
        News::Ended | News::Assessed { .. } | News::Joined | News::Delayed { .. } | News::Progressed { .. } => Vec::new(),
    }
}

/// What is solved for a ticket is solved for those that joined it; each customer confirms for themselves. Whose customer said
/// that it is not solved, and who is in somebody's hands since, is solved there.
fn solved(joined: &Ticket, of: &Ticket, actor: &Actor) -> Option<TicketEvent> {
    let Phase::Resolved { answer: Answer::Worked(resolution), .. } = &of.phase else { return None };
    let unsolved = matches!(joined.status(), Status::Pending | Status::InProgress | Status::Testing);
    let on_its_own = joined.unsolved.is_some() && joined.responsible.is_some();
    (unsolved && !on_its_own).then(|| answered(of, resolution, actor))
}

/// What ends takes nobody with it: those that went with it get its answer, or go their own way again.
fn ended(joined: &Ticket, of: &Ticket, actor: &Actor) -> Vec<TicketEvent> {
    let Phase::Closed { answer, .. } = &of.phase else { return Vec::new() };
    let detached = TicketEvent::Detached { from: of.number };
    match answer {
        Some(Answer::Worked(resolution)) if joined.goes_with().is_some() => vec![answered(of, resolution, actor)],
        // Its customer may say for themselves whether the case answers theirs.
        Some(Answer::Case(case)) if !joined.links.contains(case) => vec![TicketEvent::Linked { case: *case }, detached],
        _ => vec![detached],
    }
}

/// The answer as those that joined get it: who tested with the other customer is the other customer's.
fn answered(of: &Ticket, resolution: &Resolution, actor: &Actor) -> TicketEvent {
    let tested_with = format!("{} ({})", actor.name(), of.number);
    TicketEvent::Resolved { resolution: Resolution { tested_with, ..resolution.clone() } }
}

/// The class that one ticket takes over from another: a wish that joined a fault is none of it, nor the other way round.
fn class_for(joined: &Ticket, of: &Ticket) -> Option<Class> {
    of.class.clone().filter(|_| joined.report.kind() == of.kind())
}

fn assessed_with(joined: &Ticket, of: &Ticket, reason: Option<String>, facts: &Facts, rules: &Rules) -> Option<TicketEvent> {
    let class = class_for(joined, of)?;
    let urgency = match &class {
        Class::Fault { .. } => of.urgency,
        Class::Requirement { .. } => joined.urgency,
    };
    let (component, incident) = (of.component.clone(), Some(of.number));
    Some(Assessment { class, urgency, component, reason, proposed: None, incident }.event(joined, facts, rules))
}
