//! Reading tickets: one whole, many by filter.

use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::Subsystem;
use crate::desk::error::DeskError;
use crate::desk::queries::case_view;
use crate::desk::write::execute;
use crate::ledger::{BoardFilter, BoardRow};
use crate::people::{Actor, Role};
use crate::reason::Forbidden;
use crate::sla::{self, Clock};
use crate::ticket::{Answer, Contact, Number, Phase, Recorded, Step, Ticket, TicketEvent};
use chrono::{DateTime, Utc};

/// A ticket, as one reader may see it at a moment.
#[derive(Debug, Clone)]
pub struct ReadTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// Its clocks at the time asked about.
    pub clocks: Vec<Clock>,
    /// Whether it has a case.
    pub archived: bool,
    /// Open tickets that have joined it; empty for anybody but staff, because they may be other customers'.
    pub joined: Vec<Number>,
    /// Numbers it names that the reader may not see.
    hidden: Vec<Number>,
}

impl ReadTicket {
    /// A ticket without a desk around it.
    #[cfg(test)]
    pub(crate) fn alone(ticket: Ticket) -> ReadTicket {
        ReadTicket { ticket, clocks: Vec::new(), archived: false, joined: Vec::new(), hidden: Vec::new() }
    }

    /// Whether the reader may see a number that the ticket names.
    pub fn names(&self, number: Number) -> bool {
        !self.hidden.contains(&number)
    }
}

/// The cases and tickets that a ticket names.
fn named_by(ticket: &Ticket) -> impl Iterator<Item = Number> + '_ {
    let answered = match &ticket.phase {
        Phase::Resolved { answer: Answer::Case(case), .. } => Some(*case),
        Phase::Closed { answer: Some(Answer::Case(case)), .. } => Some(*case),
        _ => ticket.unsolved.as_ref().and_then(|unsolved| match &unsolved.answer {
            Answer::Case(case) => Some(*case),
            _ => None,
        }),
    };
    let tied = answered.into_iter().chain(ticket.merged_into).chain(ticket.part_of);
    tied.chain(ticket.links.iter().chain(&ticket.merged).chain(&ticket.parts).copied())
}

/// A ticket with its clocks, as the actor may see it.
pub fn ticket(desk: &Desk, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<ReadTicket, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    Ok(ReadTicket {
        clocks: sla::clocks(&ticket, &desk.settings.policies, now),
        archived: desk.ledger.case(number)?.is_some(),
        joined: if actor.is_staff() { desk.ledger.attached_to(number)? } else { Vec::new() },
        hidden: named_by(&ticket).filter(|number| !may_see_number(desk, actor, *number)).collect(),
        ticket,
    })
}

/// Whether the actor may see a number: staff, and whoever may see its ticket or its case.
pub fn may_see_number(desk: &Desk, actor: &Actor, number: Number) -> bool {
    actor.is_staff() || sees(desk, actor, number).unwrap_or(false) || case_view::case_for(desk, actor, number).is_ok()
}

/// The steps the actor may take on a ticket now, in the order of the process.
pub fn open_steps(desk: &Desk, actor: &Actor, ticket: &Ticket, now: DateTime<Utc>) -> Vec<Step> {
    crate::ticket::open_steps(ticket, actor, &desk.settings.policies.policy().rules, now)
}

/// The ticket's events; for customers only those meant for them.
pub fn timeline(desk: &Desk, actor: &Actor, number: Number) -> Result<Vec<Recorded>, DeskError> {
    desk.ticket_for(actor, number)?;
    let mut events = desk.ledger.ticket_events(number)?;
    if !actor.is_staff() {
        events.retain(|e| e.event.customer_sees());
    }
    Ok(events)
}

/// Rows of the board that the actor may see and `filter` wants.
pub fn tickets(desk: &Desk, actor: &Actor, mut filter: BoardFilter) -> Result<Vec<BoardRow>, DeskError> {
    if !actor.is_staff() {
        filter.owned_by = Some((actor.name().to_string(), actor.company().map(str::to_string)));
    }
    Ok(desk.ledger.board(&filter)?)
}

