//! How cases and tickets are found.
//!
//! Useful for: the best like documents for a report or a few words, as of a moment, within what the asker may see.
//! Not for: the truth about a ticket (the ledger), or deciding anything.
//!
//! Its rooms, each of which knows only those before it: `text` makes words of texts, `doc` says what is indexed, `store` where it
//! lies, `score` what it is worth to some terms; `keyword` answers typed words and `similar` whole reports. `Index` (`handle.rs`)
//! is what the desk holds of them all.

mod bm25_baseline;
#[cfg(test)]
mod damage;
mod doc;
mod error;
mod spread;
mod handle;
mod keyword;
#[cfg(test)]
mod lengths;
mod score;
mod similar;
mod store;
mod text;

pub use bm25_baseline::Floor;
pub use doc::document::{Document, owner_hash};
pub use doc::facet::Facet;
pub use doc::stored::Card;
pub use error::IndexError;
pub use handle::Index;
pub use keyword::query_parser::{Typed, with_filter, without_filter};
pub use keyword::search::{Found, SearchHit, SearchRequest};
pub use score::features::Group;
pub use score::weights::{Chance, Weights};
pub use similar::candidates::Candidates;
pub use similar::explain::{Reason, ReasonKind};
pub use similar::matches::{Band, Match, MatchKind, Similar};
pub use similar::near_duplicate::Said;
pub use similar::query::{Question, Scope as SimilarScope};
pub use similar::timeline::{Mark, Past};
pub use store::live::Build;
pub use store::visibility::{AsOf, Sight};
pub use text::highlight::Snippet;
