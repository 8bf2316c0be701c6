//! A level of an escalation chain.

use crate::people::Role;
use crate::sla::time::span::Allowance;
use crate::ticket::EscalationKind;
use serde::{Deserialize, Serialize};

/// A level of an escalation chain. Any one of its conditions is enough; without a condition it is never due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The role to escalate to.
    pub to: Role,
    /// Functional or hierarchical.
    pub kind: EscalationKind,
    /// After this time, counted like the resolution.
    #[serde(default)]
    pub after: Option<Allowance>,
    /// From this many reopenings on, at each.
    #[serde(default)]
    pub reopens: Option<u32>,
    /// When the customer says that they are dissatisfied.
    #[serde(default)]
    pub dissatisfied: bool,
}
