//! Whose ticket it is.

use crate::people::{Actor, Role};
use crate::ticket::state::fold::Ticket;

/// Whether this ticket is the actor's own as a customer: of their company, or sent by them, or naming them as its contact.
pub fn owns(actor: &Actor, ticket: &Ticket) -> bool {
    owned_by(actor, &ticket.report.customer, &ticket.report.contact.name, &ticket.registered_by)
}

/// The same, of what a list knows of a ticket.
pub fn owned_by(actor: &Actor, customer: &str, contact: &str, registered_by: &str) -> bool {
    if !actor.has(Role::Customer) {
        return false;
    }
    match actor.company() {
        Some(company) => customer == company,
        None => [registered_by, customer, contact].contains(&actor.name()),
    }
}
