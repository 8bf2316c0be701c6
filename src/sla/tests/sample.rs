//! A sample fault for tests, and a way to apply events to it.

use crate::ticket::*;
use chrono::{DateTime, Utc};

pub fn fault(severity: Severity, at: DateTime<Utc>) -> Ticket {
    Ticket::fold(Number::ticket(at.date_naive(), 1), &[registered(severity, false, at)]).unwrap()
}

/// A report's registration, of a fault or a requirement.
pub fn registered(severity: Severity, requirement: bool, at: DateTime<Utc>) -> Recorded {
    let particulars = match requirement {
        true => Particulars::Requirement { scenario: None, effect: None, priority: None },
        false => Particulars::Fault { steps: None, error: None },
    };
    let report = Report {
        particulars,
        channel: Channel::Api,
        customer: "海风科技有限公司".into(),
        contact: Contact::default(),
        title: "t".into(),
        description: String::new(),
        urgency: severity,
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    };
    let consulted = Consulted { id: "c".into(), at, found: Some(Vec::new()) };
    let event = TicketEvent::Registered { report, submitted_at: at, consulted };
    Recorded { seq: 1, version: 1, actor: "x".into(), occurred_at: at, recorded_at: at, event }
}

pub fn happen(ticket: &mut Ticket, at: DateTime<Utc>, event: TicketEvent) {
    let (seq, version) = (ticket.last_seq + 1, ticket.version + 1);
    ticket.apply(&Recorded { seq, version, actor: "x".into(), occurred_at: at, recorded_at: at, event });
}
