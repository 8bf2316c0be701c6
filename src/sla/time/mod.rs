//! Counting time: spans, calendars, holidays, working time.

pub mod calendar;
pub mod holidays;
pub mod span;
pub mod working_time;
