//! Bodies that make a difference: what a step asks for beside the state.

use super::states::*;
use super::story::{Story, minute, person, report};
use crate::people::{Actor, Away, Person, Role};
use crate::reason::{FieldReason, Forbidden, WrongState};
use crate::ticket::*;

fn field(field: &'static str, why: FieldReason) -> Rejection {
    Rejection::Field { field, why }
}

fn at(name: &str) -> (Story, Number) {
    let state = states().into_iter().find(|state| state.name == name).unwrap();
    (state.story, state.number)
}

fn assign(to: Person, reason: Option<&str>) -> Verb {
    Verb::Assign { to: Some(to), reason: reason.map(str::to_string) }
}

#[test]
fn an_assessment_is_as_named_else_as_proposed() {
    let (story, number) = at("registered");
    let senior = story.named("senior");
    let proposed = |class| TriageProposed { class, component: Some("gate".into()), like: Vec::new(), accepted: false };
    let minor = Class::Fault { severity: Severity::Minor };
    let triage = |class: Option<Class>, urgency, component: Option<&str>, proposed| Verb::Triage {
        class,
        urgency,
        component: component.map(str::to_string),
        reason: None,
        proposed,
    };
    let decided = |verb| story.decided(&senior, number, verb);
    assert_eq!(decided(triage(None, None, None, None)).unwrap_err(), WrongState::NoClassProposed.into());
    let one = |verb| match decided(verb).unwrap().remove(0) {
        TicketEvent::Triaged { class, urgency, component, proposed, .. } => {
            (class, urgency, component, proposed.map(|p| p.accepted))
        }
        other => panic!("{other:?}"),
    };
    let as_proposed = one(triage(None, None, None, Some(proposed(Some(minor.clone())))));
    assert_eq!(as_proposed, (minor.clone(), Severity::Minor, Some("gate".into()), Some(true)));
    let named = one(triage(Some(Class::Fault { severity: Severity::Major }), None, None, Some(proposed(Some(minor.clone())))));
    assert_eq!(named, (Class::Fault { severity: Severity::Major }, Severity::Major, None, Some(false)));
    let elsewhere = one(triage(Some(minor.clone()), Some(Severity::Critical), Some("door"), Some(proposed(Some(minor.clone())))));
    assert_eq!(elsewhere, (minor.clone(), Severity::Critical, Some("door".into()), Some(false)));
    let requirement = |priority| Class::Requirement { requirement_type: RequirementType::Enhancement, priority };
    // The priority is not the archive's to know.
    let wish = one(triage(Some(requirement(Priority::P0)), None, Some("gate"), Some(proposed(Some(requirement(Priority::P3))))));
    assert_eq!((wish.1, wish.3), (Severity::Moderate, Some(true)));
    let nothing = one(triage(Some(minor), None, None, Some(proposed(None))));
    assert_eq!(nothing.3, Some(true));
}

#[test]
fn a_class_is_changed_with_a_reason_and_says_who_may_handle_it() {
    let (mut story, number) = at("assigned");
    assert_eq!(
        story.act("senior", number, fault(Severity::Minor)).unwrap_err(),
        field("reason", FieldReason::ClassChangeNeedsReason)
    );
    let again =
        |class| Verb::Triage { class: Some(class), urgency: None, component: None, reason: Some("r".into()), proposed: None };
    story
        .act("senior", number, again(Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P1 }))
        .unwrap();
    let ticket = story.of(number);
    assert!(ticket.to_hand_over && ticket.requirement_number.is_some());
    let numbered = ticket.requirement_number;
    story.act("senior", number, again(Class::Fault { severity: Severity::Minor })).unwrap();
    assert!(!story.of(number).to_hand_over);
    assert_eq!(story.of(number).requirement_number, numbered);
}

