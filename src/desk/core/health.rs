//! Which subsystems work. A failure is logged once, retried with growing pauses, and shown in readiness and metrics.

use crate::desk::error::DeskError;
use crate::words::panic_said;
use parking_lot::{Mutex, MutexGuard};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// Pause after a first failure; doubled up to `PAUSE_MAX`.
const PAUSE_MIN: Duration = Duration::from_millis(250);
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// A part of the desk that works and fails on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subsystem {
    /// Recording: an empty transaction goes through.
    Ledger,
    /// Files under `content/` follow the ledger.
    Files,
    /// People are notified of events that concern them.
    Notices,
    /// The archive can be searched.
    Search,
    /// What falls due is recorded.
    Clocks,
    /// Reports registered while the archive could not be searched are consulted.
    LateConsultations,
    /// The disk reserve for the ledger is kept.
    Reserve,
    /// Searches without results and uses of tokens are recorded.
    Usage,
    /// Bursts are found in the background.
    Bursts,
    /// New ranking weights in `index/` are loaded.
    Weights,
    /// The quality of suggestions is computed once a day.
    Quality,
}

impl Subsystem {
    /// Every subsystem.
    pub const ALL: [Subsystem; 11] = [
        Subsystem::Ledger,
        Subsystem::Files,
        Subsystem::Notices,
        Subsystem::Search,
        Subsystem::Clocks,
        Subsystem::LateConsultations,
        Subsystem::Reserve,
        Subsystem::Usage,
        Subsystem::Bursts,
        Subsystem::Weights,
        Subsystem::Quality,
    ];

    /// Its name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Subsystem::Ledger => "ledger",
            Subsystem::Files => "files",
            Subsystem::Notices => "notices",
            Subsystem::Search => "search",
            Subsystem::Clocks => "clocks",
            Subsystem::LateConsultations => "late_consultations",
            Subsystem::Reserve => "reserve",
            Subsystem::Usage => "usage",
            Subsystem::Bursts => "bursts",
            Subsystem::Weights => "weights",
            Subsystem::Quality => "quality",
        }
    }

    /// Whether the desk is not ready while it fails.
    pub fn is_needed(self) -> bool {
        matches!(
            self,
            Subsystem::Ledger | Subsystem::Files | Subsystem::Notices | Subsystem::Search | Subsystem::Clocks | Subsystem::Reserve
        )
    }
}

/// The state of one subsystem.
#[derive(Debug, Clone, Default)]
pub struct SubsystemHealth {
    /// Why it does not work; `None`: it works.
    pub failing: Option<String>,
    /// Failed attempts since the start.
    pub failures: u64,
    /// How many of those ended in a panic.
    pub panics: u64,
    retry: Option<Retry>,
}

#[derive(Debug, Clone)]
struct Retry {
    at: Instant,
    pause: Duration,
}

/// The state of all subsystems.
#[derive(Debug, Default)]
pub struct Health {
    parts: Mutex<BTreeMap<Subsystem, SubsystemHealth>>,
}

impl Health {
    /// Runs a subsystem's work, unless it failed a moment ago and its pause is not over. Errors and panics end here. Returns
    /// whether it works.
    pub fn attend(&self, part: Subsystem, work: impl FnOnce() -> Result<(), DeskError>) -> bool {
        let waits = self.parts().get(&part).and_then(|known| known.retry.clone()).is_some_and(|retry| retry.at > Instant::now());
        if waits {
            return false;
        }
        let outcome = caught(work);
        let works = outcome.is_ok();
        self.note(part, outcome);
        works
    }

    /// Notes an outcome; logs when a failure begins, changes or ends.
    pub fn note(&self, part: Subsystem, outcome: Result<(), DeskError>) {
        let mut parts = self.parts();
        let known = parts.entry(part).or_default();
        match outcome {
            Ok(()) => {
                if known.failing.take().is_some() {
                    tracing::info!("{}: works again", part.name());
                }
                known.retry = None;
            }
            Err(error) => {
                let pause = known.retry.as_ref().map_or(PAUSE_MIN, |retry| (retry.pause * 2).min(PAUSE_MAX));
                known.retry = Some(Retry { at: Instant::now() + pause, pause });
                known.failures += 1;
                known.panics += u64::from(matches!(error, DeskError::Panicked(_)));
                let why = error.to_string();
                if known.failing.as_ref() != Some(&why) {
                    tracing::error!("{}: {why}; it is tried again", part.name());
                }
                known.failing = Some(why);
            }
        }
    }

    /// Every subsystem that has been attended to, with its state.
    pub fn subsystems(&self) -> Vec<(Subsystem, SubsystemHealth)> {
        self.parts().iter().map(|(part, health)| (*part, health.clone())).collect()
    }

    /// Whether the last attempt failed.
    pub fn is_failing(&self, part: Subsystem) -> bool {
        self.parts().get(&part).is_some_and(|health| health.failing.is_some())
    }

    /// The needed subsystems that fail, each with its reason; empty if the desk is ready.
    pub fn troubles(&self) -> Vec<(Subsystem, String)> {
        let parts = self.parts();
        let failing = parts.iter().filter(|(part, _)| part.is_needed());
        failing.filter_map(|(part, health)| Some((*part, health.failing.clone()?))).collect()
    }

    fn parts(&self) -> MutexGuard<'_, BTreeMap<Subsystem, SubsystemHealth>> {
        self.parts.lock()
    }
}

/// Turns a panic into [`DeskError::Panicked`]. Safe to go on after: locks do not poison, transactions roll back, and snapshots
/// never change.
pub(in crate::desk) fn caught<T>(work: impl FnOnce() -> Result<T, DeskError>) -> Result<T, DeskError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome,
        Err(panic) => Err(DeskError::Panicked(panic_said(panic.as_ref()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed() -> Result<(), DeskError> {
        Err(DeskError::Other("no".into()))
    }

    #[test]
    fn a_part_that_panics_is_noted_and_left_alone_for_a_while_and_the_next_one_goes_on() {
        let health = Health::default();
        assert!(!health.attend(Subsystem::Notices, || panic!("a planted panic")));
        assert!(!health.attend(Subsystem::Notices, || unreachable!("tried again at once")));
        assert!(health.attend(Subsystem::Clocks, || Ok(())));
        assert_eq!(health.troubles(), [(Subsystem::Notices, "ended unexpectedly: a planted panic".to_string())]);
        let notices = &health.subsystems()[0].1;
        assert_eq!((notices.failures, notices.panics), (1, 1));
    }

    #[test]
    fn pauses_grow_up_to_a_bound_and_end_with_the_trouble() {
        let health = Health::default();
        let mut pauses = Vec::new();
        for _ in 0..10 {
            health.note(Subsystem::Files, failed());
            pauses.extend(health.subsystems()[0].1.retry.as_ref().map(|retry| retry.pause));
        }
        assert_eq!((pauses[0], pauses[1], pauses[9]), (PAUSE_MIN, PAUSE_MIN * 2, PAUSE_MAX));
        health.note(Subsystem::Files, Ok(()));
        assert!(health.troubles().is_empty());
        assert!(health.attend(Subsystem::Files, || Ok(())));
    }

    #[test]
    fn what_nobody_needs_to_work_does_not_make_the_desk_unready() {
        let health = Health::default();
        health.note(Subsystem::Quality, failed());
        assert!(health.troubles().is_empty());
    }
}
