//! Who may do what: the table of the contract, tried through every door.

use crate::harness::{Story, fault};
use precedent::people::{Actor, Person, Role};
use precedent::ticket::*;
use serde_json::json;

/// A ticket on which every verb has a meaning: triaged, assigned to `worker`, a plan of theirs waiting.
fn ticket(class: Class) -> Ticket {
    let report = Report {
        particulars: Particulars::Fault { steps: None, error: None },
        channel: Channel::Api,
        customer: "Own Ltd".into(),
        contact: Contact { name: "contact".into(), ..Contact::default() },
        title: "t".into(),
        description: "d".into(),
        urgency: Severity::Major,
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    };
    let at = "2024-05-06T01:00:00Z".parse().unwrap();
    let events = [
        TicketEvent::Registered { report, submitted_at: at, consulted: Consulted { id: "c".into(), at, found: None } },
        TicketEvent::Triaged {
            class,
            urgency: Severity::Major,
            requirement_number: None,
            component: None,
            reason: None,
            proposed: None,
            hand_over: false,
            incident: None,
        },
        TicketEvent::Assigned { to: "worker".into(), reason: None, groups: Vec::new() },
        TicketEvent::Started,
        TicketEvent::Planned { revision: 1, approach: Approach::Fix, cause: "c".into(), text: "t".into() },
    ];
    let recorded: Vec<Recorded> = (1..)
        .zip(events)
        .map(|(i, event)| Recorded { seq: i, version: i, actor: "worker".into(), occurred_at: at, recorded_at: at, event })
        .collect();
    Ticket::fold("TS20240506001".parse().unwrap(), &recorded).unwrap()
}

/// Every step there is, with a body.
fn verbs() -> Vec<Verb> {
    let ticket = ticket(Class::Fault { severity: Severity::Major });
    Step::ALL.iter().map(|step| step.sample(&ticket)).collect()
}

/// Who may, on a major fault that `worker` is responsible for: one letter per person in the order of the heading.
/// registrar, account manager, junior, senior, supervisor, manager, director, product, developer, tester, administrator,
/// own customer, other customer, the responsible person.
const MAJOR_FAULT: &[(&str, &str)] = &[
    ("triage", "..js.........."),
    ("assign", "...sum........"),
    ("supplement", "rajsumdpet.c.."),
    ("start", "...s.........w"),
    ("plan", "...s.........w"),
    ("approve", "....um........"),
    ("send-back", "....um........"),
    ("step", "...s.........w"),
    ("progress", "...s.........w"),
    ("note", "...s.........w"),
    ("hold", "...s.........w"),
    ("resume", "...s.........w"),
    ("test", "...s.........w"),
    ("fail-test", "...s.........w"),
    ("resolve", "...s.........w"),
    ("confirm", "rajsumdpet.c.."),
    ("close", "....u........w"),
    ("reopen", "rajsumdpet.c.."),
    ("escalate", "....um.......w"),
    ("evaluate", ".......p......"),
    ("agree", "rajsumdpet.c.."),
    ("accept", ".......p......"),
    ("link", "rajsumdpet...."),
    ("attach", "rajsumdpet...."),
    ("declare", "rajsumdpet...."),
    ("merge", "rajsumdpet...."),
    ("split", "rajsumdpet...."),
    ("upload", "rajsumdpet.c.."),
    ("withdraw", "....um........"),
    ("watch", "rajsumdpet...."),
    ("unwatch", "rajsumdpet...."),
    ("ask", "...sum.......w"),
    ("deliver", "...s.........w"),
    ("schedule", ".......p......"),
];

fn people() -> Vec<Actor> {
    let person = |name: &str, role, company: Option<&str>| {
        Actor::person(Person { name: name.into(), roles: vec![role], company: company.map(String::from), ..Person::default() })
    };
    vec![
        person("r", Role::Registrar, None),
        person("a", Role::AccountManager, None),
        person("j", Role::JuniorEngineer, None),
        person("s", Role::SeniorEngineer, None),
        person("u", Role::SupportSupervisor, None),
        person("m", Role::SupportManager, None),
        person("d", Role::RdDirector, None),
        person("p", Role::ProductManager, None),
        person("e", Role::Developer, None),
        person("t", Role::Tester, None),
        person("x", Role::Administrator, None),
        person("c", Role::Customer, Some("Own Ltd")),
        person("o", Role::Customer, Some("Other Ltd")),
        // Responsible without a role that would allow it anyway; confirming and linking come with roles only.
        person("worker", Role::Administrator, None),
    ]
}

