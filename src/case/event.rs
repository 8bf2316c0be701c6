//! The events of a case after it was first written: revisions and ratings.

use super::record::Case;
use serde::{Deserialize, Serialize};

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CaseEvent {
    /// A revision was written.
    Revised {
        /// The whole case after the revision.
        case: Box<Case>,
        /// How the revision came in: by closing, a page, a changed file and the like.
        why: String,
    },
    /// A reader rated it (KCS: feedback).
    Rated {
        /// Whether it helped.
        helpful: bool,
        /// In the reader's words.
        words: Option<String>,
    },
}

impl CaseEvent {
    /// The stored name (the JSON field `event`).
    pub fn name(&self) -> &'static str {
        match self {
            CaseEvent::Revised { .. } => "revised",
            CaseEvent::Rated { .. } => "rated",
        }
    }
}
