//! Which policy was in force when: a stream of its own in the record.

use super::read::entries;
use super::stored::Area;
use super::{Ledger, LedgerError};
use crate::sla::PolicySet;
use chrono::{DateTime, Utc};

pub(super) const STREAM: &str = "desk";

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
        let rows = self.read(|c| entries(c, Area::Policy, STREAM))?;
        rows.into_iter()
            .map(|row| Ok(PolicyRow { version: row.version, since: row.occurred_at, set: row.policy_event()?, actor: row.actor }))
            .collect()
    }
}
