//! Which parts of the desk work. What fails is told once, tried again with growing pauses, and seen by whoever asks.

use crate::desk::error::DeskError;
use crate::words::panic_said;
use parking_lot::{Mutex, MutexGuard};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// How long to wait after a first failure, and at most after many: a disk that has room again is used within seconds.
const PAUSE_MIN: Duration = Duration::from_millis(250);
const PAUSE_MAX: Duration = Duration::from_secs(10);

/// What works on its own, and fails on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subsystem {
    /// Recording: a transaction goes through.
    Ledger,
    /// Files under `content/` follow the ledger.
    Files,
    /// People are told of what concerns them.
    Notices,
    /// The archive can be searched.
    Search,
    /// What falls due is recorded.
    Clocks,
    /// Reports registered while the archive could not be searched are consulted.
    LateConsultations,
    /// The reserve of room for the ledger is kept.
    Reserve,
    /// Searches that found nothing, and the use of tokens, are recorded.
    Usage,
    /// Bursts are found beside the pages that show them.
    Bursts,
    /// Weights put into `index/` come into force.
    Weights,
    /// How good suggestions are is worked out once a day.
    Quality,
}

impl Subsystem {
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

    /// Whether a desk without it is one that should not be sent work.
    pub fn is_needed(self) -> bool {
        matches!(
            self,
            Subsystem::Ledger | Subsystem::Files | Subsystem::Notices | Subsystem::Search | Subsystem::Clocks | Subsystem::Reserve
        )
    }
}

/// How one part stands.
#[derive(Debug, Clone, Default)]
pub struct SubsystemHealth {
    /// Why it does not work; None where it does.
    pub failing: Option<String>,
    /// Attempts that failed since the start.
    pub failures: u64,
    /// Of those the ones that ended in a panic.
    pub panics: u64,
    retry: Option<Retry>,
}

#[derive(Debug, Clone)]
struct Retry {
    at: Instant,
    pause: Duration,
}

#[derive(Debug, Default)]
pub struct Health {
    parts: Mutex<BTreeMap<Subsystem, SubsystemHealth>>,
}

impl Health {
    /// Does a part's work, unless it failed a moment ago and is to be left alone for a while. Whatever comes of it, a panic
    /// too, ends here: the caller goes on with the next part. Says whether the part works.
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

    /// Notes how a part's work went: a failure is logged when it begins and when it changes, and so is its end.
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

    /// Every part that has been attended to, with how it stands.
    pub fn subsystems(&self) -> Vec<(Subsystem, SubsystemHealth)> {
        self.parts().iter().map(|(part, health)| (*part, health.clone())).collect()
    }

    pub fn is_failing(&self, part: Subsystem) -> bool {
        self.parts().get(&part).is_some_and(|health| health.failing.is_some())
    }

    /// Why the desk should not be sent work: the needed parts that fail, each with its reason. Empty: it is well.
    pub fn troubles(&self) -> Vec<(Subsystem, String)> {
        let parts = self.parts();
        let failing = parts.iter().filter(|(part, _)| part.is_needed());
        failing.filter_map(|(part, health)| Some((*part, health.failing.clone()?))).collect()
    }

    fn parts(&self) -> MutexGuard<'_, BTreeMap<Subsystem, SubsystemHealth>> {
        self.parts.lock()
    }
}

/// Runs something that may panic. What the desk shares is behind locks that are read on after a panic, transactions that are
/// rolled back, and snapshots that never change, so nothing half done is met afterwards.
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
