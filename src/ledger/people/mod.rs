//! The tables about people: who they are, sign-in, tokens, notices.

pub mod notices;
pub mod persons;
pub mod sign_in;
pub mod tokens;
