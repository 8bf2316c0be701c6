//! One file per command.

pub mod check;
pub mod eval;
pub mod export;
pub mod find;
pub mod form;
pub mod import;
pub mod init;
pub mod measures;
pub mod people;
pub mod policy;
pub mod server;
pub mod tick;
pub mod ticket;
pub mod tune;
