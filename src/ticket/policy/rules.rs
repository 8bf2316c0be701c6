//! What a desk's policy says about taking steps: who handles which class, how long silence lasts.

use crate::people::{Person, Role};
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Class;
use crate::ticket::words::vocabulary::*;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// What a desk's policy says about taking steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Who may be responsible for a fault of each class.
    pub handled_by: Vec<(Severity, Vec<Role>)>,
    /// To whom of them it is proposed first; the first rule that fits a ticket counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assign: Vec<AssignmentRule>,
    /// A resolved ticket may be closed without the customer's word after this much silence.
    #[serde(with = "seconds")]
    pub silence: Duration,
}

/// Tickets of such a kind go to these people or this group first. What a rule does not name, any ticket has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl AssignmentRule {
    /// Whether a ticket is of its kind; letters' case makes no difference, as people type components.
    fn fits(&self, ticket: &Ticket) -> bool {
        let same = |wanted: &Option<String>, is: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| is.is_some_and(|is| is.to_lowercase() == wanted.to_lowercase()))
        };
        same(&self.component, ticket.component.as_ref())
            && same(&self.product, ticket.report.product.as_ref())
            && same(&self.customer, Some(&ticket.report.customer))
            && self.kind.is_none_or(|kind| kind == ticket.kind())
    }

    pub fn names(&self, person: &Person) -> bool {
        self.people.contains(&person.name) || self.group.as_ref().is_some_and(|group| person.groups.contains(group))
    }
}

/// Durations are stored as whole seconds.
pub mod seconds {
    use chrono::Duration;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(duration.num_seconds())
    }
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
    /// The rule that says to whom a ticket is proposed first.
    pub fn assignment(&self, ticket: &Ticket) -> Option<&AssignmentRule> {
        self.assign.iter().find(|rule| rule.fits(ticket))
    }

    /// The roles of whoever may be responsible for a class.
    pub fn fitting(&self, class: &Class) -> Vec<Role> {
        match class {
            Class::Requirement { .. } => vec![Role::ProductManager],
            Class::Fault { severity } => {
                self.handled_by.iter().find(|(s, _)| s == severity).map(|(_, roles)| roles.clone()).unwrap_or_default()
            }
        }
    }
}
