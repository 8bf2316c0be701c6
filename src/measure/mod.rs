//! Measures: how the desk performs on what it promises, computed from its record, by period, group and baseline. docs/measures.md
//! defines each.
//!
//! Useful for: every figure of docs/measures.md. Not for: reading the record (the desk does).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod fact;
mod family;
mod figure;
mod name;
mod observe;
mod report;

#[cfg(test)]
mod counted_by_hand;

pub use fact::{Closing, Fact, Stretch};
pub use family::{Families, RelatedTicket};
pub use figure::Figure;
pub use name::{By, Goal, Measure, Unit};
pub use observe::{Deflection, Observation, ObservedValue, Record, observations};
pub use report::{Group, MeasureQuery, MeasureReport, Period, reports};
