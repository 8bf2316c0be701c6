//! A simulated year of a whole desk: verbs by people on a real ledger, with the scheduler looking now and then, restarts, days
//! without the desk and a policy that changes, against the counter of minutes.

use super::error::DeskError;
use super::settings::Settings;
use crate::desk::commands::step::ActRequest;
use crate::desk::core::desk::Desk;
use crate::desk::core::open::Purpose;
use crate::people::{Actor, Person, Role};
use crate::sla::PolicyHistory;
use crate::sla::by_hand::{Policies, compare, compare_record, story, up_by};
use crate::sla::minute_counter::{Counter, Dice, World, minute, world};
use crate::ticket::*;
use crate::words::thorough;
use chrono::{DateTime, Duration, Utc};
use std::path::Path;

type Moment = DateTime<Utc>;

const WORLDS: u64 = 8;
const TICKETS: usize = 40;
const STEPS: usize = 500;
/// Takes every step but the approving of plans, which is another's.
const DOES: &str = "lin";
const APPROVES: &str = "zhou";
/// Handles what is moderate or minor.
const JUNIOR: &str = "chen";

fn people() -> Vec<Person> {
    let everything = [Role::SeniorEngineer, Role::ProductManager, Role::SupportSupervisor].to_vec();
    [(DOES, everything), (APPROVES, vec![Role::SupportSupervisor]), (JUNIOR, vec![Role::JuniorEngineer])]
        .map(|(name, roles)| Person { name: name.into(), roles, ..Person::default() })
        .into()
}

fn settings(world: &World, changed: bool) -> Settings {
    let policy = if changed { &world.second } else { &world.policy };
    Settings { calendar: policy.calendar.clone(), policies: PolicyHistory::only(policy.clone()), ..Settings::default() }
}

/// Opens the desk as `serve` does.
fn open(folder: &Path, world: &World, changed: bool, now: Moment) -> Desk {
    let mut desk = Desk::open(folder, settings(world, changed), Purpose::Serve).unwrap();
    desk.adopt_policy(now).unwrap();
    desk
}

fn report(dice: &mut Dice) -> Report {
    let particulars = match dice.one_in(4) {
        true => Particulars::Requirement { scenario: None, effect: None, priority: None },
        false => Particulars::Fault { steps: None, error: None },
    };
    Report {
        particulars,
        channel: Channel::Api,
        customer: "海风科技有限公司".into(),
        contact: Contact { name: "王芳".into(), ..Contact::default() },
        title: format!("t{}", dice.roll(1_000)),
        description: String::new(),
        urgency: *dice.pick(Severity::ALL),
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    }
}

/// Something that somebody may want to do to a ticket now; the desk may refuse it.
fn wish(ticket: &Ticket, dice: &mut Dice) -> Verb {
    let text = || String::from("x");
    let person = |name: &str| people().into_iter().find(|p| p.name == name);
    match dice.roll(16) {
        0 | 1 => Verb::Progress { text: text(), overdue_reason: None },
        2 if ticket.hold.is_some() => Verb::Resume,
        2 | 3 => Verb::Hold { waiting_for: *dice.pick(WaitingFor::ALL), reason: text() },
        4 | 5 => {
            let fault = (ticket.kind() == Kind::Fault) != dice.one_in(8);
            let class = match fault {
                true => Class::Fault { severity: *dice.pick(Severity::ALL) },
                false => Class::Requirement { requirement_type: RequirementType::Enhancement, priority: *dice.pick(Priority::ALL) },
            };
            Verb::Triage { class: Some(class), urgency: None, component: None, reason: Some(text()), proposed: None }
        }
        6 | 7 => Verb::Assign { to: person(if dice.one_in(2) { DOES } else { JUNIOR }), reason: Some(text()) },
        8 => Verb::Start,
        9 if ticket.plan_waiting().is_some() => match dice.one_in(2) {
            true => Verb::SendBack { reason: text() },
            false => Verb::Approve,
        },
        9 | 10 if ticket.kind() == Kind::Fault => {
            Verb::Plan { approach: *dice.pick(Approach::ALL), cause: text(), text: text(), overdue_reason: None }
        }
        9 | 10 if ticket.evaluation.as_ref().is_some_and(|e| e.agreed.is_none()) => {
            Verb::Agree { agreed: true, words: None, said_how: Some(text()) }
        }
        9 | 10 => Verb::Evaluate {
            technical: text(),
            resources: text(),
            cost: text(),
            effort: None,
            verdict: *dice.pick(&[Verdict::Adjust, Verdict::Feasible]),
            report: text(),
            priority: None,
            overdue_reason: None,
        },
        11 => Verb::Test,
        12 if dice.one_in(3) => Verb::FailTest { reason: text() },
        12 | 13 => {
            let resolution = Resolution { text: text(), cause: None, workaround: None, tested_with: text() };
            Verb::Resolve { resolution, overdue_reason: None }
        }
        14 if !ticket.is_open() => Verb::Reopen { reason: text() },
        14 => Verb::Confirm { solved: !dice.one_in(4), satisfaction: None, words: None, said_how: Some(text()) },
        _ => Verb::Close,
    }
}

