//! What a step on one ticket brings about on those tied to it: a table over every state of those that joined.

use super::states::*;
use super::story::{Story, report};
use crate::people::Actor;
use crate::reason::FieldReason;
use crate::ticket::*;
use crate::words::Vocabulary;
use expect_test::expect_file;
use std::fmt::Write;

fn attach(to: Number) -> Verb {
    Verb::Attach { ticket: to }
}

/// What happens to the one, told by the other: each event since with its name.
fn since(story: &Story, number: Number, before: usize) -> String {
    let events: Vec<TicketEvent> = story.events[&number][before..].iter().map(|recorded| recorded.event.clone()).collect();
    super::story::told(&events)
}

#[test]
fn the_table_of_what_those_that_joined_hear() {
    let names = ["junior", "senior", "super", "product"];
    let as_named = |story: &Story, name: &str| story.people.iter().find(|p| p.name == name).cloned();
    let mut table = String::new();
    for joined in states() {
        // A ticket of its own beside it, which it joins, as far as it may.
        let State { name, mut story, number } = joined;
        let parent = story.register(report(story.of(number).kind() == Kind::Requirement));
        if let Err(why) = story.act("senior", number, attach(parent)) {
            writeln!(table, "{name}: - {why}").unwrap();
            continue;
        }
        writeln!(table, "{name}").unwrap();
        let requirement = story.of(parent).kind() == Kind::Requirement;
        let steps: Vec<(&str, Verb)> = match requirement {
            false => vec![
                ("senior", fault(Severity::Critical)),
                ("super", Verb::Assign { to: as_named(&story, names[1]), reason: None }),
                ("senior", Verb::Start),
                ("senior", Verb::Declare { tickets: vec![number] }),
                ("senior", Verb::Progress { text: "soon".into(), overdue_reason: None }),
                ("senior", plan()),
                ("super", Verb::Approve),
                ("senior", resolve()),
                ("wang", confirm(true, None)),
                ("senior", Verb::Close),
            ],
            true => vec![
                ("senior", requirement_again()),
                ("super", Verb::Assign { to: as_named(&story, names[3]), reason: None }),
                ("product", evaluate(Verdict::Feasible)),
                ("wang", agree(false)),
                ("product", Verb::Close),
            ],
        };
        for (by, verb) in steps {
            let (step, before) = (verb.step(), story.events[&number].len());
            match story.act(by, parent, verb) {
                Ok(()) => writeln!(table, "    {:<10}{}", step.word(), since(&story, number, before)).unwrap(),
                Err(why) => writeln!(table, "    {:<10}- {why}", step.word()).unwrap(),
            }
        }
    }
    expect_file!["heard.txt"].assert_eq(&table);
}

fn requirement_again() -> Verb {
    requirement()
}

fn two(first: bool, second: bool) -> (Story, Number, Number) {
    let mut story = Story::new();
    let (a, b) = (story.register(report(first)), story.register(report(second)));
    (story, a, b)
}

#[test]
fn a_wish_that_joined_a_fault_is_not_assessed_with_it() {
    let (mut story, wish, fault_number) = two(true, false);
    story.act("senior", wish, attach(fault_number)).unwrap();
    story.act("senior", fault_number, fault(Severity::Major)).unwrap();
    assert_eq!(story.of(wish).class, None);
}

#[test]
fn what_its_customer_joined_is_looked_at_first() {
    let (mut story, own, parent) = two(false, false);
    story.act("senior", parent, fault(Severity::Major)).unwrap();
    let customer = Actor::System;
    story.write(own, &customer, vec![TicketEvent::Attached { ticket: parent }]);
    assert_eq!(story.of(own).class, None);
    let (mut story, own, parent) = two(false, false);
    story.act("senior", parent, fault(Severity::Major)).unwrap();
    story.act("senior", own, attach(parent)).unwrap();
    assert_eq!(story.of(own).class, Some(Class::Fault { severity: Severity::Major }));
}

