//! Values in, HTML out: templates and messages, in Chinese and English.
//!
//! Useful for: everything a person reads in a browser. Not for: reading or deciding anything.

mod assets;
mod diff;
#[cfg(test)]
mod lengths;
mod messages;
mod parts;
mod render;

pub use assets::{ICON, STYLE};
pub use diff::{Change, diff};
pub use messages::{known, message};
pub use parts::{Part, parts_for_reading};
pub use render::{Template, fingerprint, render};