/// One desk through its year; gives back how many clocks were compared, and how many steps were taken.
fn run(world: &World, counter: &Counter, dice: &mut Dice) -> (usize, usize) {
    let home = tempfile::tempdir().unwrap();
    let mut now = minute(dice.roll(30 * 24 * 60) as usize);
    let mut desk = open(home.path(), world, false, now);
    let root = Person { name: "root".into(), roles: vec![Role::Administrator], ..Person::default() };
    for person in [vec![root], people()].concat() {
        desk.add_person(&Actor::Operator, person, now).unwrap();
    }
    let actor = |name: &str| Actor::person(people().into_iter().find(|p| p.name == name).unwrap());
    let (mut numbers, mut changed_at, mut taken): (Vec<Number>, Option<Moment>, usize) = (Vec::new(), None, 0);
    for step in 0..STEPS {
        let pace = *dice.pick(&[20, 200, 1_500]);
        now += Duration::minutes(1 + dice.roll(pace) as i64);
        match dice.roll(12) {
            0 => drop(desk.tick(now).unwrap()),
            1 if dice.one_in(4) => {
                drop(desk);
                now += Duration::minutes(dice.roll(3 * 24 * 60) as i64);
                if changed_at.is_none() && step > STEPS / 3 {
                    changed_at = Some(now);
                }
                desk = open(home.path(), world, changed_at.is_some(), now);
                now += Duration::minutes(1);
            }
            2 | 3 if numbers.len() < TICKETS => {
                let consulted = desk.consult_report(&actor(DOES), report(dice), None, now).unwrap();
                numbers.push(desk.register(&actor(DOES), consulted, None, now).unwrap().number);
            }
            _ if !numbers.is_empty() => {
                let number = *dice.pick(&numbers);
                let verb = wish(&desk.ledger.ticket(number).unwrap().unwrap(), dice);
                let by = if matches!(verb, Verb::Approve | Verb::SendBack { .. }) { APPROVES } else { DOES };
                match desk.act(&actor(by), ActRequest { number, verb, seen_version: None, idempotency: None }, now) {
                    Ok(_) => taken += 1,
                    Err(DeskError::Refused(_)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            _ => {}
        }
    }
    now += Duration::minutes(dice.roll(20_000) as i64);
    desk.tick(now).unwrap();
    assert_eq!(desk.tick(now).unwrap().looked_at, 0, "a second look finds nothing more");
    let policies = Policies { first: &world.policy, second: changed_at.map(|at| (at, &world.second)) };
    let mut compared = 0;
    for number in numbers {
        let (ticket, events) = (desk.ledger.ticket(number).unwrap().unwrap(), desk.ledger.ticket_events(number).unwrap());
        compared += compare(&ticket, &events, &desk.settings.policies, &policies, counter, now);
        compare_record(&ticket, &events, &policies, counter, now);
        let policy = desk.settings.policies.policy();
        assert_eq!(up_by(&events, policy, counter, now), None, "everything that was to go up has: {}", story(&events));
    }
    (compared, taken)
}

#[test]
fn a_desk_that_is_restarted_and_changed_keeps_the_counters_time() {
    let mut dice = Dice(20_240_506);
    let (mut compared, mut taken) = (0, 0);
    let worlds = if thorough() { WORLDS } else { 1 };
    for _ in 0..worlds {
        let world = world(&mut dice);
        let counter = Counter::of(&world);
        let (clocks, steps) = run(&world, &counter, &mut dice);
        compared += clocks;
        taken += steps;
    }
    assert!(compared as u64 > 100 * worlds && taken as u64 > 125 * worlds, "only {compared} clocks after {taken} steps");
}
