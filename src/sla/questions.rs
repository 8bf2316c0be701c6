//! Which promises stand about a ticket: where each begins, how it counts, and what met it.

use super::clocks::ClockName;
use super::explain::Rule;
use super::policy::{Policy, ProgressRule, SeverityRule};
use super::span::Allowance;
use super::starts::{Begin, Starts};
use crate::ticket::{Class, Kind, Ticket};
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// What is asked of one clock.
pub(super) struct Question<'a> {
    pub name: ClockName,
    pub start: Moment,
    pub counts: Rule,
    pub met_at: Option<Moment>,
    /// Whose hours and calendar it keeps.
    pub rule: &'a SeverityRule,
}

pub(super) fn questions<'a>(ticket: &Ticket, policy: &'a Policy) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let submitted = marks.awakened_at.unwrap_or(ticket.submitted_at);
    let starts = &policy.starts;
    let by_urgency = policy.rule(ticket.urgency);
    let by_class = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    let ask = |name, rule: &'a SeverityRule, start, allowance: Allowance, met_at| Question {
        name,
        start,
        counts: Rule::from((allowance, rule.hours)),
        met_at,
        rule,
    };
    let mut asked = vec![ask(ClockName::FirstResponse, by_urgency, submitted, by_urgency.first_response, marks.first_progress_at)];
    // Imported with a class, it was assessed elsewhere: nothing to promise here.
    if ticket.imported.is_none() || ticket.class.is_none() || marks.triaged_at.is_some() {
        asked.push(ask(ClockName::Triage, by_class, submitted, by_class.triage, marks.triaged_at));
    }
    match (ticket.kind(), &ticket.class) {
        (Kind::Requirement, Some(Class::Requirement { priority, .. })) => {
            let within = policy.evaluation(*priority);
            asked.extend(
                rounds(ticket, starts.evaluation)
                    .map(|(start, met_at)| ask(ClockName::Evaluation, by_class, start, within, met_at)),
            );
        }
        (Kind::Requirement, _) => {}
        (Kind::Fault, _) => {
            asked.extend(plans(ticket, starts).map(|(start, met_at)| ask(ClockName::Plan, by_class, start, by_class.plan, met_at)));
            let resolution = by_class.resolution.zip(resolution_from(ticket, policy));
            let ended = resolution_ended(ticket, policy);
            asked.extend(resolution.map(|(within, start)| ask(ClockName::Resolution, by_class, start, within, ended)));
            asked.extend(progress_turns(ticket, by_class, starts.progress.of(ticket)));
        }
    }
    asked
}

/// From when on a fault is to be resolved: reopened, from then on. None: that has not come yet.
pub(super) fn resolution_from(ticket: &Ticket, policy: &Policy) -> Option<Moment> {
    ticket.marks.reopened_at.or_else(|| policy.starts.resolution.of(ticket))
}

/// When that was done: by the customer's passed test, or by a workaround where the policy says so.
pub(super) fn resolution_ended(ticket: &Ticket, policy: &Policy) -> Option<Moment> {
    let relieved = ticket.marks.relieved_at.filter(|_| policy.starts.workaround_resolves);
    [ticket.marks.resolved_at, relieved].into_iter().flatten().min()
}

/// The first plan, and each that is to follow one that was sent back where that begins anew: start, and when met.
fn plans(ticket: &Ticket, starts: &Starts) -> impl Iterator<Item = (Moment, Option<Moment>)> {
    let marks = &ticket.marks;
    let first = starts.plan.of(ticket).map(|start| (start, marks.planned_at));
    let anew = marks.sent_back.iter().filter(|_| starts.plan_anew);
    first.into_iter().chain(anew.map(|start| (*start, ticket.plans.iter().map(|plan| plan.at).find(|at| at > start))))
}

/// From the handing over to the first evaluation, and from each agreement to adjust to the next one: start, and when met.
fn rounds(ticket: &Ticket, begin: Begin) -> impl Iterator<Item = (Moment, Option<Moment>)> {
    let marks = &ticket.marks;
    let first = begin.of(ticket).map(|start| (start, marks.evaluated_at));
    let again = |(start, _): &(Moment, u64)| (*start, marks.evaluations.iter().copied().find(|at| at > start));
    first.into_iter().chain(marks.adjusted.iter().map(again))
}

/// One question per turn: from submission or an update to the next update, the last one open until resolved.
fn progress_turns<'a>(ticket: &Ticket, rule: &'a SeverityRule, first: Option<Moment>) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let counts = match rule.progress {
        ProgressRule::Every(interval) => Rule::Time(interval, rule.hours),
        ProgressRule::DailyBy(time) => Rule::DailyBy(time),
        ProgressRule::Never => return Vec::new(),
    };
    let later = marks.progress_at.iter().copied().filter(|at| first.is_none_or(|first| *at >= first));
    let mut starts: Vec<Moment> = first.into_iter().chain(later).collect();
    // After reopening the turns begin anew; updates before it ended the earlier ones.
    if let Some(reopened) = marks.reopened_at {
        starts.retain(|s| *s > reopened);
        starts.insert(0, reopened);
    }
    let mut turns = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        if marks.resolved_at.is_some_and(|resolved| resolved <= *start) && i > 0 {
            break;
        }
        let met_at = [starts.get(i + 1).copied(), marks.resolved_at].into_iter().flatten().min();
        turns.push(Question { name: ClockName::Progress, start: *start, counts, met_at, rule });
    }
    turns
}
