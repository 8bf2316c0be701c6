//! What can go wrong with a verb, in terms the doors translate: each into its own status and words.

use crate::content::ContentError;
use crate::index::IndexError;
use crate::ledger::LedgerError;
use crate::reason::{FieldReason, Forbidden, Missing, WrongState};
use crate::ticket::Rejection;

#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// Not there, or not the asker's to see: the same answer.
    #[error("{0}")]
    NotFound(Missing),
    #[error(transparent)]
    Refused(#[from] Rejection),
    /// The ticket or case is no longer at the version the caller has seen.
    #[error("it has changed since you read it: it is at version {current} now")]
    Changed { current: u64 },
    /// The same idempotency key with another request.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    #[error("{0}")]
    Locked(String),
    #[error("the archive cannot be searched: {0}")]
    NotSearchable(String),
    /// The disk has no room for what is neither a ticket nor a step: that is kept for the ledger.
    #[error("the disk is full")]
    Full,
    /// The desk is being stopped.
    #[error("the desk is stopping")]
    Stopping,
    /// A piece of work came to an end that nobody foresaw; nothing of it counts.
    #[error("ended unexpectedly: {0}")]
    Panicked(String),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Content(#[from] ContentError),
    #[error("{0}")]
    Other(String),
}

impl DeskError {
    /// Whether it is for want of room on the disk, whoever met it.
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

/// Whether an error is of the one ticket that was looked at, and says nothing about the next.
pub fn is_of_one_ticket(error: &DeskError) -> bool {
    use crate::ledger::LedgerError::{Conflict, Damaged, Panicked};
    match error {
        DeskError::Ledger(error) => matches!(error, Damaged { .. } | Panicked(_) | Conflict),
        DeskError::NotFound(_) | DeskError::Refused(_) | DeskError::Other(_) => true,
        _ => false,
    }
}
