//! Payloads of events: consultations, classes, resolutions, imported history.

use super::number::Number;
use super::vocabulary::*;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A match of a consultation as it was shown, so that the record says what was offered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Number of the case or ticket.
    pub number: Number,
    /// Word of its band, such as `strong`.
    pub band: String,
    /// Its score.
    pub score: f32,
}

/// The consultation of a ticket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consulted {
    /// Its id.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The matches; `None`: the archive could not be searched, and is consulted again as soon as it can be.
    pub found: Option<Vec<Found>>,
}

/// What the assessor classed a ticket as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "class", rename_all = "snake_case")]
pub enum Class {
    /// A fault (ITIL: incident).
    Fault {
        /// Its severity.
        severity: Severity,
    },
    /// A requirement (ITIL: change request).
    Requirement {
        /// Its type.
        requirement_type: RequirementType,
        /// Its priority.
        priority: Priority,
    },
}

/// An item of the user acceptance test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UatItem {
    /// What was tested.
    pub item: String,
    /// Whether it passed.
    pub passed: bool,
}

/// The solution of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// What was done.
    pub text: String,
    /// The cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The workaround.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workaround: Option<String>,
    /// With whom it was tested (joint test).
    pub tested_with: String,
}

/// The history of an imported ticket in its source system. It is kept as a whole; no events are made up from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Name of the source system.
    pub source: String,
    /// Its id there.
    pub source_id: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// How it ended; `None`: open.
    #[serde(default)]
    pub finished: Option<Finished>,
    /// Its severity, if a fault.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Its number as a requirement.
    #[serde(default)]
    pub requirement_number: Option<Number>,
    /// Its type and priority, if a requirement.
    #[serde(default)]
    pub requirement: Option<(RequirementType, Priority)>,
    /// Digest of everything that the source sent; `None`: imported before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Unknown fields of the source, unchanged.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// How a ticket ended in its source system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    /// What became of it.
    pub outcome: Outcome,
    /// When it was solved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// What similar cases proposed to the assessor when they decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageProposed {
    /// The class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    /// The component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Numbers of the similar cases.
    #[serde(default)]
    pub like: Vec<Number>,
    /// Whether the assessor took it over unchanged.
    #[serde(default)]
    pub accepted: bool,
}

/// A team or a person, of whom something is requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamOrPerson {
    /// Everybody in the team.
    Team(Team),
    /// The person of this name.
    Person(String),
}

/// An event that the customer may read, as a line of the day's summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerUpdate {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Its stored name.
    pub event: String,
    /// Its text for the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
