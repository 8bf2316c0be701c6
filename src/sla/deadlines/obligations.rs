//! The obligations of a ticket: which promises apply, when each begins, how it counts, and when it was met.

use super::rule::Rule;
use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::policy::{Policy, ProgressRule, SeverityRule};
use crate::sla::promise::starts::{Begin, Starts};
use crate::sla::time::span::Allowance;
use crate::ticket::{Adjusted, Class, Kind, Ticket};
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// Number of the obligation, when it begins, when it was met.
type Round = (usize, Moment, Option<Moment>);

/// One promise that applies to a ticket.
pub(in crate::sla) struct Obligation<'a> {
    /// Its clock.
    pub name: ClockName,
    /// Which of its name since the ticket was last opened, the same under every policy.
    pub nth: usize,
    /// When it begins.
    pub start: Moment,
    /// How it counts.
    pub counts: Rule,
    /// When it was met.
    pub met_at: Option<Moment>,
    /// The severity whose hours and calendar it uses.
    pub rule: &'a SeverityRule,
}

/// All obligations of a ticket under a policy.
pub(in crate::sla) fn obligations<'a>(ticket: &Ticket, policy: &'a Policy) -> Vec<Obligation<'a>> {
    let milestones = &ticket.milestones;
    let submitted = milestones.awakened_at.unwrap_or(ticket.submitted_at);
    let starts = &policy.starts;
    let by_urgency = policy.rule(ticket.urgency);
    let by_class = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    let ask = |name, rule: &'a SeverityRule, (nth, start, met_at): Round, allowance: Allowance| Obligation {
        name,
        nth,
        start,
        counts: Rule::from((allowance, rule.hours)),
        met_at,
        rule,
    };
    let mut asked =
        vec![ask(ClockName::FirstResponse, by_urgency, (0, submitted, milestones.first_progress_at), by_urgency.first_response)];
    // A ticket imported with a class was assessed elsewhere: no triage is promised.
    if ticket.imported.is_none() || ticket.class.is_none() || milestones.triaged_at.is_some() {
        asked.push(ask(ClockName::Triage, by_class, (0, submitted, milestones.triaged_at), by_class.triage));
    }
    match (ticket.kind(), &ticket.class) {
        (Kind::Requirement, Some(Class::Requirement { priority, .. })) => {
            let within = policy.evaluation(*priority);
            let rounds = rounds(ticket, starts.evaluation).into_iter();
            asked.extend(rounds.map(|round| ask(ClockName::Evaluation, by_class, round, within)));
        }
        (Kind::Requirement, _) => {}
        (Kind::Fault, _) => {
            let plans = plans(ticket, starts).into_iter();
            asked.extend(plans.map(|round| ask(ClockName::Plan, by_class, round, by_class.plan)));
            let resolution = by_class.resolution.zip(resolution_from(ticket, policy));
            let ended = resolution_ended(ticket, policy);
            asked.extend(resolution.map(|(within, start)| ask(ClockName::Resolution, by_class, (0, start, ended), within)));
            asked.extend(progress_intervals(ticket, by_class, starts.progress.of(ticket)));
        }
    }
    asked
}

/// When the resolution clock begins; after a reopening, with it. `None`: not yet.
pub(in crate::sla) fn resolution_from(ticket: &Ticket, policy: &Policy) -> Option<Moment> {
    ticket.milestones.reopened_at.or_else(|| policy.starts.resolution.of(ticket))
}

/// When the resolution clock ended: by the resolution, or by a workaround if the policy allows it.
pub(in crate::sla) fn resolution_ended(ticket: &Ticket, policy: &Policy) -> Option<Moment> {
    let relieved = ticket.milestones.relieved_at.filter(|_| policy.starts.workaround_resolves);
    [ticket.milestones.resolved_at, relieved].into_iter().flatten().min()
}

/// The first plan, and the plan after each one that was sent back, if the policy begins those anew.
fn plans(ticket: &Ticket, starts: &Starts) -> Vec<Round> {
    let milestones = &ticket.milestones;
    let first = starts.plan.of(ticket).map(|start| (0, start, milestones.planned_at));
    let anew = milestones.sent_back.iter().filter(|_| starts.plan_anew);
    // Revisions count from 1: the plan after revision n is the one at place n.
    let next = |(start, revision): &(Moment, u32)| (*revision as usize, *start, ticket.plans.get(*revision as usize).map(|p| p.at));
    first.into_iter().chain(anew.map(next)).collect()
}

/// The first evaluation, and the evaluation after each agreed adjustment.
fn rounds(ticket: &Ticket, begin: Begin) -> Vec<Round> {
    let milestones = &ticket.milestones;
    let first = begin.of(ticket).map(|start| (0, start, milestones.evaluated_at));
    let again = |last: &Adjusted| (last.evaluations, last.at, milestones.evaluations.get(last.evaluations).copied());
    first.into_iter().chain(milestones.adjusted.iter().map(again)).collect()
}

/// One obligation per progress interval: from the beginning or an update to the next update; the last is open until the
/// resolution.
fn progress_intervals<'a>(ticket: &Ticket, rule: &'a SeverityRule, first: Option<Moment>) -> Vec<Obligation<'a>> {
    let milestones = &ticket.milestones;
    let counts = match rule.progress {
        ProgressRule::Every(interval) => Rule::Time(interval, rule.hours),
        ProgressRule::DailyBy(time) => Rule::DailyBy(time),
        ProgressRule::Never => return Vec::new(),
    };
    // An interval is numbered by the update that ends it. After a reopening new intervals begin. An update before the beginning
    // (for example before triage, if the clock begins with it) is the beginning.
    let of_this_life = |at: Moment| milestones.reopened_at.is_none_or(|reopened| at > reopened);
    let updates = || milestones.progress_at.iter().copied().enumerate().filter(|(_, at)| of_this_life(*at));
    let earliest = updates().next();
    let begun = milestones.reopened_at.or(first.filter(|first| earliest.is_none_or(|(_, at)| at >= *first)));
    let first_update = earliest.map_or(milestones.progress_at.len(), |(i, _)| i);
    let starts = begun.map(|at| (first_update, at)).into_iter().chain(updates().map(|(i, at)| (i + 1, at)));
    let mut intervals = Vec::new();
    for (i, (nth, start)) in starts.enumerate() {
        if milestones.resolved_at.is_some_and(|resolved| resolved <= start) && i > 0 {
            break;
        }
        let met_at = [milestones.progress_at.get(nth).copied(), milestones.resolved_at].into_iter().flatten().min();
        intervals.push(Obligation { name: ClockName::Progress, nth, start, counts, met_at, rule });
    }
    intervals
}
