//! A simulated year: thousands of tickets over random calendars, promises that change, holds, updates, new classes, plans sent
//! back, adjustments, reopenings and days when the desk is off, compared with a counter that walks minute by minute and shares no
//! code with the computation under test.

use super::by_hand::{Policies, compare, compare_record, story, up_by};
use super::minute_counter::{Counter, Dice, World, minute, world};
use crate::sla::tests::sample;
use crate::sla::*;
use crate::ticket::*;
use crate::words::thorough;
use chrono::{DateTime, Duration, Utc};

type Moment = DateTime<Utc>;

const WORLDS: u64 = 25;
const TICKETS_PER_WORLD: u64 = 120;

/// A simulated ticket; misses and warnings are recorded as the desk would.
struct Life<'a> {
    world: &'a World,
    counter: &'a Counter,
    changed_at: Option<Moment>,
    ticket: Ticket,
    events: Vec<Recorded>,
    /// Escalations by time that were seen.
    escalated: usize,
}

impl Life<'_> {
    fn happen(&mut self, at: Moment, event: TicketEvent) {
        let (seq, version) = (self.ticket.last_seq + 1, self.ticket.version + 1);
        let recorded = Recorded { seq, version, actor: "x".into(), occurred_at: at, recorded_at: at, event };
        self.ticket.apply(&recorded);
        self.events.push(recorded);
    }

    fn policy_history(&self) -> PolicyHistory {
        let policy_history = PolicyHistory::only(self.world.policy.clone());
        self.changed_at.map_or(policy_history.clone(), |at| policy_history.followed_by(at, self.world.second.clone()))
    }

    fn policies(&self) -> Policies<'_> {
        Policies { first: &self.world.policy, second: self.changed_at.map(|at| (at, &self.world.second)) }
    }

    fn policy(&self) -> &Policy {
        if self.changed_at.is_some() { &self.world.second } else { &self.world.policy }
    }

    /// One tick of the scheduler.
    fn tick(&mut self, now: Moment) {
        let policy_history = self.policy_history();
        for c in newly_breached(&self.ticket, &policy_history, now) {
            let (clock, nth) = (c.name.to_string(), Some(c.nth));
            self.happen(now, TicketEvent::Breached { clock, due_at: c.due_at, late: false, nth });
        }
        for c in newly_warned(&self.ticket, &policy_history, now) {
            let (at, due_at) = (c.warn_at.unwrap(), c.due_at);
            self.happen(now, TicketEvent::Warned { clock: c.name.to_string(), at, due_at, late: false });
        }
        let expected = up_by(&self.events, self.policy(), self.counter, now);
        let due: Vec<Escalation> = escalations(&self.ticket, self.policy(), now).into_iter().filter(|e| e.due_at <= now).collect();
        assert_eq!(due.first().map(|e| e.due_at), expected, "{}", story(&self.events));
        for e in due {
            self.escalated += 1;
            let (to, reason, kind) = (e.to.to_string(), String::new(), e.kind);
            let event = TicketEvent::Escalated { to, reason, automatic: true, level: 1, kind, due_at: None, late: false };
            self.happen(now, event);
        }
        let more = newly_breached(&self.ticket, &policy_history, now);
        assert!(more.is_empty(), "a second look finds nothing more: {more:?} {:?} {}", self.changed_at, story(&self.events));
        assert!(escalations(&self.ticket, self.policy(), now).iter().all(|e| e.due_at > now));
    }

    fn compare(&self, now: Moment) -> usize {
        compare(&self.ticket, &self.events, &self.policy_history(), &self.policies(), self.counter, now)
    }

    /// An assessment, usually of the same kind as before.
    fn triage(&mut self, dice: &mut Dice, now: Moment) {
        let fault = (self.ticket.kind() == Kind::Fault) != dice.one_in(6);
        let severity = *dice.pick(Severity::ALL);
        let class = match fault {
            true => Class::Fault { severity },
            false => Class::Requirement { requirement_type: RequirementType::Enhancement, priority: *dice.pick(Priority::ALL) },
        };
        // As the desk does: misses are recorded before the new class begins new clocks.
        self.tick(now);
        let other = self.ticket.class.is_some() && (self.ticket.kind() == Kind::Fault) != fault;
        let hand_over = other && self.ticket.responsible.is_some() && !dice.one_in(3);
        let urgency = if fault { severity } else { self.ticket.urgency };
        let (requirement_number, component, reason, proposed, incident) = (None, None, None, None, None);
        self.happen(
            now,
            TicketEvent::Triaged { class, urgency, requirement_number, component, reason, proposed, hand_over, incident },
        );
    }
}

