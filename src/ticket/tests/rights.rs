//! Who may do what by their part in a ticket, and how a step, its reason and its refusal are said.

use super::states::{State, agree, confirm, states};
use super::story::{Story, person, report};
use crate::people::{Actor, Person, Role};
use crate::reason::{FieldReason, Forbidden, Said, WrongState};
use crate::ticket::*;
use crate::words::{Locale, Vocabulary};
use std::collections::BTreeSet;

#[test]
fn a_customer_registers_for_their_own_company_and_staff_for_anybody() {
    let of = |customer: &str| Report { customer: customer.into(), ..report(false) };
    let of_company = |role: Role| Person { company: Some("harbour".into()), ..person("wang", &[role]) };
    let registers = |actor: &Actor| ["harbour", "airport", "wang", "visitor"].map(|name| may_register(actor, &of(name)).is_ok());
    assert_eq!(registers(&Actor::person(of_company(Role::Customer))), [true, false, false, false]);
    assert_eq!(registers(&Actor::person(person("wang", &[Role::Customer]))), [false, false, true, false]);
    for role in Role::ALL.iter().copied().filter(|role| role.is_staff()) {
        assert_eq!(registers(&Actor::person(person("zhou", &[role]))), [true; 4], "{role}");
    }
    assert_eq!((registers(&Actor::Operator), registers(&Actor::System)), ([true; 4], [true; 4]));
    let without_role = Person { roles: Vec::new(), ..of_company(Role::Customer) };
    assert_eq!((registers(&Actor::person(without_role)), registers(&Actor::Visitor)), ([false; 4], [false; 4]));
    assert_eq!(may_register(&Actor::Visitor, &of("harbour")), Err(Forbidden::OtherCompany.into()));
}

#[test]
fn a_senior_engineer_handles_what_is_of_their_group_or_of_none() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let in_groups = |role: Role, groups: &[&str]| {
        Actor::person(Person { groups: groups.iter().map(|group| group.to_string()).collect(), ..person("zhou", &[role]) })
    };
    let handlers = |story: &Story| {
        let people = [
            in_groups(Role::SeniorEngineer, &["night"]),
            in_groups(Role::SeniorEngineer, &["day", "night"]),
            in_groups(Role::SeniorEngineer, &["day"]),
            in_groups(Role::SeniorEngineer, &[]),
            in_groups(Role::JuniorEngineer, &["night"]),
            Actor::person(person("li", &[Role::JuniorEngineer])),
        ];
        people.map(|actor| may(&actor, story.of(number), &Verb::Start).is_ok())
    };
    assert_eq!(handlers(&story), [true, true, true, true, false, false], "nobody is responsible");
    let assigned = |groups: &[&str]| TicketEvent::Assigned {
        to: "li".into(),
        reason: None,
        groups: groups.iter().map(|group| group.to_string()).collect(),
    };
    story.write(number, &Actor::System, vec![assigned(&["night", "weekend"])]);
    assert_eq!(handlers(&story), [true, true, false, false, false, true], "li of the night group is responsible");
    story.write(number, &Actor::System, vec![assigned(&[])]);
    assert_eq!(handlers(&story), [true, true, true, true, false, true], "li, who is in no group, is responsible");
}

#[test]
fn developers_and_testers_record_steps_once_they_touched_the_ticket_or_were_asked() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let asked = TicketEvent::Asked { ask: 1, of: TeamOrPerson::Person("asked".into()), what: "w".into(), due_at: None };
    story.write(number, &story.named("senior"), vec![asked]);
    let noted = TicketEvent::Noted { text: "n".into(), source: None };
    story.write(number, &Actor::person(person("touched", &[Role::Developer])), vec![noted]);
    let step = Verb::Step { kind: StepKind::Analysis, text: "t".into(), failed: false, overdue_reason: None };
    let allowed = |name: &str, role: Role| may(&Actor::person(person(name, &[role])), story.of(number), &step).is_ok();
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::SeniorEngineer) {
        let works = matches!(role, Role::Developer | Role::Tester);
        assert_eq!((allowed("asked", role), allowed("touched", role), allowed("beside", role)), (works, works, false), "{role}");
    }
}

#[test]
fn staff_say_how_the_customers_word_reached_them_and_the_customer_need_not() {
    let said = |verb: Verb, how: Option<&str>| match verb {
        Verb::Confirm { solved, satisfaction, words, .. } => {
            Verb::Confirm { solved, satisfaction, words, said_how: how.map(str::to_string) }
        }
        Verb::Agree { agreed, words, .. } => Verb::Agree { agreed, words, said_how: how.map(str::to_string) },
        other => other,
    };
    for (state, verb) in [("resolved", confirm(true, None)), ("wish evaluated", agree(true))] {
        let State { story, number, .. } = states().into_iter().find(|found| found.name == state).unwrap();
        let on_behalf = |by: &str, how| match story.decided(&story.named(by), number, said(verb.clone(), how)).unwrap().remove(0) {
            TicketEvent::Confirmed { on_behalf, .. } | TicketEvent::Agreed { on_behalf, .. } => on_behalf,
            other => panic!("{other:?}"),
        };
        assert_eq!(on_behalf("wang", None), None);
        assert_eq!(on_behalf("wang", Some("by phone")), None);
        assert_eq!(on_behalf("junior", Some("by phone")).as_deref(), Some("by phone"));
        assert_eq!(on_behalf("junior", None).as_deref(), Some("not stated"));
    }
}

#[test]
fn a_rejection_says_its_reason_in_the_readers_language_and_names_the_field() {
    let both = |rejection: Rejection| [Locale::En, Locale::Zh].map(|locale| rejection.said(locale));
    assert_eq!(both(Forbidden::OwnPlan.into()), [Locale::En, Locale::Zh].map(|locale| Forbidden::OwnPlan.said(locale)));
    assert_eq!(
        both(WrongState::AlreadyClosed.into()),
        [Locale::En, Locale::Zh].map(|locale| WrongState::AlreadyClosed.said(locale))
    );
    let required = Rejection::Field { field: "to", why: FieldReason::Required };
    assert_eq!(required.to_string(), "to: is required");
    assert_eq!(both(required), ["to: is required", "to: 必填"]);
}

#[test]
fn every_step_has_a_word_for_the_api_and_a_button_in_each_language() {
    let mut story = Story::new();
    let number = story.register(report(false));
    let mut buttons = BTreeSet::new();
    for step in Step::ALL {
        let verb = step.sample(story.of(number));
        assert_eq!((verb.step(), Step::parse(verb.name())), (*step, Ok(*step)));
        let (en, zh) = (step.said(Locale::En), step.said(Locale::Zh));
        assert!(en.is_ascii() && en.starts_with(|c: char| c.is_ascii_uppercase()), "{en}");
        assert_eq!(zh, step.zh());
        assert!(zh.chars().all(|c| !c.is_ascii()), "{zh}");
        buttons.extend([en, zh]);
    }
    assert_eq!(buttons.len(), 2 * Step::ALL.len(), "no two steps share a button");
}
