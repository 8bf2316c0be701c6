//! Clocks: when each promise falls due, whether it was kept, and how that was reckoned.

use super::clock::{Clock, ClockState};
use super::explain::Explanation;
use super::obligations::{Question, questions};
use super::rule::Rule;
use super::waited;
use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::policy::Policy;
use crate::sla::promise::policy_history::Book;
use crate::sla::time::calendar::Hours;
use crate::sla::time::working_time::{Pauses, Reckoner};
use crate::ticket::{Miss, Phase, Ticket};
use crate::words::Vocabulary;
use chrono::{DateTime, Duration, Utc};

type Moment = DateTime<Utc>;

/// The clocks of a ticket at `now`, in the order of [`ClockName::ALL`]; of progress only the present turn.
pub fn clocks(ticket: &Ticket, book: &Book, now: Moment) -> Vec<Clock> {
    let mut all = every_clock(ticket, book, now);
    if let Some(present) = all.iter().rposition(|c| c.name == ClockName::Progress) {
        let mut index = 0;
        all.retain(|c| {
            index += 1;
            c.name != ClockName::Progress || index - 1 == present
        });
    }
    all
}

/// Clocks that have come to their end by `now`, kept or not; every turn of progress.
pub fn judged(ticket: &Ticket, book: &Book, now: Moment) -> Vec<Clock> {
    let mut found = every_clock(ticket, book, now);
    found.retain(|c| matches!(c.state, ClockState::Met | ClockState::Breached));
    found
}

/// Misses that are not on the record yet, in the order they fell due.
pub fn newly_breached(ticket: &Ticket, book: &Book, now: Moment) -> Vec<Clock> {
    let mut found = every_clock(ticket, book, now);
    found.retain(|c| missed(ticket, c));
    found.sort_by_key(|c| c.due_at);
    found
}

/// Running clocks whose time is nearly up by `now`, and that is not on the record yet.
pub fn newly_warned(ticket: &Ticket, book: &Book, now: Moment) -> Vec<Clock> {
    let mut near = clocks(ticket, book, now);
    near.retain(|c| warning_to_come(ticket, c).is_some_and(|at| at <= now));
    near.sort_by_key(|c| c.warn_at);
    near
}

/// What a list and the scheduler want to know of a ticket's clocks, reckoned once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// The first miss that is not on the record.
    pub missed: Option<Moment>,
    /// The next moment at which a promise runs out; None while none can.
    pub next_due: Option<Moment>,
    pub next_warning: Option<Moment>,
    /// What ran out first of that which is still owed.
    pub overdue: Option<Moment>,
    /// The clock of the step it waits for.
    pub waited: Option<(ClockName, Moment)>,
}

pub fn times(ticket: &Ticket, book: &Book, now: Moment) -> Times {
    // Turns of progress that are over neither run nor are owed: no need to leave them out.
    let all = every_clock(ticket, book, now);
    let due = |wanted: &dyn Fn(&Clock) -> bool| all.iter().filter(|c| wanted(c)).map(|c| c.due_at).min();
    Times {
        missed: due(&|c| missed(ticket, c)),
        next_due: due(&|c| c.state == ClockState::Running),
        next_warning: all.iter().filter_map(|c| warning_to_come(ticket, c)).min(),
        overdue: due(&|c| c.state == ClockState::Breached && c.met_at.is_none()).filter(|_| ticket.is_open()),
        waited: waited::waited(ticket, &all),
    }
}

/// The record of one clock having run out at a moment.
fn miss(ticket: &Ticket, name: ClockName, nth: usize, due_at: Moment) -> Option<&Miss> {
    let is = |m: &&Miss| m.clock == name.word() && m.due_at == due_at && m.nth.is_none_or(|of| of == nth);
    ticket.marks.misses.iter().find(is)
}

fn missed(ticket: &Ticket, clock: &Clock) -> bool {
    clock.state == ClockState::Breached && miss(ticket, clock.name, clock.nth, clock.due_at).is_none()
}

fn warning_to_come(ticket: &Ticket, clock: &Clock) -> Option<Moment> {
    let on_record = |at: Moment| ticket.marks.warnings.iter().any(|(name, warned)| name == clock.name.word() && *warned == at);
    clock.warn_at.filter(|at| clock.state == ClockState::Running && !on_record(*at))
}

