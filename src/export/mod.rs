//! What leaves the house: the archive as a static site, as case files, or as lines of the exchange format.
//!
//! Useful for: taking everything away, reading without a server, a public answer page. Not for: backups (the ledger,
//! its people and its open work do not go with it).

mod folder;
mod jsonl;
mod lists;
mod markdown;
mod pages;
mod site;

pub use folder::{ExportError, MANIFEST, Written};
pub use jsonl::write_jsonl;
pub use markdown::write_markdown;
pub use site::write_site;

use crate::words::vocabulary;

vocabulary! {
    /// What an export is written as.
    Format, "format" { Html = "html" / "网站", Markdown = "markdown" / "案例文件", Jsonl = "jsonl" / "数据行" }
}
