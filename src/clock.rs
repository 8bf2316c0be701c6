//! The clock of the doors: the machine's, or in a simulation one that only moves when told to.

use chrono::{DateTime, TimeZone, Timelike, Utc};
use std::sync::atomic::{AtomicI64, Ordering};

pub enum TimeSource {
    Machine,
    /// Milliseconds since the epoch.
    Simulated(AtomicI64),
}

impl TimeSource {
    pub fn simulated(at: DateTime<Utc>) -> TimeSource {
        TimeSource::Simulated(AtomicI64::new(at.timestamp_millis()))
    }

    /// To the millisecond, as the record keeps it.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            TimeSource::Machine => {
                #[allow(clippy::disallowed_methods, reason = "this is the file that reads the clock")]
                let now = Utc::now();
                now.with_nanosecond(now.nanosecond() / 1_000_000 * 1_000_000).unwrap_or(now)
            }
            TimeSource::Simulated(ms) => Utc.timestamp_millis_opt(ms.load(Ordering::SeqCst)).single().unwrap_or_default(),
        }
    }

    /// Moves a simulated clock; false if this is the machine's.
    pub fn set(&self, at: DateTime<Utc>) -> bool {
        match self {
            TimeSource::Machine => false,
            TimeSource::Simulated(ms) => {
                ms.store(at.timestamp_millis(), Ordering::SeqCst);
                true
            }
        }
    }
}
