//! What several kinds of events hold: classes, assessments, solutions, and what goes with them.

use crate::ticket::*;
use crate::view::redacted::{Prose, Redacted};
use crate::view::word::{TicketNo, WordOf};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// A class and what belongs to it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "class", rename_all = "snake_case")]
pub enum ClassData {
    /// Of a fault.
    Fault {
        /// How severe.
        severity: WordOf<Severity>,
    },
    /// Of a requirement.
    Requirement {
        /// Of which type.
        requirement_type: WordOf<RequirementType>,
        /// How much it matters.
        priority: WordOf<Priority>,
    },
}

impl From<&Class> for ClassData {
    fn from(class: &Class) -> ClassData {
        match class {
            Class::Fault { severity } => ClassData::Fault { severity: (*severity).into() },
            Class::Requirement { requirement_type, priority } => {
                ClassData::Requirement { requirement_type: (*requirement_type).into(), priority: (*priority).into() }
            }
        }
    }
}

/// An assessment: whole for staff; a customer reads the class, in an object of its own, and the urgency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TriagedData {
    /// For staff.
    Staff {
        /// The class.
        #[serde(flatten)]
        class: ClassData,
        /// As it was assessed.
        urgency: WordOf<Severity>,
        /// The second number that a requirement gets.
        requirement_number: Option<TicketNo>,
        /// Where the trouble lies.
        component: Option<Redacted>,
        /// Why.
        reason: Option<Prose>,
        /// What like cases proposed.
        #[serde(skip_serializing_if = "Option::is_none")]
        proposed: Option<ProposedData>,
        /// Whether it goes to those who handle its new kind.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        hand_over: bool,
        /// The incident it comes from.
        #[serde(skip_serializing_if = "Option::is_none")]
        incident: Option<TicketNo>,
    },
    /// For the customer.
    Customer {
        /// The class.
        class: ClassData,
        /// As it was assessed.
        urgency: WordOf<Severity>,
    },
}

/// What like cases proposed to the assessor, and whether they took it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposedData {
    /// The class that was proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassData>,
    /// The component that was proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<Redacted>,
    /// The cases that say so.
    pub like: Vec<TicketNo>,
    /// Whether the assessor took it.
    pub accepted: bool,
}

/// A solution: whole for staff; a customer reads the solution and the workaround.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ResolvedData {
    /// For staff.
    Staff {
        /// What was written.
        text: Prose,
        /// The root cause.
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<Prose>,
        /// What helps meanwhile.
        #[serde(skip_serializing_if = "Option::is_none")]
        workaround: Option<Prose>,
        /// Who tried it with the desk.
        tested_with: Redacted,
    },
    /// For the customer.
    Customer {
        /// What was written.
        text: Prose,
        /// What helps meanwhile.
        workaround: Option<Prose>,
    },
}

/// What a requirement would take; staff only.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeighedData {
    /// Whether and how it can be done.
    pub technical: Prose,
    /// Who and what it takes.
    pub resources: Prose,
    /// What it costs.
    pub cost: Prose,
    /// How much work it is; null where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effort: Option<Prose>,
    /// Staff only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<WordOf<Priority>>,
}

/// Who is asked: a team, or one person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskedOfData {
    /// Everybody of a team.
    Team(WordOf<Team>),
    /// One person, by name.
    Person(String),
}

/// One update that the customer received.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GatheredData {
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The name of the event.
    pub event: String,
    /// What was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
}
