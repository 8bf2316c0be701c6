//! Precedent: a support desk that looks up how it was solved last time before it asks anyone to solve it again.
//!
//! The rooms, from the ground up; a room imports only rooms above it in this list. ARCHITECTURE.md is the map.

// floor 0, words
pub mod case;
pub mod people;
pub mod signature;
pub mod sla;
pub mod ticket;
pub mod words;
// floor 1, text
pub mod digest;
pub mod markdown;
// floor 2, places
pub mod content;
pub mod index;
pub mod ledger;
// floor 3, desk
pub mod desk;
// floor 5, doors
pub mod api;
pub mod import;
// floor 6, front
pub mod cli;
pub mod config;
