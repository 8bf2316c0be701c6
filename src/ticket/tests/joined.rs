//! Tickets that joined another: until when they go with it, what they hear of it, and what ties and watching leave alone.

use super::states::{confirm, fault, plan, requirement, resolve};
use super::story::{Story, report};
use crate::people::Actor;
use crate::reason::WrongState;
use crate::ticket::*;

/// A ticket that joined another; both of a kind, registered and not assessed.
fn pair(wish: bool) -> (Story, Number, Number) {
    let mut story = Story::new();
    let (joined, parent) = (story.register(report(wish)), story.register(report(wish)));
    story.act("senior", joined, Verb::Attach { ticket: parent }).unwrap();
    (story, joined, parent)
}

fn assign(story: &Story, name: &str) -> Verb {
    Verb::Assign { to: story.people.iter().find(|person| person.name == name).cloned(), reason: None }
}

/// The parent is worked on until it is resolved, and what joined it with it.
fn solved_together() -> (Story, Number, Number) {
    let (mut story, joined, parent) = pair(false);
    story.act("senior", parent, fault(Severity::Major)).unwrap();
    story.act("super", parent, assign(&story, "senior")).unwrap();
    for (by, verb) in [("senior", Verb::Start), ("senior", plan()), ("super", Verb::Approve), ("senior", resolve())] {
        story.act(by, parent, verb).unwrap();
    }
    (story, joined, parent)
}

#[test]
fn a_ticket_goes_with_what_it_joined_from_its_assessment_until_it_has_an_owner() {
    let (mut story, joined, parent) = pair(false);
    assert_eq!(story.of(joined).goes_with(), None, "not assessed");
    story.act("senior", parent, fault(Severity::Major)).unwrap();
    assert_eq!((story.of(joined).goes_with(), awaiting(story.of(joined))), (Some(parent), Some(Awaiting::Joined)));
    assert_eq!(story.of(parent).goes_with(), None, "joined nothing");
    story.act("super", joined, assign(&story, "senior")).unwrap();
    assert_eq!((story.of(joined).goes_with(), awaiting(story.of(joined))), (None, Some(Awaiting::Start)));
}

#[test]
fn a_ticket_whose_customer_says_it_is_not_solved_goes_its_own_way() {
    let (mut story, joined, _) = solved_together();
    assert_eq!((story.of(joined).status(), story.of(joined).goes_with()), (Status::Resolved, None));
    story.act("wang", joined, confirm(false, None)).unwrap();
    let ticket = story.of(joined);
    assert_eq!((ticket.status(), ticket.responsible.as_deref(), ticket.milestones.reopened_at), (Status::Pending, None, None));
    assert_eq!((ticket.goes_with(), awaiting(ticket)), (None, Some(Awaiting::Assignment)));
}

#[test]
fn a_ticket_that_was_opened_again_goes_its_own_way() {
    let (mut story, joined, _) = solved_together();
    story.act("wang", joined, confirm(true, None)).unwrap();
    story.act("super", joined, Verb::Close).unwrap();
    story.act("wang", joined, Verb::Reopen { reason: "r".into() }).unwrap();
    let ticket = story.of(joined);
    assert_eq!((ticket.status(), ticket.responsible.as_deref(), &ticket.unsolved), (Status::Pending, None, &None));
    assert_eq!((ticket.goes_with(), awaiting(ticket)), (None, Some(Awaiting::Assignment)));
}

#[test]
fn a_wish_assessed_with_what_it_joined_gets_a_number_of_its_own() {
    let (mut story, joined, parent) = pair(true);
    let needed = |story: &Story, news: ParentUpdate| Needs::of_update(story.of(joined), story.of(parent), &news).next_number;
    let assessed = || ParentUpdate::Assessed { before: None, reason: None };
    assert_eq!(needed(&story, assessed()), None, "there is no class to take over");
    story.act("senior", parent, requirement()).unwrap();
    assert!(story.of(joined).requirement_number.is_some_and(|number| number.series == Series::Requirement));
    // A number once given stays; and only an assessment asks for one.
    assert_eq!(needed(&story, assessed()), None);
    let (mut story, late) = (story, Number::ticket(parent.day, 3));
    assert_eq!(story.register(report(true)), late);
    let needed = |news: &ParentUpdate| Needs::of_update(story.of(late), story.of(parent), news);
    let number = Needs { next_number: Some(NextNumber::Requirement), ..Needs::default() };
    assert_eq!((needed(&assessed()), needed(&ParentUpdate::Joined)), (number.clone(), number));
    let rest = [
        ParentUpdate::Solved,
        ParentUpdate::Ended,
        ParentUpdate::Delayed { reason: "r".into() },
        ParentUpdate::Progressed { text: "t".into() },
    ];
    rest.iter().for_each(|news| assert_eq!(needed(news), Needs::default(), "{news:?}"));
}

