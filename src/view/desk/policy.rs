//! The policy in force, and what a change would move.

use crate::desk::{MovedDueTime, PolicyInForce, PolicyPreview};
use crate::reason::{Mistake, Said};
use crate::sla::{ClockName, Policy};
use crate::view::word::{TicketNo, WordOf};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

/// The policy in force.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyView {
    /// Null: nothing is on the record yet, and the settings hold.
    pub in_force: Option<PolicyInForceView>,
    /// Whether the settings file says another one, which waits to be put in force.
    pub waits: bool,
    /// Its rules, named as in the settings file.
    #[schemars(schema_with = "rules")]
    pub policy: Policy,
}

fn rules(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"type": "object", "description": "The rules, named as in desk.toml"})
}

/// Which version of the policy holds, and since when.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyInForceView {
    /// Counted from 1.
    pub version: u64,
    /// When it came into force.
    pub since: DateTime<Utc>,
    /// Who put it in force; staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// SHA-256 of its text.
    pub digest: String,
}

/// What a change of the policy would do, or the mistakes that keep it from coming into force.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum PolicyChangeView {
    /// Nothing is wrong with it: what it would move.
    Preview {
        /// Always empty here.
        mistakes: Vec<MistakeView>,
        /// SHA-256 of the text that was tried.
        digest: String,
        /// The version in force.
        in_force: Option<PolicyInForceView>,
        /// What it may say and hardly means.
        notes: Vec<String>,
        /// Open tickets that were looked at.
        open: usize,
        /// Due times that would move.
        moved: Vec<ClockMoveView>,
    },
    /// It cannot come into force.
    Mistakes(MistakesView),
}

/// Why a policy cannot come into force.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MistakesView {
    /// Each with its line.
    pub mistakes: Vec<MistakeView>,
}

/// One mistake, in English.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MistakeView {
    /// In the text, from 1; 0 where it has none.
    pub line: usize,
    /// In words.
    pub what: String,
}

/// A due time that would move; null on a side where there is no such clock.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClockMoveView {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// Which clock.
    pub clock: WordOf<ClockName>,
    /// Due by the policy in force.
    pub from: Option<DateTime<Utc>>,
    /// Due by the changed policy.
    pub to: Option<DateTime<Utc>>,
}

/// Where the clock of a simulation stands.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct SimulatedClockView {
    /// The moment it shows.
    pub now: DateTime<Utc>,
}

impl PolicyInForceView {
    /// With whoever put it in force.
    pub fn of(policy: &PolicyInForce) -> PolicyInForceView {
        let PolicyInForce { version, since, by, digest } = policy;
        PolicyInForceView { version: *version, since: *since, by: Some(by.clone()), digest: digest.clone() }
    }
}

impl PolicyChangeView {
    /// What it would move.
    pub fn preview(preview: &PolicyPreview) -> PolicyChangeView {
        let PolicyPreview { digest, in_force, open, moved, lints } = preview;
        let moved = moved.iter().map(|MovedDueTime { number, clock, from, to }| ClockMoveView {
            number: (*number).into(),
            clock: (*clock).into(),
            from: *from,
            to: *to,
        });
        PolicyChangeView::Preview {
            mistakes: Vec::new(),
            digest: digest.clone(),
            in_force: in_force.as_ref().map(|policy| PolicyInForceView { by: None, ..PolicyInForceView::of(policy) }),
            notes: lints.iter().map(ToString::to_string).collect(),
            open: *open,
            moved: moved.collect(),
        }
    }

    /// What is wrong with it.
    pub fn mistakes(mistakes: &[Mistake]) -> PolicyChangeView {
        let view = |mistake: &Mistake| MistakeView { line: mistake.line, what: mistake.said(Locale::En) };
        PolicyChangeView::Mistakes(MistakesView { mistakes: mistakes.iter().map(view).collect() })
    }
}
