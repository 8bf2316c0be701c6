//! Names of people, those that are known and where a word stands as one.

pub mod person;
pub mod stands;
