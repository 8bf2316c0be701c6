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

/// What happens to the one, listed by the other: each event since with its name.
fn since(story: &Story, number: Number, before: usize) -> String {
    let events: Vec<TicketEvent> = story.events[&number][before..].iter().map(|recorded| recorded.event.clone()).collect();
    super::story::listed(&events)
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
    expect_file!["tables/heard.txt"].assert_eq(&table);
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
    assert_eq!(effects(Some(&before), &after, &[closed]), [Effect::Archive, Effect::PropagateToAll(ParentUpdate::Ended)]);
    let reopened = TicketEvent::Reopened { reason: "r".into() };
    story.write(a, &Actor::System, vec![reopened.clone()]);
    assert_eq!(effects(Some(&after), story.of(a), &[reopened]), [Effect::Reopened]);
    assert_eq!(effects(None, &before, &[]), []);
}

#[test]
fn nothing_follows_from_what_changes_no_standing() {
    for state in states() {
        let (story, number) = (state.story, state.number);
        let ticket = story.of(number);
        let noted = TicketEvent::Noted { text: "n".into(), source: None };
        let mut after = ticket.clone();
        super::story::happens(&mut after, "senior", story.now(), noted.clone());
        assert_eq!(effects(Some(ticket), &after, &[noted]), [], "{}", state.name);
    }
}

#[test]
fn what_an_incident_is_told_is_told_to_all_and_nothing_else() {
    let (mut story, parent, child) = two(false, false);
    let (far, answered) = (story.register(report(false)), story.register(report(false)));
    story.act("senior", parent, fault(Severity::Major)).unwrap();
    for joins in [child, answered] {
        story.act("senior", joins, attach(parent)).unwrap();
    }
    let progress = || Verb::Progress { text: "soon".into(), overdue_reason: None };
    let propagated = |story: &Story, number: Number| story.events[&number].len();
    let before = propagated(&story, child);
    story.act("senior", parent, progress()).unwrap();
    assert_eq!(propagated(&story, child), before, "it is no incident yet");
    // Declared with one that has not joined it: that one joins, and is assessed.
    story.act("senior", parent, Verb::Declare { tickets: vec![child, far] }).unwrap();
    assert_eq!(
        (story.of(far).attached_to, story.of(far).class.clone()),
        (Some(parent), Some(Class::Fault { severity: Severity::Major }))
    );
    let closed = TicketEvent::Closed { how: ClosedHow::Declined, outcome: Outcome::Declined, known: false };
    story.write(answered, &Actor::System, vec![closed]);
    let (before, over) = (propagated(&story, child), propagated(&story, answered));
    story.act("senior", parent, progress()).unwrap();
    assert_eq!((propagated(&story, child), propagated(&story, answered)), (before + 1, over));
    assert!(
        matches!(&story.events[&child].last().unwrap().event, TicketEvent::Progressed { incident: Some(of), .. } if *of == parent)
    );
    // Why it takes longer is why it does for those that wait with it, where a miss waits for a reason.
    let breached = TicketEvent::Breached { clock: "plan".into(), due_at: story.now(), late: false, nth: Some(1) };
    story.write(parent, &Actor::System, vec![breached.clone()]);
    story.write(child, &Actor::System, vec![breached]);
    let before = (propagated(&story, child), propagated(&story, far));
    let late = Verb::Progress { text: "late".into(), overdue_reason: Some("parts".into()) };
    story.act("senior", parent, late).unwrap();
    assert_eq!(story.of(child).milestones.overdue_reason(), Some("parts"));
    assert_eq!((propagated(&story, child), propagated(&story, far)), (before.0 + 2, before.1 + 1), "a reason and news, news alone");
}

#[test]
fn what_ends_lets_those_go_that_did_not_go_with_it() {
    for (in_hands, expected) in [(false, "resolved (system ("), (true, "")] {
        let (mut story, parent, child) = two(false, false);
        story.act("senior", parent, fault(Severity::Minor)).unwrap();
        story.act("senior", child, attach(parent)).unwrap();
        let person = |story: &Story, name: &str| story.people.iter().find(|p| p.name == name).cloned();
        let to = person(&story, "junior");
        if in_hands {
            story.act("super", child, Verb::Assign { to: to.clone(), reason: None }).unwrap();
        }
        story.act("super", parent, Verb::Assign { to, reason: None }).unwrap();
        let resolution = Resolution { text: "r".into(), cause: None, workaround: None, tested_with: "t".into() };
        let closed = TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: false };
        let before = story.events[&child].len();
        story.write(parent, &Actor::System, vec![TicketEvent::Resolved { resolution }, closed]);
        let listed = since(&story, child, before);
        assert!(listed.starts_with(expected), "{in_hands}: {listed}");
    }
    // What ends without an answer, or with a case, lets them go; one that was not assessed goes its own way.
    let (mut story, parent, child) = two(false, false);
    story.act("senior", parent, fault(Severity::Minor)).unwrap();
    story.write(child, &Actor::System, vec![TicketEvent::Attached { ticket: parent }]);
    let resolution = Resolution { text: "r".into(), cause: None, workaround: None, tested_with: "t".into() };
    let answered = Phase::Closed {
        answer: Some(Answer::Worked(resolution)),
        resolved_at: None,
        at: story.now(),
        how: None,
        outcome: Outcome::Solved,
        known: false,
    };
    let ended = |story: &Story, phase: Phase| {
        let of = Ticket { phase, ..story.of(parent).clone() };
        propagated(story.of(child), &of, &ParentUpdate::Ended, &Facts::default(), &Actor::System, &Rules::default())
    };
    assert_eq!(ended(&story, answered), [TicketEvent::Detached { from: parent }]);
    let by_case = |case| Phase::Closed {
        answer: Some(Answer::Case(case)),
        resolved_at: None,
        at: minute_of(&story),
        how: None,
        outcome: Outcome::Solved,
        known: true,
    };
    let case = Number::ticket(parent.day, 66);
    assert_eq!(ended(&story, by_case(case)), [TicketEvent::Linked { case }, TicketEvent::Detached { from: parent }]);
    assert_eq!(ended(&story, Phase::Pending), []);
}

fn minute_of(story: &Story) -> chrono::DateTime<chrono::Utc> {
    story.now()
}
