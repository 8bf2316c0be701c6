//! Tickets of another system, translated, and the result of importing them.

use crate::case::Masker;
use crate::case::{Audience, Confidence, LinkKind, Parts};
use crate::markdown;
use crate::ticket::*;
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// A ticket of another system, its words translated to this desk's. Its JSON is what the source digest is computed over, so a
/// field added later must be omitted where it is empty.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedTicket {
    /// Its id in the other system.
    pub id: String,
    /// When it was opened; `None`: unknown, and the time of the import is used.
    pub opened_at: Option<DateTime<Utc>>,
    /// One line.
    pub title: String,
    /// The description.
    pub body: String,
    /// As the source has it, in this desk's words.
    pub urgency: Severity,
    /// Severity of a fault, if the source has one.
    pub severity: Option<Severity>,
    /// Type and priority, if it is a requirement.
    pub requirement: Option<(RequirementType, Priority)>,
    /// As the source names it.
    pub product: Option<String>,
    /// As the source names it.
    pub component: Option<String>,
    /// Affected versions.
    pub versions: Vec<String>,
    /// As the source names it; empty if unknown.
    pub customer: String,
    /// Links to others: (their id, kind); the duplicate comes first.
    pub ties: Vec<(String, LinkKind)>,
    /// Id of the first member of its family, if known.
    pub family: Option<String>,
    /// The RD number it is to keep, if that is free here.
    pub requirement_number: Option<Number>,
    /// Its id in the system before the one it comes from.
    pub source_id: Option<String>,
    /// Fields this desk does not know, as they were.
    pub more: serde_json::Map<String, serde_json::Value>,
    /// Present if it is finished.
    pub case: Option<ImportedCase>,
}

impl ImportedTicket {
    pub(in crate::desk) fn duplicate_of(&self) -> Option<&String> {
        self.ties.iter().find(|(_, kind)| *kind == LinkKind::Duplicate).map(|(id, _)| id)
    }
}

/// The finished part of an imported ticket.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedCase {
    /// What became of the ticket.
    pub outcome: Outcome,
    /// The case's sections.
    pub parts: Parts,
    /// When it was solved.
    pub resolved_at: Option<DateTime<Utc>>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Present if it comes from another Precedent desk.
    #[serde(rename = "standing")]
    pub metadata: Option<CaseMetadata>,
}

/// What another Precedent desk knew about a case.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CaseMetadata {
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Who may read it.
    pub audience: Audience,
    /// Language it is written in.
    pub language: Locale,
    /// Whether its ticket was reopened since.
    pub reopened: bool,
    /// Version of masking it was made with.
    pub masking: u32,
    /// Its revision there, from 1.
    pub revision: u32,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Tickets that are new here.
    pub imported: usize,
    /// Known tickets that the source has changed: updated, or noted where somebody here has worked on them.
    pub changed: usize,
    /// Known tickets that are as before, and repeated ids.
    pub unchanged: usize,
    /// How many of the imported are finished, and became cases.
    pub cases: usize,
    /// (id, reason) of those not taken in.
    pub refused: Vec<(String, String)>,
}

impl ImportSummary {
    /// Adds the counts of another batch.
    pub fn add(&mut self, other: ImportSummary) {
        self.imported += other.imported;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.cases += other.cases;
        self.refused.extend(other.refused);
    }

    /// Counts a ticket that is known already.
    pub(in crate::desk) fn count(&mut self, id: &str, resent: &Resent) {
        match resent {
            Resent::Unchanged => self.unchanged += 1,
            Resent::Changed(_) | Resent::Noted(_) => self.changed += 1,
            Resent::Refused(reason) => self.refused.push((id.to_string(), reason.clone())),
        }
    }
}

/// Numbers given to the ids of an import, and the family of each number.
pub(in crate::desk) struct Places {
    pub(in crate::desk) numbers: HashMap<String, Number>,
    pub(in crate::desk) families: HashMap<Number, Number>,
}

/// How an imported ticket compares with the one that is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desk) enum Resent {
    Unchanged,
    /// Nobody here has worked on it: it is updated. With the changes, in words.
    Changed(String),
    /// It was worked on here, or its case was revised: the change becomes a note. With the changes, in words.
    Noted(String),
    /// The ticket here cannot be read. With the reason.
    Refused(String),
}

/// The case's sections, masked. Those of another Precedent desk are masked again, which changes nothing if they were; the
/// line's own claim is not trusted.
pub fn masked_parts(finished: &ImportedCase) -> Parts {
    let masker = Masker::default();
    markdown::normalise(&finished.parts.map(|text| masker.text(text)))
}
