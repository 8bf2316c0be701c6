//! Why a verb was rejected.

use crate::reason::{FieldReason, Forbidden, Said, WrongState};
use crate::words::Locale;
use chrono::{DateTime, Utc};

/// Why a verb was rejected, with what the person who tried needs to know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// The actor's role does not allow it (403).
    #[error("{0}")]
    Forbidden(Forbidden),
    /// The state of the ticket does not allow it (409).
    #[error("{0}")]
    WrongState(WrongState),
    /// A field of the body does not fit the ticket (422).
    #[error("{field}: {why}")]
    Field {
        /// Name of the field in the body.
        field: &'static str,
        /// What is wrong with it.
        why: FieldReason,
    },
}

impl From<Forbidden> for Rejection {
    fn from(why: Forbidden) -> Rejection {
        Rejection::Forbidden(why)
    }
}

impl From<WrongState> for Rejection {
    fn from(why: WrongState) -> Rejection {
        Rejection::WrongState(why)
    }
}

impl Said for Rejection {
    fn said(&self, locale: Locale) -> String {
        match self {
            Rejection::Forbidden(why) => why.said(locale),
            Rejection::WrongState(why) => why.said(locale),
            Rejection::Field { field, why } => format!("{field}: {}", why.said(locale)),
        }
    }
}

impl Rejection {
    /// The same with its moments in local time; `local` says a moment as the desk's zone has it.
    pub fn at_local_time(self, local: impl Fn(DateTime<Utc>) -> String) -> Rejection {
        match self {
            Rejection::WrongState(why) => Rejection::WrongState(why.at_local_time(local)),
            other => other,
        }
    }
}
