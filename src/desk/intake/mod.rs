//! What came from elsewhere: other systems' tickets, case files edited by hand.

pub mod imported_ticket;
pub mod adopt;
pub mod import;
pub mod resent;
pub mod take_in;
