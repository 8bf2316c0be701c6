//! What events are made of: the consultation a ticket carries, its class, what the work came to, its history elsewhere.

use super::number::Number;
use super::vocabulary::*;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One match of a consultation as it was shown, so that the record says what was on offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    pub number: Number,
    pub band: String,
    pub score: f32,
}

/// The consultation a ticket carries: what was searched, what was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consulted {
    pub id: String,
    pub at: DateTime<Utc>,
    /// None: the archive could not be searched; it is consulted again as soon as it can be.
    pub found: Option<Vec<Found>>,
}

/// The assessor's verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "class", rename_all = "snake_case")]
pub enum Class {
    Fault { severity: Severity },
    Requirement { requirement_type: RequirementType, priority: Priority },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UatItem {
    pub item: String,
    pub passed: bool,
}

/// What the work came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workaround: Option<String>,
    pub tested_with: String,
}

/// A ticket as another system knew it: what happened then, learnt now. No verb is forged from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub source: String,
    pub source_id: String,
    pub opened_at: DateTime<Utc>,
    #[serde(default)]
    pub finished: Option<Finished>,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub requirement_number: Option<Number>,
    #[serde(default)]
    pub requirement: Option<(RequirementType, Priority)>,
    /// Digest of all that the source told; None: it is from before that was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Fields of the source that nobody here knows, kept as they were.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub more: serde_json::Map<String, serde_json::Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finished {
    pub outcome: Outcome,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// What like cases proposed to the assessor, as it stood when they decided, and whether they took it as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TriageProposed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<Class>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// The cases that said so.
    #[serde(default)]
    pub like: Vec<Number>,
    #[serde(default)]
    pub accepted: bool,
}

/// Who is asked for something: a team, or one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Team(Team),
    Person(String),
}

/// One thing that was told to the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub at: DateTime<Utc>,
    pub event: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
