//! Which promises stand about a ticket: where each begins, how it counts, and what met it.

use super::clocks::ClockName;
use super::explain::Rule;
use super::policy::{Policy, ProgressRule, SeverityRule};
use super::span::Allowance;
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
    let restarted = marks.reopened_at.unwrap_or(submitted);
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
            asked.extend(marks.assigned_at.map(|start| ask(ClockName::Evaluation, by_class, start, within, marks.evaluated_at)));
        }
        (Kind::Requirement, _) => {}
        (Kind::Fault, _) => {
            asked.extend(marks.assigned_at.map(|start| ask(ClockName::Plan, by_class, start, by_class.plan, marks.planned_at)));
            asked.extend(
                by_class.resolution.map(|within| ask(ClockName::Resolution, by_class, restarted, within, marks.resolved_at)),
            );
            asked.extend(progress_turns(ticket, by_class, submitted));
        }
    }
    asked
}

/// One question per turn: from submission or an update to the next update, the last one open until resolved.
fn progress_turns<'a>(ticket: &Ticket, rule: &'a SeverityRule, submitted: Moment) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let counts = match rule.progress {
        ProgressRule::Every(interval) => Rule::Time(interval, rule.hours),
        ProgressRule::DailyBy(time) => Rule::DailyBy(time),
        ProgressRule::Never => return Vec::new(),
    };
    let mut starts: Vec<Moment> = [submitted].into_iter().chain(marks.progress_at.iter().copied()).collect();
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
