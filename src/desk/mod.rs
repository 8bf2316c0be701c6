//! The desk: what people do (verbs), and what follows the ledger (followers).
//!
//! Useful for: everything the API, pages and command line offer. They call [`Desk`] and never ledger, files or index. `now` is
//! always an argument. Inner rooms, each importing only those before it: `core`, `consult`, `write`, `queries`, `commands`,
//! `followers`, `intake`, `maintenance`.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod facade;
mod maintenance;
mod intake;
mod followers;
mod queries;
mod commands;
mod write;
mod consult;
mod core;
mod error;
mod settings;
#[cfg(test)]
mod any_sequence;
#[cfg(test)]
mod simulated_year;

pub use self::commands::attachments::Upload;
pub use self::commands::availability::Workload;
pub use self::commands::duty::DutyDay;
pub use self::commands::people::Account;
pub use self::commands::policy::{MovedDueTime, PolicyInForce, PolicyPreview, may_try_policy};
pub use self::commands::register::Registered;
pub use self::commands::sign_in::LinkFor;
pub use self::commands::step::ActRequest;
pub use self::commands::tokens::NewToken;
pub use self::consult::consultation::{ConsultRequest, Consultation, ConsultedReport};
pub(crate) use self::consult::question::question_of;
pub use self::core::desk::Desk;
pub use self::core::health::{Health, Subsystem, SubsystemHealth};
pub use self::core::idempotency::Idempotency;
pub use self::core::open::Purpose;
pub use self::error::DeskError;
pub use self::intake::adopt::{AdoptOutcome, AdoptSummary};
pub use self::intake::imported_ticket::{CaseMetadata, ImportSummary, ImportedCase, ImportedTicket};
pub use self::maintenance::check::Finding;
pub use self::queries::burst::Burst;
pub use self::queries::case_view::ReadCase;
pub use self::queries::family::FamilyMember;
pub use self::queries::freshness::Freshness;
pub use self::queries::incident::Incident;
pub use self::queries::notices::Notice;
pub use self::queries::proposal::{AssigneeCandidate, Proposal, Suggestion};
pub use self::queries::publish::{Archive, ExportedTicket, Listed};
pub use self::queries::view::{IndexSigns, ReadTicket, VitalSigns};
pub use self::queries::worklist::{WorklistItem, WorklistReason, WorklistTask};
pub use self::queries::zero_results::ZeroResultSearch;
pub use self::settings::{Network, Settings, WebSettings};
pub use self::write::fall_due::TickReport;
