//! Tests of the room: a process in memory, and tables of what comes of it, whole and readable.

pub(crate) mod story;
mod states;
mod decided;
pub(crate) mod events;
mod read_from;
mod ties;
mod any_order;
mod bodies;
mod attachments;
mod turns;
mod rights;
mod delivery;
mod joined;
mod standing;
