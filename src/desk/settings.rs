//! What a desk has settled: its name, policy and calendar.

use crate::sla::{Calendar, Policy};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub name: String,
    pub policy: Policy,
    pub calendar: Calendar,
    /// The largest request body, bytes.
    pub body_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { name: "Precedent".into(), policy: Policy::default(), calendar: Calendar::default(), body_bytes_max: 8 << 20 }
    }
}
