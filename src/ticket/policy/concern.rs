//! Whom an event concerns beside whoever did it: the people and groups that are to be told. Pure.

use crate::people::Role;
use crate::ticket::event::{Recorded, TicketEvent};
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Asked;
use crate::ticket::words::vocabulary::*;
use crate::words::{Vocabulary, vocabulary};

vocabulary! {
    /// Why somebody is told of an event. One event is told to one person once, for the first reason that fits.
    Concern, "concern" {
        Assigned = "assigned" / "分派给你", Asked = "asked" / "请你协助", Delivery = "delivery" / "由你实施",
        Delivered = "delivered" / "你请人协助的事项", Judged = "judged" / "你的方案", Escalated = "escalated" / "升级给你",
        Customer = "customer" / "客户有新的话", Due = "due" / "你负责的时限", Group = "group" / "到了你的处理组",
        Watched = "watched" / "你关注的工单", Own = "own" / "您的工单",
    }
}

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    Person(String),
    Role(Role),
    /// Everybody who is in a group with this person.
    GroupsOf(String),
}

use Addressee::*;

/// Whom an event concerns, on the ticket as it stood with it; the most pressing reason first.
pub fn concerned(ticket: &Ticket, recorded: &Recorded) -> Vec<(Addressee, Concern)> {
    let mut found: Vec<(Addressee, Concern)> = Vec::new();
    let responsible = || ticket.responsible.clone().map(Person);
    match &recorded.event {
        TicketEvent::Assigned { to, .. } => {
            found.push((Person(to.clone()), Concern::Assigned));
            found.push((GroupsOf(to.clone()), Concern::Group));
        }
        // The verdict goes to the group at once.
        TicketEvent::Triaged { hand_over, .. } => {
            // Somebody has to find who takes it now.
            found.extend(hand_over.then_some((Role(crate::people::Role::SupportSupervisor), Concern::Group)));
            found.push((GroupsOf(recorded.actor.clone()), Concern::Group));
        }
        // Nobody has it in hand any more.
        TicketEvent::Detached { .. } => found.push((Role(crate::people::Role::SupportSupervisor), Concern::Group)),
        TicketEvent::Asked { of, .. } => found.push(match of {
            Asked::Person(name) => (Person(name.clone()), Concern::Asked),
            Asked::Team(team) => (Role(team.role()), Concern::Asked),
        }),
        TicketEvent::Delivered { ask, .. } => {
            let asked = ticket.asks.get((*ask as usize).wrapping_sub(1));
            found.extend(asked.map(|ask| (Person(ask.by.clone()), Concern::Delivered)));
        }
        TicketEvent::DeliveryPlanned { who, .. } => found.push((Person(who.clone()), Concern::Delivery)),
        // What waits for a supervisor's word comes to the supervisors.
        TicketEvent::Planned { .. } => found.push((Role(crate::people::Role::SupportSupervisor), Concern::Group)),
        TicketEvent::Approved { revision, .. } | TicketEvent::SentBack { revision, .. } => {
            let plan = ticket.plans.iter().find(|plan| plan.revision == *revision);
            found.extend(plan.map(|plan| (Person(plan.by.clone()), Concern::Judged)));
        }
        TicketEvent::Escalated { to, .. } => {
            found.extend(crate::people::Role::parse(to).ok().map(|role| (Role(role), Concern::Escalated)));
            found.extend(responsible().map(|who| (who, Concern::Due)));
        }
        TicketEvent::FileAdded { file } if !file.internal => found.extend(responsible().map(|who| (who, Concern::Customer))),
        TicketEvent::Noted { source: Some(_), .. }
        | TicketEvent::Supplemented { .. }
        | TicketEvent::Confirmed { .. }
        | TicketEvent::Agreed { .. }
        | TicketEvent::Reopened { .. } => found.extend(responsible().map(|who| (who, Concern::Customer))),
        // As long as nobody is responsible, it is the supervisors who see to it.
        TicketEvent::Breached { .. } | TicketEvent::Warned { .. } => {
            let supervisors = Role(crate::people::Role::SupportSupervisor);
            found.push((responsible().unwrap_or(supervisors), Concern::Due));
        }
        _ => {}
    }
    if let TicketEvent::Confirmed { satisfaction: Some(Satisfaction::Dissatisfied), .. } = &recorded.event {
        found.push((Role(crate::people::Role::SupportSupervisor), Concern::Customer));
    }
    if tells_the_customer(&recorded.event) {
        let own = [&ticket.report.contact.name, &ticket.registered_by];
        found.extend(own.map(|name| (Person(name.clone()), Concern::Own)));
    }
    if tells_watchers(&recorded.event) {
        found.extend(ticket.watchers.iter().map(|name| (Person(name.clone()), Concern::Watched)));
    }
    found
}

/// What a customer is to be told without having to look; of all that they may read.
fn tells_the_customer(event: &TicketEvent) -> bool {
    match event {
        TicketEvent::Held { waiting_for, .. } => *waiting_for == WaitingFor::Customer,
        TicketEvent::Progressed { .. }
        | TicketEvent::Evaluated { .. }
        | TicketEvent::Resolved { .. }
        | TicketEvent::Reminded { .. }
        | TicketEvent::Gathered { .. }
        | TicketEvent::Closed { .. }
        | TicketEvent::Reopened { .. } => true,
        _ => false,
    }
}

/// What happens on a ticket, without the desk's own bookkeeping.
fn tells_watchers(event: &TicketEvent) -> bool {
    !matches!(
        event,
        TicketEvent::Registered { .. }
            | TicketEvent::Imported { .. }
            | TicketEvent::Consulted { .. }
            | TicketEvent::ContactShown { .. }
            | TicketEvent::Watched
            | TicketEvent::Unwatched
            | TicketEvent::Gathered { .. }
            | TicketEvent::Reminded { .. }
            | TicketEvent::Warned { .. }
    )
}
