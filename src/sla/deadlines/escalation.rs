//! Automatic escalation: which level of the escalation chain is due when, by time, reopening or dissatisfaction.

use super::obligations::{resolution_ended, resolution_from};
use crate::people::Role;
use crate::reason::{EscalationReason, SettingsMistake};
use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::level::Level;
use crate::sla::promise::policy::Policy;
use crate::sla::time::calendar::Hours;
use crate::sla::time::span::Allowance;
use crate::sla::time::working_time::{Pauses, TimeCounter};
use crate::ticket::{EscalationKind, Kind, Taken, Ticket, line};
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// Why a level is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscalationCause {
    /// The resolution takes too long.
    TimeIsUp,
    /// The evaluation of a requirement takes too long.
    NotEvaluated,
    /// The ticket was reopened this often.
    Reopened(u32),
    /// The customer is dissatisfied.
    Dissatisfied,
}

/// A level of the chain that has not been taken yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// Place in the chain, from 1.
    pub level: u32,
    /// The role to escalate to.
    pub to: Role,
    /// Functional or hierarchical.
    pub kind: EscalationKind,
    /// When it is due.
    pub due_at: Moment,
    /// Why.
    pub cause: EscalationCause,
}

/// The levels of the chain still to be taken, in order of due time.
pub fn escalations(ticket: &Ticket, policy: &Policy, now: Moment) -> Vec<Escalation> {
    let rule = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    if !ticket.is_open() || ticket.is_quiet() {
        return Vec::new();
    }
    let milestones = &ticket.milestones;
    // Faults escalate by resolution time, requirements by evaluation time, which always counts working hours.
    let (chain, clock, ended, hours, late) = match ticket.kind() {
        Kind::Fault => {
            (&rule.chain, ClockName::Resolution, resolution_ended(ticket, policy), rule.hours, EscalationCause::TimeIsUp)
        }
        Kind::Requirement => {
            let chain = &policy.requirement_chain;
            // An agreed adjustment needs a new evaluation.
            let again = milestones.adjusted.last().is_some_and(|last| last.evaluations == milestones.evaluations.len());
            let ended = milestones.evaluated_at.filter(|_| !again);
            (chain, ClockName::Evaluation, ended, Hours::Working, EscalationCause::NotEvaluated)
        }
    };
    let (start, since) = match (ticket.kind(), milestones.adjusted.last()) {
        (Kind::Requirement, Some(last)) if milestones.reopened_at.is_none_or(|reopened| reopened < last.at) => {
            (Some(last.at), last.seq)
        }
        (Kind::Requirement, _) => {
            (Some(milestones.reopened_at.or(milestones.awakened_at).unwrap_or(ticket.submitted_at)), milestones.reopened_seq)
        }
        (Kind::Fault, _) => (resolution_from(ticket, policy), milestones.reopened_seq),
    };
    let pauses = Pauses::of(ticket, policy, clock, now);
    // A hold stops the clock, so its due time is unknown. A ticket handled with its incident is escalated with it.
    let running = ended.is_none() && !pauses.is_open() && ticket.goes_with().is_none();
    let counter = TimeCounter { calendar: policy.calendar_for(ticket, rule), hours };
    let mut coming = Vec::new();
    for (i, level) in chain.iter().enumerate() {
        let by_time = level.after.filter(|_| running).zip(start).and_then(|(after, start)| match after {
            Allowance::Time(span) => counter.after(start, span.duration(), &pauses),
            Allowance::WorkingDays(n) => counter.close_of_day(start, n, &pauses),
        });
        let by_reopening = level.reopens.filter(|n| milestones.reopens >= *n).and(milestones.reopened_at);
        let by_words = milestones.dissatisfied.filter(|_| level.dissatisfied);
        let candidates = [
            by_time.map(|at| (at, since, late)),
            by_reopening.map(|at| (at, milestones.reopened_seq, EscalationCause::Reopened(milestones.reopens))),
            by_words.map(|(at, seq)| (at, seq, EscalationCause::Dissatisfied)),
        ];
        // Whether an escalation after the cause arose has reached this level or a higher one. An escalation by hand to the
        // same role does not replace the automatic one.
        let taken = |since: u64| milestones.escalated.iter().any(|taken| taken.seq > since && reaches(*taken, level.to));
        let first = candidates.into_iter().flatten().filter(|(_, since, _)| !taken(*since)).min_by_key(|(at, _, _)| *at);
        coming.extend(first.map(|(due_at, _, cause)| Escalation {
            level: i as u32 + 1,
            to: level.to,
            kind: level.kind,
            due_at,
            cause,
        }));
    }
    coming.sort_by_key(|e| e.due_at);
    coming
}

/// Whether an escalation reached a role: automatically the role itself, or in any way a higher one of the line of command.
fn reaches(taken: Taken, wanted: Role) -> bool {
    (taken.automatic && taken.to == wanted) || (line(wanted) > 0 && line(taken.to) > line(wanted))
}

impl Escalation {
    /// The reason, as the event stores it.
    pub fn reason(&self, policy: &Policy) -> EscalationReason {
        let by = || self.due_at.with_timezone(&policy.calendar.zone).format("%Y-%m-%d %H:%M").to_string();
        match self.cause {
            EscalationCause::TimeIsUp => EscalationReason::NotResolved { by: by() },
            EscalationCause::NotEvaluated => EscalationReason::NotEvaluated { by: by() },
            EscalationCause::Reopened(times) => EscalationReason::Reopened { times },
            EscalationCause::Dissatisfied => EscalationReason::Dissatisfied,
        }
    }
}

/// Mistakes of a chain, each with the index of its level: no role twice, never down the line of command, each level later than
/// those before.
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
