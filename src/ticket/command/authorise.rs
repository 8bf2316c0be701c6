//! The one `match` that says who may do what. Every door, every path goes through it.

use super::verb::Verb;
use crate::people::{Actor, Role};
use crate::ticket::policy::ownership::owns;
use crate::ticket::policy::turn::{Turn, turn};
use crate::ticket::rejection::Refusal;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Class;
use crate::ticket::words::report::Report;
use crate::ticket::words::vocabulary::{Kind, Severity};
use crate::words::Vocabulary;

use Role::*;

/// Staff who take part in the process; an administrator as such does not.
const PROCESS: &[Role] = &[
    Registrar,
    AccountManager,
    JuniorEngineer,
    SeniorEngineer,
    SupportSupervisor,
    SupportManager,
    RdDirector,
    ProductManager,
    Developer,
    Tester,
];

/// Registering: any staff member; a customer for their own company, or in their own name where they have none.
pub fn may_register(actor: &Actor, report: &Report) -> Result<(), Refusal> {
    let own = report.customer == actor.company().unwrap_or(actor.name());
    if actor.is_staff() || (actor.has(Customer) && own) {
        Ok(())
    } else {
        Err(Refusal::Forbidden("a customer registers for their own company only".into()))
    }
}

/// Whether the actor's role, and their part in this ticket, allow the verb. Says nothing about the ticket's state.
pub fn may(actor: &Actor, ticket: &Ticket, verb: &Verb) -> Result<(), Refusal> {
    // Whoever stands in for the responsible person does what they would.
    let responsible = ticket.responsible.as_deref().is_some_and(|name| actor.answers_for(name));
    let handles = responsible || (actor.has(SeniorEngineer) && of_its_group(actor, ticket));
    let takes_part = ticket.participants.iter().any(|name| name == actor.name()) || ticket.was_asked(actor);
    let requirement = ticket.kind() == Kind::Requirement;
    let (allowed, who) = match verb {
        Verb::Triage { .. } => (actor.has_any(&[JuniorEngineer, SeniorEngineer]), "a junior or senior engineer"),
        Verb::Assign { .. } => (
            actor.has_any(&[SeniorEngineer, SupportSupervisor, SupportManager])
                || (actor.has(JuniorEngineer) && within_junior_rule(ticket))
                || (requirement && actor.has(ProductManager)),
            "an engineer within the rule for this class, a supervisor or manager, or the product manager for a requirement",
        ),
        // What came of following up a dissatisfied customer is the supervisor's to say.
        Verb::Note { .. } if turn(ticket) == Some(Turn::FollowUp) && actor.has(SupportSupervisor) => (true, ""),
        Verb::Step { .. } | Verb::Note { .. } => (
            handles || (takes_part && actor.has_any(&[Developer, Tester])),
            "the responsible person, a senior engineer of the group, or a developer or tester on the ticket",
        ),
        Verb::Start
        | Verb::Plan { .. }
        | Verb::Progress { .. }
        | Verb::Hold { .. }
        | Verb::Resume
        | Verb::Test
        | Verb::FailTest { .. }
        | Verb::Resolve { .. } => (handles, "the responsible person or a senior engineer of the group"),
        Verb::Approve | Verb::SendBack { .. } => return may_judge_plan(actor, ticket),
        Verb::Escalate { .. } => (
            responsible || actor.has_any(&[SupportSupervisor, SupportManager]),
            "the responsible person, the supervisor, or the manager to the director",
        ),
        Verb::Evaluate { .. } | Verb::Accept { .. } => (actor.has(ProductManager), "the product manager"),
        Verb::Agree { .. } | Verb::Confirm { .. } => {
            (owns(actor, ticket) || actor.has_any(PROCESS), "the customer, or staff on their behalf")
        }
        Verb::Close => (
            responsible || actor.has(SupportSupervisor) || (requirement && actor.has(ProductManager)),
            "the responsible person, the supervisor, or the product manager for a requirement",
        ),
        Verb::Reopen { .. } => (owns(actor, ticket) || actor.has_any(PROCESS), "the customer or any staff member"),
        Verb::Supplement { .. } | Verb::Upload { .. } => {
            (owns(actor, ticket) || actor.has_any(PROCESS), "the customer, or staff who see the ticket")
        }
        Verb::Withdraw { attachment, .. } => (
            ticket.attachment(*attachment).is_some_and(|filed| filed.by == actor.name())
                || actor.has_any(&[SupportSupervisor, SupportManager]),
            "whoever added the file, the supervisor or the manager",
        ),
        Verb::Link { .. }
        | Verb::Attach { .. }
        | Verb::Merge { .. }
        | Verb::Split { .. }
        | Verb::Declare { .. }
        | Verb::Watch
        | Verb::Unwatch => (actor.has_any(PROCESS), "staff who see the ticket"),
        Verb::Ask { .. } => (
            handles || actor.has_any(&[SupportSupervisor, SupportManager]) || (requirement && actor.has(ProductManager)),
            "the responsible person, a senior engineer of the group, a supervisor or manager, or the product manager for a requirement",
        ),
        Verb::Deliver { .. } => (handles || ticket.was_asked(actor), "whoever was asked, or the responsible person"),
        Verb::Schedule { .. } => (actor.has(ProductManager), "the product manager"),
    };
    if allowed { Ok(()) } else { Err(forbidden(actor, verb, who)) }
}

/// Whether they are in a group of whoever is responsible; any group is, where there is none.
fn of_its_group(actor: &Actor, ticket: &Ticket) -> bool {
    ticket.groups.is_empty() || ticket.groups.iter().any(|group| actor.groups().contains(group))
}

/// Juniors handle what is not grave: moderate and minor faults, and may hand a requirement to its product manager.
fn within_junior_rule(ticket: &Ticket) -> bool {
    match &ticket.class {
        Some(Class::Fault { severity }) => matches!(severity, Severity::Moderate | Severity::Minor),
        Some(Class::Requirement { .. }) | None => true,
    }
}

/// Supervisor or manager, never one's own plan; somebody alone on a desk may, and the record says so.
fn may_judge_plan(actor: &Actor, ticket: &Ticket) -> Result<(), Refusal> {
    if !actor.has_any(&[SupportSupervisor, SupportManager]) {
        return Err(Refusal::Forbidden(format!("{} may not judge a plan: the support supervisor or manager does", actor.name())));
    }
    let own = ticket.plan_waiting().is_some_and(|plan| actor.answers_for(&plan.by));
    if own && !actor.is_alone() {
        return Err(Refusal::Forbidden("nobody judges their own plan; ask another supervisor or the manager".into()));
    }
    Ok(())
}

fn forbidden(actor: &Actor, verb: &Verb, who: &str) -> Refusal {
    let roles = match actor {
        Actor::Person { person, .. } => person.roles.iter().map(|r| r.word()).collect::<Vec<_>>().join(", "),
        Actor::Operator => "local operator".into(),
        Actor::System => "the desk itself".into(),
        Actor::Visitor => "not signed in".into(),
    };
    let hint = if *actor == Actor::Operator { "; name a person with --as" } else { "" };
    Refusal::Forbidden(format!("{} ({roles}) may not {}: {who} may{hint}", actor.name(), verb.name()))
}
