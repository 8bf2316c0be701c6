//! The clocks of a ticket: when each promise is due, and whether it was kept.

use super::clock::{Clock, ClockState};
use super::explain::Explanation;
use super::obligations::{Obligation, obligations};
use super::rule::Rule;
use super::waited;
use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::policy::Policy;
use crate::sla::promise::policy_history::PolicyHistory;
use crate::sla::time::calendar::Hours;
use crate::sla::time::working_time::{Pauses, TimeCounter};
use crate::ticket::{Miss, Phase, Ticket};
use crate::words::Vocabulary;
use chrono::{DateTime, Duration, Utc};

type Moment = DateTime<Utc>;

/// The clocks of a ticket at `now`, in the order of [`ClockName::ALL`]; of the progress clocks only the latest.
pub fn clocks(ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) -> Vec<Clock> {
    let mut all = every_clock(ticket, policy_history, now);
    if let Some(present) = all.iter().rposition(|c| c.name == ClockName::Progress) {
        let mut index = 0;
        all.retain(|c| {
            index += 1;
            c.name != ClockName::Progress || index - 1 == present
        });
    }
    all
}

/// The clocks whose state is final at `now`, met or breached, with every progress interval.
pub fn judged(ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) -> Vec<Clock> {
    let mut found = every_clock(ticket, policy_history, now);
    found.retain(|c| matches!(c.state, ClockState::Met | ClockState::Breached));
    found
}

/// Clocks that ran out by `now` and are not on record as missed, in order of due time.
pub fn newly_breached(ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) -> Vec<Clock> {
    let mut found = every_clock(ticket, policy_history, now);
    found.retain(|c| missed(ticket, c));
    found.sort_by_key(|c| c.due_at);
    found
}

/// Running clocks whose warning is due by `now` and not on record, in order of warning time.
pub fn newly_warned(ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) -> Vec<Clock> {
    let mut near = clocks(ticket, policy_history, now);
    near.retain(|c| warning_to_come(ticket, c).is_some_and(|at| at <= now));
    near.sort_by_key(|c| c.warn_at);
    near
}

/// What a list and the scheduler need to know about the clocks of a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// Due time of the first miss that is not on record.
    pub missed: Option<Moment>,
    /// When the next promise runs out; `None` if no clock is running.
    pub next_due: Option<Moment>,
    /// When the next warning is due.
    pub next_warning: Option<Moment>,
    /// Due time of the earliest promise that ran out and is not met.
    pub overdue: Option<Moment>,
    /// Clock and due time of the step that the ticket awaits.
    pub waited: Option<(ClockName, Moment)>,
}

/// Computes the [`Times`] of a ticket at `now`.
pub fn times(ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) -> Times {
    // Past progress intervals are met or closed and change none of these, so all clocks can be used.
    let all = every_clock(ticket, policy_history, now);
    let due = |wanted: &dyn Fn(&Clock) -> bool| all.iter().filter(|c| wanted(c)).map(|c| c.due_at).min();
    Times {
        missed: due(&|c| missed(ticket, c)),
        next_due: due(&|c| c.state == ClockState::Running),
        next_warning: all.iter().filter_map(|c| warning_to_come(ticket, c)).min(),
        overdue: due(&|c| c.state == ClockState::Breached && c.met_at.is_none()).filter(|_| ticket.is_open()),
        waited: waited::waited(ticket, &all),
    }
}

/// The record of this clock having run out.
fn miss(ticket: &Ticket, name: ClockName, nth: usize, due_at: Moment) -> Option<&Miss> {
    let is = |m: &&Miss| m.clock == name.word() && m.due_at == due_at && m.nth.is_none_or(|of| of == nth);
    ticket.milestones.misses.iter().find(is)
}

fn missed(ticket: &Ticket, clock: &Clock) -> bool {
    clock.state == ClockState::Breached && miss(ticket, clock.name, clock.nth, clock.due_at).is_none()
}

