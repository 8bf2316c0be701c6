//! Authorisation: the one `match` that says who may do what. Every entry point (pages, API, import, command line) goes through it.

use super::verb::Verb;
use crate::people::{Actor, Role};
use crate::reason::{Allowed, Forbidden};
use crate::ticket::policy::awaiting::{Awaiting, awaiting};
use crate::ticket::policy::ownership::owns;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Class;
use crate::ticket::words::report::Report;
use crate::ticket::words::vocabulary::{Kind, Severity};

use Role::*;

/// Roles that take part in the process: all staff but the administrator.
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

/// Whether the actor may register this report: staff may register any, a customer only those of their own company, or of their
/// own name where they have none.
///
/// # Errors
///
/// [`Rejection::Forbidden`] if they may not.
pub fn may_register(actor: &Actor, report: &Report) -> Result<(), Rejection> {
    let own = report.customer == actor.company().unwrap_or(actor.name());
    if actor.is_staff() || (actor.has(Customer) && own) { Ok(()) } else { Err(Forbidden::OtherCompany.into()) }
}

/// Whether the actor's role and their part in the ticket allow the verb. Does not look at the ticket's state.
///
/// # Errors
///
/// [`Rejection::Forbidden`] if they do not.
pub fn may(actor: &Actor, ticket: &Ticket, verb: &Verb) -> Result<(), Rejection> {
    // A deputy has the rights of the responsible person.
    let responsible = ticket.responsible.as_deref().is_some_and(|name| actor.answers_for(name));
    let handles = responsible || (actor.has(SeniorEngineer) && of_its_group(actor, ticket));
    let takes_part = ticket.participants.iter().any(|name| name == actor.name()) || ticket.was_asked(actor);
    let requirement = ticket.kind() == Kind::Requirement;
    let (allowed, who) = match verb {
        Verb::Triage { .. } => (actor.has_any(&[JuniorEngineer, SeniorEngineer]), Allowed::Assessors),
        Verb::Assign { .. } => (
            actor.has_any(&[SeniorEngineer, SupportSupervisor, SupportManager])
                || (actor.has(JuniorEngineer) && within_junior_rule(ticket))
                || (requirement && actor.has(ProductManager)),
            Allowed::Assigners,
        ),
        // The supervisor records the follow-up of a dissatisfied customer.
        Verb::Note { .. } if awaiting(ticket) == Some(Awaiting::FollowUp) && actor.has(SupportSupervisor) => {
            (true, Allowed::Workers)
        }
        Verb::Step { .. } | Verb::Note { .. } => (handles || (takes_part && actor.has_any(&[Developer, Tester])), Allowed::Workers),
        Verb::Start
        | Verb::Plan { .. }
        | Verb::Progress { .. }
        | Verb::Hold { .. }
        | Verb::Resume
        | Verb::Test
        | Verb::FailTest { .. }
        | Verb::Resolve { .. } => (handles, Allowed::Handlers),
        Verb::Approve | Verb::SendBack { .. } => return may_judge_plan(actor, ticket),
        Verb::Escalate { .. } => (responsible || actor.has_any(&[SupportSupervisor, SupportManager]), Allowed::Escalators),
        Verb::Evaluate { .. } | Verb::Accept { .. } => (actor.has(ProductManager), Allowed::ProductManager),
        Verb::Agree { .. } | Verb::Confirm { .. } => (owns(actor, ticket) || actor.has_any(PROCESS), Allowed::CustomerOrOnBehalf),
        Verb::Close => {
            (responsible || actor.has(SupportSupervisor) || (requirement && actor.has(ProductManager)), Allowed::Closers)
        }
        Verb::Reopen { .. } => (owns(actor, ticket) || actor.has_any(PROCESS), Allowed::CustomerOrStaff),
        Verb::Supplement { .. } | Verb::Upload { .. } => {
            (owns(actor, ticket) || actor.has_any(PROCESS), Allowed::CustomerOrStaffWhoSee)
        }
        Verb::Withdraw { attachment, .. } => (
            ticket.attachment(*attachment).is_some_and(|filed| filed.by == actor.name())
                || actor.has_any(&[SupportSupervisor, SupportManager]),
            Allowed::Withdrawers,
        ),
        Verb::Link { .. }
        | Verb::Attach { .. }
        | Verb::Merge { .. }
        | Verb::Split { .. }
        | Verb::Declare { .. }
        | Verb::Watch
        | Verb::Unwatch => (actor.has_any(PROCESS), Allowed::StaffWhoSee),
        Verb::Ask { .. } => (
            handles || actor.has_any(&[SupportSupervisor, SupportManager]) || (requirement && actor.has(ProductManager)),
            Allowed::Askers,
        ),
        Verb::Deliver { .. } => (handles || ticket.was_asked(actor), Allowed::Deliverers),
        Verb::Schedule { .. } => (actor.has(ProductManager), Allowed::ProductManager),
    };
    if allowed { Ok(()) } else { Err(forbidden(actor, verb, who)) }
}

/// Whether the actor is in a group of the responsible person; any actor is, if the ticket has no group.
fn of_its_group(actor: &Actor, ticket: &Ticket) -> bool {
    ticket.groups.is_empty() || ticket.groups.iter().any(|group| actor.groups().contains(group))
}

/// Whether a junior engineer may assign the ticket: a moderate or minor fault, or a requirement to its product manager.
fn within_junior_rule(ticket: &Ticket) -> bool {
    match &ticket.class {
        Some(Class::Fault { severity }) => matches!(severity, Severity::Moderate | Severity::Minor),
        Some(Class::Requirement { .. }) | None => true,
    }
}

/// Supervisors and managers approve plans, but not their own unless nobody else works for the desk (the record says so).
fn may_judge_plan(actor: &Actor, ticket: &Ticket) -> Result<(), Rejection> {
    if !actor.has_any(&[SupportSupervisor, SupportManager]) {
        return Err(Forbidden::PlansAreJudgedByOthers { name: actor.into() }.into());
    }
    let own = ticket.plan_waiting().is_some_and(|plan| actor.answers_for(&plan.by));
    if own && !actor.is_alone() {
        return Err(Forbidden::OwnPlan.into());
    }
    Ok(())
}

fn forbidden(actor: &Actor, verb: &Verb, who: Allowed) -> Rejection {
    let step = verb.step().into();
    match actor {
        Actor::Operator => Forbidden::StepByOperator { who, step }.into(),
        other => Forbidden::Step { who, by: other.into(), step }.into(),
    }
}
