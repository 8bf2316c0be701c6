//! Why a call of the desk fails; API, pages and command line translate it.

use crate::content::ContentError;
use crate::index::IndexError;
use crate::ledger::LedgerError;
use crate::reason::{FieldReason, Forbidden, Missing, WrongState};
use crate::ticket::Rejection;

/// Why a call of [`Desk`](crate::desk::Desk) failed.
///
/// Nearly every call may fail with [`Ledger`](DeskError::Ledger); those that name a ticket or case fail with
/// [`NotFound`](DeskError::NotFound) unless the actor may see it; those that change something fail with
/// [`Refused`](DeskError::Refused) unless the actor may do it and the state allows it. Calls that search fail with
/// [`NotSearchable`](DeskError::NotSearchable) or [`Index`](DeskError::Index).
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// There is no such thing, or the actor may not see it: one answer for both.
    #[error("{0}")]
    NotFound(Missing),
    /// The role, the state or a field forbids it.
    #[error(transparent)]
    Refused(#[from] Rejection),
    /// The ticket or case is no longer at the version the caller has read.
    #[error("it has changed since you read it: it is at version {current} now")]
    Changed {
        /// The present version.
        current: u64,
    },
    /// The idempotency key was used for another request.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// Another process holds the desk's lock; says which.
    #[error("{0}")]
    Locked(String),
    /// The archive cannot be searched now, and why; it is tried again.
    #[error("the archive cannot be searched: {0}")]
    NotSearchable(String),
    /// The disk has no room left; what remains is kept for the ledger.
    #[error("the disk is full")]
    Full,
    /// The process is stopping.
    #[error("the desk is stopping")]
    Stopping,
    /// The work panicked, with this message; nothing of it was recorded.
    #[error("ended unexpectedly: {0}")]
    Panicked(String),
    /// From the ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// From the index.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// From files under `content/` or `attachments/`.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// Anything else, in English.
    #[error("{0}")]
    Other(String),
}

impl DeskError {
    /// Whether the disk is full, wherever that was noticed.
    pub fn is_full(&self) -> bool {
        match self {
            DeskError::Full | DeskError::Ledger(LedgerError::Full) => true,
            DeskError::Content(error) => error.is_full(),
            DeskError::Index(error) => error.is_full(),
            _ => false,
        }
    }
    pub(super) fn bad_field(field: &'static str, why: FieldReason) -> DeskError {
        DeskError::Refused(Rejection::Field { field, why })
    }
    pub(super) fn no_ticket(name: impl ToString) -> DeskError {
        DeskError::NotFound(Missing::Ticket { name: name.to_string() })
    }
    pub(super) fn no_person(name: &str) -> DeskError {
        DeskError::NotFound(Missing::Person { name: name.to_string() })
    }
    pub(super) fn no_case(name: impl ToString) -> DeskError {
        DeskError::NotFound(Missing::Case { name: name.to_string() })
    }
}

impl From<Forbidden> for DeskError {
    fn from(why: Forbidden) -> DeskError {
        DeskError::Refused(why.into())
    }
}

impl From<WrongState> for DeskError {
    fn from(why: WrongState) -> DeskError {
        DeskError::Refused(why.into())
    }
}

/// Whether the error concerns only the ticket at hand, so that a loop may go on with the next.
pub fn is_of_one_ticket(error: &DeskError) -> bool {
    use crate::ledger::LedgerError::{Conflict, Damaged, Panicked};
    match error {
        DeskError::Ledger(error) => matches!(error, Damaged { .. } | Panicked(_) | Conflict),
        DeskError::NotFound(_) | DeskError::Refused(_) | DeskError::Other(_) => true,
        _ => false,
    }
}
