//! Why a verb was refused.

/// Why a verb was refused, in words for the person who tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The role does not allow it (403).
    #[error("{0}")]
    Forbidden(String),
    /// The ticket's state does not allow it (409).
    #[error("{0}")]
    WrongState(String),
    /// The body does not fit this ticket (422): field, what is wrong.
    #[error("{field}: {message}")]
    BadField { field: &'static str, message: String },
}
