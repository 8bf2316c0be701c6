//! Messages about tickets: reporting one, its steps and fields, its forms, whom it waits for.

pub mod burst;
pub mod field;
pub mod forms;
pub mod mine;
pub mod notices;
pub mod step;
pub mod ticket;
