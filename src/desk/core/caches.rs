//! Types of what the desk caches in memory.

use crate::measure::Fact;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// By closed ticket: (sequence number of its last event, when it was computed, its fact). Valid while that event is the last;
/// dropped if the clock was set back.
pub(in crate::desk) type ClosedFacts = HashMap<Number, (u64, DateTime<Utc>, Option<Fact>)>;

/// Searches without results that are to be recorded, by (person, words).
pub(in crate::desk) type PendingSearches = HashMap<(String, String), SearchCount>;

/// How often, when last, and in which order it first came.
#[derive(Debug, Clone, Copy)]
pub(in crate::desk) struct SearchCount {
    pub count: usize,
    pub last: DateTime<Utc>,
    pub nth: usize,
}
