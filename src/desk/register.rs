//! Registering a consulted report: a number for good, on the record, at once.

use super::idempotency::Idempotency;
use super::{ConsultedReport, Desk, DeskError, joined};
use crate::ledger::{Batch, BoardRow, BoardTimes};
use crate::people::Actor;
use crate::sla;
use crate::ticket::{Number, Series, Ticket, TicketEvent, may_register, silent_until};
use chrono::{DateTime, Utc};

/// What registering came to.
#[derive(Debug, Clone)]
pub struct Registered {
    pub number: Number,
    /// The same request had been made before, under the same idempotency key.
    pub replayed: bool,
}

impl Desk {
    /// Tells one form that was handed out from every other, so that one sent twice is one report.
    pub fn form_token() -> Result<String, DeskError> {
        super::tokens::secret("", 12)
    }

    pub fn register(
        &self,
        actor: &Actor,
        consulted: ConsultedReport,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<Registered, DeskError> {
        self.register_and(actor, consulted, None, idempotency, now)
    }

    /// Registers and, in the same transaction, joins an open ticket.
    pub(super) fn register_and(
        &self,
        actor: &Actor,
        consulted: ConsultedReport,
        join: Option<Number>,
        idempotency: Option<Idempotency>,
        now: DateTime<Utc>,
    ) -> Result<Registered, DeskError> {
        may_register(actor, &consulted.report)?;
        let day = self.settings.calendar.local_day(now);
        let settings = self.settings.clone();
        let (name, by) = (actor.name().to_string(), actor.clone());
        self.ledger.write(move |batch| {
            if let Some(subject) = Idempotency::replay(&idempotency, batch, &name)? {
                let number = subject.parse().map_err(|_| DeskError::KeyReused)?;
                return Ok(Registered { number, replayed: true });
            }
            let number = batch.next_number(Series::Ticket, day)?;
            let ConsultedReport { report, consulted } = consulted;
            let mut events = vec![TicketEvent::Registered { report, submitted_at: now, consulted }];
            events.extend(join.map(|ticket| TicketEvent::Attached { ticket }));
            let recorded = batch.append_ticket(number, 0, &name, now, events)?;
            let ticket = Ticket::fold(number, &recorded).ok_or_else(|| DeskError::Other("a registration did not fold".into()))?;
            put_on_board(batch, &ticket, &settings, now)?;
            if let Some(parent) = join.map(|parent| batch.ticket(parent)).transpose()?.flatten() {
                joined::assess_new(batch, number, &parent, &by, &settings, now)?;
            }
            Idempotency::keep(&idempotency, batch, &name, &number.to_string(), now)?;
            Ok(Registered { number, replayed: false })
        })
    }
}

/// Derives the board's row from the ticket as it now stands.
pub(super) fn put_on_board(
    batch: &Batch,
    ticket: &Ticket,
    settings: &super::Settings,
    now: DateTime<Utc>,
) -> Result<(), DeskError> {
    batch.put_board(&board_row(ticket, settings, batch.case(ticket.number)?.is_some(), now))?;
    Ok(())
}

pub(super) fn board_row(ticket: &Ticket, settings: &super::Settings, archived: bool, now: DateTime<Utc>) -> BoardRow {
    BoardRow::of(ticket, times(ticket, &settings.policies, now), now, archived)
}

/// When people wait for something, and when the scheduler has something to do.
fn times(ticket: &Ticket, policies: &sla::Book, now: DateTime<Utc>) -> BoardTimes {
    // What has run out and is not on the record yet is due at once: a step taken meanwhile must not hide it.
    let sla::Times { missed, next_due, next_warning, overdue, waited } = sla::times(ticket, policies, now);
    let escalation = sla::escalations(ticket, policies.policy(), now).first().map(|e| e.due_at);
    let closing = silent_until(ticket, &policies.policy().rules).filter(|_| policies.policy().close_on_silence);
    let policy = policies.policy();
    let telling = [sla::reminder(ticket, policy, now).map(|(_, at)| at), sla::gathering(ticket, policy, now)];
    BoardTimes {
        next_due_at: [missed, next_due].into_iter().flatten().min(),
        look_at: [missed, next_due, next_warning, escalation, closing].into_iter().chain(telling).flatten().min(),
        overdue_at: overdue,
        waited,
    }
}
