//! Party turn it is, by reader and by role, and the turning points that need more than a state's name.

use super::states::states;
use super::story::{Story, actor, minute};
use crate::people::{Actor, Role};
use crate::reason::WrongState;
use crate::ticket::*;
use crate::words::Vocabulary;
use expect_test::expect;
use std::fmt::Write;

fn at(name: &str) -> (Story, Number) {
    let state = states().into_iter().find(|state| state.name == name).unwrap();
    (state.story, state.number)
}

fn words(turns: &[Awaiting]) -> String {
    turns.iter().map(|turn| turn.word()).collect::<Vec<_>>().join(" ")
}

#[test]
fn staff_read_every_turn_as_it_is_and_a_customer_reads_the_desks_own_ones_as_work() {
    let (staff, customer) = (actor("senior", &[Role::SeniorEngineer]), actor("wang", &[Role::Customer]));
    for turn in Awaiting::ALL {
        assert_eq!((turn.seen_by(&staff), turn.seen_by(&Actor::Operator)), (*turn, *turn));
        let expected = match turn {
            Awaiting::Assignment | Awaiting::Owner | Awaiting::Joined => Awaiting::Start,
            Awaiting::Plan | Awaiting::Approval | Awaiting::Again | Awaiting::HandOver => Awaiting::Work,
            open => *open,
        };
        assert_eq!((turn.seen_by(&customer), turn.seen_by(&Actor::Visitor)), (expected, expected), "{turn}");
        assert_eq!(expected.seen_by(&customer), expected, "{turn}");
    }
}

