//! The command line: one file per command. Data to stdout, everything else to stderr; exit 0 done, 1 failed, 2 wrong usage.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod args;
mod commands;
mod context;
mod error;
mod input;
mod run;

pub use run::main;
