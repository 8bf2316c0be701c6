//! What a desk's policy says about taking steps: who handles which class, how long silence lasts.

use super::parts::Class;
use super::vocabulary::*;
use crate::people::Role;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// What a desk's policy says about taking steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Who may be responsible for a fault of each class.
    pub handled_by: Vec<(Severity, Vec<Role>)>,
    /// A resolved ticket may be closed without the customer's word after this much silence.
    #[serde(with = "seconds")]
    pub silence: Duration,
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
            silence: Duration::days(7),
        }
    }
}

impl Rules {
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
