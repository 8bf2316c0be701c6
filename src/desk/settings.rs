//! What a desk has settled: its name, policies and calendar.

use crate::measure::Span;
use crate::sla::{Book, Calendar, Policy};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub name: String,
    pub policies: Book,
    /// The desk's own calendar, of the policy in force: its zone dates numbers and pages.
    pub calendar: Calendar,
    /// What measures are compared with where nothing else is asked for.
    pub baseline: Option<Span>,
    /// The largest request body, bytes.
    pub body_bytes_max: usize,
    /// The files of one request together, bytes.
    pub attachment_bytes_max: usize,
}

impl Settings {
    /// The same, under these policies.
    pub(super) fn under(self, policies: Book) -> Settings {
        Settings { calendar: policies.policy().calendar.clone(), policies, ..self }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        let policy = Policy::default();
        Settings {
            name: "Precedent".into(),
            calendar: policy.calendar.clone(),
            policies: Book::only(policy),
            baseline: None,
            body_bytes_max: 8 << 20,
            attachment_bytes_max: 25 << 20,
        }
    }
}
