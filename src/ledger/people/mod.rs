//! The tables about people: who they are, how they sign in, their tokens, what they are told of.

pub mod notices;
pub mod persons;
pub mod sign_in;
pub mod tokens;
