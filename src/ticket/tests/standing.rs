//! Where a ticket stands: how an imported one begins and wakes, which version its readers know, and what counts as relief.

use super::states::{evaluate, fault, requirement, states};
use super::story::{Story, happens, minute, report};
use crate::ticket::*;

fn history(finished: Option<Finished>) -> History {
    History {
        source: "old desk".into(),
        source_id: "7".into(),
        opened_at: minute(-500),
        finished,
        severity: None,
        requirement_number: None,
        requirement: None,
        digest: Some("d".into()),
        more: serde_json::Map::new(),
    }
}

fn imported(history: History) -> Ticket {
    let number = Number::ticket(minute(0).date_naive(), 1);
    let event = TicketEvent::Imported { report: report(false), history };
    let first = Recorded { seq: 1, version: 1, actor: "importer".into(), occurred_at: minute(0), recorded_at: minute(0), event };
    Ticket::fold(number, &[first]).unwrap()
}

#[test]
fn an_imported_ticket_begins_as_its_history_left_it() {
    let open = imported(history(None));
    assert_eq!((open.status(), open.submitted_at, &open.class), (Status::Pending, minute(-500), &None));
    assert_eq!((open.consulted.as_ref(), open.milestones.source_digest.as_deref()), (None, Some("d")));
    let wish = (RequirementType::Experience, Priority::P1);
    let as_wish = Some(Class::Requirement { requirement_type: wish.0, priority: wish.1 });
    let number = Number::requirement(minute(0).date_naive(), 9);
    let rows = [
        (Some(Severity::Major), None, Some(Class::Fault { severity: Severity::Major })),
        (None, Some(wish), as_wish.clone()),
        (Some(Severity::Major), Some(wish), as_wish),
    ];
    for (severity, requirement, class) in rows {
        let ticket = imported(History { severity, requirement, requirement_number: Some(number), ..history(None) });
        assert_eq!((ticket.class, ticket.requirement_number), (class, Some(number)));
    }
}

#[test]
fn an_imported_ticket_was_closed_when_its_source_says_else_when_it_was_resolved_else_opened() {
    let (resolved, closed) = (Some(minute(-400)), Some(minute(-300)));
    let rows = [
        (resolved, closed, minute(-300)),
        (resolved, None, minute(-400)),
        (None, closed, minute(-300)),
        (None, None, minute(-500)),
    ];
    for (resolved_at, closed_at, expected) in rows {
        let ticket = imported(history(Some(Finished { outcome: Outcome::Declined, resolved_at, closed_at })));
        let phase = Phase::Closed { answer: None, resolved_at, at: expected, how: None, outcome: Outcome::Declined, known: false };
        assert_eq!(ticket.phase, phase);
    }
}

#[test]
fn an_imported_ticket_is_quiet_until_somebody_here_acts_on_it() {
    let mut ticket = imported(history(None));
    let from_source = [
        TicketEvent::SourceChanged { report: report(false), history: history(None), text: "t".into() },
        TicketEvent::Noted { text: "t".into(), source: Some("d2".into()) },
    ];
    for event in from_source {
        happens(&mut ticket, "importer", minute(10), event);
        assert_eq!((ticket.is_quiet(), ticket.milestones.awakened_at, awaiting(&ticket)), (true, None, None));
    }
    assert!(ticket.participants.is_empty());
    for at in [20, 30] {
        happens(&mut ticket, "senior", minute(at), TicketEvent::Noted { text: "t".into(), source: None });
        assert_eq!((ticket.is_quiet(), ticket.milestones.awakened_at), (false, Some(minute(20))), "the first act wakes it");
        assert_eq!(awaiting(&ticket), Some(Awaiting::Triage));
    }
    for state in states() {
        assert!(!state.story.of(state.number).is_quiet(), "{}: what is registered here is never quiet", state.name);
    }
}

