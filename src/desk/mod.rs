//! The verbs, one file each, and the followers: where words, text and places meet.
//!
//! Doors call these and touch no place themselves. `now` is always an argument.

mod access;
mod act;
mod adopt;
mod archive;
mod attachments;
mod backtest;
mod bands;
mod burst;
mod cases;
mod check;
mod consult;
mod duty;
mod error;
mod follow;
mod family;
mod forms;
mod history;
mod idempotency;
mod incident;
mod joined;
mod lock;
mod measures;
mod mine;
mod notices;
mod open;
mod own;
mod people;
mod policy;
mod proposal;
mod publish;
mod quality;
mod record;
mod register;
mod remask;
mod repair;
mod settings;
mod sign_in;
mod standing;
mod similar;
mod tick;
mod tie;
mod tokens;
mod vain;
mod tune;
#[cfg(test)]
mod simulated_year;
mod view;

pub use act::ActRequest;
pub use adopt::{Adopted, Adoption};
pub use attachments::Upload;
pub use backtest::{Backtest, BacktestQuery, Evaluation, HistoricDocument, Ranks, number_at};
pub use bands::{Banded, bands};
pub use burst::Burst;
pub use cases::CaseView;
pub use check::Finding;
pub use consult::{ConsultRequest, Consultation, ConsultedReport};
pub use duty::DutyDay;
pub use error::DeskError;
pub use family::Member;
pub use history::{Historic, HistoricCase, Intake, Standing};
pub use idempotency::Idempotency;
pub use incident::Incident;
pub use mine::{Mine, Reason, Wanted};
pub use notices::Notice;
pub use open::{Desk, Purpose};
pub use own::{Decision, OwnTuning};
pub use people::PersonView;
pub use policy::{Moved, PolicyInForce, Preview, may_try_policy};
pub use proposal::{Candidate, Proposal, Suggested};
pub use publish::{Archive, Listed, Told};
pub use quality::Quality;
pub use record::Missed;
pub use register::Registered;
pub use settings::Settings;
pub use sign_in::LinkFor;
pub use standing::Workload;
pub use tick::Ticked;
pub use tokens::NewToken;
pub use tune::{Choice, Measured, PastQuestion, across, forward, learn, weights_with};
pub use vain::InVain;
pub use view::{TicketView, VitalSigns};

/// Named by tests to stop the process dead at a step of closing; nothing in a release build.
#[cfg(debug_assertions)]
pub(crate) fn crash_point(name: &str) {
    if std::env::var("PRECEDENT_CRASH_AT").is_ok_and(|at| at == name) {
        std::process::abort();
    }
}
#[cfg(not(debug_assertions))]
pub(crate) fn crash_point(_name: &str) {}
