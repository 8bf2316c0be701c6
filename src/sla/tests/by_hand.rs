//! The expected clocks of a ticket, derived from its events in the plainest way and counted by the minute counter. Shares no code
//! with the fold or the computation under test.

use super::minute_counter::{Counter, index};
use crate::reason::Said;
use crate::sla::*;
use crate::ticket::*;
use crate::words::Locale;
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

type Moment = DateTime<Utc>;
pub type Missed = BTreeSet<(ClockName, Moment)>;

/// The policies of a simulation; the second comes into force later. Both have one calendar.
pub struct Policies<'a> {
    pub first: &'a Policy,
    pub second: Option<(Moment, &'a Policy)>,
}

/// What happened to one ticket.
#[derive(Default, Clone)]
pub struct EventFacts {
    submitted: Option<Moment>,
    fault: bool,
    severity: Option<Severity>,
    urgency: Option<Severity>,
    priority: Option<Priority>,
    triaged: Option<Moment>,
    assigned: Option<Moment>,
    /// The next assignment counts as the first.
    handed_anew: bool,
    responsible: bool,
    started: Option<Moment>,
    plans: Vec<(Moment, Approach)>,
    sent_back: Vec<(Moment, usize)>,
    relieved: Option<Moment>,
    evaluations: Vec<(Moment, Verdict)>,
    adjusted: Vec<(Moment, usize)>,
    updates: Vec<Moment>,
    holds: Vec<(Moment, Option<Moment>, WaitingFor)>,
    resolved: Option<Moment>,
    reopened: Option<Moment>,
    closed: Option<Moment>,
    /// It was escalated by time since it was last opened.
    escalated: bool,
    /// When misses were recorded.
    recorded: Vec<(ClockName, Moment, Moment)>,
}

impl EventFacts {
    pub fn of(events: &[Recorded]) -> EventFacts {
        let mut facts = EventFacts::default();
        events.iter().for_each(|recorded| facts.hear(recorded));
        facts
    }

    fn hear(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        match &recorded.event {
            TicketEvent::Registered { report, .. } => {
                (self.submitted, self.urgency) = (Some(at), Some(report.urgency));
                self.fault = report.kind() == Kind::Fault;
            }
            TicketEvent::Triaged { class, urgency, hand_over, .. } => {
                let fault = matches!(class, Class::Fault { .. });
                if self.triaged.is_some() && fault != self.fault {
                    self.handed_anew = true;
                    self.assigned = (self.responsible && !hand_over).then_some(at);
                }
                self.fault = fault;
                self.urgency = Some(*urgency);
                match class {
                    Class::Fault { severity } => self.severity = Some(*severity),
                    Class::Requirement { priority, .. } => (self.severity, self.priority) = (None, Some(*priority)),
                }
                self.triaged.get_or_insert(at);
            }
            TicketEvent::Assigned { .. } => {
                if std::mem::take(&mut self.handed_anew) || self.assigned.is_none() {
                    self.assigned = Some(at);
                }
                self.responsible = true;
            }
            TicketEvent::Started => drop(self.started.get_or_insert(at)),
            TicketEvent::Planned { approach, .. } => self.plans.push((at, *approach)),
            TicketEvent::SentBack { .. } => self.sent_back.push((at, self.plans.len())),
            TicketEvent::Approved { revision, .. } => {
                let workaround = self.plans[*revision as usize - 1].1 == Approach::Workaround;
                self.relieved = self.relieved.or(workaround.then_some(at));
            }
            TicketEvent::Evaluated { verdict, .. } => self.evaluations.push((at, *verdict)),
            TicketEvent::Agreed { agreed: true, .. } => {
                let adjust = self.evaluations.last().is_some_and(|(_, verdict)| *verdict == Verdict::Adjust);
                self.adjusted.extend(adjust.then_some((at, self.evaluations.len())));
            }
            TicketEvent::Progressed { .. } => self.updates.push(at),
            TicketEvent::Held { waiting_for, .. } => self.holds.push((at, None, *waiting_for)),
            TicketEvent::Resumed => self.resume(at),
            TicketEvent::Resolved { .. } => {
                self.resume(at);
                self.resolved = Some(at);
            }
            TicketEvent::TestFailed { .. } | TicketEvent::Confirmed { solved: false, .. } => self.resolved = None,
            TicketEvent::Closed { .. } => {
                self.resume(at);
                self.closed = Some(at);
            }
            TicketEvent::Reopened { .. } => {
                (self.resolved, self.relieved, self.closed) = (None, None, None);
                (self.reopened, self.escalated) = (Some(at), false);
            }
            TicketEvent::Escalated { automatic: true, .. } => self.escalated = true,
            TicketEvent::Breached { clock, due_at, .. } => {
                self.recorded.push((ClockName::parse(clock).unwrap(), *due_at, recorded.recorded_at));
            }
            _ => {}
        }
    }

