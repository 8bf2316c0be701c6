//! The recorded policies, and the one the settings have instead.

use crate::desk::error::DeskError;
use crate::digest;
use crate::ledger::Ledger;
use crate::sla::{Policy, PolicyHistory, PolicySet};

/// The policy of `desk.toml`, where it is not the one in force.
pub(in crate::desk) struct Proposed {
    pub set: PolicySet,
}

pub fn set(policy: Policy) -> Result<PolicySet, DeskError> {
    let stored = serde_json::to_string(&policy).map_err(|e| DeskError::Other(e.to_string()))?;
    Ok(PolicySet { digest: digest::hex(stored.as_bytes()), policy })
}

/// The recorded policies, and the settings' policy if it differs from the last of them. Without recorded policies the settings
/// apply.
pub fn on_record(ledger: &Ledger, settings: &PolicyHistory) -> Result<(PolicyHistory, Option<Proposed>), DeskError> {
    let proposed = set(settings.policy().clone())?;
    let rows = ledger.policies()?;
    let differs = rows.last().is_none_or(|row| row.set.digest != proposed.digest);
    let mut rows = rows.into_iter();
    let policies = match rows.next() {
        Some(first) => {
            rows.fold(PolicyHistory::only(first.set.policy), |policies, row| policies.followed_by(row.since, row.set.policy))
        }
        None => settings.clone(),
    };
    Ok((policies, differs.then_some(Proposed { set: proposed })))
}
