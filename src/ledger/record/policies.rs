//! Which policy was in force when: a stream of its own in the record.

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
    pub version: u64,
    pub since: DateTime<Utc>,
    pub actor: String,
    pub set: PolicySet,
}

impl Ledger {
    /// Every policy the desk has had, in order.
    pub fn policies(&self) -> Result<Vec<PolicyRow>, LedgerError> {
        // One that cannot be read is stepped over, and named by `check`: a desk without it still opens, and reckons by the others.
        let rows = self.read(|c| stream_of(c, Area::Policy, STREAM))?.events;
        let read = rows.into_iter().filter_map(|row| Some((row.policy_event().ok()?, row)));
        Ok(read.map(|(set, row)| PolicyRow { version: row.version, since: row.occurred_at, set, actor: row.actor }).collect())
    }
}
