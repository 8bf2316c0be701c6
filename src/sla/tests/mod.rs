//! The clocks compared with other ways of counting: by hand, minute by minute, through a year.

pub mod by_hand;
pub mod minute_counter;
pub mod public_bugs;
pub mod sample;
pub mod simulated_year;
