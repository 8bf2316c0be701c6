//! Where the desk stands on what it promises, from its own record: figures by span, group and baseline.
//!
//! Useful for: every figure of docs/measures.md, each defined there. Not for: reading the record (the desk does).

mod fact;
mod family;
mod figure;
mod name;
mod observe;
mod report;

#[cfg(test)]
mod counted_by_hand;

pub use fact::{Closing, Fact, Stretch};
pub use family::{Families, Known};
pub use figure::Figure;
pub use name::{By, Goal, Measure, Unit};
pub use observe::{Counted, Deflection, Observation, Record, observations};
pub use report::{Group, Report, Span, Wanted, reports};