#[test]
fn it_is_assigned_to_whom_the_class_allows_and_who_is_there() {
    let (story, number) = at("triaged");
    let boss = story.named("super");
    let decided = |verb| story.decided(&boss, number, verb);
    let junior = story.people.iter().find(|p| p.name == "junior").unwrap().clone();
    let fits = crate::reason::OneOf::of(&Rules::default().fitting(&Class::Fault { severity: Severity::Major }));
    assert_eq!(decided(assign(junior, None)).unwrap_err(), field("to", FieldReason::CannotTake { name: "junior".into(), fits }));
    assert_eq!(decided(Verb::Assign { to: None, reason: None }).unwrap_err(), field("to", FieldReason::Required));
    let (story, number) = at("assigned");
    let other = person("other", &[Role::SeniorEngineer]);
    let senior = story.people.iter().find(|p| p.name == "senior").unwrap().clone();
    let boss = story.named("super");
    assert_eq!(
        story.decided(&boss, number, assign(senior.clone(), Some("r"))).unwrap_err(),
        WrongState::AlreadyResponsible { name: "senior".into() }.into()
    );
    assert_eq!(
        story.decided(&boss, number, assign(other.clone(), None)).unwrap_err(),
        field("reason", FieldReason::HandoverNeedsReason)
    );
    assert!(story.decided(&boss, number, assign(other.clone(), Some("r"))).is_ok());
    // Away, and nobody stands in: a reason is asked for.
    let (mut away, number) = at("triaged");
    let absence =
        |deputy: Option<&str>, from: i64| Away { from: minute(from), until: minute(10_000), deputy: deputy.map(str::to_string) };
    let set = |story: &mut Story, absence: Option<Away>| {
        story.people.iter_mut().filter(|p| p.name == "senior").for_each(|p| p.away = absence.clone());
    };
    let boss = away.named("super");
    set(&mut away, Some(absence(None, 0)));
    assert_eq!(
        away.decided(&boss, number, assign(senior.clone(), None)).unwrap_err(),
        field("to", FieldReason::AwayAlone { name: "senior".into() })
    );
    assert!(away.decided(&boss, number, assign(senior.clone(), Some("r"))).is_ok());
    set(&mut away, Some(absence(Some("other"), 0)));
    assert!(away.decided(&boss, number, assign(senior.clone(), None)).is_ok());
    set(&mut away, Some(absence(None, 9_000)));
    assert!(away.decided(&boss, number, assign(senior, None)).is_ok());
}

#[test]
fn silence_closes_after_its_time_and_not_before() {
    let (mut story, number) = at("resolved");
    let senior = story.named("senior");
    let until = silent_until(story.of(number), &Rules::default()).unwrap();
    assert_eq!(story.decided(&senior, number, Verb::Close).unwrap_err(), WrongState::NotConfirmed { until: until.into() }.into());
    story.wait(until - story.now());
    let closed = TicketEvent::Closed { how: ClosedHow::NoAnswer, outcome: Outcome::Solved, known: false };
    assert_eq!(closed_for_silence(story.of(number)), closed);
    assert_eq!(story.decided(&senior, number, Verb::Close).unwrap(), [closed]);
    story.clock -= 1;
    assert!(story.decided(&senior, number, Verb::Close).is_err());
}

#[test]
fn a_delivery_is_planned_by_the_product_manager_for_somebody_of_the_staff() {
    let (mut story, number) = at("wish agreed");
    let schedule = |who: Person, reason: Option<&str>| Verb::Schedule {
        who,
        due_at: minute(500),
        what: "w".into(),
        reason: reason.map(str::to_string),
    };
    let dev = person("dev", &[Role::Developer]);
    let product = story.named("product");
    let customer = person("wang", &[Role::Customer]);
    assert_eq!(story.decided(&product, number, schedule(customer, None)).unwrap_err(), field("who", FieldReason::NotStaff));
    story.act("product", number, schedule(dev.clone(), None)).unwrap();
    assert_eq!(commitments(story.of(number)).len(), 1);
    assert_eq!(
        story.decided(&product, number, schedule(dev.clone(), None)).unwrap_err(),
        field("reason", FieldReason::PlanChangeNeedsReason)
    );
    story.act("product", number, schedule(dev, Some("r"))).unwrap();
    assert_eq!(story.of(number).delivery.as_ref().unwrap().changes, 1);
}

#[test]
fn a_deputy_stays_within_their_own_roles() {
    let (story, number) = at("assigned");
    let deputy = |roles: &[Role]| Actor::Person {
        person: Box::new(person("deputy", roles)),
        alone: false,
        for_others: vec!["senior".into()],
    };
    assert_eq!(story.decided(&deputy(&[Role::JuniorEngineer]), number, Verb::Start).unwrap_err(), Forbidden::BeyondOwnRoles.into());
    assert!(story.decided(&deputy(&[Role::SeniorEngineer]), number, Verb::Start).is_ok());
}

