//! Text from other systems: HTML is made into light Markdown at the door, with its links, code, lists, tables and descriptions of images;
//! anything else stays as it came.

mod convert;
mod from_outside;
mod recognise;
mod table;
mod writer;

pub use from_outside::from_outside;
