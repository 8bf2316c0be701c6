//! Read from where a ticket stands: whose it is, whose turn, what is owed to whom, whom a step concerns, the desk's rules.

pub mod ownership;
pub mod commitments;
pub mod concern;
pub mod rules;
pub mod turn;