#[test]
fn nobody_judges_their_own_plan_unless_they_are_alone() {
    let (story, number) = at("plan waits");
    let own = |alone, for_others: &[&str], name: &str| Actor::Person {
        person: Box::new(person(name, &[Role::SupportSupervisor])),
        alone,
        for_others: for_others.iter().map(|name| name.to_string()).collect(),
    };
    assert_eq!(story.decided(&own(false, &[], "senior"), number, Verb::Approve).unwrap_err(), Forbidden::OwnPlan.into());
    assert_eq!(story.decided(&own(false, &["senior"], "x"), number, Verb::Approve).unwrap_err(), Forbidden::OwnPlan.into());
    assert_eq!(
        story.decided(&own(true, &[], "senior"), number, Verb::Approve).unwrap(),
        [TicketEvent::Approved { revision: 1, alone: true }]
    );
    assert!(story.decided(&own(false, &[], "x"), number, Verb::Approve).is_ok());
}

#[test]
fn escalations_go_up_and_not_down() {
    let (mut story, number) = at("started");
    let escalate = |to| Verb::Escalate { to, reason: "r".into() };
    assert_eq!(story.act("super", number, escalate(Some(Role::RdDirector))).unwrap_err(), Forbidden::ManagerReachesDirector.into());
    assert_eq!(
        story.act("super", number, escalate(Some(Role::Registrar))).unwrap_err(),
        field("to", FieldReason::NotEscalatedTo { role: Role::Registrar.into() })
    );
    let to = |story: &Story| story.of(number).milestones.escalated_to();
    story.act("senior", number, escalate(Some(Role::Developer))).unwrap();
    assert_eq!(to(&story), Some(Role::Developer));
    story.act("super", number, escalate(None)).unwrap();
    assert_eq!(to(&story), Some(Role::SupportManager));
    assert_eq!(
        story.act("super", number, escalate(Some(Role::SupportSupervisor))).unwrap_err(),
        WrongState::WithHigher { role: Role::SupportManager.into() }.into()
    );
    story.act("manager", number, escalate(None)).unwrap();
    assert_eq!(to(&story), Some(Role::RdDirector));
    // What the director has stays with the director.
    story.act("super", number, escalate(None)).unwrap();
    assert_eq!(to(&story), Some(Role::RdDirector));
}

#[test]
fn a_delay_is_explained_where_there_is_one() {
    let (mut story, number) = at("started");
    let progress = || Verb::Progress { text: "t".into(), overdue_reason: Some("r".into()) };
    let senior = story.named("senior");
    assert_eq!(story.decided(&senior, number, progress()).unwrap_err(), field("overdue_reason", FieldReason::NoMissWaits));
    let breached = TicketEvent::Breached { clock: "plan".into(), due_at: minute(3), late: false, nth: Some(1) };
    story.write(number, &Actor::System, vec![breached]);
    let events = story.decided(&senior, number, progress()).unwrap();
    assert!(matches!(&events[..], [TicketEvent::DelayExplained { .. }, TicketEvent::Progressed { .. }]));
}

#[test]
fn what_was_waited_for_ends_the_waiting() {
    let (story, number) = at("held");
    let customer = story.named("wang");
    let supplement = Verb::Supplement { supplement: Supplement { text: Some("more".into()), ..Supplement::default() } };
    assert!(matches!(
        &story.decided(&customer, number, supplement).unwrap()[..],
        [TicketEvent::Supplemented { .. }, TicketEvent::Resumed]
    ));
    assert_eq!(
        story.decided(&customer, number, Verb::Supplement { supplement: Supplement::default() }).unwrap_err(),
        field("text", FieldReason::NothingGiven)
    );
    let file = |internal| Attachment { name: "a.log".into(), bytes: 1, digest: "d".into(), internal };
    let upload = |files| Verb::Upload { files };
    let by_customer = story.decided(&customer, number, upload(vec![file(false)])).unwrap();
    assert!(matches!(&by_customer[..], [TicketEvent::FileAdded { .. }, TicketEvent::Resumed]));
    let by_staff = story.decided(&story.named("senior"), number, upload(vec![file(true)])).unwrap();
    assert!(matches!(&by_staff[..], [TicketEvent::FileAdded { .. }]));
    assert_eq!(
        story.decided(&customer, number, upload(vec![file(true)])).unwrap_err(),
        field("internal", FieldReason::StaffKeepFiles)
    );
    assert_eq!(story.decided(&customer, number, upload(vec![])).unwrap_err(), field("file", FieldReason::Required));
    let many = vec![file(false); ATTACHMENTS_MAX + 1];
    assert_eq!(
        story.decided(&customer, number, upload(many)).unwrap_err(),
        field("file", FieldReason::FilesMax { max: ATTACHMENTS_MAX })
    );
    assert!(story.decided(&customer, number, upload(vec![file(false); ATTACHMENTS_MAX])).is_ok());
    let (story, number) = at("registered");
    assert!(matches!(
        &story.decided(&story.named("wang"), number, upload(vec![file(false)])).unwrap()[..],
        [TicketEvent::FileAdded { .. }]
    ));
}

