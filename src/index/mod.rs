//! How cases and tickets are found: schema, analyzer, write, search, similar, why.
//!
//! Useful for: the best like documents for a report or a few words, as of a moment, within what the asker may see.
//! Not for: the truth about a ticket (the ledger), or deciding anything.

mod all_words;
mod analyzer;
mod asked_words;
mod bits;
mod bm25f;
mod chunk;
mod covering;
#[cfg(test)]
mod damage;
mod directory;
mod disk;
mod document;
mod error;
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
#[cfg(test)]
mod lengths;
mod lens;
mod lines;
mod look;
mod past;
mod plan;
mod question;
mod salient;
#[cfg(test)]
mod sample;
mod schema;
mod reckon;
mod rerank;
mod search;
mod segment;
mod shelf;
mod similar;
mod snapshot;
mod sums;
mod tail;
mod titles;
mod together;
mod visibility;
mod weights;
mod why;

pub use document::owner_hash;
pub use document::{Card, Document};
pub use error::IndexError;
pub use features::Group;
pub use floor::Floor;
pub use handle::{Build, Index};
pub use highlight::Snippet;
pub use past::{Mark, Past};
pub use question::{Facet, Typed, with_filter, without_filter};
pub use rerank::Candidates;
pub use search::{Found, SearchHit, SearchRequest};
pub use similar::{Band, Match, MatchKind, Question, Scope as SimilarScope, Similar};
pub use together::Said;
pub use visibility::{AsOf, Sight};
pub use weights::{Chance, Weights};
pub use why::{Reason, ReasonKind};
