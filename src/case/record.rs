//! A case as the ledger holds it.

use super::mask::{MASKING, Masked, Masker};
use super::parts::Parts;
use super::vocabulary::{Audience, Confidence, LinkKind};
use crate::ticket::{Kind, Number, Outcome, Priority, RequirementType, Severity};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub case: Number,
    pub kind: LinkKind,
}

/// A case as the ledger holds it. Counts that change by themselves (reuse) are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub number: Number,
    #[serde(default)]
    pub requirement_number: Option<Number>,
    pub title: String,
    pub kind: Kind,
    pub urgency: Severity,
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
    pub language: Locale,
    pub outcome: Outcome,
    pub confidence: Confidence,
    pub audience: Audience,
    /// The number of the family's first member; its own where it stands alone.
    pub family: Number,
    #[serde(default)]
    pub links: Vec<Link>,
    pub opened_at: DateTime<Utc>,
    #[serde(default)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub closed_at: Option<DateTime<Utc>>,
    /// The ticket was opened again after this was written; the next closing writes anew.
    #[serde(default)]
    pub reopened: bool,
    pub revision: u32,
    /// The version of masking its texts were made with; 0: from before it was kept.
    #[serde(default)]
    pub masking: u32,
    pub parts: Parts,
}

impl Case {
    /// Its title, masked when the case was made.
    pub fn masked_title(&self) -> Masked {
        Masked::as_stored(self.title.clone())
    }

    /// Leaves out ties to what a reader may not know, and the numbers where a text names them.
    pub fn forget(&mut self, unknown: impl Fn(&Link) -> bool) {
        let (hidden, known): (Vec<Link>, Vec<Link>) = std::mem::take(&mut self.links).into_iter().partition(unknown);
        self.links = known;
        for number in hidden.iter().map(|link| link.case.to_string()) {
            self.parts = self.parts.map(|text| text.replace(&number, "TS…"));
        }
    }

    /// Its texts masked as masking is now. Whether anything changed.
    pub fn mask_again(&mut self, masker: &Masker) -> bool {
        let (parts, title) = (self.parts.map(|text| masker.text(text)), masker.text(&self.title));
        let changed = parts != self.parts || title != self.title;
        (self.parts, self.title, self.masking) = (parts, title, MASKING);
        changed
    }
}
