//! What a verb leads to: events, or the reason for rejection.

pub mod facts;
pub mod attachment;
pub mod guard;
pub mod ask;
pub mod assess;
pub mod escalate;
pub mod finish;
pub mod links;
pub mod verbs;
