//! What a desk keeps in memory for those who ask again.

use crate::measure::Fact;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// What is measured of closed tickets: it stays as it is until they are opened again. With the place of their last event and
/// the time it was seen at; a clock that was set back sees them anew.
pub(in crate::desk) type ClosedFacts = HashMap<Number, (u64, DateTime<Utc>, Option<Fact>)>;

/// By asker and words.
pub(in crate::desk) type PendingSearches = HashMap<(String, String), SearchCount>;

/// How often, when last, and as which of those that wait it came first.
#[derive(Debug, Clone, Copy)]
pub(in crate::desk) struct SearchCount {
    pub count: usize,
    pub last: DateTime<Utc>,
    pub nth: usize,
}