#[test]
fn each_role_has_the_turns_that_end_with_it() {
    let mut table = String::new();
    for role in Role::ALL {
        let turns = Awaiting::open_to(&actor("somebody", &[*role]));
        writeln!(table, "{role}: {}", if turns.is_empty() { "-".into() } else { words(&turns) }).unwrap();
    }
    expect![[r#"
        customer: agreement confirmation customer
        registrar: -
        account_manager: -
        junior_engineer: triage
        senior_engineer: triage assignment hand_over
        support_supervisor: assignment hand_over approval follow_up
        support_manager: assignment hand_over approval
        rd_director: -
        product_manager: owner evaluation acceptance
        developer: -
        tester: -
        administrator: -
    "#]]
    .assert_eq(&table);
    let several = actor("somebody", &[Role::JuniorEngineer, Role::ProductManager]);
    assert_eq!(words(&Awaiting::open_to(&several)), "triage owner evaluation acceptance");
    assert_eq!(Awaiting::open_to(&Actor::Operator), []);
    assert_eq!(
        Awaiting::of_the_responsible(),
        [Awaiting::Start, Awaiting::Plan, Awaiting::Work, Awaiting::Again, Awaiting::Test, Awaiting::Closing]
    );
}

#[test]
fn every_turn_ends_with_the_responsible_or_with_a_role_or_with_somebody_outside() {
    let of_a_role = |turn: &Awaiting| Role::ALL.iter().any(|role| Awaiting::open_to(&actor("somebody", &[*role])).contains(turn));
    let outside = |turn: &Awaiting| turn.party() == Party::Others;
    for turn in Awaiting::ALL {
        let ends = [Awaiting::of_the_responsible().contains(turn), of_a_role(turn), outside(turn)];
        assert_eq!(ends.into_iter().filter(|end| *end).count(), 1, "{turn}");
    }
}

#[test]
fn what_was_delivered_waits_for_its_acceptance_before_and_after_the_customers_word() {
    let items =
        |passed: &[bool]| -> Vec<UatItem> { passed.iter().map(|passed| UatItem { item: "i".into(), passed: *passed }).collect() };
    let word = |satisfaction| Confirmation { satisfaction, words: None, at: minute(90) };
    let (satisfied, dissatisfied) = (Some(word(Some(Satisfaction::Satisfied))), Some(word(Some(Satisfaction::Dissatisfied))));
    let rows = [
        ("resolved", &[][..], None, Awaiting::Confirmation),
        ("resolved", &[], Some(word(None)), Awaiting::Closing),
        ("resolved", &[], dissatisfied.clone(), Awaiting::FollowUp),
        ("wish delivered", &[], None, Awaiting::Acceptance),
        ("wish delivered", &[true, true], None, Awaiting::Closing),
        ("wish delivered", &[true, false], None, Awaiting::Confirmation),
        ("wish delivered", &[], Some(word(None)), Awaiting::Acceptance),
        ("wish delivered", &[], satisfied.clone(), Awaiting::Acceptance),
        ("wish delivered", &[true], satisfied, Awaiting::Closing),
        ("wish delivered", &[], dissatisfied, Awaiting::FollowUp),
    ];
    for (name, passed, said, expected) in rows {
        let (story, number) = at(name);
        let mut ticket = story.of(number).clone();
        ticket.uat = items(passed);
        let Phase::Resolved { confirmation, .. } = &mut ticket.phase else { panic!("{name} is not resolved") };
        *confirmation = said.clone();
        assert_eq!(awaiting(&ticket), Some(expected), "{name}, accepted {passed:?}, said {said:?}");
    }
}

/// What a ticket waits for and what may be done with it are two functions: closing is refused while acceptance is awaited.
#[test]
fn what_was_delivered_is_closed_once_it_is_accepted_whatever_the_customer_said() {
    let word = |satisfaction| Some(Confirmation { satisfaction, words: None, at: minute(0) });
    let rows = [
        (None, false, false),
        (word(None), false, false),
        (word(Some(Satisfaction::Satisfied)), false, false),
        (word(Some(Satisfaction::Satisfied)), true, true),
        // A supervisor has followed it up.
        (word(Some(Satisfaction::Dissatisfied)), false, true),
    ];
    for (said, accepted, closes) in rows {
        let (mut story, number) = at("wish delivered");
        let ticket = story.tickets.get_mut(&number).unwrap();
        ticket.uat = if accepted { vec![UatItem { item: "i".into(), passed: true }] } else { Vec::new() };
        let Phase::Resolved { confirmation, .. } = &mut ticket.phase else { panic!("it is not resolved") };
        *confirmation = said.clone();
        let closed = story.decided(&story.named("super"), number, Verb::Close);
        assert_eq!(closed.is_ok(), closes, "{said:?}, accepted {accepted}: {closed:?}");
        if !closes {
            assert_eq!(closed, Err(WrongState::NotAccepted.into()));
        }
    }
}

#[test]
fn somebodys_own_plan_waits_for_another_unless_they_are_alone() {
    let (mut story, number) = at("started");
    story.write(
        number,
        &story.named("super"),
        vec![TicketEvent::Planned { revision: 1, approach: Approach::Fix, cause: "c".into(), text: "t".into() }],
    );
    let supervisor = |name: &str, alone, stands_in: &[&str]| Actor::Person {
        person: Box::new(super::story::person(name, &[Role::SupportSupervisor])),
        alone,
        for_others: stands_in.iter().map(|name| name.to_string()).collect(),
    };
    let theirs = |story: &Story, actor: &Actor| awaits(story.of(number), actor);
    assert_eq!(awaiting(story.of(number)), Some(Awaiting::Approval));
    assert!(!theirs(&story, &supervisor("super", false, &[])));
    assert!(!theirs(&story, &supervisor("another", false, &["super"])));
    assert!(theirs(&story, &supervisor("super", true, &[])));
    assert!(theirs(&story, &supervisor("another", false, &[])));
    assert!(!theirs(&story, &actor("senior", &[Role::SeniorEngineer])));
    // Their own plan keeps nobody from the other steps that are theirs: here, the handing over.
    let graver = TicketEvent::Triaged {
        class: Class::Fault { severity: Severity::Critical },
        urgency: Severity::Critical,
        requirement_number: None,
        component: None,
        reason: None,
        proposed: None,
        hand_over: true,
        incident: None,
    };
    story.write(number, &Actor::System, vec![graver]);
    assert_eq!(awaiting(story.of(number)), Some(Awaiting::HandOver));
    assert!(theirs(&story, &supervisor("super", false, &[])));
}
