//! Who is here: accounts, duty, signing in.

pub mod accounts;
pub mod duty;
pub mod sign_in;
