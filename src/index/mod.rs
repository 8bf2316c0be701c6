//! Finding cases and tickets.
//!
//! Useful for: the most similar documents for a report or a few words, as of a moment, within what the reader may see. Not for:
//! the truth about a ticket (the ledger), or decisions.
//!
//! Its rooms, each of which knows only those before it: `text` turns text into terms, `doc` defines what is indexed, `store`
//! keeps it on disk and in memory, `score` weights documents for terms; `keyword` answers typed words and `similar` whole
//! reports. `Index` (`handle.rs`) is the facade that the desk holds.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod bm25_baseline;
#[cfg(test)]
mod damage;
mod doc;
mod error;
mod key_hash;
mod handle;
mod keyword;
#[cfg(test)]
mod lengths;
mod score;
mod similar;
mod store;
mod text;

pub use bm25_baseline::Bm25Baseline;
pub use doc::document::{Document, owner_hash};
pub use doc::facet::Facet;
pub use doc::stored::StoredDocument;
pub use doc::units::{DocKey, EpochSeconds, OwnerHash, PerField};
pub use error::IndexError;
pub use handle::Index;
pub use keyword::query_parser::{ParsedQuery, with_filter, without_filter};
pub use keyword::search::{SearchHit, SearchRequest, SearchResults};
pub use score::features::FeatureGroup;
pub use score::weights::{Calibration, Weights};
pub use similar::candidates::Candidates;
pub use similar::explain::{MatchReason, ReasonKind};
pub use similar::matches::{Band, Match, MatchKind, SimilarResults};
pub use similar::near_duplicate::TokenSet;
pub use similar::query::{SimilarQuery, SimilarScope};
pub use similar::timeline::{ArchiveTimeline, TimelineEntry};
pub use store::families::DocLink;
pub use store::live::IndexBuild;
pub use store::visibility::{AsOf, Visibility};
pub use text::highlight::Snippet;
pub use text::normalize::normalized;
