//! Questions over the whole record: what the measures are made of, and how cases are used.

pub mod metrics;
pub mod reuse;
