//! The incidents that are open: one ticket each that others have joined, and what is told to all of them.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use crate::sla::{self, ClockName, ClockState};
use crate::ticket::{Number, Ticket};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashSet};

#[derive(Debug, Clone)]
pub struct Incident {
    pub ticket: Ticket,
    /// Open tickets that have joined it, in order of their numbers.
    pub joined: Vec<Number>,
    /// Whose they are, its own customer among them.
    pub customers: usize,
    pub last_update_at: Option<DateTime<Utc>>,
    /// When the customers are next to be told.
    pub next_update_due: Option<DateTime<Utc>>,
}

/// Open incidents, the newest first. Staff only.
pub fn incidents(desk: &Desk, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Incident>, DeskError> {
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::OthersReports }.into());
    }
    let mut joined: BTreeMap<Number, Vec<(Number, String)>> = BTreeMap::new();
    for (parent, number, customer) in desk.ledger.joined()? {
        joined.entry(parent).or_default().push((number, customer));
    }
    let mut incidents = Vec::new();
    for (parent, children) in joined.into_iter().rev() {
        let Some(ticket) = desk.ledger.ticket(parent)?.filter(|t| t.incident && t.is_open()) else { continue };
        let customers: HashSet<&str> =
            children.iter().map(|(_, customer)| customer.as_str()).chain([ticket.report.customer.as_str()]).collect();
        let clocks = sla::clocks(&ticket, &desk.settings.policies, now);
        let owed = |c: &&sla::Clock| {
            c.name == ClockName::Progress && c.met_at.is_none() && matches!(c.state, ClockState::Running | ClockState::Breached)
        };
        incidents.push(Incident {
            customers: customers.len(),
            last_update_at: ticket.marks.progress_at.last().copied(),
            next_update_due: clocks.iter().find(owed).map(|c| c.due_at),
            joined: children.iter().map(|(number, _)| *number).collect(),
            ticket,
        });
    }
    Ok(incidents)
}
