//! Who is notified of an event, and why. Pure.

use crate::people::Role;
use crate::ticket::event::{Recorded, TicketEvent};
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::TeamOrPerson;
use crate::ticket::words::vocabulary::*;
use crate::words::{Vocabulary, vocabulary};

vocabulary! {
    /// Why somebody is notified of an event. A person is notified of an event once, for the first reason that applies.
    NotificationReason, "concern" {
        Assigned = "assigned" / "分派给你", Asked = "asked" / "请你协助", Delivery = "delivery" / "由你实施",
        Delivered = "delivered" / "你请人协助的事项", Judged = "judged" / "你的方案", Escalated = "escalated" / "升级给你",
        Customer = "customer" / "客户有新的话", Due = "due" / "你负责的时限", Group = "group" / "到了你的处理组",
        Watched = "watched" / "你关注的工单", Own = "own" / "您的工单",
    }
}

/// Who is notified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// This person.
    Person(String),
    /// Everybody who has this role.
    Role(Role),
    /// Everybody who is in a group with this person.
    GroupsOf(String),
}

use Recipient::*;

/// The recipients of an event, with the reason, the most important first. `ticket`: as it is after the event. The desk leaves out
/// whoever did it.
pub fn recipients(ticket: &Ticket, recorded: &Recorded) -> Vec<(Recipient, NotificationReason)> {
    let mut found: Vec<(Recipient, NotificationReason)> = Vec::new();
    let responsible = || ticket.responsible.clone().map(Person);
    match &recorded.event {
        TicketEvent::Assigned { to, .. } => {
            found.push((Person(to.clone()), NotificationReason::Assigned));
            found.push((GroupsOf(to.clone()), NotificationReason::Group));
        }
        // The assessor's group is notified at once.
        TicketEvent::Triaged { hand_over, .. } => {
            // A supervisor has to find somebody who can take it.
            found.extend(hand_over.then_some((Role(crate::people::Role::SupportSupervisor), NotificationReason::Group)));
            found.push((GroupsOf(recorded.actor.clone()), NotificationReason::Group));
        }
        // Nobody handles it any more.
        TicketEvent::Detached { .. } => found.push((Role(crate::people::Role::SupportSupervisor), NotificationReason::Group)),
        TicketEvent::Asked { of, .. } => found.push(match of {
            TeamOrPerson::Person(name) => (Person(name.clone()), NotificationReason::Asked),
            TeamOrPerson::Team(team) => (Role(team.role()), NotificationReason::Asked),
        }),
        TicketEvent::Delivered { ask, .. } => {
            let asked = ticket.asks.get((*ask as usize).wrapping_sub(1));
            found.extend(asked.map(|ask| (Person(ask.by.clone()), NotificationReason::Delivered)));
        }
        TicketEvent::DeliveryPlanned { who, .. } => found.push((Person(who.clone()), NotificationReason::Delivery)),
        // Supervisors approve plans.
        TicketEvent::Planned { .. } => found.push((Role(crate::people::Role::SupportSupervisor), NotificationReason::Group)),
        TicketEvent::Approved { revision, .. } | TicketEvent::SentBack { revision, .. } => {
            let plan = ticket.plans.iter().find(|plan| plan.revision == *revision);
            found.extend(plan.map(|plan| (Person(plan.by.clone()), NotificationReason::Judged)));
        }
        TicketEvent::Escalated { to, .. } => {
            found.extend(crate::people::Role::parse(to).ok().map(|role| (Role(role), NotificationReason::Escalated)));
            found.extend(responsible().map(|who| (who, NotificationReason::Due)));
        }
        TicketEvent::FileAdded { file } if !file.internal => {
            found.extend(responsible().map(|who| (who, NotificationReason::Customer)))
        }
        TicketEvent::Noted { source: Some(_), .. }
        | TicketEvent::Supplemented { .. }
        | TicketEvent::Confirmed { .. }
        | TicketEvent::Agreed { .. }
        | TicketEvent::Reopened { .. } => found.extend(responsible().map(|who| (who, NotificationReason::Customer))),
        // While nobody is responsible, the supervisors are.
        TicketEvent::Breached { .. } | TicketEvent::Warned { .. } => {
            let supervisors = Role(crate::people::Role::SupportSupervisor);
            found.push((responsible().unwrap_or(supervisors), NotificationReason::Due));
        }
        _ => {}
    }
    if let TicketEvent::Confirmed { satisfaction: Some(Satisfaction::Dissatisfied), .. } = &recorded.event {
        found.push((Role(crate::people::Role::SupportSupervisor), NotificationReason::Customer));
    }
    if tells_the_customer(&recorded.event) {
        let own = [&ticket.report.contact.name, &ticket.registered_by];
        found.extend(own.map(|name| (Person(name.clone()), NotificationReason::Own)));
    }
    if tells_watchers(&recorded.event) {
        found.extend(ticket.watchers.iter().map(|name| (Person(name.clone()), NotificationReason::Watched)));
    }
    found
}

/// Whether the customer is notified: a selection of the events that they may read.
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

/// Whether watchers are notified: everything but the desk's own bookkeeping.
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
