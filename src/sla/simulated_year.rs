//! A simulated year: thousands of tickets over random calendars, holds, updates, reopenings and restarts, against a counter
//! that walks minute by minute and shares nothing with the reckoning it judges.

use super::minute_counter::{Counter, Dice, World, index, minute, world};
use super::*;
use crate::ticket::*;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeSet;

type Moment = DateTime<Utc>;

const WORLDS: u64 = 25;
const TICKETS_PER_WORLD: u64 = 100;

/// What happened to one ticket, in the plainest words.
#[derive(Default)]
struct Facts {
    submitted: Option<Moment>,
    assigned: Option<Moment>,
    planned: Option<Moment>,
    first_update: Option<Moment>,
    updates: Vec<Moment>,
    holds: Vec<(Moment, Option<Moment>, WaitingFor)>,
    resolved: Option<Moment>,
    reopened: Option<Moment>,
}

struct Expected {
    name: ClockName,
    start: Moment,
    due: Moment,
    met: Option<Moment>,
    warn: Option<Moment>,
}

fn expected(facts: &Facts, world: &World, counter: &Counter, severity: Severity, now: Moment) -> Vec<Expected> {
    let rule = world.policy.rule(severity);
    // A hold that is still open covers the present minute too where days are counted: it is not over.
    let holds = |clock: ClockName, more: usize| -> Vec<(usize, usize)> {
        let stops = |waiting_for| match waiting_for {
            WaitingFor::Customer => !matches!(clock, ClockName::FirstResponse | ClockName::Triage),
            WaitingFor::Vendor => clock == ClockName::Resolution && world.policy.pauses.len() == 2,
            WaitingFor::Internal => false,
        };
        facts
            .holds
            .iter()
            .filter(|(_, _, w)| stops(*w))
            .map(|(from, to, _)| (index(*from), to.map_or(index(now) + more, index)))
            .collect()
    };
    let mut all = Vec::new();
    let ask = |name, start: Moment, allowance, met| {
        let held = holds(name, 0);
        let (due, warn) = match allowance {
            Allowance::Time(span) => {
                let seconds = span.duration().num_seconds();
                let warn = counter.after(start, seconds * 80 / 100, rule.hours, &held);
                (counter.after(start, seconds, rule.hours, &held), warn)
            }
            Allowance::WorkingDays(n) => (counter.close_of_day(start, n, &holds(name, 1)), None),
        };
        Expected { name, start, due: due.expect("within the counted days"), met, warn }
    };
    let submitted = facts.submitted.unwrap();
    let opened = facts.reopened.unwrap_or(submitted);
    all.push(ask(ClockName::FirstResponse, submitted, rule.first_response, facts.first_update));
    if let Some(assigned) = facts.assigned {
        all.push(ask(ClockName::Plan, assigned, rule.plan, facts.planned));
    }
    all.push(ask(ClockName::Resolution, opened, rule.resolution.unwrap(), facts.resolved));
    // Turns: from opening or an update to the next update or the resolution.
    let mut starts = vec![opened];
    starts.extend(facts.updates.iter().filter(|at| **at > opened));
    for (i, start) in starts.iter().enumerate() {
        if i > 0 && facts.resolved.is_some_and(|at| at <= *start) {
            continue;
        }
        let met = starts.get(i + 1).copied().into_iter().chain(facts.resolved).min();
        match rule.progress {
            ProgressRule::Never => {}
            ProgressRule::Every(span) => all.push(ask(ClockName::Progress, *start, Allowance::Time(span), met)),
            ProgressRule::DailyBy(_) => {
                let due = counter.next_five(*start, &holds(ClockName::Progress, 1)).expect("within the counted days");
                all.push(Expected { name: ClockName::Progress, start: *start, due, met, warn: None });
            }
        }
    }
    all
}

/// A ticket that lives; what the desk would write about it is written at once.
struct Life<'a> {
    world: &'a World,
    book: Book,
    counter: &'a Counter,
    severity: Severity,
    ticket: Ticket,
    facts: Facts,
    /// Everything that ran out, as the counter has it: gathered before a reopening hides it.
    misses: BTreeSet<(ClockName, Moment)>,
    escalations: Vec<Moment>,
}

impl Life<'_> {
    fn happen(&mut self, at: Moment, event: TicketEvent) {
        sample::happen(&mut self.ticket, at, event);
    }

    /// The scheduler looks, however long it was away.
    fn tick(&mut self, now: Moment) {
        for c in newly_breached(&self.ticket, &self.book, now) {
            self.happen(now, TicketEvent::Breached { clock: c.name.to_string(), due_at: c.due_at, late: false });
        }
        for c in newly_warned(&self.ticket, &self.book, now) {
            let (at, due_at) = (c.warn_at.unwrap(), c.due_at);
            self.happen(now, TicketEvent::Warned { clock: c.name.to_string(), at, due_at, late: false });
        }
        for e in escalations(&self.ticket, &self.world.policy, now).into_iter().filter(|e| e.due_at <= now) {
            self.escalations.push(e.due_at);
            let (to, reason, kind) = (e.to.to_string(), String::new(), e.kind);
            let event = TicketEvent::Escalated { to, reason, automatic: true, level: 1, kind, due_at: None, late: false };
            self.happen(now, event);
        }
        assert!(newly_breached(&self.ticket, &self.book, now).is_empty(), "a second look finds nothing more");
        assert!(escalations(&self.ticket, &self.world.policy, now).iter().all(|e| e.due_at > now));
    }

    fn gather(&mut self, now: Moment) {
        for e in expected(&self.facts, self.world, self.counter, self.severity, now) {
            if e.met.unwrap_or(now) > e.due || (e.met.is_none() && now >= e.due) {
                self.misses.insert((e.name, e.due));
            }
        }
    }

    /// Each clock as the counter has it, to the second.
    fn compare(&self, now: Moment) -> usize {
        let expected = expected(&self.facts, self.world, self.counter, self.severity, now);
        let found = clocks(&self.ticket, &self.book, now);
        for clock in found.iter().filter(|c| c.name != ClockName::Triage) {
            let same = expected.iter().rfind(|e| e.name == clock.name).unwrap_or_else(|| panic!("no such clock: {clock:?}"));
            assert_eq!(
                (clock.started_at, clock.due_at, clock.met_at),
                (same.start, same.due, same.met),
                "{}",
                clock.explanation.en()
            );
            let late = same.met.map_or(now >= same.due, |met| met > same.due);
            assert_eq!(clock.state == ClockState::Breached, late, "{clock:?}");
            if let Some(warn) = same.warn.filter(|warn| *warn < same.due) {
                assert_eq!(clock.warn_at, Some(warn), "{clock:?}");
            }
        }
        found.len()
    }
}