/// Every clock, each under the policy that was in force when it was decided; what is open, under the present one.
fn every_clock(ticket: &Ticket, book: &Book, now: Moment) -> Vec<Clock> {
    if ticket.is_quiet() {
        return Vec::new();
    }
    let mut found: Vec<Clock> = Vec::new();
    for (version, policy) in book.since(ticket.submitted_at) {
        let present = version == book.version();
        let earlier = found.len();
        for clock in under(ticket, policy, now) {
            // The same one under another policy may begin and end elsewhere.
            let known = found[..earlier].iter().any(|c| c.name == clock.name && c.nth == clock.nth);
            let governs = clock.decided_at.map_or(present, |at| book.version_at(at) == version);
            if !known && (governs || present) {
                found.push(clock);
            }
        }
    }
    // Stable: turns of progress stay in their order.
    found.sort_by_key(|c| (c.name, c.nth));
    found
}

/// Every clock as one policy has it.
fn under(ticket: &Ticket, policy: &Policy, now: Moment) -> Vec<Clock> {
    let closed_at = match ticket.phase {
        Phase::Closed { at, .. } => Some(at),
        _ => None,
    };
    let now = closed_at.unwrap_or(now);
    let asked = questions(ticket, policy);
    let mut found: Vec<Clock> = asked.iter().filter_map(|q| answer(ticket, policy, q, closed_at, now)).collect();
    // A ticket that has ended asks nothing more: what was still running is dropped, what was missed stays.
    if closed_at.is_some() {
        found.retain(|c| matches!(c.state, ClockState::Met | ClockState::Breached));
    }
    found
}

fn answer(ticket: &Ticket, policy: &Policy, q: &Question, closed_at: Option<Moment>, now: Moment) -> Option<Clock> {
    let calendar = policy.calendar_for(ticket, q.rule);
    let reckoner = Reckoner { calendar, hours: q.rule.hours };
    let pauses = Pauses::of(ticket, policy, q.name, now);
    let due_at = match q.counts {
        Rule::Time(span, _) => reckoner.after(q.start, span.duration(), &pauses)?,
        Rule::WorkingDays(n) => reckoner.close_of_day(q.start, n, &pauses)?,
        Rule::DailyBy(time) => reckoner.next_day_at(q.start, time, &pauses)?,
    };
    let miss = miss(ticket, q.name, q.nth, due_at);
    let state = match q.met_at {
        _ if miss.is_some() => ClockState::Breached,
        Some(met) if met <= due_at => ClockState::Met,
        Some(_) => ClockState::Breached,
        None if now >= due_at => ClockState::Breached,
        None if pauses.is_open() => ClockState::Paused,
        None => ClockState::Running,
    };
    let warn_at = policy.warn_percent.and_then(|percent| warn_at(&reckoner, q, due_at, percent, &pauses));
    Some(Clock {
        name: q.name,
        nth: q.nth,
        started_at: q.start,
        due_at,
        warn_at,
        state,
        met_at: q.met_at,
        explanation: Explanation::of(calendar, q.start, q.counts, &pauses, due_at),
        // What is met late and recorded later still was decided when it was met.
        decided_at: miss.map(|m| m.recorded_at).into_iter().chain(q.met_at).min().or(closed_at),
    })
}

/// The moment at which so much of the time between start and due has run, to the whole second.
fn warn_at(reckoner: &Reckoner, q: &Question, due_at: Moment, percent: u8, pauses: &Pauses) -> Option<Moment> {
    let whole = match q.counts {
        Rule::Time(span, _) => span.duration(),
        // Days are warned about in working time, whatever hours the class keeps.
        _ => Reckoner { hours: Hours::Working, ..*reckoner }.between(q.start, due_at, pauses),
    };
    let share = Duration::seconds(whole.num_seconds() * i64::from(percent) / 100);
    let reckoner = match q.counts {
        Rule::Time(..) => *reckoner,
        _ => Reckoner { hours: Hours::Working, ..*reckoner },
    };
    reckoner.after(q.start, share, pauses).filter(|at| *at < due_at)
}
