//! The files of a ticket: who may read which, what a withdrawal leaves, and when a file stands for the error message.

use super::story::{Story, actor, happens, report};
use crate::people::{Actor, Role};
use crate::reason::WrongState;
use crate::ticket::*;

fn file(name: &str, internal: bool) -> TicketEvent {
    TicketEvent::FileAdded { file: Attachment { name: name.into(), bytes: 1, digest: "d".into(), internal } }
}

fn withdrawn(attachment: u32) -> TicketEvent {
    TicketEvent::FileWithdrawn { attachment, reason: "r".into(), internal: false }
}

/// Five files: by number, who added each, and whether it is internal or was withdrawn.
fn with_files() -> (Story, Number) {
    let mut story = Story::new();
    let number = story.register(report(false));
    let (senior, customer) = (story.named("senior"), story.named("wang"));
    story.write(number, &senior, vec![file("1 shown.log", false), file("2 internal.log", true)]);
    story.write(number, &customer, vec![file("3 withdrawn.log", false), withdrawn(3)]);
    story.write(number, &senior, vec![file("4 internal, withdrawn.log", true), withdrawn(4)]);
    story.write(number, &customer, vec![file("5 shown.log", false)]);
    (story, number)
}

#[test]
fn a_file_is_found_by_its_number_until_it_is_withdrawn() {
    let (story, number) = with_files();
    let name = |nth| story.of(number).attachment(nth).map(|filed| filed.file.name.as_str());
    assert_eq!([1, 2, 5].map(name), [Some("1 shown.log"), Some("2 internal.log"), Some("5 shown.log")]);
    assert_eq!([0, 3, 4, 6, u32::MAX].map(name), [None; 5]);
}

#[test]
fn staff_read_every_file_that_stands_and_others_those_that_are_not_internal() {
    let (story, number) = with_files();
    let readable = |actor: &Actor| -> Vec<(u32, &str)> {
        story.of(number).attachments_for(actor).map(|(nth, filed)| (nth, filed.file.name.as_str())).collect()
    };
    let all = [(1, "1 shown.log"), (2, "2 internal.log"), (5, "5 shown.log")];
    for role in Role::ALL.iter().copied().filter(|role| role.is_staff()) {
        assert_eq!(readable(&actor("somebody", &[role])), all, "{role}");
    }
    assert_eq!(readable(&Actor::Operator), all);
    for outside in [story.named("wang"), Actor::Visitor] {
        assert_eq!(readable(&outside), [all[0], all[2]], "{}", outside.name());
    }
}

#[test]
fn only_a_file_that_the_customer_can_read_stands_for_the_error_message() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let missing_after = |events: &[TicketEvent]| {
        let mut ticket = story.of(number).clone();
        for event in events {
            happens(&mut ticket, "wang", story.now(), event.clone());
        }
        ticket.missing()
    };
    let (all, without_error) = (vec!["occurred_at", "steps", "error"], vec!["occurred_at", "steps"]);
    assert_eq!(missing_after(&[]), all);
    assert_eq!(missing_after(&[file("a.png", false)]), without_error);
    assert_eq!(missing_after(&[file("a.png", true)]), all);
    assert_eq!(missing_after(&[file("a.png", false), withdrawn(1)]), all);
    assert_eq!(missing_after(&[file("a.png", true), file("b.png", false)]), without_error);
    let error = Supplement { error: Some("E-17".into()), ..Supplement::default() };
    assert_eq!(missing_after(&[TicketEvent::Supplemented { supplement: error }]), without_error);
}

#[test]
fn a_file_is_withdrawn_by_its_number_and_stays_as_internal_as_it_was() {
    let (story, number) = with_files();
    let (senior, boss) = (story.named("senior"), story.named("super"));
    let withdraw = |attachment| Verb::Withdraw { attachment, reason: "r".into() };
    let decided = |nth, internal| {
        assert_eq!(
            story.decided(&boss, number, withdraw(nth)).unwrap(),
            [TicketEvent::FileWithdrawn { attachment: nth, reason: "r".into(), internal }]
        );
    };
    decided(1, false);
    decided(2, true);
    decided(5, false);
    for nth in [0, 3, 4, 6] {
        assert_eq!(story.decided(&boss, number, withdraw(nth)).unwrap_err(), WrongState::NoSuchFile { nth }.into());
    }
    // Whoever added a file may take it back; somebody else's is the supervisor's and the manager's to withdraw.
    let customer = story.named("wang");
    let may_withdraw = |actor: &Actor| -> Vec<u32> {
        [1, 2, 3, 4, 5].into_iter().filter(|nth| may(actor, story.of(number), &withdraw(*nth)).is_ok()).collect()
    };
    assert_eq!(may_withdraw(&senior), [1, 2]);
    assert_eq!(may_withdraw(&customer), [5]);
    assert_eq!(may_withdraw(&boss), [1, 2, 3, 4, 5]);
    assert_eq!(may_withdraw(&story.named("junior")), [0u32; 0]);
}