    fn resume(&mut self, at: Moment) {
        if let Some((_, to, _)) = self.holds.last_mut() {
            to.get_or_insert(at);
        }
    }

    fn began(&self, with: Begin) -> Option<Moment> {
        match with {
            Begin::Submission => self.submitted,
            Begin::Triage => self.triaged,
            Begin::Assignment => self.assigned,
            Begin::Start => self.started,
        }
    }

    fn held(&self, policy: &Policy, clock: ClockName, now: Moment, more: usize) -> Vec<(usize, usize)> {
        let stops = |waiting_for: &WaitingFor| match waiting_for {
            WaitingFor::Customer => !matches!(clock, ClockName::FirstResponse | ClockName::Triage),
            WaitingFor::Vendor => clock == ClockName::Resolution && policy.pauses.len() == 2,
            WaitingFor::Internal => false,
        };
        let stopping = self.holds.iter().filter(|(_, _, waiting_for)| stops(waiting_for));
        stopping.map(|(from, to, _)| (index(*from), to.map_or(index(now) + more, index))).collect()
    }
}

/// An expected clock.
#[derive(Clone)]
pub struct Expected {
    pub name: ClockName,
    pub nth: usize,
    pub start: Moment,
    pub due: Moment,
    pub met: Option<Moment>,
    pub warn: Option<Moment>,
}

