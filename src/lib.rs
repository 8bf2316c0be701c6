//! Precedent: a support desk that looks up how it was solved last time before it asks anyone to solve it again.
//!
//! The rooms, from the ground up; a room imports only rooms above it in this list. ARCHITECTURE.md is the map.

// floor 0, words
pub mod words;
pub mod people;
pub mod reason;
pub mod ticket;
pub mod sla;
pub mod measure;
pub mod signature;
pub mod case;
// floor 1, text
pub mod digest;
pub mod markdown;
pub mod rank;
pub mod form;
// floor 2, places
pub mod ledger;
pub mod content;
pub mod index;
// floor 3, desk
pub mod desk;
pub mod learning;
// floor 4, what doors share
pub mod clock;
pub mod page;
pub mod protocol;
pub mod view;
// floor 5, doors
pub mod api;
pub mod web;
pub mod import;
pub mod export;
// floor 6, front
pub mod config;
pub mod cli;
