//! What can happen to a case after it was written: revisions and what readers say of it.

use super::record::Case;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CaseEvent {
    /// The whole case as it now reads; `why` says which door it came through.
    Revised { case: Box<Case>, why: String },
    /// A reader says whether it helped.
    Rated { helpful: bool, words: Option<String> },
}

impl CaseEvent {
    pub fn name(&self) -> &'static str {
        match self {
            CaseEvent::Revised { .. } => "revised",
            CaseEvent::Rated { .. } => "rated",
        }
    }
}
