//! The four forms of the process and its two documents: what each field says of a ticket, personal data masked always.
//!
//! Useful for: what is printed, handed over or filed. Not for: the API's ticket, which tells staff more (`protocol/view/`).

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

pub use cell::{Cell, Label, Row};
pub use fill::fill;
pub use form_name::FormName;
pub use sheet::{Sheet, urgency};
pub use subject::{FormContext, Subject};
pub use table::{csv, markdown_table};
pub use urgency::{defined, definition};
