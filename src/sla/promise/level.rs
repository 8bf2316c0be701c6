//! One step of a chain of escalation: who is told, and when.

use crate::people::Role;
use crate::sla::time::span::Allowance;
use crate::ticket::EscalationKind;
use serde::{Deserialize, Serialize};

/// One step of a chain. Each of its conditions alone is enough; one without any never comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub to: Role,
    pub kind: EscalationKind,
    /// Counted like the resolution: from submission or the last reopening.
    #[serde(default)]
    pub after: Option<Allowance>,
    /// From this many reopenings on, at each.
    #[serde(default)]
    pub reopens: Option<u32>,
    /// When the customer says so.
    #[serde(default)]
    pub dissatisfied: bool,
}
