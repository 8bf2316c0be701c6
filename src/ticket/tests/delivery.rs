//! What is asked of others until it is delivered, and what a requirement needs before it may be delivered itself.

use super::states::{agree, evaluate, resolve, states};
use super::story::{Story, actor, minute, person, report};
use crate::people::{Actor, Role};
use crate::reason::{Forbidden, WrongState};
use crate::ticket::*;
use crate::words::Vocabulary;

/// A minor fault in the junior's hands, with two things asked by the senior: of li, and of the testers.
fn with_asks() -> (Story, Number) {
    let mut story = Story::new();
    let number = story.register(report(false));
    story.act("senior", number, super::states::fault(Severity::Minor)).unwrap();
    let junior = story.people.iter().find(|person| person.name == "junior").cloned();
    story.act("super", number, Verb::Assign { to: junior, reason: None }).unwrap();
    for of in [TeamOrPerson::Person("li".into()), TeamOrPerson::Team(Team::Test)] {
        story.act("senior", number, Verb::Ask { of, what: "logs".into(), due_at: Some(minute(90)) }).unwrap();
    }
    (story, number)
}

fn deliver(ask: u32) -> Verb {
    Verb::Deliver { ask, text: None }
}

#[test]
fn what_is_asked_is_delivered_by_whoever_was_asked_or_handles_the_ticket() {
    let (story, number) = with_asks();
    let delivers = |actor: &Actor| [1, 2].map(|ask| story.decided(actor, number, deliver(ask)).is_ok());
    let (li, tester) = (actor("li", &[Role::Developer]), actor("zhou", &[Role::Tester]));
    assert_eq!(delivers(&li), [true, false]);
    assert_eq!(delivers(&tester), [false, true]);
    assert_eq!(delivers(&story.named("junior")), [true, true], "is responsible");
    assert_eq!(delivers(&story.named("senior")), [true, true], "handles what is of their group");
    assert_eq!(delivers(&actor("zhou", &[Role::Developer])), [false, false]);
    assert_eq!(story.decided(&li, number, deliver(2)), Err(Forbidden::AskedOfAnother.into()));
    let stands_in = |name: &str| Actor::Person {
        person: Box::new(person("deputy", &[Role::JuniorEngineer])),
        alone: false,
        for_others: vec![name.into()],
    };
    assert_eq!((delivers(&stands_in("li")), delivers(&stands_in("junior"))), ([true, false], [true, true]));
}

#[test]
fn a_delivery_concerns_whoever_asked_for_it() {
    let (mut story, number) = with_asks();
    let asked = TicketEvent::Asked { ask: 3, of: TeamOrPerson::Person("li".into()), what: "a part".into(), due_at: None };
    story.write(number, &story.named("product"), vec![asked]);
    let concerned_by = |ask: u32| {
        let mut ticket = story.of(number).clone();
        let recorded = super::story::happens(&mut ticket, "li", story.now(), TicketEvent::Delivered { ask, text: None });
        recipients(&ticket, &recorded)
    };
    let of = |name: &str| vec![(Recipient::Person(name.into()), NotificationReason::Delivered)];
    assert_eq!([1, 2, 3].map(concerned_by), [of("senior"), of("senior"), of("product")]);
    assert_eq!([0, 4].map(concerned_by), [vec![], vec![]], "nothing was asked under it");
}

#[test]
fn delivering_is_offered_as_long_as_something_is_awaited() {
    let (mut story, number) = with_asks();
    let offered = |story: &Story| open_steps(story.of(number), &story.named("junior"), &Rules::default(), story.now());
    let next = |story: &Story| match Step::Deliver.sample(story.of(number)) {
        Verb::Deliver { ask, .. } => ask,
        other => panic!("{other:?}"),
    };
    for expected in [1, 2] {
        assert!(offered(&story).contains(&Step::Deliver), "{expected} is awaited");
        assert_eq!(next(&story), expected);
        story.act("junior", number, deliver(expected)).unwrap();
    }
    assert!(!offered(&story).contains(&Step::Deliver));
}

#[test]
fn a_requirement_is_delivered_on_a_feasible_verdict_that_the_customer_agreed_to() {
    for verdict in Verdict::ALL.iter().copied() {
        for answer in [None, Some(true), Some(false)] {
            let owned = states().into_iter().find(|state| state.name == "wish owned").unwrap();
            let (mut story, number) = (owned.story, owned.number);
            story.act("product", number, evaluate(verdict)).unwrap();
            answer.into_iter().for_each(|agreed| story.act("wang", number, agree(agreed)).unwrap());
            story.act("product", number, Verb::Start).unwrap();
            let refusal = match (verdict, answer) {
                (Verdict::Feasible, Some(true)) => None,
                (_, None) => Some(WrongState::EvaluationUnanswered),
                _ => Some(WrongState::EvaluateAgain { verdict: verdict.into() }),
            };
            for verb in [Verb::Test, resolve()] {
                let decided = story.decided(&story.named("product"), number, verb);
                assert_eq!(decided.err(), refusal.clone().map(Rejection::from), "{}, agreed {answer:?}", verdict.word());
            }
        }
    }
}
