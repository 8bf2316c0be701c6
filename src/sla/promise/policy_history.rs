//! The policies of a desk by when they came into force. What was decided stays decided under the one of its time.

use super::policy::Policy;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

type Moment = DateTime<Utc>;

/// The event of a policy coming into force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicySet {
    /// Of the policy as it is stored.
    pub digest: String,
    pub policy: Policy,
}

/// Never empty; the first one holds from the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    first: Policy,
    later: Vec<(Moment, Policy)>,
}

impl Default for Book {
    fn default() -> Book {
        Book::only(Policy::default())
    }
}

impl Book {
    pub fn only(policy: Policy) -> Book {
        Book { first: policy, later: Vec::new() }
    }

    /// The same book with one more policy, in force from `since` on.
    pub fn and(mut self, since: Moment, policy: Policy) -> Book {
        self.later.push((since, policy));
        self
    }

    pub fn policy(&self) -> &Policy {
        self.later.last().map_or(&self.first, |(_, policy)| policy)
    }

    /// The number of the policy in force, the first being 0.
    pub(in crate::sla) fn version(&self) -> usize {
        self.later.len()
    }

    /// The last one that began before then. What is decided in the very moment of a change was decided before it.
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
