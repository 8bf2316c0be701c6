//! The facts of one ticket that measures count: durations, promises, closings, satisfaction.

use crate::sla::{ClockName, ClockState, PolicyHistory, judged};
use crate::ticket::{
    Approach, Class, ClosedHow, Kind, Number, Outcome, Phase, Recorded, Satisfaction, Severity, Ticket, TicketEvent,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

type Moment = DateTime<Utc>;

/// A period from one time to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its beginning.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
}

impl Stretch {
    /// Its length in minutes; 0 if the system clock was set back meanwhile.
    pub fn minutes(&self) -> f64 {
        ((self.to - self.from).num_seconds().max(0)) as f64 / 60.0
    }
}

/// A closing of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Moment,
    /// Why it could be closed.
    pub how: ClosedHow,
    /// Whether it was solved.
    pub solved: bool,
    /// Whether the ticket was reopened later.
    pub reopened: bool,
}

/// The facts of one ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its number.
    pub number: Number,
    /// Sequence number of its first event.
    pub order: u64,
    /// When it was submitted; of an imported ticket, the first act here.
    pub from: Moment,
    /// Its kind.
    pub kind: Kind,
    /// Severity of an assessed fault; else the urgency.
    pub severity: Severity,
    /// Its component.
    pub component: Option<String>,
    /// Its customer.
    pub customer: String,
    /// Name of who registered it.
    pub registered_by: String,
    /// Until the first update.
    pub first_response: Option<Stretch>,
    /// Until the assessment.
    pub triage: Option<Stretch>,
    /// From assignment until the plan.
    pub plan: Option<Stretch>,
    /// Until a workaround or the resolution (faults only).
    pub relief: Option<Stretch>,
    /// Until the resolution (faults only).
    pub resolve: Option<Stretch>,
    /// From assignment until the evaluation.
    pub evaluate: Option<Stretch>,
    /// Promises whose clock has ended: when, and whether it was kept.
    pub promises: Vec<(ClockName, Moment, bool)>,
    /// All closings.
    pub closings: Vec<Closing>,
    /// Linked cases, the one that answered it included.
    pub links: Vec<Number>,
    /// Satisfaction, each with its time.
    pub said: Vec<(Moment, Satisfaction)>,
    /// Whether it was escalated.
    pub escalated: bool,
    /// Cases and tickets that its consultation found in the bands strong and likely.
    pub like: Vec<Number>,
}

impl Fact {
    /// The facts of a ticket; `None` for one that was imported and that nobody here has worked on.
    pub fn of(number: Number, events: &[Recorded], policy_history: &PolicyHistory, now: Moment) -> Option<Fact> {
        let (first, rest) = events.split_first()?;
        let mut ticket = Ticket::fold(number, std::slice::from_ref(first))?;
        let mut timeline = TimelineFacts::default();
        for recorded in rest {
            timeline.add(&ticket, recorded, policy_history);
            ticket.apply(recorded);
        }
        timeline.judge(&ticket, policy_history, now);
        let from = begins(&ticket)?;
        let fault = ticket.kind() == Kind::Fault;
        let until = |to: Option<Moment>| to.map(|to| Stretch { from, to });
        let since = |start: Option<Moment>, to: Option<Moment>| Some(Stretch { from: start?, to: to? });
        let resolved_at = solved_at(&ticket).filter(|_| fault);
        let relieved_at = [timeline.workaround_at.filter(|_| fault), resolved_at].into_iter().flatten().min();
        let milestones = &ticket.milestones;
        let mut promises: Vec<_> = timeline.promises.into_iter().map(|((name, ..), (at, kept))| (name, at, kept)).collect();
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
            first_response: until(milestones.first_progress_at),
            triage: until(milestones.triaged_at),
            plan: since(milestones.assigned_at, milestones.planned_at),
            relief: until(relieved_at),
            resolve: until(resolved_at),
            evaluate: since(milestones.assigned_at, milestones.evaluated_at),
            promises,
            closings: timeline.closings,
            links: ticket.links.clone(),
            said: timeline.said,
            escalated: timeline.escalated,
            like: like(&ticket),
        })
    }

    /// The latest closing, unless the ticket was reopened.
    pub fn closed(&self) -> Option<&Closing> {
        self.closings.last().filter(|closing| !closing.reopened)
    }
}

/// Facts that the events have and the folded ticket does not.
#[derive(Default)]
struct TimelineFacts {
    workaround_at: Option<Moment>,
    /// By clock, beginning and number, so that each life of a reopened ticket has its own: when it ended, and whether it was
    /// kept.
    promises: HashMap<(ClockName, Moment, usize), (Moment, bool)>,
    closings: Vec<Closing>,
    said: Vec<(Moment, Satisfaction)>,
    escalated: bool,
}

impl TimelineFacts {
    fn add(&mut self, before: &Ticket, recorded: &Recorded, policy_history: &PolicyHistory) {
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
                self.judge(before, policy_history, at);
                if let Some(closing) = self.closings.last_mut() {
                    closing.reopened = true;
                }
            }
            _ => {}
        }
    }

    fn judge(&mut self, ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) {
        for clock in judged(ticket, policy_history, now) {
            let kept = clock.state == ClockState::Met;
            let at = clock.met_at.filter(|_| kept).unwrap_or(clock.due_at);
            self.promises.insert((clock.name, clock.started_at, clock.nth), (at, kept));
        }
    }
}

/// When the desk began to answer for a ticket. One that was finished elsewhere counts only after a reopening here.
fn begins(ticket: &Ticket) -> Option<Moment> {
    match &ticket.imported {
        None => Some(ticket.submitted_at),
        Some(history) if history.finished.is_some() && ticket.milestones.reopens == 0 => None,
        Some(_) => ticket.milestones.awakened_at,
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
