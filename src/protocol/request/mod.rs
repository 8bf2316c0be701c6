//! What comes in: bodies as tables, and their way into the words of floor 0.

pub mod bad_body;
pub mod choices;
pub mod doubt;
pub mod fields;
pub mod marks;
pub mod outside;
pub mod report;
pub mod revision;
pub mod tables;
pub mod validate;
pub mod values;
pub mod verbs;

pub use bad_body::BadBody;
pub use choices::Choices;
pub use doubt::{Doubtful, doubts, doubts_of_question, doubts_of_step};
pub use fields::{Field, FieldError, FieldKind, required, schema};
pub use outside::texts_from_outside;
pub use report::{question, report};
pub use tables::*;
pub use validate::{Checked, check, read_time};
pub use values::{number, roles};
pub use verbs::{fields, steps, verb};
