//! Every event there is: what its readers meet of it, and what it changes of a ticket, in some states it may come upon.

use super::states::states;
use super::story::{happens, minute, report};
use crate::ticket::*;
use crate::words::Vocabulary;
use expect_test::expect_file;
use std::fmt::Write;

fn text() -> String {
    "-".into()
}

/// Each once, and again where something in it makes a difference.
pub(crate) fn every() -> Vec<TicketEvent> {
    let other = Number::ticket(minute(0).date_naive(), 77);
    let resolution = Resolution { text: "fixed".into(), cause: None, workaround: None, tested_with: text() };
    let history = |finished: Option<Outcome>| History {
        source: "s".into(),
        source_id: "7".into(),
        opened_at: minute(-500),
        finished: finished.map(|outcome| Finished { outcome, resolved_at: Some(minute(-400)), closed_at: Some(minute(-300)) }),
        severity: Some(Severity::Major),
        requirement_number: None,
        requirement: None,
        digest: Some("d".into()),
        more: serde_json::Map::new(),
    };
    let triaged = |class: Class, hand_over: bool, number: Option<Number>| TicketEvent::Triaged {
        class,
        urgency: Severity::Critical,
        requirement_number: number,
        component: Some("gate".into()),
        reason: None,
        proposed: None,
        hand_over,
        incident: None,
    };
    let wish = Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P1 };
    let evaluated = |priority| TicketEvent::Evaluated {
        technical: text(),
        resources: text(),
        cost: text(),
        effort: None,
        verdict: Verdict::Adjust,
        report: "r".into(),
        priority,
    };
    let confirmed =
        |solved, satisfaction| TicketEvent::Confirmed { solved, satisfaction, words: Some("w".into()), on_behalf: None };
    let planned = |approach| TicketEvent::Planned { revision: 1, approach, cause: text(), text: text() };
    let file = |internal| TicketEvent::FileAdded { file: Attachment { name: "a.log".into(), bytes: 1, digest: text(), internal } };
    let escalated = |automatic| TicketEvent::Escalated {
        to: "support_manager".into(),
        reason: text(),
        automatic,
        level: 1,
        kind: EscalationKind::Hierarchical,
        due_at: None,
        late: false,
    };
    let consulted = Consulted { id: "c".into(), at: minute(3), found: None };
    vec![
        TicketEvent::Registered { report: report(false), submitted_at: minute(1), consulted: consulted.clone() },
        TicketEvent::Imported { report: report(false), history: history(None) },
        TicketEvent::SourceChanged { report: report(true), history: history(Some(Outcome::Solved)), text: text() },
        TicketEvent::Consulted { consulted },
        TicketEvent::Supplemented { supplement: Supplement { text: Some("more".into()), ..Supplement::default() } },
        triaged(Class::Fault { severity: Severity::Critical }, false, None),
        triaged(Class::Fault { severity: Severity::Critical }, true, None),
        triaged(wish.clone(), false, Some(Number { series: Series::Requirement, ..other })),
        triaged(wish, true, None),
        TicketEvent::Assigned { to: "li".into(), reason: None, groups: vec!["night".into()] },
        TicketEvent::Started,
        planned(Approach::Fix),
        planned(Approach::Workaround),
        TicketEvent::Approved { revision: 1, alone: false },
        TicketEvent::SentBack { revision: 1, reason: text() },
        TicketEvent::Step { kind: StepKind::Analysis, text: text(), failed: true },
        TicketEvent::Progressed { text: "soon".into(), incident: None },
        TicketEvent::Held { waiting_for: WaitingFor::Customer, reason: text() },
        TicketEvent::Held { waiting_for: WaitingFor::Vendor, reason: text() },
        TicketEvent::Resumed,
        TicketEvent::TestStarted,
        TicketEvent::TestFailed { reason: text() },
        TicketEvent::Resolved { resolution },
        TicketEvent::AnsweredByCase { case: other },
        evaluated(None),
        evaluated(Some(Priority::P0)),
        TicketEvent::Agreed { agreed: true, words: Some("w".into()), on_behalf: None },
        TicketEvent::Agreed { agreed: false, words: None, on_behalf: None },
        TicketEvent::Accepted { items: vec![UatItem { item: text(), passed: false }] },
        confirmed(true, Some(Satisfaction::Dissatisfied)),
        confirmed(true, None),
        confirmed(false, None),
        TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: true },
        TicketEvent::Reopened { reason: text() },
        escalated(true),
        escalated(false),
        TicketEvent::Linked { case: other },
        TicketEvent::Attached { ticket: other },
        TicketEvent::Detached { from: other },
        TicketEvent::IncidentDeclared { tickets: vec![other] },
        TicketEvent::Merged { into: other },
        TicketEvent::MergedIn { from: other },
        TicketEvent::SplitOff { ticket: other },
        TicketEvent::SplitFrom { ticket: other },
        TicketEvent::Watched,
        TicketEvent::Unwatched,
        TicketEvent::Asked { ask: 1, of: TeamOrPerson::Team(Team::Test), what: text(), due_at: None },
        TicketEvent::Asked { ask: 1, of: TeamOrPerson::Person("li".into()), what: text(), due_at: None },
        TicketEvent::Delivered { ask: 1, text: None },
        TicketEvent::DeliveryPlanned { who: "li".into(), due_at: minute(900), what: text(), reason: None },
        TicketEvent::Noted { text: text(), source: None },
        TicketEvent::Noted { text: text(), source: Some("d2".into()) },
        file(false),
        file(true),
        TicketEvent::FileWithdrawn { attachment: 1, reason: text(), internal: false },
        TicketEvent::FileWithdrawn { attachment: 1, reason: text(), internal: true },
        TicketEvent::ContactShown { reason: text() },
        TicketEvent::Breached { clock: "plan".into(), due_at: minute(5), late: true, nth: None },
        TicketEvent::Warned { clock: "plan".into(), at: minute(4), due_at: minute(5), late: false },
        TicketEvent::Reminded { nth: 1, due_at: minute(5) },
        TicketEvent::Gathered { due_at: minute(5), items: Vec::new() },
        TicketEvent::DelayExplained { reason: text() },
    ]
}

