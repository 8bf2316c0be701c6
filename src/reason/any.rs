//! Any of the reasons, where it does not matter which.

use super::{DoorReason, FieldReason, Forbidden, Said, WrongState};
use crate::words::Locale;

/// Why a request, or one field of it, comes to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    Forbidden(Forbidden),
    WrongState(WrongState),
    Field(FieldReason),
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
