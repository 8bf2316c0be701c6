//! The four forms and two documents of the process (docs/process.md): what each field says about a ticket, always masked.
//!
//! Useful for: what is printed, handed over or filed. Not for: the API's ticket, which has more for staff (`view/ticket/`).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod cell;
mod documents;
mod fill;
mod form_name;
mod progress;
mod registration;
mod requirement;
mod sheet;
mod subject;
mod table;
mod urgency;

pub use cell::{Cell, FormText, Label, Row};
pub use fill::fill;
pub use form_name::FormName;
pub use sheet::{Sheet, urgency};
pub use subject::{FormContext, Subject};
pub use table::{csv, markdown_table};
pub use urgency::{defined, definition};