#[test]
fn the_source_has_the_last_word_until_somebody_works_on_the_ticket() {
    let mut ticket = imported(history(None));
    let solved = Finished { outcome: Outcome::Solved, resolved_at: None, closed_at: Some(minute(-100)) };
    let changed = |finished: Option<Finished>, title: &str| TicketEvent::SourceChanged {
        report: Report { title: title.into(), ..report(true) },
        history: History { severity: Some(Severity::Minor), ..history(finished) },
        text: "t".into(),
    };
    happens(&mut ticket, "importer", minute(10), changed(Some(solved), "closed there"));
    assert_eq!(
        (ticket.status(), ticket.severity(), ticket.report.title.as_str()),
        (Status::Closed, Some(Severity::Minor), "closed there")
    );
    happens(&mut ticket, "importer", minute(11), changed(None, "opened again there"));
    assert_eq!((ticket.status(), ticket.report.title.as_str()), (Status::Pending, "opened again there"));
    happens(&mut ticket, "senior", minute(12), TicketEvent::Progressed { text: "t".into(), incident: None });
    happens(&mut ticket, "importer", minute(13), changed(None, "changed once more"));
    assert_eq!(ticket.report.title, "opened again there");
}

#[test]
fn whoever_read_the_last_act_is_up_to_date_whatever_clocks_wrote_since() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let mut ticket = story.of(number).clone();
    let up_to_date = |ticket: &Ticket| -> Vec<u64> { (0..=6).filter(|version| ticket.is_as_read_at(*version)).collect() };
    assert_eq!(up_to_date(&ticket), [1]);
    happens(&mut ticket, "senior", minute(2), TicketEvent::Progressed { text: "t".into(), incident: None });
    assert_eq!(up_to_date(&ticket), [2]);
    let breached = TicketEvent::Breached { clock: "plan".into(), due_at: minute(3), late: false, nth: None };
    happens(&mut ticket, "system", minute(3), breached);
    happens(&mut ticket, "system", minute(4), TicketEvent::Reminded { nth: 1, due_at: minute(4) });
    assert_eq!(up_to_date(&ticket), [2, 3, 4]);
    happens(&mut ticket, "wang", minute(5), TicketEvent::Watched);
    assert_eq!(up_to_date(&ticket), [5]);
}

#[test]
fn a_severity_is_the_assessors_and_only_of_faults() {
    for severity in Severity::ALL.iter().copied() {
        let mut story = Story::new();
        let number = story.register(Report { urgency: severity, ..report(false) });
        assert_eq!(story.of(number).severity(), None, "the reporter's urgency is none");
        story.act("senior", number, fault(severity)).unwrap();
        assert_eq!(story.of(number).severity(), Some(severity));
    }
    let mut story = Story::new();
    let number = story.register(report(true));
    story.act("senior", number, requirement()).unwrap();
    assert_eq!(story.of(number).severity(), None);
    story.act("product", number, evaluate(Verdict::Feasible)).unwrap();
    assert_eq!((story.of(number).kind(), story.of(number).severity()), (Kind::Requirement, None));
}

#[test]
fn relief_comes_with_the_approval_of_a_workaround_and_with_no_other_plan() {
    let rows = [
        (Approach::Workaround, Approach::Fix, 1, true),
        (Approach::Workaround, Approach::Fix, 2, false),
        (Approach::Fix, Approach::Workaround, 1, false),
        (Approach::Fix, Approach::Workaround, 2, true),
    ];
    for (first, second, revision, relieves) in rows {
        let mut story = Story::new();
        let number = story.register(report(false));
        let mut ticket = story.of(number).clone();
        for (revision, approach) in [(1, first), (2, second)] {
            happens(
                &mut ticket,
                "senior",
                minute(2),
                TicketEvent::Planned { revision, approach, cause: "c".into(), text: "t".into() },
            );
        }
        assert_eq!(ticket.milestones.relieved_at, None);
        for at in [5, 6] {
            happens(&mut ticket, "super", minute(at), TicketEvent::Approved { revision, alone: false });
        }
        assert_eq!(ticket.milestones.relieved_at, relieves.then_some(minute(5)), "{first} then {second}, {revision} approved");
    }
}