fn warning_to_come(ticket: &Ticket, clock: &Clock) -> Option<Moment> {
    let on_record = |at: Moment| ticket.milestones.warnings.iter().any(|(name, warned)| name == clock.name.word() && *warned == at);
    clock.warn_at.filter(|at| clock.state == ClockState::Running && !on_record(*at))
}

/// Every clock. A decided one is computed under the policy in force when it was decided, an open one under the present policy.
fn every_clock(ticket: &Ticket, policy_history: &PolicyHistory, now: Moment) -> Vec<Clock> {
    if ticket.is_quiet() {
        return Vec::new();
    }
    let mut found: Vec<Clock> = Vec::new();
    for (version, policy) in policy_history.since(ticket.submitted_at) {
        let present = version == policy_history.version();
        let earlier = found.len();
        for clock in under(ticket, policy, now) {
            // Under another policy the same clock may begin and end at other times; the first one found counts.
            let known = found[..earlier].iter().any(|c| c.name == clock.name && c.nth == clock.nth);
            let governs = clock.decided_at.map_or(present, |at| policy_history.version_at(at) == version);
            if !known && (governs || present) {
                found.push(clock);
            }
        }
    }
    // A stable sort keeps progress intervals in order.
    found.sort_by_key(|c| (c.name, c.nth));
    found
}

/// Every clock under one policy.
fn under(ticket: &Ticket, policy: &Policy, now: Moment) -> Vec<Clock> {
    let closed_at = match ticket.phase {
        Phase::Closed { at, .. } => Some(at),
        _ => None,
    };
    let now = closed_at.unwrap_or(now);
    let obligations = obligations(ticket, policy);
    let mut found: Vec<Clock> = obligations.iter().filter_map(|q| clock_of(ticket, policy, q, closed_at, now)).collect();
    // Closing ends all obligations: running clocks are dropped, missed ones stay.
    if closed_at.is_some() {
        found.retain(|c| matches!(c.state, ClockState::Met | ClockState::Breached));
    }
    found
}

/// The clock of an obligation; `None` if its due time cannot be computed (a calendar without working time).
fn clock_of(ticket: &Ticket, policy: &Policy, q: &Obligation, closed_at: Option<Moment>, now: Moment) -> Option<Clock> {
    let calendar = policy.calendar_for(ticket, q.rule);
    let counter = TimeCounter { calendar, hours: q.rule.hours };
    let pauses = Pauses::of(ticket, policy, q.name, now);
    let due_at = match q.counts {
        Rule::Time(span, _) => counter.after(q.start, span.duration(), &pauses)?,
        Rule::WorkingDays(n) => counter.close_of_day(q.start, n, &pauses)?,
        Rule::DailyBy(time) => counter.next_day_at(q.start, time, &pauses)?,
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
    let warn_at = policy.warn_percent.and_then(|percent| warn_at(&counter, q, due_at, percent, &pauses));
    Some(Clock {
        name: q.name,
        nth: q.nth,
        started_at: q.start,
        due_at,
        warn_at,
        state,
        met_at: q.met_at,
        explanation: Explanation::of(calendar, q.start, q.counts, &pauses, due_at),
        // A promise met late was decided when it was met, even if the miss was recorded after that.
        decided_at: miss.map(|m| m.recorded_at).into_iter().chain(q.met_at).min().or(closed_at),
    })
}

/// When `percent` of the time between start and due time has passed, to the second.
fn warn_at(counter: &TimeCounter, q: &Obligation, due_at: Moment, percent: u8, pauses: &Pauses) -> Option<Moment> {
    let whole = match q.counts {
        Rule::Time(span, _) => span.duration(),
        // Allowances in working days warn by working time, whatever hours the severity counts.
        _ => TimeCounter { hours: Hours::Working, ..*counter }.between(q.start, due_at, pauses),
    };
    let share = Duration::seconds(whole.num_seconds() * i64::from(percent) / 100);
    let counter = match q.counts {
        Rule::Time(..) => *counter,
        _ => TimeCounter { hours: Hours::Working, ..*counter },
    };
    counter.after(q.start, share, pauses).filter(|at| *at < due_at)
}
