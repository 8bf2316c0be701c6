//! Handlers, one file for each kind of resource; each call is one verb of the desk.

pub mod cases;
pub mod consultations;
pub mod health;
pub mod notices;
pub mod people;
pub mod policy;
pub mod reports;
pub mod search;
pub mod ticket;
pub mod tokens;
