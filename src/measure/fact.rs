//! What of one ticket counts: its times, promises, closings, and what was said.

use crate::sla::{Book, ClockName, ClockState, judged};
use crate::ticket::{
    Approach, Class, ClosedHow, Kind, Number, Outcome, Phase, Recorded, Satisfaction, Severity, Ticket, TicketEvent,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

type Moment = DateTime<Utc>;

/// From the one moment to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub from: Moment,
    pub to: Moment,
}

impl Stretch {
    /// A clock that was set back makes no time less than none.
    pub fn minutes(&self) -> f64 {
        ((self.to - self.from).num_seconds().max(0)) as f64 / 60.0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    pub at: Moment,
    pub how: ClosedHow,
    pub solved: bool,
    /// A later reopening took it back.
    pub reopened: bool,
}

/// One ticket as the measures see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    pub number: Number,
    pub order: u64,
    /// Submission; of an imported ticket the first act here.
    pub from: Moment,
    pub kind: Kind,
    /// The class of a fault; before that, and of a requirement, the urgency.
    pub severity: Severity,
    pub component: Option<String>,
    pub customer: String,
    pub registered_by: String,
    pub first_response: Option<Stretch>,
    pub triage: Option<Stretch>,
    pub plan: Option<Stretch>,
    pub relief: Option<Stretch>,
    pub resolve: Option<Stretch>,
    pub evaluate: Option<Stretch>,
    /// Promises that have come to their end: when, and whether they were kept.
    pub promises: Vec<(ClockName, Moment, bool)>,
    pub closings: Vec<Closing>,
    /// Cases it is linked to, that which answered it among them.
    pub links: Vec<Number>,
    pub said: Vec<(Moment, Satisfaction)>,
    pub escalated: bool,
    /// Cases and tickets that its consultation found to be very or fairly like it.
    pub like: Vec<Number>,
}

impl Fact {
    /// None for what the measures leave out: imported, and nobody here has worked on it.
    pub fn of(number: Number, events: &[Recorded], book: &Book, now: Moment) -> Option<Fact> {
        let (first, rest) = events.split_first()?;
        let mut ticket = Ticket::fold(number, std::slice::from_ref(first))?;
        let mut told = Told::default();
        for recorded in rest {
            told.hear(&ticket, recorded, book);
            ticket.apply(recorded);
        }
        told.judge(&ticket, book, now);
        let from = begins(&ticket)?;
        let fault = ticket.kind() == Kind::Fault;
        let until = |to: Option<Moment>| to.map(|to| Stretch { from, to });
        let since = |start: Option<Moment>, to: Option<Moment>| Some(Stretch { from: start?, to: to? });
        let resolved_at = solved_at(&ticket).filter(|_| fault);
        let relieved_at = [told.workaround_at.filter(|_| fault), resolved_at].into_iter().flatten().min();
        let marks = &ticket.marks;
        let mut promises: Vec<_> = told.promises.into_iter().map(|((name, ..), (at, kept))| (name, at, kept)).collect();
        promises.sort_by_key(|(name, at, kept)| (*at, *name, *kept));
        Some(Fact {
            number,
            order: ticket.first_seq,
            from,
            kind: ticket.kind(),
            severity: match &ticket.class {
                Some(Class::Fault { severity }) => *severity,
                _ => ticket.urgency,
            },
            component: ticket.component.clone(),
            customer: ticket.report.customer.clone(),
            registered_by: ticket.registered_by.clone(),
            first_response: until(marks.first_progress_at),
            triage: until(marks.triaged_at),
            plan: since(marks.assigned_at, marks.planned_at),
            relief: until(relieved_at),
            resolve: until(resolved_at),
            evaluate: since(marks.assigned_at, marks.evaluated_at),
            promises,
            closings: told.closings,
            links: ticket.links.clone(),
            said: told.said,
            escalated: told.escalated,
            like: like(&ticket),
        })
    }

    /// The closing that stands.
    pub fn closed(&self) -> Option<&Closing> {
        self.closings.last().filter(|closing| !closing.reopened)
    }
}

/// What the timeline says that the folded ticket does not.
#[derive(Default)]
struct Told {
    workaround_at: Option<Moment>,
    /// By clock, the moment it began, and which one it is; each life of a reopened ticket has its own.
    promises: HashMap<(ClockName, Moment, usize), (Moment, bool)>,
    closings: Vec<Closing>,
    said: Vec<(Moment, Satisfaction)>,
    escalated: bool,
}

impl Told {
    fn hear(&mut self, before: &Ticket, recorded: &Recorded, book: &Book) {
        let at = recorded.occurred_at;
        match &recorded.event {
            TicketEvent::Approved { revision, .. } => {
                let plan = before.plans.iter().find(|plan| plan.revision == *revision);
                if plan.is_some_and(|plan| plan.approach == Approach::Workaround) {
                    self.workaround_at.get_or_insert(at);
                }
            }
            TicketEvent::Confirmed { satisfaction: Some(satisfaction), .. } => self.said.push((at, *satisfaction)),
            TicketEvent::Escalated { .. } => self.escalated = true,
            TicketEvent::Closed { how, outcome, .. } => {
                self.closings.push(Closing { at, how: *how, solved: *outcome == Outcome::Solved, reopened: false })
            }
            TicketEvent::Reopened { .. } => {
                self.judge(before, book, at);
                if let Some(closing) = self.closings.last_mut() {
                    closing.reopened = true;
                }
            }
            _ => {}
        }
    }

    fn judge(&mut self, ticket: &Ticket, book: &Book, now: Moment) {
        for clock in judged(ticket, book, now) {
            let kept = clock.state == ClockState::Met;
            let at = clock.met_at.filter(|_| kept).unwrap_or(clock.due_at);
            self.promises.insert((clock.name, clock.started_at, clock.nth), (at, kept));
        }
    }
}

/// What was finished elsewhere counts here only once it is opened again.
fn begins(ticket: &Ticket) -> Option<Moment> {
    match &ticket.imported {
        None => Some(ticket.submitted_at),
        Some(history) if history.finished.is_some() && ticket.marks.reopens == 0 => None,
        Some(_) => ticket.marks.awakened_at,
    }
}

/// When it was solved, if that still holds.
fn solved_at(ticket: &Ticket) -> Option<Moment> {
    match &ticket.phase {
        Phase::Resolved { at, .. } => Some(*at),
        Phase::Closed { resolved_at, outcome: Outcome::Solved, .. } => *resolved_at,
        _ => None,
    }
}

fn like(ticket: &Ticket) -> Vec<Number> {
    let found = ticket.consulted.as_ref().and_then(|consulted| consulted.found.as_ref());
    let near = found.into_iter().flatten().filter(|found| matches!(found.band.as_str(), "strong" | "likely"));
    near.map(|found| found.number).collect()
}
