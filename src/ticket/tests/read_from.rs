//! What is read from a ticket in every state: whose turn it is, what is offered, what is owed, when silence closes it, and whom
//! each event concerned.

use super::states::{State, states};
use super::story::Story;
use super::story::{actor, happens, minute, report};
use crate::people::{Actor, Role};
use crate::ticket::*;
use crate::words::Vocabulary;
use expect_test::expect_file;
use std::fmt::Write;

#[test]
fn the_table_of_turns_and_of_what_is_offered() {
    let mut table = String::new();
    for State { name, story, number } in states() {
        let ticket = story.of(number);
        let awaiting = awaiting(ticket);
        let listed = awaiting.map_or("nobody's", |awaiting| awaiting.word());
        writeln!(table, "{name}: {listed}").unwrap();
        let customer = story.named("wang");
        if let Some(awaiting) = awaiting {
            writeln!(table, "    a customer reads {}, it ends with {:?}", awaiting.seen_by(&customer).word(), awaiting.party())
                .unwrap();
        }
        let mut actors: Vec<(String, Actor)> = story.people.iter().map(|p| (p.name.clone(), Actor::person(p.clone()))).collect();
        actors.push(("wang".into(), customer));
        for (name, actor) in &actors {
            let offered: Vec<&str> =
                open_steps(ticket, actor, &Rules::default(), story.now()).into_iter().map(|step| step.word()).collect();
            let theirs = if awaits(ticket, actor) { "turn" } else { "-" };
            writeln!(table, "    {name:<8}{theirs:<6}{}", offered.join(" ")).unwrap();
        }
        if let Some(until) = silent_until(ticket, &Rules::default()) {
            writeln!(table, "    silent until {}", until.format("%Y-%m-%dT%H:%MZ")).unwrap();
        }
    }
    expect_file!["tables/turns.txt"].assert_eq(&table);
}

#[test]
fn the_table_of_whom_each_event_concerns() {
    let mut table = String::new();
    for State { name, story, number } in states() {
        writeln!(table, "{name}").unwrap();
        let events = &story.events[&number];
        for (at, recorded) in events.iter().enumerate() {
            let ticket = Ticket::fold(number, &events[..=at]).unwrap();
            let listed: Vec<String> =
                recipients(&ticket, recorded).into_iter().map(|(who, why)| format!("{who:?} {}", why.word())).collect();
            let sees = if recorded.event.customer_sees() { "" } else { " (inside)" };
            writeln!(table, "    {}{sees}: {}", recorded.event.name(), listed.join(", ")).unwrap();
        }
    }
    expect_file!["tables/concerns.txt"].assert_eq(&table);
}

#[test]
fn what_is_owed_is_what_was_asked_and_not_delivered_until_it_is_solved() {
    let mut story = Story::new();
    let number = story.register(report(false));
    story.act("senior", number, super::states::fault(Severity::Minor)).unwrap();
    story
        .act("super", number, Verb::Assign { to: story.people.iter().find(|p| p.name == "senior").cloned(), reason: None })
        .unwrap();
    let ask = |what: &str, of: TeamOrPerson| Verb::Ask { of, what: what.into(), due_at: Some(minute(90)) };
    story.act("senior", number, ask("logs", TeamOrPerson::Team(Team::Development))).unwrap();
    story.act("senior", number, ask("a test", TeamOrPerson::Person("junior".into()))).unwrap();
    let whats = |story: &Story| {
        commitments(story.of(number))
            .into_iter()
            .map(|commitments| (commitments.what, commitments.ask.unwrap().0))
            .collect::<Vec<_>>()
    };
    assert_eq!(whats(&story), [("logs".to_string(), 1), ("a test".to_string(), 2)]);
    assert!(story.of(number).was_asked(&actor("dev", &[Role::Developer])));
    assert!(!story.of(number).was_asked(&actor("tester", &[Role::Tester])));
    let deliver = |ask: u32| Verb::Deliver { ask, text: None };
    assert_eq!(
        story.act("junior", number, deliver(1)).unwrap_err(),
        Rejection::Forbidden(crate::reason::Forbidden::AskedOfAnother)
    );
    story.act("junior", number, deliver(2)).unwrap();
    assert_eq!(whats(&story), [("logs".to_string(), 1)]);
    assert_eq!(story.act("senior", number, deliver(2)).unwrap_err(), crate::reason::WrongState::AlreadyDelivered.into());
    for (by, verb) in
        [("senior", Verb::Start), ("senior", super::states::plan()), ("super", Verb::Approve), ("senior", super::states::resolve())]
    {
        story.act(by, number, verb).unwrap();
    }
    assert_eq!(commitments(story.of(number)), []);
}

#[test]
fn misses_are_explained_and_escalations_told_apart() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let mut ticket = story.of(number).clone();
    let breached = |nth| TicketEvent::Breached { clock: "plan".into(), due_at: minute(5), late: false, nth: Some(nth) };
    happens(&mut ticket, "system", minute(6), breached(1));
    happens(&mut ticket, "system", minute(7), breached(2));
    assert_eq!(ticket.milestones.unexplained().count(), 2);
    assert_eq!(ticket.milestones.overdue_reason(), None);
    happens(&mut ticket, "senior", minute(8), TicketEvent::DelayExplained { reason: "parts".into() });
    assert_eq!((ticket.milestones.unexplained().count(), ticket.milestones.overdue_reason()), (0, Some("parts")));
    let escalated = |to: Role, automatic| TicketEvent::Escalated {
        to: to.to_string(),
        reason: "r".into(),
        automatic,
        level: 1,
        kind: EscalationKind::Hierarchical,
        due_at: None,
        late: false,
    };
    assert_eq!((ticket.milestones.escalated_to(), ticket.milestones.escalation_level()), (None, 0));
    happens(&mut ticket, "system", minute(9), escalated(Role::SupportManager, true));
    happens(&mut ticket, "super", minute(10), escalated(Role::SupportSupervisor, false));
    happens(&mut ticket, "super", minute(11), escalated(Role::SupportManager, false));
    assert_eq!((ticket.milestones.escalated_to(), ticket.milestones.escalation_level()), (Some(Role::SupportManager), 2));
    let closed = TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: false };
    happens(&mut ticket, "senior", minute(12), closed);
    happens(&mut ticket, "wang", minute(13), TicketEvent::Reopened { reason: "again".into() });
    assert_eq!((ticket.milestones.escalated_to(), ticket.milestones.escalation_level()), (None, 0));
}