/// The expected clocks of a ticket under one policy.
fn under(facts: &EventFacts, policy: &Policy, counter: &Counter, now: Moment) -> Vec<Expected> {
    let urgency = policy.rule(facts.urgency.unwrap());
    let class = policy.rule(facts.severity.or(facts.urgency).unwrap());
    let mut all: Vec<Expected> = Vec::new();
    // Where days are counted, an open hold includes the present minute.
    let mut ask = |name, nth, rule: &SeverityRule, start: Moment, met, allowance: Option<Allowance>| {
        let held = facts.held(policy, name, now, 0);
        let (due, warn) = match allowance {
            Some(Allowance::Time(span)) => {
                let seconds = span.duration().num_seconds();
                let warn = counter.after(start, seconds * 80 / 100, rule.hours, &held);
                (counter.after(start, seconds, rule.hours, &held), warn)
            }
            Some(Allowance::WorkingDays(n)) => (counter.close_of_day(start, n, &facts.held(policy, name, now, 1)), None),
            // Daily by 17:00.
            None => (counter.next_five(start, &facts.held(policy, name, now, 1)), None),
        };
        all.push(Expected { name, nth, start, due: due.expect("within the counted days"), met, warn });
    };
    let submitted = facts.submitted.unwrap();
    let starts = &policy.starts;
    ask(ClockName::FirstResponse, 0, urgency, submitted, facts.updates.first().copied(), Some(urgency.first_response));
    ask(ClockName::Triage, 0, class, submitted, facts.triaged, Some(class.triage));
    if !facts.fault {
        let Some(priority) = facts.priority else { return all };
        let within = policy.evaluation(priority);
        let met = |nth: usize| facts.evaluations.get(nth).map(|(at, _)| *at);
        if let Some(start) = facts.began(starts.evaluation) {
            ask(ClockName::Evaluation, 0, class, start, met(0), Some(within));
        }
        for (start, nth) in &facts.adjusted {
            ask(ClockName::Evaluation, *nth, class, *start, met(*nth), Some(within));
        }
        return all;
    }
    let met = |nth: usize| facts.plans.get(nth).map(|(at, _)| *at);
    if let Some(start) = facts.began(starts.plan) {
        ask(ClockName::Plan, 0, class, start, met(0), Some(class.plan));
    }
    for (start, nth) in facts.sent_back.iter().filter(|_| starts.plan_anew) {
        ask(ClockName::Plan, *nth, class, *start, met(*nth), Some(class.plan));
    }
    if let (Some(start), Some(within)) = (facts.reopened.or(facts.began(starts.resolution)), class.resolution) {
        let relieved = facts.relieved.filter(|_| starts.workaround_resolves);
        ask(ClockName::Resolution, 0, class, start, facts.resolved.into_iter().chain(relieved).min(), Some(within));
    }
    // Progress intervals: from the beginning or an update to the next update or the resolution.
    // An update before the beginning is the beginning.
    let before = facts.updates.iter().filter(|at| facts.reopened.is_some_and(|reopened| **at <= reopened)).count();
    let mut intervals: Vec<(usize, Moment)> = Vec::new();
    match (facts.reopened, facts.began(starts.progress)) {
        (Some(reopened), _) => intervals.push((before, reopened)),
        (None, Some(first)) if facts.updates.iter().all(|at| *at >= first) => intervals.push((before, first)),
        (None, _) => {}
    }
    intervals.extend(facts.updates.iter().enumerate().skip(before).map(|(i, at)| (i + 1, *at)));
    for (i, (nth, start)) in intervals.iter().enumerate() {
        if i > 0 && facts.resolved.is_some_and(|at| at <= *start) {
            break;
        }
        let met = facts.updates.get(*nth).copied().into_iter().chain(facts.resolved).min();
        match class.progress {
            ProgressRule::Never => {}
            ProgressRule::Every(span) => ask(ClockName::Progress, *nth, class, *start, met, Some(Allowance::Time(span))),
            ProgressRule::DailyBy(_) => ask(ClockName::Progress, *nth, class, *start, met, None),
        }
    }
    all
}

/// The expected clocks of a ticket, each under the policy of the time it was decided.
pub fn standing(events: &[Recorded], policies: &Policies, counter: &Counter, now: Moment) -> Vec<Expected> {
    let facts = EventFacts::of(events);
    let now = facts.closed.map_or(now, |closed| closed.min(now));
    let Some((since, second)) = policies.second.filter(|(since, _)| *since < now) else {
        return under(&facts, policies.first, counter, now);
    };
    let mut all = Vec::new();
    if facts.submitted.unwrap() <= since {
        all = under(&facts, policies.first, counter, now);
        let on_record =
            |e: &Expected| facts.recorded.iter().any(|(name, due, at)| *name == e.name && *due == e.due && *at <= since);
        all.retain(|e| on_record(e) || e.met.is_some_and(|met| met <= since));
    }
    let decided: Vec<(ClockName, usize)> = all.iter().map(|e| (e.name, e.nth)).collect();
    let anew = under(&facts, second, counter, now).into_iter();
    all.extend(anew.filter(|e| !decided.contains(&(e.name, e.nth))));
    all
}

/// Everything that ran out: collected before a new class, a reopening or a new policy hides it.
pub fn missed(events: &[Recorded], policies: &Policies, counter: &Counter, end: Moment) -> Missed {
    let mut found = Missed::new();
    let mut gather = |events: &[Recorded], policies: &Policies, now: Moment| {
        let closed = EventFacts::of(events).closed;
        let now = closed.map_or(now, |closed| closed.min(now));
        for e in standing(events, policies, counter, now) {
            if e.met.map_or(now >= e.due, |met| met > e.due) {
                found.insert((e.name, e.due));
            }
        }
    };
    for (i, recorded) in events.iter().enumerate() {
        if i > 0 && matches!(recorded.event, TicketEvent::Triaged { .. } | TicketEvent::Reopened { .. }) {
            gather(&events[..i], policies, recorded.recorded_at);
        }
    }
    if let Some((since, _)) = policies.second {
        let before = events.iter().take_while(|recorded| recorded.recorded_at <= since).count();
        if before > 0 {
            gather(&events[..before], &Policies { first: policies.first, second: None }, since);
        }
    }
    gather(events, policies, end);
    found
}

