//! Exact identifiers in text: error codes, exception names, stack frames, paths, versions. Reports that share one are often
//! about the same trouble.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod codes;
mod cues;
mod error_names;
mod scan;

pub use scan::{FoundIdentifier, found_identifiers, identifiers};
use serde::{Deserialize, Serialize};

/// Kinds of identifiers, the most specific first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// `ORA-12514`, `0x80070005`, `HTTP 502`, `EACCES`, `exit code 137`, `error:0308010C`
    ErrorCode,
    /// `java.net.SocketTimeoutException`, `TypeInitializationException`
    Exception,
    /// `com.zaxxer.hikari.pool.HikariPool.getConnection`, `main.rs:42`
    Frame,
    /// `/etc/nginx/nginx.conf`, `C:\Windows\System32`
    Path,
    /// `5.0.1`, `v3.4`
    Version,
}

/// One identifier, lower-cased so that equal identifiers compare equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// Its folded text; exceptions without their package, numbers with their kind (`http:502`, `errno:13`).
    pub text: String,
}

impl Identifier {
    /// As the index stores it: the kind as a one-letter prefix, then the text.
    pub fn term(&self) -> String {
        let prefix = match self.kind {
            IdentifierKind::ErrorCode => 'e',
            IdentifierKind::Exception => 'x',
            IdentifierKind::Frame => 'f',
            IdentifierKind::Path => 'p',
            IdentifierKind::Version => 'v',
        };
        format!("{prefix}:{}", self.text)
    }

    /// The reverse of [`Identifier::term`]; `None` if the prefix is not known.
    pub fn from_term(term: &str) -> Option<Identifier> {
        let (prefix, text) = term.split_once(':')?;
        let kind = match prefix {
            "e" => IdentifierKind::ErrorCode,
            "x" => IdentifierKind::Exception,
            "f" => IdentifierKind::Frame,
            "p" => IdentifierKind::Path,
            "v" => IdentifierKind::Version,
            _ => return None,
        };
        Some(Identifier { kind, text: text.to_string() })
    }
}
