//! The front matter of a case file as it is read: most keys may be missing in files people write.

use crate::case::{Audience, Confidence, Link, LinkKind};
use crate::ticket::{Kind, Number, Outcome, Priority, RequirementType, Severity};
use crate::words::Locale;
use serde::Deserialize;

/// Every key a file may carry, as [`crate::case::Case`] explains them. Only `number`, `title` and `opened_at` are required.
#[derive(Debug, Deserialize)]
pub struct FrontMatter {
    /// Format of the texts; missing in files of before there were two.
    #[serde(default)]
    pub format: Option<u32>,
    pub number: Number,
    #[serde(default)]
    pub requirement_number: Option<Number>,
    pub title: String,
    #[serde(default)]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub urgency: Option<Severity>,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub requirement_type: Option<RequirementType>,
    #[serde(default)]
    pub priority: Option<Priority>,
    #[serde(default)]
    pub product: Option<String>,
    #[serde(default)]
    pub component: Option<String>,
    #[serde(default)]
    pub versions: Vec<String>,
    #[serde(default)]
    pub language: Option<Locale>,
    #[serde(default)]
    pub outcome: Option<Outcome>,
    #[serde(default)]
    pub confidence: Option<Confidence>,
    #[serde(default)]
    pub audience: Option<Audience>,
    #[serde(default)]
    pub family: Option<Number>,
    #[serde(default)]
    pub links: Vec<FrontMatterLink>,
    /// Times as written; `read.rs` interprets them.
    pub opened_at: String,
    #[serde(default)]
    pub resolved_at: Option<String>,
    #[serde(default)]
    pub closed_at: Option<String>,
    #[serde(default)]
    pub reopened: bool,
    #[serde(default)]
    pub revision: Option<u32>,
    #[serde(default)]
    pub masking: u32,
    #[serde(default)]
    pub digest: Option<String>,
}

/// A link to another case.
#[derive(Debug, Deserialize)]
pub struct FrontMatterLink {
    /// The other case.
    pub case: Number,
    /// What the link means.
    pub kind: LinkKind,
}

impl From<FrontMatterLink> for Link {
    fn from(row: FrontMatterLink) -> Link {
        Link { case: row.case, kind: row.kind }
    }
}
