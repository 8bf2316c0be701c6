//! What the desk takes from whoever speaks with it, whatever it is said through: bodies checked by tables, and spans of time. What
//! it answers is in `view`. Shared by the API, the pages and the command line; nothing here knows HTTP.

pub mod request;
pub mod span;
