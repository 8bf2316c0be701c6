//! Working time and how it is counted: calendars, holidays, spans.

pub mod calendar;
pub mod holidays;
pub mod span;
pub mod working_time;
