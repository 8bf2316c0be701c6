//! One file for what is looked at and done on one page, or one folder where several belong together.

pub mod burst;
pub mod deflection;
pub mod case;
pub mod home;
pub mod notices;
pub mod people;
pub mod policy;
pub mod report;
pub mod report_fields;
pub mod reports;
pub mod ticket;
pub mod tickets;
