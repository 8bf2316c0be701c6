//! Queries over the whole record: input of the measures, and use of cases.

pub mod metrics;
pub mod reuse;
