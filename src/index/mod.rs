//! How cases and tickets are found: schema, analyzer, write, search, similar, why.
//!
//! Useful for: the best like documents for a report or a few words, as of a moment, within what the asker may see.
//! Not for: the truth about a ticket (the ledger), or deciding anything.

mod all_words;
mod analyzer;
mod asked_words;
mod bm25f;
mod covering;
mod disk;
mod document;
mod family;
mod fuzzy;
mod gathered;
mod glossary;
mod features;
mod floor;
mod forward;
mod handle;
mod highlight;
mod holders;
mod lens;
mod lines;
mod look;
mod past;
mod plan;
mod question;
mod salient;
mod schema;
mod reckon;
mod rerank;
mod search;
mod segment;
mod shelf;
mod similar;
mod sums;
mod tail;
mod titles;
mod together;
mod weights;
mod why;

pub use document::owner_hash;
pub use document::{Card, Document};
pub use features::Group;
pub use floor::Floor;
pub use handle::{Build, Index};
pub use highlight::Snippet;
pub use past::{Mark, Past};
pub use question::{Facet, Typed, with_filter, without_filter};
pub use rerank::Candidates;
pub use search::{Found, SearchHit, SearchRequest};
pub use shelf::{AsOf, Sight};
pub use similar::{Band, Match, MatchKind, Question, Scope as SimilarScope, Similar};
pub use together::Said;
pub use weights::{Chance, Weights};
pub use why::{Reason, ReasonKind};

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    #[error("index: {0}")]
    Read(#[from] std::io::Error),
    #[error("index: a stored document cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Other(String),
}

impl IndexError {
    /// Whether what is on disk is not what was written, rather than a lock, a permission, or a disk that is full.
    pub fn is_damage(&self) -> bool {
        match self {
            IndexError::Tantivy(e) => matches!(e, tantivy::TantivyError::DataCorruption(_)),
            IndexError::Json(_) => true,
            _ => false,
        }
    }

    /// Whether the disk is full.
    pub fn is_full(&self) -> bool {
        let full =
            |source: &std::io::Error| matches!(source.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded);
        match self {
            IndexError::Io { source, .. } | IndexError::Read(source) => full(source),
            IndexError::Tantivy(tantivy::TantivyError::IoError(source)) => full(source),
            _ => false,
        }
    }
}
