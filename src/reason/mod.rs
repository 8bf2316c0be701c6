//! Why something is refused, or was done by itself: as data with its particulars, and the one sentence in each language that
//! a person reads. No other room writes such sentences, and nobody reads one back.

mod sentence;
mod particulars;
mod forbidden;
mod wrong_state;
mod value_kind;
mod field;
mod escalation;
mod door;
mod difference;
mod settings_text;
mod any;

pub use any::Reason;
pub use difference::Difference;
pub use door::{DoorReason, Missing};
pub use escalation::EscalationReason;
pub use field::FieldReason;
pub use forbidden::{Allowed, Forbidden, StaffMatter};
pub use particulars::{AllOf, Doer, OneOf, Word};
pub use sentence::{Said, Sample};
pub use settings_text::{Mistake, PolicyDoubt, SettingsMistake};
pub use value_kind::ValueKind;
pub use wrong_state::{Subject, WrongState};

#[cfg(test)]
mod tests;
