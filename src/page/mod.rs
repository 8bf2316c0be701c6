//! Values in, HTML out: templates and messages, in Chinese and English.
//!
//! Useful for: everything a person reads in a browser. Not for: reading or deciding anything.

mod messages;
mod render;

pub use messages::{Tongue, message};
pub use render::{Template, render};
