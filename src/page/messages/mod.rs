//! Every message of the pages, in both languages: a file an area, a line a message.

mod archive;
pub mod catalogue;
mod label;
mod message;
mod page;
mod running;
mod tickets;

pub use catalogue::{known, message};
pub use label::{field_label, readable};
