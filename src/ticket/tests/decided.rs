//! What comes of every step in every state, by whoever may take it: a table to be read, and held against the code.

use super::states::states;
use super::story::listed;
use crate::people::{Actor, Person, Role};
use crate::ticket::*;
use crate::words::Vocabulary;
use expect_test::expect_file;
use std::fmt::Write;

/// Somebody of the staff who may take every step, where they are responsible.
fn everything(name: &str) -> Actor {
    let roles = Role::ALL.iter().copied().filter(|role| role.is_staff()).collect();
    Actor::person(Person { name: name.into(), roles, ..Person::default() })
}

/// "step: events", or why not; steps with one outcome stand together.
#[test]
fn the_table_of_what_comes_of_every_step() {
    let mut table = String::new();
    for state in states() {
        let ticket = state.story.of(state.number);
        // Whoever handles it, with every role beside: what is left to say no is the state.
        let by = everything(ticket.responsible.as_deref().unwrap_or("anybody"));
        writeln!(table, "{}: {}", state.name, ticket.status()).unwrap();
        for step in Step::ALL {
            let outcome = match state.story.decided(&by, state.number, step.sample(ticket)) {
                Ok(events) => listed(&events),
                Err(Rejection::Field { field, why }) => format!("! {field} {why}"),
                Err(why) => format!("- {why}"),
            };
            writeln!(table, "    {:<12}{outcome}", step.word()).unwrap();
        }
    }
    expect_file!["tables/decided.txt"].assert_eq(&table);
}

/// Who may take which step in which state, one letter a person.
#[test]
fn the_table_of_who_may_take_every_step() {
    let roles = Role::ALL.iter().copied();
    let one = |role: Role| {
        let company = (role == Role::Customer).then(|| "harbour".to_string());
        Actor::person(Person { name: format!("some {role}"), roles: vec![role], company, ..Person::default() })
    };
    let mut people: Vec<(String, Actor)> = roles.map(|role| (role.to_string(), one(role))).collect();
    let stranger = Person { company: Some("other".into()), ..Person::default() };
    people
        .push(("another's customer".into(), Actor::person(Person { name: "li".into(), roles: vec![Role::Customer], ..stranger })));
    people.push(("visitor".into(), Actor::Visitor));
    people.push(("operator".into(), Actor::Operator));
    let mut table = String::new();
    for state in states() {
        let ticket = state.story.of(state.number);
        writeln!(table, "{}", state.name).unwrap();
        let responsible = ticket.responsible.clone().unwrap_or_default();
        let them = Actor::person(Person { name: responsible.clone(), roles: vec![Role::Tester], ..Person::default() });
        let deputy = Actor::Person {
            person: Box::new(Person { name: "deputy".into(), roles: vec![Role::Tester], ..Person::default() }),
            alone: false,
            for_others: vec![responsible],
        };
        let beside = [("the responsible".to_string(), them), ("their deputy".to_string(), deputy)];
        for step in Step::ALL {
            let verb = step.sample(ticket);
            let may_take = people.iter().chain(&beside).filter(|(_, actor)| may(actor, ticket, &verb).is_ok());
            let names: Vec<&str> = may_take.map(|(name, _)| name.as_str()).collect();
            writeln!(table, "    {:<12}{}", step.word(), names.join(" ")).unwrap();
        }
    }
    expect_file!["tables/allowed.txt"].assert_eq(&table);
}
