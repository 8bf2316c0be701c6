//! What leaves the house: the archive as a static site, as case files, or as lines of the exchange format.
//!
//! Useful for: taking everything away, reading without a server, a public answer page. Not for: backups (the ledger,
//! its people and its open work do not go with it).

mod folder;
mod format;
mod jsonl;
mod markdown;
mod site;

pub use folder::{ExportCounts, ExportError, MANIFEST};
pub use format::Format;
pub use jsonl::write_jsonl;
pub use markdown::write_markdown;
pub use site::write::write_site;
