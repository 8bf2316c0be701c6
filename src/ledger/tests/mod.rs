//! Tests of the room, on a file of their own: the record, the board, and the tables beside them.

mod samples;
mod board;
mod people;
mod record;
mod tables;
