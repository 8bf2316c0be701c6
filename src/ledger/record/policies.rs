//! The policies a desk has had: one stream of the record.

use super::stored_event::Area;
use super::streams::stream_of;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::error::LedgerError;
use crate::sla::PolicySet;
use chrono::{DateTime, Utc};

pub(in crate::ledger) const STREAM: &str = "desk";

/// A policy that came into force.
#[derive(Debug, Clone)]
pub struct PolicyRow {
    /// Counts the policies of the desk, from 1.
    pub version: u64,
    /// When it came into force.
    pub since: DateTime<Utc>,
    /// Who put it in force.
    pub actor: String,
    /// The policy with its digest.
    pub set: PolicySet,
}

impl Ledger {
    /// Every policy the desk has had, in order; the last is in force. Unreadable ones are left out, so that the desk still
    /// opens.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn policies(&self) -> Result<Vec<PolicyRow>, LedgerError> {
        // An unreadable policy is left out (`check` lists it): the desk still opens, and computes with the others.
        let rows = self.read(|c| stream_of(c, Area::Policy, STREAM))?.events;
        let read = rows.into_iter().filter_map(|row| Some((row.policy_event().ok()?, row)));
        Ok(read.map(|(set, row)| PolicyRow { version: row.version, since: row.occurred_at, set, actor: row.actor }).collect())
    }
}
