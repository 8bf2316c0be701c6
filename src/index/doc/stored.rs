//! The stored part of a document: all that a result shows.

use crate::case::{Case, Confidence};
use crate::ticket::{Kind, Number, Outcome, Severity, Status};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// All that a result shows. Masked: it is made of cases and masked tickets only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredDocument {
    /// The ticket's number.
    pub number: Number,
    /// Its RD number, if it is a requirement.
    pub requirement_number: Option<Number>,
    /// Fault or requirement.
    pub kind: Kind,
    /// The title.
    pub title: String,
    /// What was reported, cut to a maximum length; Markdown.
    pub body: String,
    /// Why it happened; empty without a case.
    pub cause: String,
    /// What solved it; empty without a case.
    pub resolution: String,
    /// What to do until it is solved.
    pub workaround: Option<String>,
    /// Analysis, attempts and feedback.
    pub rest: String,
    /// The ticket's status.
    pub status: Status,
    /// What became of it; `None` without a case.
    pub outcome: Option<Outcome>,
    /// The fault class.
    pub severity: Option<Severity>,
    /// The product.
    pub product: Option<String>,
    /// The component.
    pub component: Option<String>,
    /// Versions of the product it was seen in.
    pub versions: Vec<String>,
    /// The language of the texts.
    pub language: Locale,
    /// How well the case is validated; `None` without a case.
    pub confidence: Option<Confidence>,
    /// When it was submitted.
    pub opened_at: DateTime<Utc>,
    /// When it was resolved.
    pub resolved_at: Option<DateTime<Utc>>,
}

impl StoredDocument {
    /// Replaces the ticket's texts and metadata by those of its case; `cut` shortens a text to the stored length.
    pub fn take_case(&mut self, case: &Case, cut: impl Fn(&str) -> String) {
        self.title = case.title.clone();
        self.body = cut(&join(&[&case.parts.issue, &case.parts.environment]));
        self.cause = cut(&case.parts.cause);
        self.resolution = cut(&case.parts.resolution);
        self.workaround = case.parts.workaround().map(str::to_string);
        self.rest = cut(&join(&[&case.parts.analysis, &case.parts.attempts, &case.parts.feedback]));
        self.outcome = Some(case.outcome);
        self.severity = case.severity;
        self.product = case.product.clone();
        self.component = case.component.clone();
        self.versions = case.versions.clone();
        self.language = case.language;
        self.confidence = Some(case.confidence);
        self.resolved_at = case.resolved_at.or(self.resolved_at);
    }
}

/// Non-empty texts as paragraphs.
fn join(texts: &[&String]) -> String {
    texts.iter().filter(|t| !t.is_empty()).map(|t| t.as_str()).collect::<Vec<_>>().join("\n\n")
}
