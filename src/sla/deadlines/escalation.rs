//! Escalation by itself: which level of a fault's chain is due when, by time, by reopenings, by dissatisfaction.

use super::obligations::{resolution_ended, resolution_from};
use crate::people::Role;
use crate::reason::{EscalationReason, SettingsMistake};
use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::level::Level;
use crate::sla::promise::policy::Policy;
use crate::sla::time::calendar::Hours;
use crate::sla::time::span::Allowance;
use crate::sla::time::working_time::{Pauses, Reckoner};
use crate::ticket::{EscalationKind, Kind, Taken, Ticket, line};
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// What one escalation rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    TimeIsUp,
    NotEvaluated,
    Reopened(u32),
    Dissatisfied,
}

/// A level that has not been taken yet, with the moment it is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    pub level: u32,
    pub to: Role,
    pub kind: EscalationKind,
    pub due_at: Moment,
    pub why: Why,
}

/// Levels of the chain that are still to come, in the order they fall due.
pub fn escalations(ticket: &Ticket, policy: &Policy, now: Moment) -> Vec<Escalation> {
    let rule = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    if !ticket.is_open() || ticket.is_quiet() {
        return Vec::new();
    }
    let marks = &ticket.marks;
    // A fault is to be solved, a requirement to be evaluated; that one counts in working hours, whatever its urgency.
    let (chain, clock, ended, hours, late) = match ticket.kind() {
        Kind::Fault => (&rule.chain, ClockName::Resolution, resolution_ended(ticket, policy), rule.hours, Why::TimeIsUp),
        Kind::Requirement => {
            let chain = &policy.requirement_chain;
            // An adjustment that the customer agreed to is to be evaluated anew.
            let again = marks.adjusted.last().is_some_and(|last| last.evaluations == marks.evaluations.len());
            let ended = marks.evaluated_at.filter(|_| !again);
            (chain, ClockName::Evaluation, ended, Hours::Working, Why::NotEvaluated)
        }
    };
    let (start, since) = match (ticket.kind(), marks.adjusted.last()) {
        (Kind::Requirement, Some(last)) if marks.reopened_at.is_none_or(|reopened| reopened < last.at) => (Some(last.at), last.seq),
        (Kind::Requirement, _) => {
            (Some(marks.reopened_at.or(marks.awakened_at).unwrap_or(ticket.submitted_at)), marks.reopened_seq)
        }
        (Kind::Fault, _) => (resolution_from(ticket, policy), marks.reopened_seq),
    };
    let pauses = Pauses::of(ticket, policy, clock, now);
    // While a hold stops the clock nobody knows when its time is up.
    // What goes with an incident goes up with it.
    let running = ended.is_none() && !pauses.is_open() && ticket.goes_with().is_none();
    let reckoner = Reckoner { calendar: policy.calendar_for(ticket, rule), hours };
    let mut coming = Vec::new();
    for (i, level) in chain.iter().enumerate() {
        let by_time = level.after.filter(|_| running).zip(start).and_then(|(after, start)| match after {
            Allowance::Time(span) => reckoner.after(start, span.duration(), &pauses),
            Allowance::WorkingDays(n) => reckoner.close_of_day(start, n, &pauses),
        });
        let by_reopening = level.reopens.filter(|n| marks.reopens >= *n).and(marks.reopened_at);
        let by_words = marks.dissatisfied.filter(|_| level.dissatisfied);
        let candidates = [
            by_time.map(|at| (at, since, late)),
            by_reopening.map(|at| (at, marks.reopened_seq, Why::Reopened(marks.reopens))),
            by_words.map(|(at, seq)| (at, seq, Why::Dissatisfied)),
        ];
        // Taken already, or passed over on the way up, since the reason for it arose. What somebody did by hand before the
        // time was up does not stand for its being up.
        let taken = |since: u64| marks.escalated.iter().any(|taken| taken.seq > since && reaches(*taken, level.to));
        let first = candidates.into_iter().flatten().filter(|(_, since, _)| !taken(*since)).min_by_key(|(at, _, _)| *at);
        coming.extend(first.map(|(due_at, _, why)| Escalation {
            level: i as u32 + 1,
            to: level.to,
            kind: level.kind,
            due_at,
            why,
        }));
    }
    coming.sort_by_key(|e| e.due_at);
    coming
}

/// Whether it has come to somebody by what was taken: by itself to the same one, or in any way further up the line.
fn reaches(taken: Taken, wanted: Role) -> bool {
    (taken.automatic && taken.to == wanted) || (line(wanted) > 0 && line(taken.to) > line(wanted))
}

impl Escalation {
    pub fn reason(&self, policy: &Policy) -> EscalationReason {
        let by = || self.due_at.with_timezone(&policy.calendar.zone).format("%Y-%m-%d %H:%M").to_string();
        match self.why {
            Why::TimeIsUp => EscalationReason::NotResolved { by: by() },
            Why::NotEvaluated => EscalationReason::NotEvaluated { by: by() },
            Why::Reopened(times) => EscalationReason::Reopened { times },
            Why::Dissatisfied => EscalationReason::Dissatisfied,
        }
    }
}

/// What is wrong with a chain, as (place in it, what): nobody is told twice, and later levels come later.
pub fn chain_mistakes(chain: &[Level]) -> Vec<(usize, SettingsMistake)> {
    let mut wrong = Vec::new();
    for (i, level) in chain.iter().enumerate() {
        if level.after.is_none() && level.reopens.is_none() && !level.dissatisfied {
            wrong.push((i, SettingsMistake::NoCondition));
        }
        if !level.to.is_staff() || level.to == Role::Administrator {
            wrong.push((i, SettingsMistake::NotEscalatedTo { role: level.to.into() }));
        }
        if let Some(before) = chain[..i].iter().position(|earlier| earlier.to == level.to) {
            let what = SettingsMistake::Cycle { role: level.to.into(), level: before + 1 };
            wrong.push((i, what));
        } else if chain[..i].iter().any(|earlier| line(level.to) > 0 && line(earlier.to) > line(level.to)) {
            wrong.push((i, SettingsMistake::GoesDown { role: level.to.into() }));
        }
        if let Some(after) = level.after
            && chain[..i].iter().filter_map(|earlier| earlier.after).any(|earlier| !after.is_later_than(earlier))
        {
            wrong.push((i, SettingsMistake::NotLater { after: after.to_string() }));
        }
    }
    wrong
}
