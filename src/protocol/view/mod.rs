//! What goes out: the JSON shapes of answers, what CONTRACT promises, masked, and no more than the reader may see.

pub mod board;
pub mod case;
pub mod event;
pub mod form;
pub mod inner_work;
pub mod measures;
pub mod people;
pub mod policy;
pub mod proposal;
pub mod quality;
pub mod search;
pub mod ticket;
pub mod time;

pub use board::board_row;
pub use case::case;
pub use event::event;
pub use people::{contact, whole_contact};
pub use quality::quality;
pub use search::{consultation, found, matches};
pub use ticket::{attachments, clock, ticket, ticket_but_for_report};
pub use time::time;
