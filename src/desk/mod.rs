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
mod freshness;
mod health;
mod history;
mod idempotency;
mod incident;
mod intake;
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
mod remembered;
mod repair;
mod resent;
mod search_index;
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
pub use freshness::Freshness;
pub use health::{Health, Part, PartHealth};
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
pub use settings::{Network, Settings, WebSettings};
pub use sign_in::LinkFor;
pub use standing::Workload;
pub use tick::Ticked;
pub use tokens::NewToken;
pub use tune::{Choice, Measured, PastQuestion, across, forward, learn, weights_with};
pub use vain::InVain;
pub use view::{IndexSigns, TicketView, VitalSigns};

/// Named by tests to stop the process dead at a step of closing, or to let a step panic so many times
/// (`PRECEDENT_PANIC_AT=name:3`); nothing in a release build.
#[cfg(debug_assertions)]
pub(crate) fn crash_point(name: &str) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    if std::env::var("PRECEDENT_CRASH_AT").is_ok_and(|at| at == name) {
        std::process::abort();
    }
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let planted = std::env::var("PRECEDENT_PANIC_AT").ok();
    let planted = planted.as_deref().and_then(|told| told.split_once(':')).filter(|(at, _)| *at == name);
    let times = planted.and_then(|(_, times)| times.parse().ok()).unwrap_or(0);
    assert!(times == 0 || PANICS.fetch_add(1, Ordering::SeqCst) >= times, "planted at {name}");
}
#[cfg(not(debug_assertions))]
pub(crate) fn crash_point(_name: &str) {}
