//! A case as a reader meets it.

use crate::case::Case;

/// A case as a reader meets it.
#[derive(Debug, Clone)]
pub struct CaseView {
    pub case: Case,
    pub reused: u32,
    pub helped: u32,
    pub did_not_help: u32,
    /// What the reader has said themselves.
    pub own_word: Option<bool>,
}