#[test]
fn a_registered_report_that_a_case_answers_is_closed_on_the_customers_word() {
    let (mut story, case) = at("closed");
    let number = story.register(report(false));
    let customer = story.named("wang");
    assert_eq!(
        story.decided(&customer, number, confirm(true, None)).unwrap_err(),
        WrongState::NothingToConfirm { status: Status::Pending.into() }.into()
    );
    story.act("senior", number, Verb::Link { case }).unwrap();
    let not = story.decided(&customer, number, confirm(false, None)).unwrap();
    assert!(matches!(&not[..], [TicketEvent::Confirmed { solved: false, .. }]));
    story.act("wang", number, confirm(true, None)).unwrap();
    let ticket = story.of(number);
    assert!(matches!(&ticket.phase, Phase::Closed { answer: Some(Answer::Case(answered)), known: true, .. } if *answered == case));
    assert!(matches!(
        story.decided(&customer, number, Verb::Link { case }).unwrap_err(),
        Rejection::Forbidden(Forbidden::Step { .. })
    ));
}

#[test]
fn an_answer_by_a_case_closes_the_ticket_when_the_customer_says_it_solves_theirs() {
    let (mut story, number) = at("registered");
    let case = Number::ticket(number.day, 77);
    story.write(number, &Actor::System, vec![TicketEvent::AnsweredByCase { case }]);
    let said = |story: &Story, solved| story.decided(&story.named("wang"), number, confirm(solved, None)).unwrap();
    let confirmed = |solved| TicketEvent::Confirmed { solved, satisfaction: None, words: None, on_behalf: None };
    let closed = TicketEvent::Closed { how: ClosedHow::Deflected, outcome: Outcome::Solved, known: true };
    assert_eq!(said(&story, true), [confirmed(true), closed]);
    assert_eq!(said(&story, false), [confirmed(false)]);
    story.act("wang", number, confirm(false, None)).unwrap();
    assert_eq!((story.of(number).status(), awaiting(story.of(number))), (Status::Pending, Some(Awaiting::Triage)));
    // An answer that was worked out is closed by the desk, whatever the customer says of it.
    let (story, number) = at("resolved");
    for solved in [true, false] {
        let events = story.decided(&story.named("wang"), number, confirm(solved, None)).unwrap();
        assert_eq!(events, [confirmed(solved)]);
    }
}

#[test]
fn withdrawn_files_make_room_up_to_a_bound() {
    let (mut story, number) = at("registered");
    let senior = story.named("senior");
    let file = || TicketEvent::FileAdded { file: Attachment { name: "a".into(), bytes: 1, digest: "d".into(), internal: false } };
    let upload = || Verb::Upload { files: vec![Attachment { name: "a".into(), bytes: 1, digest: "d".into(), internal: false }] };
    story.write(number, &Actor::System, vec![file(); ATTACHMENTS_MAX]);
    assert!(story.decided(&senior, number, upload()).is_err());
    let withdrawn = |nth| TicketEvent::FileWithdrawn { attachment: nth, reason: "r".into(), internal: false };
    story.write(number, &Actor::System, vec![withdrawn(1)]);
    assert!(story.decided(&senior, number, upload()).is_ok());
    story.write(number, &Actor::System, vec![file(); 9 * ATTACHMENTS_MAX - 1]);
    story.write(number, &Actor::System, (2..10 * ATTACHMENTS_MAX as u32).map(withdrawn).collect());
    assert_eq!(story.of(number).attachments.len(), 10 * ATTACHMENTS_MAX - 1);
    assert!(story.decided(&senior, number, upload()).is_ok());
    story.write(number, &Actor::System, vec![file(), withdrawn(10 * ATTACHMENTS_MAX as u32)]);
    assert!(story.decided(&senior, number, upload()).is_err(), "withdrawn ones keep their numbers, and so there is a bound on all");
}
