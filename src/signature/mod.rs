//! Error codes, stack frames, exception names, versions and paths found in text: what makes two reports the same trouble.

mod scan;

pub use scan::signatures;
use serde::{Deserialize, Serialize};

/// The kinds of exact signs, from the most telling to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignKind {
    /// `ORA-12514`, `0x80070005`, `HTTP 502`, `error:0308010C`
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

/// One sign, folded so that equal signs compare equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sign {
    pub kind: SignKind,
    pub text: String,
}

impl Sign {
    /// As it is stored in the index's field of exact signs: kind and text cannot be confused with another kind's.
    pub fn term(&self) -> String {
        let prefix = match self.kind {
            SignKind::ErrorCode => 'e',
            SignKind::Exception => 'x',
            SignKind::Frame => 'f',
            SignKind::Path => 'p',
            SignKind::Version => 'v',
        };
        format!("{prefix}:{}", self.text)
    }

    /// The reverse of [`Sign::term`].
    pub fn from_term(term: &str) -> Option<Sign> {
        let (prefix, text) = term.split_once(':')?;
        let kind = match prefix {
            "e" => SignKind::ErrorCode,
            "x" => SignKind::Exception,
            "f" => SignKind::Frame,
            "p" => SignKind::Path,
            "v" => SignKind::Version,
            _ => return None,
        };
        Some(Sign { kind, text: text.to_string() })
    }
}