/// What is shown of an event, and to whom.
#[test]
fn the_table_of_what_readers_meet_of_each_event() {
    let started = states().into_iter().find(|state| state.name == "plan waits").unwrap();
    let mut table = String::new();
    for event in every() {
        let mut ticket = started.story.of(started.number).clone();
        ticket.watchers.push("watcher".into());
        let recorded = happens(&mut ticket, "zhou", minute(60), event.clone());
        let flags = [
            (event.customer_sees(), "seen"),
            (event.is_work(), "work"),
            (event.is_the_sources(), "source"),
            (event.tied_to().is_some(), "tied"),
        ];
        let flags: Vec<&str> = flags.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect();
        let text = event.customer_text().map(|text| format!(" \"{text}\"")).unwrap_or_default();
        writeln!(table, "{}: {}{text}", event.name(), flags.join(" ")).unwrap();
        for (who, why) in recipients(&ticket, &recorded) {
            writeln!(table, "    {who:?} {}", why.word()).unwrap();
        }
    }
    expect_file!["tables/events.txt"].assert_eq(&table);
}

/// Each event upon each of some states: the lines of the ticket that it changes.
#[test]
fn the_table_of_what_each_event_changes() {
    let upon = ["registered", "held", "plan waits", "resolved", "closed", "wish evaluated"];
    let mut table = String::new();
    for state in states().into_iter().filter(|state| upon.contains(&state.name)) {
        writeln!(table, "== {}", state.name).unwrap();
        let before = state.story.of(state.number);
        let lines = |ticket: &Ticket| -> Vec<String> {
            let same = |line: &&str| !["version:", "last_seq:", "acted_version:"].iter().any(|word| line.trim().starts_with(word));
            format!("{ticket:#?}").lines().filter(same).map(|line| line.trim_end().to_string()).collect()
        };
        let were = lines(before);
        for event in every() {
            let mut ticket = before.clone();
            happens(&mut ticket, "zhou", minute(60), event.clone());
            let acted = ticket.milestones.acted_version == ticket.version;
            let are = lines(&ticket);
            // From both ends inwards, so that what moved is not listed as changed.
            let head = were.iter().zip(&are).take_while(|(a, b)| a == b).count();
            let tail = were[head..].iter().rev().zip(are[head..].iter().rev()).take_while(|(a, b)| a == b).count();
            let (gone, new) = (&were[head..were.len() - tail], &are[head..are.len() - tail]);
            let said = |line: &&String| line.chars().any(char::is_alphanumeric);
            let changed = new.iter().filter(|line| !gone.contains(line)).filter(said).map(|line| line.trim().to_string());
            let lost = gone.iter().filter(|line| !new.contains(line)).filter(said).map(|line| format!("-{}", line.trim()));
            let listed: Vec<String> = changed.chain(lost).collect();
            let by_itself = if acted { "" } else { " (by itself)" };
            writeln!(table, "{}{by_itself}: {}", event.name(), listed.join(" ")).unwrap();
        }
    }
    expect_file!["tables/folded.txt"].assert_eq(&table);
}
