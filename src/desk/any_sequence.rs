//! Whatever people do on a desk, in whatever order: what is given back is the fold of the record, the board says what the tickets
//! say, `check` finds nothing, and the queue holds what waits for each person and nothing else.

use crate::desk::commands::step::ActRequest;
use crate::desk::core::desk::Desk;
use crate::desk::core::open::Purpose;
use crate::desk::error::DeskError;
use crate::desk::settings::Settings;
use crate::ledger::{BoardFilter, WorklistOwner};
use crate::people::{Actor, Away, Person, Role};
use crate::sla::minute_counter::{Dice, minute};
use crate::ticket::*;
use crate::words::thorough;
use chrono::{DateTime, Duration, Utc};

const SEQUENCES: usize = 4;
const STEPS: usize = 120;
const TICKETS: usize = 8;

fn people() -> Vec<Person> {
    let of = |name: &str, roles: &[Role]| Person { name: name.into(), roles: roles.to_vec(), ..Person::default() };
    let away = Away { from: minute(0), until: minute(1_000_000), deputy: Some("zhao".into()) };
    vec![
        of("root", &[Role::Administrator]),
        of("lin", &[Role::SeniorEngineer]),
        Person { away: Some(away), ..of("zhou", &[Role::SeniorEngineer, Role::SupportSupervisor]) },
        of("zhao", &[Role::SeniorEngineer, Role::SupportManager]),
        of("chen", &[Role::JuniorEngineer]),
        of("he", &[Role::ProductManager]),
        of("dev", &[Role::Developer]),
        Person { company: Some("harbour".into()), ..of("wang", &[Role::Customer]) },
    ]
}

fn report(dice: &mut Dice) -> Report {
    let particulars = match dice.one_in(3) {
        true => Particulars::Requirement { scenario: None, effect: None, priority: None },
        false => Particulars::Fault { steps: None, error: None },
    };
    Report {
        particulars,
        channel: Channel::Api,
        customer: if dice.one_in(4) { "another" } else { "harbour" }.into(),
        contact: Contact::default(),
        title: format!("pump {} leaks", dice.roll(9)),
        description: "since this morning".into(),
        urgency: *dice.pick(Severity::ALL),
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    }
}

/// A verb that names tickets and people of this desk.
fn verb(step: Step, ticket: &Ticket, numbers: &[Number], people: &[Person], dice: &mut Dice) -> Verb {
    let mut verb = step.sample(ticket);
    match &mut verb {
        Verb::Assign { to, .. } => *to = Some(dice.pick(people).clone()),
        Verb::Attach { ticket } => *ticket = *dice.pick(numbers),
        Verb::Declare { tickets } => *tickets = vec![*dice.pick(numbers), *dice.pick(numbers)],
        Verb::Merge { into } => *into = *dice.pick(numbers),
        Verb::Link { case } => *case = *dice.pick(numbers),
        Verb::Ask { of, .. } => {
            *of = if dice.one_in(2) { TeamOrPerson::Person("chen".into()) } else { TeamOrPerson::Team(Team::Development) }
        }
        Verb::Schedule { who, .. } => *who = dice.pick(people).clone(),
        // Files come by a way of their own, with their bytes.
        Verb::Upload { .. } => return Verb::Watch,
        _ => {}
    }
    verb
}