/// Whether the actor may see a ticket.
pub fn sees(desk: &Desk, actor: &Actor, number: Number) -> Result<bool, DeskError> {
    Ok(desk.may_see(actor, number).is_ok() && desk.ledger.ticket(number)?.is_some_and(|ticket| sees_ticket(actor, &ticket)))
}

/// Roles that may see a contact unmasked.
const REACHES_CUSTOMERS: &[Role] = &[
    Role::Registrar,
    Role::AccountManager,
    Role::JuniorEngineer,
    Role::SeniorEngineer,
    Role::SupportSupervisor,
    Role::SupportManager,
    Role::ProductManager,
];

/// Whether the actor may be shown contacts unmasked.
pub fn reaches_customers(actor: &Actor) -> bool {
    actor.has_any(REACHES_CUSTOMERS)
}

/// The contact unmasked. That it was shown, and why, is recorded first.
pub fn show_contact(desk: &Desk, actor: &Actor, number: Number, reason: String, now: DateTime<Utc>) -> Result<Contact, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    if !reaches_customers(actor) {
        return Err(Forbidden::ReachingCustomer { name: actor.into() }.into());
    }
    execute::append(desk, number, actor.clone(), now, move |_| Ok(vec![TicketEvent::ContactShown { reason }]))?;
    Ok(ticket.report.contact)
}

/// How far ledger and index have come, for readiness and metrics.
#[derive(Debug, Clone, Copy)]
pub struct VitalSigns {
    /// Sequence number of the newest event.
    pub ledger_seq: u64,
    /// `None` while the archive cannot be searched.
    pub index: Option<IndexSigns>,
    /// Free bytes on the ledger's disk, where the system says.
    pub free_bytes: Option<u64>,
}

/// How far the index has come.
#[derive(Debug, Clone, Copy)]
pub struct IndexSigns {
    /// Events up to this sequence number can be found.
    pub seq: u64,
    /// Of those, up to this one they are on disk.
    pub disk_seq: u64,
    /// Documents in the index.
    pub documents: usize,
}

/// How far ledger and index have come; changes nothing.
pub fn vital_signs(desk: &Desk) -> Result<VitalSigns, DeskError> {
    let index = desk.index().ok();
    let signs = |index: &crate::index::Index| IndexSigns { seq: index.seq(), disk_seq: index.disk_seq(), documents: index.len() };
    Ok(VitalSigns {
        ledger_seq: desk.ledger.last_seq()?,
        index: index.as_deref().map(signs),
        free_bytes: desk.ledger.space().free(),
    })
}

/// The subsystems for which the desk should not be sent work now, each with its reason; empty if it is ready.
pub fn unready(desk: &Desk) -> Vec<(Subsystem, String)> {
    let mut troubles = desk.health.troubles();
    let mut add = |part: Subsystem, outcome: Result<(), DeskError>| {
        if let Err(error) = outcome
            && !troubles.iter().any(|(known, _)| *known == part)
        {
            troubles.push((part, error.to_string()));
        }
    };
    add(Subsystem::Ledger, desk.ledger.last_seq().and_then(|_| desk.ledger.heartbeat()).map_err(DeskError::from));
    add(Subsystem::Search, desk.index().map(drop));
    troubles
}

/// Whether the ledger can be written right now.
pub fn heartbeat(desk: &Desk) -> Result<(), DeskError> {
    Ok(desk.ledger.heartbeat()?)
}

/// Keeps the disk reserve for the ledger.
pub fn keep_reserve(desk: &Desk) -> Result<(), DeskError> {
    if let Err(e) = desk.ledger.space().keep_reserve() {
        tracing::debug!("the reserve was not set aside: {e}");
    }
    desk.room_for(0)
}