#[test]
fn the_whole_table_for_a_major_fault() {
    let ticket = ticket(Class::Fault { severity: Severity::Major });
    let mut wrong = Vec::new();
    for verb in verbs() {
        let (_, expected) = MAJOR_FAULT.iter().find(|(name, _)| *name == verb.name()).expect("every verb has its row");
        for (actor, letter) in people().iter().zip(expected.chars()) {
            let allowed = may(actor, &ticket, &verb).is_ok();
            if allowed != (letter != '.') {
                wrong.push(format!("{} {}: {}", actor.name(), verb.name(), if allowed { "allowed" } else { "refused" }));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(verbs().len(), MAJOR_FAULT.len());
}

#[test]
fn the_operator_takes_no_step() {
    let ticket = ticket(Class::Fault { severity: Severity::Minor });
    for verb in verbs() {
        assert!(may(&Actor::Operator, &ticket, &verb).is_err(), "{}", verb.name());
    }
}

#[test]
fn juniors_assign_what_is_not_grave_and_developers_note_where_they_take_part() {
    let junior = &people()[2];
    let assign = &verbs()[1];
    assert!(may(junior, &ticket(Class::Fault { severity: Severity::Minor }), assign).is_ok());
    assert!(may(junior, &ticket(Class::Fault { severity: Severity::Critical }), assign).is_err());
    let mut with_developer = ticket(Class::Fault { severity: Severity::Minor });
    with_developer.participants.push("e".into());
    let note = Verb::Note { text: "x".into(), overdue_reason: None };
    assert!(may(&people()[8], &with_developer, &note).is_ok());
    assert!(may(&people()[9], &with_developer, &note).is_err());
}

#[test]
fn the_same_forbidden_act_is_refused_through_every_door() {
    let story = Story::staffed();
    let number = story.register(fault("门禁打不开", "刷卡无反应"));
    let version = story.show(&number)["version"].clone();
    let body = json!({"severity": "critical"});
    // The command line, as a person and as the operator.
    assert!(story.act("triage", &number, "reg", body.clone()).err.contains("may not triage"));
    let operator = story.run_with(&["ticket", "triage", &number, "-"], &body.to_string());
    assert!(operator.err.contains("--as"), "{operator:?}");
    assert!(story.act("triage", &number, "nobody", body.clone()).err.contains("there is no person nobody"));
    // The API: 403 for staff without the role, 404 for whoever may not even know of it, 401 for strangers.
    let server = story.serve();
    let path = format!("/api/v1/tickets/{number}/triage");
    let refused = server.post(&path, &story.token("reg", "registrar"), body.clone()).is(403);
    assert!(refused.detail().contains("may not triage"));
    server.post(&path, &story.token("王芳", "customer"), body.clone()).is(403);
    server.post(&path, &story.token("rival", "customer"), body.clone()).is(404);
    server.post(&path, "pt_wrong", body.clone()).is(401);
    server.post(&path, "", body).is(401);
    // By its other name too.
    server.post(&path.replace("TS", "ts"), &story.token("reg", "registrar"), json!({"severity": "minor"})).is(403);
    assert_eq!(story.show(&number)["version"], version);
}

#[test]
fn a_token_is_limited_to_its_roles() {
    let story = Story::staffed();
    story.run(&["person", "add", "both", "--role", "registrar", "--role", "senior_engineer"]).ok();
    let number = story.register(fault("x y", "z"));
    let server = story.serve();
    let path = format!("/api/v1/tickets/{number}/triage");
    server.post(&path, &story.token("both", "registrar"), json!({"severity": "minor"})).is(403);
    server.post(&path, &story.token("both", "senior_engineer"), json!({"severity": "minor"})).is(200);
    assert!(story.run(&["token", "add", "reg", "--role", "rd_director"]).err.contains("person add reg --role rd_director"));
    assert!(story.run(&["person", "add", "王芳", "--role", "registrar"]).err.contains("customer holds no staff role"));
}
