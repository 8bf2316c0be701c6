//! The ticket: its events, the state they add up to, who may do what (`may`), and what a verb leads to (`decide`).
//!
//! Useful for: every rule of the process, as pure functions. Not for: storing anything, or reading another ticket (the desk does).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod rejection;
mod decide;
mod command;
mod policy;
mod state;
mod words;
mod event;
mod event_reader;
mod source;
mod available_actions;
mod effects;

pub use available_actions::open_steps;
pub use command::authorise::{may, may_register};
pub use command::verb::{Step, Verb};
pub use decide::attachment::ATTACHMENTS_MAX;
pub use decide::facts::{Facts, Needs, NextNumber, Other};
pub use decide::finish::{awaits_acceptance, closed_for_silence, silent_until};
pub use decide::verbs::decide;
pub use effects::{Effect, ParentUpdate, effects, propagated};
pub use event::*;
pub use policy::awaiting::{Awaiting, Party, awaiting, awaits};
pub use policy::commitments::{Commitment, commitments};
pub use policy::notification::{NotificationReason, Recipient, recipients};
pub use policy::ownership::{owned_by, owns};
pub use policy::rules::{AssignmentRule, Rules, seconds};
pub use rejection::Rejection;
pub use state::escalation::line;
pub use state::fold::*;
pub use state::milestones::*;
pub use state::phase::*;
pub use words::attachment::{Attachment, Filed};
pub use words::file_kind::{check_file, file_name, taken};
pub use words::number::{BadNumber, Number, Series};
pub use words::payloads::*;
pub use words::report::*;
pub use words::vocabulary::*;

#[cfg(test)]
pub(crate) mod tests;
