//! What of a document is stored as it is: all that a result shows.

use crate::case::{Case, Confidence};
use crate::ticket::{Kind, Number, Outcome, Severity, Status};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a result shows. Masked: it comes from cases and masked tickets only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    pub number: Number,
    pub requirement_number: Option<Number>,
    pub kind: Kind,
    pub title: String,
    pub body: String,
    pub cause: String,
    pub resolution: String,
    pub workaround: Option<String>,
    pub rest: String,
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub severity: Option<Severity>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub versions: Vec<String>,
    pub language: Locale,
    pub confidence: Option<Confidence>,
    pub opened_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
}

impl Card {
    /// Takes the texts of a case, and what it knows better than its ticket did.
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

fn join(texts: &[&String]) -> String {
    texts.iter().filter(|t| !t.is_empty()).map(|t| t.as_str()).collect::<Vec<_>>().join("\n\n")
}
