//! Looking up how it was solved last time. Nothing else makes a consulted report.

pub mod question;
pub mod consultation;
