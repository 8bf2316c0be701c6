//! Messages about cases: finding and reading them here and on the exported site, and how good they are.

pub mod case;
pub mod quality;
pub mod search;
pub mod site;
