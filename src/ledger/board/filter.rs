//! Which rows of the board a list wants, and in which order.

use super::turn_of::TurnOf;
use crate::ticket::Turn;
use chrono::{DateTime, Utc};

/// Which rows a list wants; empty wants all. Newest first.
#[derive(Debug, Clone, Default)]
pub struct BoardFilter {
    pub status: Option<String>,
    /// Only what is not closed.
    pub open: bool,
    pub severity: Option<String>,
    pub assignee: Option<String>,
    pub kind: Option<String>,
    pub customer: Option<String>,
    /// Only what this customer may see: their company, or else what they sent or are the contact of.
    pub owned_by: Option<(String, Option<String>)>,
    /// Only what waits for this.
    pub turns: Option<Vec<Turn>>,
    /// Only what waits for this person.
    pub turn_of: Option<TurnOf>,
    /// Words that the title must contain, or a number; the first [`ASKED_WORDS_MAX`](crate::ticket::ASKED_WORDS_MAX) of them.
    pub text: Option<String>,
    /// Submitted at or after the first moment and before the second.
    pub submitted: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Rows before this place.
    pub before_seq: Option<u64>,
    /// The nearest due time first instead of the newest: of what waits for the person where `turn_of` names one.
    pub by_due: bool,
    /// Rows passed over.
    pub offset: usize,
    pub limit: usize,
}
