//! What people ask.

pub mod case_view;
pub mod burst;
pub mod family;
pub mod forms;
pub mod freshness;
pub mod incident;
pub mod measures;
pub mod proposal;
pub mod publish;
pub mod similar;
pub mod view;
pub mod worklist;
pub mod zero_results;
pub mod notices;
