//! Which tickets a customer owns.

use crate::people::{Actor, Role};
use crate::ticket::state::fold::Ticket;

/// Whether the actor, as a customer, owns the ticket: it is their company's; or, if they have no company, they registered it, or
/// are its customer or its contact.
pub fn owns(actor: &Actor, ticket: &Ticket) -> bool {
    owned_by(actor, &ticket.report.customer, &ticket.report.contact.name, &ticket.registered_by)
}

/// [`owns`] for a row of a list.
pub fn owned_by(actor: &Actor, customer: &str, contact: &str, registered_by: &str) -> bool {
    if !actor.has(Role::Customer) {
        return false;
    }
    match actor.company() {
        Some(company) => customer == company,
        None => [registered_by, customer, contact].contains(&actor.name()),
    }
}
