//! What other rooms call: each of these is one function of an inner room.

mod tickets;
mod archive;
mod people;
mod running;
