//! Registering a consulted report.

use crate::desk::consult::consultation;
use crate::desk::consult::consultation::ConsultedReport;
use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::error::DeskError;
use crate::desk::write::append::WriteContext;
use crate::people::Actor;
use crate::reason::FieldReason;
use crate::ticket::Report;
use crate::ticket::{Number, Series, TicketEvent, may_register};
use chrono::{DateTime, Utc};

/// The result of registering a report.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The ticket's number.
    pub number: Number,
    /// Whether this only repeats a request that was answered before, under the same idempotency key.
    pub replayed: bool,
}

/// A random token for one form, so that a form sent twice is recognised.
pub fn form_token() -> Result<String, DeskError> {
    crate::desk::core::secret::secret("", 12)
}

/// Registers a consulted report: numbers it and appends its first event, in one transaction.
pub fn register(
    desk: &Desk,
    actor: &Actor,
    consulted: ConsultedReport,
    idempotency: Option<Idempotency>,
    now: DateTime<Utc>,
) -> Result<Registered, DeskError> {
    register_and(desk, actor, consulted, None, idempotency, now)
}

/// Registers a report and joins it to the open ticket `to` (关联已有工单), in one transaction. It keeps a number of its own.
pub fn attach_consultation(
    desk: &Desk,
    actor: &Actor,
    id: &str,
    report: Report,
    to: Number,
    idempotency: Option<Idempotency>,
    now: DateTime<Utc>,
) -> Result<Registered, DeskError> {
    let parent = desk.ledger.ticket(to)?.filter(|parent| sees_ticket(actor, parent) && parent.is_open());
    if parent.is_none() {
        return Err(DeskError::bad_field("ticket", FieldReason::NoOpenTicket { number: to.to_string() }));
    }
    consultation::cached(desk, id, actor)?;
    let consulted = consultation::consult_report(desk, actor, report, Some(id), now)?;
    register_and(desk, actor, consulted, Some(to), idempotency, now)
}

/// Registers and, in the same transaction, joins an open ticket.
pub fn register_and(
    desk: &Desk,
    actor: &Actor,
    consulted: ConsultedReport,
    join: Option<Number>,
    idempotency: Option<Idempotency>,
    now: DateTime<Utc>,
) -> Result<Registered, DeskError> {
    may_register(actor, consulted.report())?;
    let day = desk.settings.calendar.local_day(now);
    let settings = desk.settings.clone();
    let (name, by) = (actor.name().to_string(), actor.clone());
    desk.ledger.write(move |tx| {
        if let Some(subject) = Idempotency::replay(&idempotency, tx, &name)? {
            let number = subject.parse().map_err(|_| DeskError::KeyReused)?;
            return Ok(Registered { number, replayed: true });
        }
        let number = tx.next_number(Series::Ticket, day)?;
        let (report, consulted) = consulted.into_parts();
        let mut events = vec![TicketEvent::Registered { report, submitted_at: now, consulted }];
        events.extend(join.map(|ticket| TicketEvent::Attached { ticket }));
        WriteContext { tx, settings: &settings, now }.transact_new(number, &by, events)?;
        Idempotency::keep(&idempotency, tx, &name, &number.to_string(), now)?;
        Ok(Registered { number, replayed: false })
    })
}
