//! How cases and tickets are found: schema, analyzer, write, search, similar, why.
//!
//! Useful for: the best like documents for a report or a few words, as of a moment, within what the asker may see.
//! Not for: the truth about a ticket (the ledger), or deciding anything.

mod similar;
mod keyword;
mod score;
mod store;
mod doc;
mod text;
#[cfg(test)]
mod damage;
mod error;
mod bm25_baseline;
mod handle;
#[cfg(test)]
mod lengths;

pub use bm25_baseline::Floor;
pub use doc::document::owner_hash;
pub use doc::document::{Card, Document};
pub use error::IndexError;
pub use handle::{Build, Index};
pub use keyword::query_parser::{Facet, Typed, with_filter, without_filter};
pub use keyword::search::{Found, SearchHit, SearchRequest};
pub use score::features::Group;
pub use score::weights::{Chance, Weights};
pub use similar::explain::{Reason, ReasonKind};
pub use similar::near_duplicate::Said;
pub use similar::rerank::Candidates;
pub use similar::search::{Band, Match, MatchKind, Question, Scope as SimilarScope, Similar};
pub use similar::timeline::{Mark, Past};
pub use store::visibility::{AsOf, Sight};
pub use text::highlight::Snippet;