fn compared(desk: &Desk, people: &[Person], now: DateTime<Utc>) {
    let all = desk.ledger.board(&BoardFilter { limit: 100, ..BoardFilter::default() }).unwrap();
    for row in &all {
        let (ticket, events) = (desk.ledger.ticket(row.number).unwrap().unwrap(), desk.ledger.ticket_events(row.number).unwrap());
        assert_eq!(Ticket::fold(row.number, &events).unwrap(), ticket);
        assert_eq!((row.version, row.last_seq, row.status), (ticket.version, ticket.last_seq, ticket.status()));
        assert_eq!(row.awaiting, awaiting(&ticket), "{}", row.number);
    }
    for person in people {
        let actor = desk.actor_named(&person.name, now).unwrap();
        let of = WorklistOwner::by(&actor);
        let queue = BoardFilter { worklist_owner: Some(of.clone()), limit: 100, ..BoardFilter::default() };
        let by_sql: Vec<Number> = desk.ledger.board(&queue).unwrap().into_iter().map(|row| row.number).collect();
        let theirs = |row: &&crate::ledger::BoardRow| {
            of.is_awaited_by(row) || row.commitments.iter().any(|commitment| of.is_committed_to(commitment))
        };
        let by_rust: Vec<Number> = all.iter().filter(theirs).map(|row| row.number).collect();
        assert_eq!(by_sql, by_rust, "{}", person.name);
        // Of what waits for them the ticket itself says the same, as far as it is theirs to see.
        if actor.is_staff() {
            for row in all.iter().filter(|row| row.awaiting.is_some_and(|awaiting| awaiting.party() != Party::Customer)) {
                let ticket = desk.ledger.ticket(row.number).unwrap().unwrap();
                assert_eq!(of.is_awaited_by(row), awaits(&ticket, &actor), "{} {}: {:?}", person.name, row.number, row.awaiting);
            }
        }
    }
    let found: Vec<String> = desk.check(now).unwrap().into_iter().map(|finding| format!("{finding:?}")).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn after_any_sequence_of_steps_record_board_and_queue_agree() {
    let mut dice = Dice(7_731);
    let (mut taken, mut rejected) = (0, 0);
    let sequences = if thorough() { 15 * SEQUENCES } else { SEQUENCES };
    for _ in 0..sequences {
        let home = tempfile::tempdir().unwrap();
        let mut now = minute(30_000);
        let desk = Desk::open(home.path(), Settings::default(), Purpose::Command).unwrap();
        let people = people();
        for person in &people {
            desk.add_person(&Actor::Operator, Person { away: None, ..person.clone() }, now).unwrap();
        }
        let away = people.iter().find_map(|p| p.away.clone());
        desk.set_away(&Actor::person(people[0].clone()), "zhou", away, now).unwrap();
        let mut numbers: Vec<Number> = Vec::new();
        for _ in 0..STEPS {
            now += Duration::minutes(1 + dice.roll(300) as i64);
            if numbers.is_empty() || (numbers.len() < TICKETS && dice.one_in(8)) {
                let by = desk.actor_named("lin", now).unwrap();
                let consulted = desk.consult_report(&by, report(&mut dice), None, now).unwrap();
                numbers.push(desk.register(&by, consulted, None, now).unwrap().number);
            } else if dice.one_in(12) {
                desk.tick(now).unwrap();
            } else {
                let number = *dice.pick(&numbers);
                let before = desk.ledger.ticket(number).unwrap().unwrap();
                let by = desk.actor_named(&dice.pick(&people).name, now).unwrap();
                // What is offered, or anything.
                let offered = desk.open_steps(&by, &before, now);
                let step = if offered.is_empty() || dice.one_in(3) { dice.pick(Step::ALL) } else { dice.pick(&offered) };
                let verb = verb(*step, &before, &numbers, &people, &mut dice);
                match desk.act(&by, ActRequest { number, verb, seen_version: None, idempotency: None }, now) {
                    Ok(given) => {
                        assert_eq!(given, desk.ledger.ticket(number).unwrap().unwrap(), "what is given back is on the record");
                        taken += 1;
                    }
                    Err(DeskError::Refused(_) | DeskError::NotFound(_)) => {
                        assert_eq!(desk.ledger.ticket(number).unwrap().unwrap(), before, "what is rejected changes nothing");
                        rejected += 1;
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
        desk.follow(true).unwrap();
        compared(&desk, &people, now);
    }
    assert!(taken > 150 && rejected > 100, "{taken} taken, {rejected} rejected");
}
