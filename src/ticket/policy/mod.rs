//! What follows from the state of a ticket: who owns it, what it awaits, commitments, notifications; and the rules of the desk.

pub mod ownership;
pub mod commitments;
pub mod notification;
pub mod rules;
pub mod awaiting;
