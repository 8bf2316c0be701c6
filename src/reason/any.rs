//! `Reason`: any of the kinds of reasons.

use super::{DoorReason, FieldReason, Forbidden, Said, WrongState};
use crate::words::Locale;

/// Why a request, or one field of it, is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The actor may not do it (403).
    Forbidden(Forbidden),
    /// The state does not allow it (409).
    WrongState(WrongState),
    /// A field is wrong (422).
    Field(FieldReason),
    /// The request itself cannot be answered: not found, too large, too often and the like.
    Door(DoorReason),
}

impl Said for Reason {
    fn said(&self, locale: Locale) -> String {
        match self {
            Reason::Forbidden(why) => why.said(locale),
            Reason::WrongState(why) => why.said(locale),
            Reason::Field(why) => why.said(locale),
            Reason::Door(why) => why.said(locale),
        }
    }
}

macro_rules! from {
    ($($kind:ident as $variant:ident),+) => { $(
        impl From<$kind> for Reason {
            fn from(why: $kind) -> Reason {
                Reason::$variant(why)
            }
        }
    )+ };
}
from!(Forbidden as Forbidden, WrongState as WrongState, FieldReason as Field, DoorReason as Door);
