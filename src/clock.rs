//! The time for the outer rooms: the machine's clock, or a simulated one. The only file that reads the machine's clock.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

use chrono::{DateTime, TimeZone, Timelike, Utc};
use std::sync::atomic::{AtomicI64, Ordering};

/// Where the time comes from.
pub enum TimeSource {
    /// The machine's clock.
    Machine,
    /// A clock that stands still until it is set: milliseconds since 1970 UTC.
    Simulated(AtomicI64),
}

impl TimeSource {
    /// A simulated clock that stands at `at`.
    pub fn simulated(at: DateTime<Utc>) -> TimeSource {
        TimeSource::Simulated(AtomicI64::new(at.timestamp_millis()))
    }

    /// The present time, cut to the millisecond, as the record stores it.
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

    /// Sets a simulated clock; `false`, and no effect, on the machine's.
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
