//! What the desk and whoever speaks with it say to each other, whatever it is said through: bodies in, shapes out. Shared by
//! the API, the pages and the command line; nothing here knows HTTP.

pub mod redact;
pub mod request;
pub mod span;
pub mod view;