fn live(world: &World, counter: &Counter, dice: &mut Dice) -> (usize, usize) {
    let mut now = minute(dice.roll(365 * 24 * 60) as usize);
    let first = sample::registered(*dice.pick(Severity::ALL), dice.one_in(4), now);
    let ticket = Ticket::fold(Number::ticket(now.date_naive(), 1), std::slice::from_ref(&first)).unwrap();
    let mut life = Life { world, counter, changed_at: None, ticket, events: vec![first], escalated: 0 };
    let mut compared = 0;
    for _ in 0..6 + dice.roll(18) {
        let pace = *dice.pick(&[20, 300, 3_000]);
        now += Duration::minutes(1 + dice.roll(pace) as i64);
        let t = &life.ticket;
        let (fault, resolved) = (t.kind() == Kind::Fault, t.milestones.resolved_at.is_some());
        let (held, waiting, planned) = (t.hold.is_some(), t.plan_waiting().map(|p| p.revision), t.plans.len() as u32);
        let agreeing = t.evaluation.as_ref().is_some_and(|e| e.agreed.is_none());
        match dice.roll(14) {
            _ if !t.is_open() => {
                life.tick(now);
                life.happen(now, TicketEvent::Reopened { reason: "r".into() });
            }
            0 | 1 => life.happen(now, TicketEvent::Progressed { text: "p".into(), incident: None }),
            2 if held => life.happen(now, TicketEvent::Resumed),
            2 | 3 if !held && !resolved => {
                let waiting_for = *dice.pick(WaitingFor::ALL);
                life.happen(now, TicketEvent::Held { waiting_for, reason: "h".into() });
            }
            4 | 5 if !resolved => life.triage(dice, now),
            6 | 7 if t.class.is_some() => {
                life.happen(now, TicketEvent::Assigned { to: "x".into(), reason: None, groups: Vec::new() });
            }
            8 if t.phase == Phase::Pending && t.responsible.is_some() => life.happen(now, TicketEvent::Started),
            9 if fault => match waiting {
                Some(revision) if dice.one_in(2) => life.happen(now, TicketEvent::SentBack { revision, reason: "s".into() }),
                Some(revision) => life.happen(now, TicketEvent::Approved { revision, alone: false }),
                None => {
                    let (revision, approach) = (planned + 1, *dice.pick(Approach::ALL));
                    life.happen(now, TicketEvent::Planned { revision, approach, cause: "c".into(), text: "t".into() });
                }
            },
            9 if agreeing => life.happen(now, TicketEvent::Agreed { agreed: true, words: None, on_behalf: None }),
            9 => {
                let text = || "e".to_string();
                let verdict = *dice.pick(&[Verdict::Adjust, Verdict::Feasible]);
                let (technical, resources, cost, report) = (text(), text(), text(), text());
                let (effort, priority) = (None, None);
                life.happen(now, TicketEvent::Evaluated { technical, resources, cost, effort, verdict, report, priority });
            }
            10 if !resolved => {
                let (text, tested_with) = ("r".into(), "c".into());
                let resolution = Resolution { text, cause: None, workaround: None, tested_with };
                life.happen(now, TicketEvent::Resolved { resolution });
                if dice.one_in(2) {
                    compared += life.compare(now);
                    let closed = TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: false };
                    life.happen(now, closed);
                }
            }
            11 if life.changed_at.is_none() && dice.one_in(2) => {
                // As the desk does: misses before a change are recorded under the policy in force.
                life.tick(now);
                life.changed_at = Some(now);
                now += Duration::minutes(1);
            }
            // The desk runs, or was off since the last tick.
            _ => life.tick(now),
        }
        if dice.one_in(3) && life.ticket.is_open() {
            compared += life.compare(now);
        }
    }
    if life.ticket.is_open() {
        now += Duration::minutes(dice.roll(20_000) as i64);
        compared += life.compare(now);
    }
    life.tick(now);
    life.tick(now);
    compare_record(&life.ticket, &life.events, &life.policies(), life.counter, now);
    (compared, life.escalated)
}

#[test]
fn a_simulated_year_agrees_with_a_counter_of_minutes() {
    let mut dice = Dice(20_261_123);
    let (mut compared, mut escalated) = (0, 0);
    let worlds = if thorough() { WORLDS } else { 1 };
    for _ in 0..worlds {
        let world = world(&mut dice);
        let counter = Counter::of(&world);
        for _ in 0..TICKETS_PER_WORLD {
            let (clocks, ups) = live(&world, &counter, &mut dice);
            compared += clocks;
            escalated += ups;
        }
    }
    assert!(
        compared > 800 * worlds as usize && escalated > 20 * worlds as usize,
        "only {compared} clocks, {escalated} escalations compared"
    );
}
