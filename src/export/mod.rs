//! Exporting the archive: a static site, case files, or lines of the exchange format.
//!
//! Useful for: reading without a server, a public site, moving to another system. Not for: backups (people, and the ledger
//! itself, are not exported).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

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