#[test]
fn ties_are_refused_where_they_make_no_sense() {
    let (mut story, a, b) = two(false, false);
    let c = story.register(Report { customer: "another".into(), ..report(false) });
    let nobody = Number::ticket(a.day, 77);
    let field = |field, why| Rejection::Field { field, why };
    let number = |number: Number| number.to_string();
    let by = |story: &Story| story.named("senior");
    let decided = |story: &Story, of: Number, verb: Verb| story.decided(&by(story), of, verb).unwrap_err();
    assert_eq!(decided(&story, a, attach(a)), field("ticket", FieldReason::JoinsItself));
    assert_eq!(decided(&story, a, attach(nobody)), field("ticket", FieldReason::NoOpenTicket { number: number(nobody) }));
    assert_eq!(decided(&story, a, Verb::Merge { into: c }), field("into", FieldReason::AnotherCustomers { number: number(c) }));
    assert_eq!(decided(&story, a, Verb::Merge { into: a }), field("into", FieldReason::JoinsItself));
    assert_eq!(decided(&story, a, Verb::Declare { tickets: vec![a] }), field("tickets", FieldReason::NoOtherTicket));
    story.act("senior", a, attach(b)).unwrap();
    assert_eq!(decided(&story, c, attach(a)), field("ticket", FieldReason::HasJoinedJoinThat { number: number(a) }));
    assert_eq!(
        decided(&story, c, Verb::Declare { tickets: vec![a] }),
        field("tickets", FieldReason::HasJoined { number: number(a) })
    );
    assert_eq!(
        decided(&story, c, Verb::Declare { tickets: vec![b] }),
        field("tickets", FieldReason::IsJoined { number: number(b) })
    );
    assert_eq!(decided(&story, b, Verb::Merge { into: a }), field("into", FieldReason::IsJoinedMergeOther { number: number(b) }));
    assert_eq!(decided(&story, a, attach(c)), crate::reason::WrongState::AlreadyJoined { to: number(b) }.into());
    assert_eq!(
        decided(&story, a, Verb::Declare { tickets: vec![c] }),
        crate::reason::WrongState::AlreadyJoined { to: number(b) }.into()
    );
    // One that joined it already may be named once more: then it is the incident's.
    assert!(story.decided(&by(&story), b, Verb::Declare { tickets: vec![a] }).is_ok());
    story.act("senior", a, Verb::Merge { into: b }).unwrap();
    assert_eq!((story.of(a).merged_into, story.of(b).merged.as_slice()), (Some(b), &[a][..]));
    assert_eq!(decided(&story, c, attach(a)), field("ticket", FieldReason::NoOpenTicket { number: number(a) }));
    assert_eq!(
        decided(&story, c, Verb::Declare { tickets: vec![a] }),
        field("tickets", FieldReason::IsClosed { number: number(a) })
    );
    assert_eq!(decided(&story, c, Verb::Link { case: b }), field("case", FieldReason::NoCase { number: number(b) }));
    assert!(story.decided(&by(&story), c, Verb::Link { case: a }).is_ok());
}

#[test]
fn archived_when_it_closes_told_when_it_is_opened_again() {
    let (mut story, a, _) = two(false, false);
    let before = story.of(a).clone();
    let closed = TicketEvent::Closed { how: ClosedHow::Declined, outcome: Outcome::Declined, known: false };
    story.write(a, &Actor::System, vec![closed.clone()]);
    let after = story.of(a).clone();
    assert_eq!(effects(Some(&before), &after, &[closed]), [Effect::Archive, Effect::AllHear(News::Ended)]);
    let reopened = TicketEvent::Reopened { reason: "r".into() };
    story.write(a, &Actor::System, vec![reopened.clone()]);
    assert_eq!(effects(Some(&after), story.of(a), &[reopened]), [Effect::Reopened]);
    assert_eq!(effects(None, &before, &[]), []);
}
