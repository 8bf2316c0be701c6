//! Words of closed vocabularies and numbers of tickets, with the schema that says which values there are.

use crate::ticket::Number;
use crate::words::Vocabulary;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// One word of a closed vocabulary, as it is stored and answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordOf<T>(pub T);

impl<T: Vocabulary> Serialize for WordOf<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<T: Vocabulary> From<T> for WordOf<T> {
    fn from(word: T) -> WordOf<T> {
        WordOf(word)
    }
}

impl<T: Vocabulary> JsonSchema for WordOf<T> {
    fn schema_name() -> Cow<'static, str> {
        let name = std::any::type_name::<T>();
        name.rsplit("::").next().unwrap_or(name).into()
    }

    fn schema_id() -> Cow<'static, str> {
        std::any::type_name::<T>().into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": T::WORDS})
    }
}

/// The words of a list.
pub fn words<T: Vocabulary>(values: &[T]) -> Vec<WordOf<T>> {
    values.iter().copied().map(WordOf).collect()
}

/// The number of a ticket or of its case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TicketNo(pub Number);

impl From<Number> for TicketNo {
    fn from(number: Number) -> TicketNo {
        TicketNo(number)
    }
}

impl JsonSchema for TicketNo {
    fn schema_name() -> Cow<'static, str> {
        "TicketNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^(TS|RD)[0-9]{8}[0-9]{3,}$"})
    }
}

/// The numbers of a list.
pub fn numbers<'a>(numbers: impl IntoIterator<Item = &'a Number>) -> Vec<TicketNo> {
    numbers.into_iter().copied().map(TicketNo).collect()
}
