//! A ticket of another system, its words already ours, and what came of taking it in.

use crate::case::Masker;
use crate::case::{Audience, Confidence, LinkKind, Parts};
use crate::markdown;
use crate::ticket::*;
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// A ticket of another system, its words already ours. Its digest says whether the source has changed it: a field that is
/// added later is left out of it where there is nothing to say.
#[derive(Debug, Clone, Serialize)]
pub struct ImportedTicket {
    pub id: String,
    /// None: not known; the day of the import stands in.
    pub opened_at: Option<DateTime<Utc>>,
    pub title: String,
    pub body: String,
    pub urgency: Severity,
    pub severity: Option<Severity>,
    pub requirement: Option<(RequirementType, Priority)>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub versions: Vec<String>,
    pub customer: String,
    /// Ties to others by their ids; the duplicate one first.
    pub ties: Vec<(String, LinkKind)>,
    /// The id of the first member of its family, where that is known.
    pub family: Option<String>,
    /// An RD number it is to keep, if that is free.
    pub requirement_number: Option<Number>,
    /// Its id in a system before the one this comes from.
    pub source_id: Option<String>,
    /// Fields nobody here knows, kept as they were.
    pub more: serde_json::Map<String, serde_json::Value>,
    /// Present when it is finished.
    pub case: Option<ImportedCase>,
}

impl ImportedTicket {
    pub(in crate::desk) fn duplicate_of(&self) -> Option<&String> {
        self.ties.iter().find(|(_, kind)| *kind == LinkKind::Duplicate).map(|(id, _)| id)
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct ImportedCase {
    pub outcome: Outcome,
    pub parts: Parts,
    pub resolved_at: Option<DateTime<Utc>>,
    pub closed_at: Option<DateTime<Utc>>,
    /// Known where it comes from a desk like this one.
    #[serde(rename = "standing")]
    pub metadata: Option<CaseMetadata>,
}

/// What a case is worth, as another desk found.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct CaseMetadata {
    pub confidence: Confidence,
    pub audience: Audience,
    pub language: Locale,
    pub reopened: bool,
    pub masking: u32,
    pub revision: u32,
}

/// What an import came to, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    pub imported: usize,
    /// Told before, and otherwise: taken in, or noted where somebody here has worked on it.
    pub changed: usize,
    pub unchanged: usize,
    /// Of the imported: how many are finished and become cases.
    pub cases: usize,
    /// (id, reason)
    pub refused: Vec<(String, String)>,
}

impl ImportSummary {
    pub fn add(&mut self, other: ImportSummary) {
        self.imported += other.imported;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.cases += other.cases;
        self.refused.extend(other.refused);
    }

    /// A line about a ticket that is here already.
    pub(in crate::desk) fn count(&mut self, id: &str, resent: &Resent) {
        match resent {
            Resent::Unchanged => self.unchanged += 1,
            Resent::Changed(_) | Resent::Noted(_) => self.changed += 1,
            Resent::Refused(reason) => self.refused.push((id.to_string(), reason.clone())),
        }
    }
}

/// Where each ticket stands among the others: numbers given and the family each belongs to.
pub(in crate::desk) struct Places {
    pub(in crate::desk) numbers: HashMap<String, Number>,
    pub(in crate::desk) families: HashMap<Number, Number>,
}

/// What a line of an import is to a ticket that is here already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::desk) enum Resent {
    Unchanged,
    /// Nobody here has worked on it: it is as the source says. With what is other than before, in words.
    Changed(String),
    /// It is worked on here, or its case was written in: that stands, and the change becomes a note.
    Noted(String),
    /// What is here cannot be read, so that nobody can say.
    Refused(String),
}

/// The parts as a case keeps them. Those of a desk like ours were masked there, and masked again they stay as they are; that a
/// line says so of itself is not taken for it.
pub fn masked_parts(finished: &ImportedCase) -> Parts {
    let masker = Masker::default();
    markdown::normalise(&finished.parts.map(|text| masker.text(text)))
}
