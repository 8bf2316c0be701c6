//! The policies of a desk by the time they came into force. A clock is judged under the policy of the time it was decided.

use super::policy::Policy;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

type Moment = DateTime<Utc>;

/// The event of a policy coming into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySet {
    /// SHA-256 of the policy as it is stored, in hex.
    pub digest: String,
    /// The policy.
    pub policy: Policy,
}

/// All policies of a desk, in order; never empty. The first is in force from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyHistory {
    first: Policy,
    later: Vec<(Moment, Policy)>,
}

impl Default for PolicyHistory {
    fn default() -> PolicyHistory {
        PolicyHistory::only(Policy::default())
    }
}

impl PolicyHistory {
    /// A history of one policy.
    pub fn only(policy: Policy) -> PolicyHistory {
        PolicyHistory { first: policy, later: Vec::new() }
    }

    /// The history with one more policy, in force after `since`.
    pub fn followed_by(mut self, since: Moment, policy: Policy) -> PolicyHistory {
        self.later.push((since, policy));
        self
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        self.later.last().map_or(&self.first, |(_, policy)| policy)
    }

    /// Number of the policy in force, from 0.
    pub(in crate::sla) fn version(&self) -> usize {
        self.later.len()
    }

    /// Number of the last policy that came into force before `at`; at the very time of a change the earlier one still counts.
    pub(in crate::sla) fn version_at(&self, at: Moment) -> usize {
        self.later.iter().rposition(|(since, _)| *since < at).map_or(0, |i| i + 1)
    }

    /// The policies that were in force at `from` or later, with their numbers.
    pub(in crate::sla) fn since(&self, from: Moment) -> impl Iterator<Item = (usize, &Policy)> {
        let first = self.version_at(from).min(self.version());
        let all = std::iter::once(&self.first).chain(self.later.iter().map(|(_, policy)| policy));
        all.enumerate().skip(first)
    }
}
