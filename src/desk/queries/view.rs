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

/// A ticket as it stands, with its clocks at a moment.
#[derive(Debug, Clone)]
pub struct TicketView {
    pub ticket: Ticket,
    pub clocks: Vec<Clock>,
    pub archived: bool,
    /// Open tickets that have joined it. They may be other customers': for staff alone.
    pub joined: Vec<Number>,
    /// Numbers it names that the reader may not read: not theirs to know either.
    hidden: Vec<Number>,
}

impl TicketView {
    /// Whether its reader may be told a number that it names.
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

pub fn ticket(desk: &Desk, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<TicketView, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    Ok(TicketView {
        clocks: sla::clocks(&ticket, &desk.settings.policies, now),
        archived: desk.ledger.case(number)?.is_some(),
        joined: if actor.is_staff() { desk.ledger.attached_to(number)? } else { Vec::new() },
        hidden: named_by(&ticket).filter(|number| !may_see_number(desk, actor, *number)).collect(),
        ticket,
    })
}

/// Whether a reader may be told a number: they could read its ticket or its case. Staff may.
pub fn may_see_number(desk: &Desk, actor: &Actor, number: Number) -> bool {
    actor.is_staff() || sees(desk, actor, number).unwrap_or(false) || case_view::case_for(desk, actor, number).is_ok()
}

/// The steps the actor could take on a ticket now, by name, in the order of the process.
pub fn open_steps(desk: &Desk, actor: &Actor, ticket: &Ticket, now: DateTime<Utc>) -> Vec<Step> {
    crate::ticket::open_steps(ticket, actor, &desk.settings.policies.policy().rules, now)
}

/// The timeline; of it a customer reads what is meant for customers.
pub fn timeline(desk: &Desk, actor: &Actor, number: Number) -> Result<Vec<Recorded>, DeskError> {
    desk.ticket_for(actor, number)?;
    let mut events = desk.ledger.ticket_events(number)?;
    if !actor.is_staff() {
        events.retain(|e| e.event.customer_sees());
    }
    Ok(events)
}

/// Rows of the board that the actor may see, the newest first.
pub fn tickets(desk: &Desk, actor: &Actor, mut filter: BoardFilter) -> Result<Vec<BoardRow>, DeskError> {
    if !actor.is_staff() {
        filter.owned_by = Some((actor.name().to_string(), actor.company().map(str::to_string)));
    }
    Ok(desk.ledger.board(&filter)?)
}

/// Whether the actor could see a ticket: what a door asks before it names one in an answer.
pub fn sees(desk: &Desk, actor: &Actor, number: Number) -> Result<bool, DeskError> {
    Ok(desk.may_see(actor, number).is_ok() && desk.ledger.ticket(number)?.is_some_and(|ticket| sees_ticket(actor, &ticket)))
}

/// Who must be able to reach a customer.
const REACHES_CUSTOMERS: &[Role] = &[
    Role::Registrar,
    Role::AccountManager,
    Role::JuniorEngineer,
    Role::SeniorEngineer,
    Role::SupportSupervisor,
    Role::SupportManager,
    Role::ProductManager,
];

/// Whether somebody may be shown a contact whole.
pub fn reaches_customers(actor: &Actor) -> bool {
    actor.has_any(REACHES_CUSTOMERS)
}

/// The contact whole, for somebody who must reach them. The showing is on the record before it happens.
pub fn show_contact(desk: &Desk, actor: &Actor, number: Number, reason: String, now: DateTime<Utc>) -> Result<Contact, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    if !reaches_customers(actor) {
        return Err(Forbidden::ReachingCustomer { name: actor.name().to_string() }.into());
    }
    execute::append(desk, number, actor.clone(), now, move |_| Ok(vec![TicketEvent::ContactShown { reason }]))?;
    Ok(ticket.report.contact)
}

/// How far the desk's parts have come.
#[derive(Debug, Clone, Copy)]
pub struct VitalSigns {
    pub ledger_seq: u64,
    /// None while the archive cannot be searched.
    pub index: Option<IndexSigns>,
    /// Free bytes on the disk of the ledger, where the system tells.
    pub free_bytes: Option<u64>,
}

#[derive(Debug, Clone, Copy)]
pub struct IndexSigns {
    /// Place of the ledger up to which events can be found.
    pub seq: u64,
    /// The same on disk.
    pub disk_seq: u64,
    pub documents: usize,
}

/// How far the parts have come. Looks, and changes nothing.
pub fn vital_signs(desk: &Desk) -> Result<VitalSigns, DeskError> {
    let index = desk.index().ok();
    let signs = |index: &crate::index::Index| IndexSigns { seq: index.seq(), disk_seq: index.disk_seq(), documents: index.len() };
    Ok(VitalSigns {
        ledger_seq: desk.ledger.last_seq()?,
        index: index.as_deref().map(signs),
        free_bytes: desk.ledger.space().free(),
    })
}

/// Why the desk should not be sent work just now; empty: it is ready. A part that is not seen to by a thread of this
/// process is looked at here.
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

/// Whether a transaction goes through.
pub fn heartbeat(desk: &Desk) -> Result<(), DeskError> {
    Ok(desk.ledger.heartbeat()?)
}

/// Keeps room in reserve for the ledger. An error says that the disk is full.
pub fn keep_reserve(desk: &Desk) -> Result<(), DeskError> {
    if let Err(e) = desk.ledger.space().keep_reserve() {
        tracing::debug!("the reserve was not set aside: {e}");
    }
    desk.room_for(0)
}
