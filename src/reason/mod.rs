//! Reasons as data: why something is rejected, or why the desk did it by itself, with one sentence in each language.
//! No other room writes such sentences, and nothing parses them back.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod sentence;
mod particulars;
mod forbidden;
mod wrong_state;
mod value_kind;
mod field;
mod escalation;
mod door;
mod doubt;
mod difference;
mod settings_text;
mod any;

pub use any::Reason;
pub use difference::Difference;
pub use door::{DoorReason, Missing};
pub use doubt::Doubt;
pub use escalation::EscalationReason;
pub use field::FieldReason;
pub use forbidden::{Allowed, Forbidden, StaffMatter};
pub use particulars::{AllOf, Doer, Offered, OneOf, Phrase, When, Who};
pub use sentence::{Said, Sample};
pub use settings_text::{Mistake, PolicyLint, SettingsMistake};
pub use value_kind::ValueKind;
pub use wrong_state::{Subject, WrongState};

#[cfg(test)]
mod tests;