fn live(world: &World, counter: &Counter, dice: &mut Dice) -> usize {
    let severity = *dice.pick(Severity::ALL);
    let mut now = minute(dice.roll(365 * 24 * 60) as usize);
    let facts = Facts { submitted: Some(now), ..Facts::default() };
    let ticket = sample::fault(severity, now);
    let book = Book::only(world.policy.clone());
    let mut life = Life { world, book, counter, severity, ticket, facts, misses: BTreeSet::new(), escalations: Vec::new() };
    let mut compared = 0;
    for _ in 0..4 + dice.roll(14) {
        let pace = *dice.pick(&[20, 300, 3_000]);
        now += Duration::minutes(1 + dice.roll(pace) as i64);
        let open_hold = life.facts.holds.last().is_some_and(|(_, to, _)| to.is_none());
        let closed = !life.ticket.is_open();
        match dice.roll(9) {
            _ if closed => {
                // As the desk does: what ran out is written before the reopening begins new clocks.
                life.tick(now);
                life.gather(now);
                life.happen(now, TicketEvent::Reopened { reason: "r".into() });
                (life.facts.resolved, life.facts.reopened) = (None, Some(now));
            }
            0 | 1 => {
                life.happen(now, TicketEvent::Progressed { text: "p".into(), incident: None });
                life.facts.first_update.get_or_insert(now);
                life.facts.updates.push(now);
            }
            2 if open_hold => {
                life.happen(now, TicketEvent::Resumed);
                life.facts.holds.last_mut().unwrap().1 = Some(now);
            }
            2 | 3 if !open_hold && life.facts.resolved.is_none() => {
                let waiting_for = *dice.pick(WaitingFor::ALL);
                life.happen(now, TicketEvent::Held { waiting_for, reason: "h".into() });
                life.facts.holds.push((now, None, waiting_for));
            }
            4 if life.facts.assigned.is_none() => {
                life.happen(now, TicketEvent::Assigned { to: "x".into(), reason: None, groups: Vec::new() });
                life.facts.assigned = Some(now);
            }
            5 if life.facts.planned.is_none() && life.facts.assigned.is_some() => {
                let (cause, text) = ("c".into(), "t".into());
                life.happen(now, TicketEvent::Planned { revision: 1, approach: Approach::Fix, cause, text });
                life.facts.planned = Some(now);
            }
            6 if life.facts.resolved.is_none() => {
                let (text, tested_with) = ("r".into(), "c".into());
                let resolution = Resolution { text, cause: None, workaround: None, tested_with };
                life.happen(now, TicketEvent::Resolved { resolution });
                life.facts.resolved = Some(now);
                if let Some(hold) = life.facts.holds.last_mut() {
                    hold.1.get_or_insert(now);
                }
                if dice.one_in(2) {
                    compared += life.compare(now);
                    life.gather(now);
                    let closed = TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: false };
                    life.happen(now, closed);
                }
            }
            // The desk runs, or has been off since the last look.
            _ => life.tick(now),
        }
        if dice.one_in(3) && life.ticket.is_open() {
            compared += life.compare(now);
        }
    }
    if life.ticket.is_open() {
        now += Duration::minutes(dice.roll(20_000) as i64);
        compared += life.compare(now);
        life.gather(now);
    }
    life.tick(now);
    life.tick(now);
    let recorded: Vec<(ClockName, Moment)> = life
        .ticket
        .marks
        .misses
        .iter()
        .filter_map(|m| Some((m.clock.parse().ok()?, m.due_at)))
        .filter(|(name, _)| *name != ClockName::Triage)
        .collect();
    let once: BTreeSet<(ClockName, Moment)> = recorded.iter().copied().collect();
    assert_eq!(once.len(), recorded.len(), "each miss is on the record once");
    assert_eq!(once, life.misses);
    let warned: BTreeSet<&(String, Moment)> = life.ticket.marks.warnings.iter().collect();
    assert_eq!(warned.len(), life.ticket.marks.warnings.len(), "each warning is on the record once");
    compared
}

#[test]
fn a_simulated_year_agrees_with_a_counter_of_minutes() {
    let mut dice = Dice(20_261_123);
    let mut compared = 0;
    for _ in 0..WORLDS {
        let world = world(&mut dice);
        let counter = Counter::of(&world);
        for _ in 0..TICKETS_PER_WORLD {
            compared += live(&world, &counter, &mut dice);
        }
    }
    assert!(compared > 10_000, "only {compared} clocks compared");
}
