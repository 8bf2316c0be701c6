//! Imports: tickets of other systems, and case files.

pub mod imported_ticket;
pub mod adopt;
pub mod import;
pub mod resent;
pub mod take_in;
