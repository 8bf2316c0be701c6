//! Open incidents: tickets that others have joined, and when their customers are next due an update.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use crate::sla::{self, ClockName, ClockState};
use crate::ticket::{Number, Ticket};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashSet};

/// An open ticket that was declared an incident, with those that joined it.
#[derive(Debug, Clone)]
pub struct Incident {
    /// The incident itself.
    pub ticket: Ticket,
    /// Open tickets that have joined it, by number.
    pub joined: Vec<Number>,
    /// How many customers are concerned, its own included.
    pub customers: usize,
    /// When the customers were last sent progress.
    pub last_update_at: Option<DateTime<Utc>>,
    /// When the next progress is due; `None`: not owed now.
    pub next_update_due: Option<DateTime<Utc>>,
}

/// Open incidents, newest first. Staff only.
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
            last_update_at: ticket.milestones.progress_at.last().copied(),
            next_update_due: clocks.iter().find(owed).map(|c| c.due_at),
            joined: children.iter().map(|(number, _)| *number).collect(),
            ticket,
        });
    }
    Ok(incidents)
}
