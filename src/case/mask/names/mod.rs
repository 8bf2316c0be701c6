//! Names of people: known names, and whether a word is used as a name.

pub mod person;
pub mod stands;