#[test]
fn an_assessment_needs_a_number_only_for_a_requirement_that_has_none() {
    let mut story = Story::new();
    let number = story.register(report(true));
    let needed = |story: &Story, verb: &Verb| Needs::of(story.of(number), verb).next_number;
    assert_eq!(needed(&story, &requirement()), Some(NextNumber::Requirement));
    assert_eq!(needed(&story, &fault(Severity::Minor)), None);
    story.act("senior", number, requirement()).unwrap();
    assert_eq!((needed(&story, &requirement()), needed(&story, &fault(Severity::Minor))), (None, None));
}

#[test]
fn what_a_case_has_answered_is_not_assessed_with_what_it_joined() {
    let (mut story, joined, parent) = pair(false);
    let case = Number::ticket(parent.day, 77);
    story.write(joined, &Actor::System, vec![TicketEvent::Linked { case }]);
    story.act("wang", joined, confirm(true, None)).unwrap();
    let before = story.of(joined).clone();
    story.act("senior", parent, fault(Severity::Major)).unwrap();
    assert_eq!((story.of(joined), before.is_open(), &before.class), (&before, false, &None));
}

#[test]
fn a_case_that_is_linked_already_is_not_linked_again() {
    let (mut story, joined, parent) = pair(false);
    let case = Number::ticket(parent.day, 77);
    let senior = story.named("senior");
    let linked = |story: &mut Story, number: Number| story.write(number, &Actor::System, vec![TicketEvent::Linked { case }]);
    for number in [joined, parent] {
        linked(&mut story, number);
    }
    story.act("wang", parent, confirm(true, None)).unwrap();
    assert_eq!((story.of(joined).links.as_slice(), story.of(joined).attached_to), (&[case][..], None));
    assert_eq!(story.events[&joined].iter().filter(|recorded| matches!(recorded.event, TicketEvent::Linked { .. })).count(), 1);
    let refused = |case: Number| {
        let why = WrongState::AlreadyLinked { case: case.to_string() };
        assert_eq!(story.decided(&senior, joined, Verb::Link { case }), Err(why.into()));
    };
    refused(case);
    refused(joined);
    assert!(story.decided(&senior, joined, Verb::Link { case: parent }).is_ok(), "another case may be");
}

#[test]
fn what_is_merged_is_known_where_a_case_was_linked_to_it() {
    for known in [false, true] {
        let mut story = Story::new();
        let (number, into) = (story.register(report(false)), story.register(report(false)));
        let case = Number::ticket(into.day, 77);
        story.write(number, &Actor::System, known.then_some(TicketEvent::Linked { case }).into_iter().collect());
        let closed = TicketEvent::Closed { how: ClosedHow::Merged, outcome: Outcome::Duplicate, known };
        let decided = story.decided(&story.named("senior"), number, Verb::Merge { into });
        assert_eq!(decided.unwrap(), [TicketEvent::Merged { into }, closed]);
    }
}

#[test]
fn who_watches_a_ticket_is_nobody_elses_matter() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let watchers = |story: &Story| story.of(number).watchers.clone();
    assert_eq!(story.act("junior", number, Verb::Unwatch), Err(WrongState::WatchesNot.into()));
    for name in ["junior", "senior", "super"] {
        story.act(name, number, Verb::Watch).unwrap();
    }
    assert_eq!(story.act("senior", number, Verb::Watch), Err(WrongState::Watches.into()));
    story.act("senior", number, Verb::Unwatch).unwrap();
    assert_eq!(watchers(&story), ["junior", "super"]);
    assert_eq!(story.act("senior", number, Verb::Unwatch), Err(WrongState::WatchesNot.into()));
    story.act("senior", number, Verb::Watch).unwrap();
    assert_eq!(watchers(&story), ["junior", "super", "senior"]);
}
