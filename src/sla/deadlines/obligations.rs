//! Which promises stand about a ticket: where each begins, how it counts, and what met it.

use super::rule::Rule;
use crate::sla::promise::clock_name::ClockName;
use crate::sla::promise::policy::{Policy, ProgressRule, SeverityRule};
use crate::sla::promise::starts::{Begin, Starts};
use crate::sla::time::span::Allowance;
use crate::ticket::{Adjusted, Class, Kind, Ticket};
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// Which one it is, when it begins, and what met it.
type Round = (usize, Moment, Option<Moment>);

/// What is asked of one clock.
pub(in crate::sla) struct Question<'a> {
    pub name: ClockName,
    /// Which one of its name in this life of the ticket, whatever a policy makes of it.
    pub nth: usize,
    pub start: Moment,
    pub counts: Rule,
    pub met_at: Option<Moment>,
    /// Whose hours and calendar it keeps.
    pub rule: &'a SeverityRule,
}

pub(in crate::sla) fn questions<'a>(ticket: &Ticket, policy: &'a Policy) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let submitted = marks.awakened_at.unwrap_or(ticket.submitted_at);
    let starts = &policy.starts;
    let by_urgency = policy.rule(ticket.urgency);
    let by_class = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    let ask = |name, rule: &'a SeverityRule, (nth, start, met_at): Round, allowance: Allowance| Question {
        name,
        nth,
        start,
        counts: Rule::from((allowance, rule.hours)),
        met_at,
        rule,
    };
    let mut asked =
        vec![ask(ClockName::FirstResponse, by_urgency, (0, submitted, marks.first_progress_at), by_urgency.first_response)];
    // Imported with a class, it was assessed elsewhere: nothing to promise here.
    if ticket.imported.is_none() || ticket.class.is_none() || marks.triaged_at.is_some() {
        asked.push(ask(ClockName::Triage, by_class, (0, submitted, marks.triaged_at), by_class.triage));
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
            asked.extend(progress_turns(ticket, by_class, starts.progress.of(ticket)));
        }
    }
    asked
}

/// From when on a fault is to be resolved: reopened, from then on. None: that has not come yet.
pub(in crate::sla) fn resolution_from(ticket: &Ticket, policy: &Policy) -> Option<Moment> {
    ticket.marks.reopened_at.or_else(|| policy.starts.resolution.of(ticket))
}

/// When that was done: by the customer's passed test, or by a workaround where the policy says so.
pub(in crate::sla) fn resolution_ended(ticket: &Ticket, policy: &Policy) -> Option<Moment> {
    let relieved = ticket.marks.relieved_at.filter(|_| policy.starts.workaround_resolves);
    [ticket.marks.resolved_at, relieved].into_iter().flatten().min()
}

/// The first plan, and each that is to follow one that was sent back where that begins anew: start, and when met.
fn plans(ticket: &Ticket, starts: &Starts) -> Vec<Round> {
    let marks = &ticket.marks;
    let first = starts.plan.of(ticket).map(|start| (0, start, marks.planned_at));
    let anew = marks.sent_back.iter().filter(|_| starts.plan_anew);
    // Revisions count from 1: the plan after revision n is the one at place n.
    let next = |(start, revision): &(Moment, u32)| (*revision as usize, *start, ticket.plans.get(*revision as usize).map(|p| p.at));
    first.into_iter().chain(anew.map(next)).collect()
}

/// From the handing over to the first evaluation, and from each agreement to adjust to the next one.
fn rounds(ticket: &Ticket, begin: Begin) -> Vec<Round> {
    let marks = &ticket.marks;
    let first = begin.of(ticket).map(|start| (0, start, marks.evaluated_at));
    let again = |last: &Adjusted| (last.evaluations, last.at, marks.evaluations.get(last.evaluations).copied());
    first.into_iter().chain(marks.adjusted.iter().map(again)).collect()
}

/// One question per turn: from submission or an update to the next update, the last one open until resolved.
fn progress_turns<'a>(ticket: &Ticket, rule: &'a SeverityRule, first: Option<Moment>) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let counts = match rule.progress {
        ProgressRule::Every(interval) => Rule::Time(interval, rule.hours),
        ProgressRule::DailyBy(time) => Rule::DailyBy(time),
        ProgressRule::Never => return Vec::new(),
    };
    // Each begins with something and is numbered by the update that would end it. After reopening they begin anew; what
    // came before ended the earlier ones. An update that comes before the beginning is the beginning.
    let of_this_life = |at: Moment| marks.reopened_at.is_none_or(|reopened| at > reopened);
    let updates = || marks.progress_at.iter().copied().enumerate().filter(|(_, at)| of_this_life(*at));
    let earliest = updates().next();
    let begun = marks.reopened_at.or(first.filter(|first| earliest.is_none_or(|(_, at)| at >= *first)));
    let first_update = earliest.map_or(marks.progress_at.len(), |(i, _)| i);
    let starts = begun.map(|at| (first_update, at)).into_iter().chain(updates().map(|(i, at)| (i + 1, at)));
    let mut turns = Vec::new();
    for (i, (nth, start)) in starts.enumerate() {
        if marks.resolved_at.is_some_and(|resolved| resolved <= start) && i > 0 {
            break;
        }
        let met_at = [marks.progress_at.get(nth).copied(), marks.resolved_at].into_iter().flatten().min();
        turns.push(Question { name: ClockName::Progress, nth, start, counts, met_at, rule });
    }
    turns
}
