//! Filter and order of a list of tickets.

use super::worklist_owner::WorklistOwner;
use crate::ticket::Awaiting;
use chrono::{DateTime, Utc};

/// Which rows of the board a list wants, in which order. Unset fields do not filter; the default order is newest first.
#[derive(Debug, Clone, Default)]
pub struct BoardFilter {
    /// Stored word of the status.
    pub status: Option<String>,
    /// Only tickets that are not closed.
    pub open: bool,
    /// Stored word of the severity.
    pub severity: Option<String>,
    /// Name of the person responsible.
    pub assignee: Option<String>,
    /// `fault` or `requirement`.
    pub kind: Option<String>,
    /// Exact name of the customer.
    pub customer: Option<String>,
    /// Only what this customer may see: (person, company). With a company its tickets, without one those the person registered,
    /// is the customer or the contact of.
    pub owned_by: Option<(String, Option<String>)>,
    /// Only tickets that wait for one of these steps.
    pub awaiting: Option<Vec<Awaiting>>,
    /// Only tickets on which this person has something to do.
    pub worklist_owner: Option<WorklistOwner>,
    /// Words that the title must contain, or numbers; at most [`ASKED_WORDS_MAX`](crate::ticket::ASKED_WORDS_MAX) of them.
    pub text: Option<String>,
    /// Submitted at or after the first time and before the second.
    pub submitted: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Only tickets whose first event comes before this sequence number.
    pub before_seq: Option<u64>,
    /// Order by the nearest due time instead: of what waits for the person in `worklist_owner`, else of the ticket.
    pub by_due: bool,
    /// Rows to skip.
    pub offset: usize,
    /// Rows to return at most; the default 0 returns none.
    pub limit: usize,
}
