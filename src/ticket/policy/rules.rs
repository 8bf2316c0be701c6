//! The part of the policy that governs steps: who handles which class, assignment rules, closing after silence.

use crate::people::{Person, Role};
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Class;
use crate::ticket::words::vocabulary::*;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// What the policy of a desk says about steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The roles that may be responsible for a fault, by severity.
    pub handled_by: Vec<(Severity, Vec<Role>)>,
    /// Assignment rules; the first that matches a ticket counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assign: Vec<AssignmentRule>,
    /// How long after the resolution a ticket may be closed without confirmation.
    #[serde(with = "seconds")]
    pub silence: Duration,
}

/// Proposes people or a group for tickets that match every criterion that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentRule {
    /// Component, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Product, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Customer, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The group to propose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The people to propose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl AssignmentRule {
    /// Whether a ticket matches. Letter case is ignored, because people type these values.
    fn fits(&self, ticket: &Ticket) -> bool {
        let same = |wanted: &Option<String>, is: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| is.is_some_and(|is| is.to_lowercase() == wanted.to_lowercase()))
        };
        same(&self.component, ticket.component.as_ref())
            && same(&self.product, ticket.report.product.as_ref())
            && same(&self.customer, Some(&ticket.report.customer))
            && self.kind.is_none_or(|kind| kind == ticket.kind())
    }

    /// Whether it proposes this person.
    pub fn names(&self, person: &Person) -> bool {
        self.people.contains(&person.name) || self.group.as_ref().is_some_and(|group| person.groups.contains(group))
    }
}

/// Serialises a [`chrono::Duration`] as whole seconds.
pub mod seconds {
    use chrono::Duration;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the seconds.
    ///
    /// # Errors
    ///
    /// If the serializer fails.
    pub fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(duration.num_seconds())
    }
    /// Reads the seconds.
    ///
    /// # Errors
    ///
    /// If it is not an integer, or too large for a duration.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let seconds = i64::deserialize(from)?;
        Duration::try_seconds(seconds).ok_or_else(|| serde::de::Error::custom("too long"))
    }
}

impl Default for Rules {
    fn default() -> Rules {
        let senior = vec![Role::SeniorEngineer];
        let junior = vec![Role::JuniorEngineer, Role::SeniorEngineer];
        Rules {
            handled_by: vec![
                (Severity::Critical, senior.clone()),
                (Severity::Major, senior),
                (Severity::Moderate, junior.clone()),
                (Severity::Minor, junior),
            ],
            assign: Vec::new(),
            silence: Duration::days(7),
        }
    }
}

impl Rules {
    /// The assignment rule for a ticket.
    pub fn assignment(&self, ticket: &Ticket) -> Option<&AssignmentRule> {
        self.assign.iter().find(|rule| rule.fits(ticket))
    }

    /// The roles that may be responsible for a class.
    pub fn fitting(&self, class: &Class) -> Vec<Role> {
        match class {
            Class::Requirement { .. } => vec![Role::ProductManager],
            Class::Fault { severity } => {
                self.handled_by.iter().find(|(s, _)| s == severity).map(|(_, roles)| roles.clone()).unwrap_or_default()
            }
        }
    }
}