/// Compares the record and the clocks of a ticket with the counter; returns how many clocks were compared.
pub fn compare(
    ticket: &Ticket,
    events: &[Recorded],
    policy_history: &PolicyHistory,
    policies: &Policies,
    counter: &Counter,
    now: Moment,
) -> usize {
    let expected = standing(events, policies, counter, now);
    let found = clocks(ticket, policy_history, now);
    for clock in &found {
        let same = expected.iter().find(|e| (e.name, e.nth) == (clock.name, clock.nth));
        let same = same.unwrap_or_else(|| panic!("no such clock: {clock:?} of {}", story(events)));
        let why = clock.explanation.said(Locale::En);
        let is = (clock.started_at, clock.due_at, clock.met_at);
        assert_eq!(is, (same.start, same.due, same.met), "{} {why} of {}", clock.name, story(events));
        let late = same.met.map_or(now >= same.due, |met| met > same.due);
        assert_eq!(clock.state == ClockState::Breached, late, "{clock:?}");
        if let Some(warn) = same.warn.filter(|warn| *warn < same.due) {
            assert_eq!(clock.warn_at, Some(warn), "{clock:?}");
        }
    }
    if ticket.is_open() {
        let intervals = expected.iter().filter(|e| e.name == ClockName::Progress).count();
        assert_eq!(found.len(), expected.len() - intervals.saturating_sub(1), "{}", story(events));
    }
    found.len()
}

/// Checks that each expected miss is on record once, and no other.
pub fn compare_record(ticket: &Ticket, events: &[Recorded], policies: &Policies, counter: &Counter, end: Moment) {
    let recorded: Vec<(ClockName, Moment)> =
        ticket.milestones.misses.iter().map(|m| (m.clock.parse().unwrap(), m.due_at)).collect();
    let once: Missed = recorded.iter().copied().collect();
    assert_eq!(once.len(), recorded.len(), "each miss is on the record once");
    assert_eq!(once, missed(events, policies, counter, end), "{}", story(events));
    let warned: BTreeSet<&(String, Moment)> = ticket.milestones.warnings.iter().collect();
    assert_eq!(warned.len(), ticket.milestones.warnings.len(), "each warning is on the record once");
}

/// When the fault is to be escalated by time, if that is past and it was not escalated yet.
pub fn up_by(events: &[Recorded], policy: &Policy, counter: &Counter, now: Moment) -> Option<Moment> {
    let facts = EventFacts::of(events);
    let relieved = facts.relieved.filter(|_| policy.starts.workaround_resolves);
    // The chain of requirements is empty here.
    if !facts.fault || facts.escalated || facts.closed.is_some() || facts.resolved.or(relieved).is_some() {
        return None;
    }
    let held = facts.held(policy, ClockName::Resolution, now, 1);
    // A hold stops the clock, so its due time is unknown.
    if held.iter().any(|(_, to)| *to > index(now)) {
        return None;
    }
    let rule = policy.rule(facts.severity.or(facts.urgency)?);
    let Some(Level { after: Some(Allowance::Time(after)), .. }) = rule.chain.first() else { return None };
    let start = facts.reopened.or(facts.began(policy.starts.resolution))?;
    let due = counter.after(start, after.duration().num_seconds(), rule.hours, &facts.held(policy, ClockName::Resolution, now, 0));
    due.filter(|due| *due <= now)
}

/// The events as text, one a line, for failure messages.
pub fn story(events: &[Recorded]) -> String {
    events.iter().map(|r| format!("{} {:?}\n", r.recorded_at.format("%m-%d %H:%M"), r.event)).collect()
}
