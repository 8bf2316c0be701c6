//! A case as the ledger stores it.

use super::mask::{MASKING, Masked, Masker};
use super::parts::Parts;
use super::vocabulary::{Audience, Confidence, LinkKind};
use crate::ticket::{Kind, Number, Outcome, Priority, RequirementType, Severity};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A link to another case or ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its number.
    pub case: Number,
    /// Kind of the link.
    pub kind: LinkKind,
}

/// A case as the ledger stores it. Counts that change by themselves, such as reuse, are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Number of its ticket.
    pub number: Number,
    /// Number of the ticket as a requirement.
    #[serde(default)]
    pub requirement_number: Option<Number>,
    /// Its title, masked.
    pub title: String,
    /// Fault or requirement.
    pub kind: Kind,
    /// Urgency of the ticket.
    pub urgency: Severity,
    /// Severity, if a fault.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Type, if a requirement.
    #[serde(default)]
    pub requirement_type: Option<RequirementType>,
    /// Priority, if a requirement.
    #[serde(default)]
    pub priority: Option<Priority>,
    /// Product.
    #[serde(default)]
    pub product: Option<String>,
    /// Component.
    #[serde(default)]
    pub component: Option<String>,
    /// Versions of the product.
    #[serde(default)]
    pub versions: Vec<String>,
    /// Language of its texts.
    pub language: Locale,
    /// What became of the ticket.
    pub outcome: Outcome,
    /// How far it can be relied on (KCS: article confidence).
    pub confidence: Confidence,
    /// Who may read it (KCS: article audience).
    pub audience: Audience,
    /// Number of the first member of its family; its own if it has none.
    pub family: Number,
    /// Its links.
    #[serde(default)]
    pub links: Vec<Link>,
    /// When the ticket was submitted.
    pub opened_at: DateTime<Utc>,
    /// When it was solved.
    #[serde(default)]
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    #[serde(default)]
    pub closed_at: Option<DateTime<Utc>>,
    /// Whether the ticket was reopened after this revision; the next closing writes another.
    #[serde(default)]
    pub reopened: bool,
    /// Number of the revision, from 1.
    pub revision: u32,
    /// Version of masking ([`MASKING`]) of its texts; 0: older than versions.
    #[serde(default)]
    pub masking: u32,
    /// Its parts, masked.
    pub parts: Parts,
}

impl Case {
    /// Its title, which was masked when the case was written.
    pub fn masked_title(&self) -> Masked {
        Masked::as_stored(self.title.clone())
    }

    /// Removes links that the reader may not know of, and replaces their numbers in the texts by `TS…`.
    pub fn forget(&mut self, unknown: impl Fn(&Link) -> bool) {
        let (hidden, known): (Vec<Link>, Vec<Link>) = std::mem::take(&mut self.links).into_iter().partition(unknown);
        self.links = known;
        for number in hidden.iter().map(|link| link.case.to_string()) {
            self.parts = self.parts.map(|text| text.replace(&number, "TS…"));
        }
    }

    /// Masks the texts with the present version of masking; returns whether anything changed.
    pub fn mask_again(&mut self, masker: &Masker) -> bool {
        let text = |text: &String| masker.text(text);
        let before = self.clone();
        (self.title, self.parts) = (text(&self.title), self.parts.map(|text| masker.text(text)));
        (self.product, self.component) = (self.product.as_ref().map(text), self.component.as_ref().map(text));
        self.versions = self.versions.iter().map(text).collect();
        let changed = *self != before;
        self.masking = MASKING;
        changed
    }
}
