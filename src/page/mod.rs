//! Values in, HTML out: templates and messages, in Chinese and English.
//!
//! Useful for: everything a person reads in a browser. Not for: reading or deciding anything.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod assets;
mod diff;
mod language;
#[cfg(test)]
mod lengths;
mod messages;
mod parts;
mod render;

pub use assets::{ICON, STYLE};
pub use diff::{Change, diff};
pub use language::OtherLanguage;
pub use messages::{field_label, known, message, readable};
pub use parts::{PartHtml, parts_for_reading};
pub use render::{Template, fingerprint, render};
