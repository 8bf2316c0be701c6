//! What an actor may see. Every read goes through here.

use super::desk::Desk;
use crate::case::{Audience, Case};
use crate::desk::error::DeskError;
use crate::index::{Visibility, owner_hash};
use crate::people::Actor;
use crate::people::Role;
use crate::reason::Forbidden;
use crate::ticket::{Number, Series, Ticket, owned_by, owns};

/// Staff see every ticket; a customer their own.
pub(in crate::desk) fn sees_ticket(actor: &Actor, ticket: &Ticket) -> bool {
    actor.is_staff() || owns(actor, ticket)
}

/// Staff see every case; a customer those for customers, and those of their own tickets; a visitor the public ones.
pub(in crate::desk) fn sees_case(actor: &Actor, case: &Case, ticket: &Ticket) -> bool {
    let for_them = if *actor == Actor::Visitor { Audience::Public } else { Audience::Customer };
    actor.is_staff() || case.audience >= for_them || owns(actor, ticket)
}

pub(in crate::desk) fn visibility_of(actor: &Actor) -> Visibility {
    match actor.is_staff() {
        true => Visibility::Staff,
        false if *actor == Actor::Visitor => Visibility::Public,
        false => Visibility::Customer { owner: owner_hash(actor.company()) },
    }
}

impl Desk {
    /// The ticket with this name: its number `TS…`, its RD number, or its id in another system.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] if there is none.
    pub fn resolve(&self, name: &str) -> Result<Number, DeskError> {
        match name.parse::<Number>() {
            Ok(number) if number.series == Series::Ticket => Ok(number),
            _ => self.ledger.resolve_alias(name.trim())?.ok_or_else(|| DeskError::no_ticket(name)),
        }
    }

    /// Whether the actor may see the ticket, by its board row alone: "no such ticket" and "not yours" take equally long.
    pub(in crate::desk) fn may_see(&self, actor: &Actor, number: Number) -> Result<(), DeskError> {
        if actor.is_staff() {
            return Ok(());
        }
        let owner = self.ledger.owner(number)?;
        let own = owner.is_some_and(|owner| owned_by(actor, &owner.customer, &owner.contact, &owner.registered_by));
        if own { Ok(()) } else { Err(DeskError::no_ticket(number)) }
    }

    /// A ticket the actor may see. "No such ticket" and "not yours" are the same error.
    pub(in crate::desk) fn ticket_for(&self, actor: &Actor, number: Number) -> Result<Ticket, DeskError> {
        self.may_see(actor, number)?;
        let ticket = self.ledger.ticket(number)?.filter(|ticket| sees_ticket(actor, ticket));
        ticket.ok_or_else(|| DeskError::no_ticket(number))
    }
}

/// People and tokens are an administrator's matter; the desk itself adds its first person.
pub fn administers(by: &Actor) -> Result<(), DeskError> {
    match by.has(Role::Administrator) || *by == Actor::System {
        true => Ok(()),
        false => Err(Forbidden::PeopleAndTokens { name: by.into() }.into()),
    }
}

/// Whether `by` may hand out duties and say who is away.
pub fn sees_to_duty(by: &Actor) -> bool {
    by.has_any(&[Role::Administrator, Role::SupportSupervisor, Role::SupportManager])
}
