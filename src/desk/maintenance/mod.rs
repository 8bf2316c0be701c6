//! Whether everything agrees, and making it agree again.

pub mod check;
pub mod remask;
pub mod repair;
