//! The indexed document: one per ticket, closed or open, with its case's texts if it has one.

use super::forward;
use super::stored::StoredDocument;
use super::units::{DocKey, EpochSeconds, OwnerHash, PerField};
use crate::case::{Audience, Case, Masker};
use crate::index::text::analyzer;
use crate::index::text::normalize::normalized;
use crate::signature;
use crate::ticket::{Outcome, Ticket};
use crate::words::Vocabulary;

/// Characters of a text that are indexed. Beyond this a report is a log, whose words would outweigh the report's.
pub const INDEXED_CHARS_MAX: usize = 20_000;
/// Characters of a text that are stored for results.
const SHOWN_CHARS_MAX: usize = 20_000;

/// A document on its way into the index.
#[derive(Debug, Clone)]
pub struct Document {
    /// What results show of it.
    pub stored: StoredDocument,
    /// Ledger place of the ticket's first event: the order of creation, which [`crate::index::AsOf`] compares.
    pub first_seq: u64,
    /// Ledger place of the newest event this version includes.
    pub last_seq: u64,
    /// Who may see it besides staff and its owner.
    pub audience: Audience,
    /// The customer's company; only its hash is stored.
    pub customer: Option<String>,
    /// Whether the ticket is not closed.
    pub open: bool,
}

/// A document as terms.
pub struct AnalyzedDocument {
    /// Full terms of each scored field, in order of occurrence.
    pub texts: PerField<Vec<String>>,
    /// Minor terms and stop words of each scored field, each once: found by, and counted nowhere.
    pub once: PerField<Vec<String>>,
    /// Identifiers as [`signature::Identifier::term`].
    pub identifiers: Vec<String>,
    /// Forward entries ([`super::forward`]).
    pub forward: Vec<u64>,
}

/// Bits of the `flags` column.
pub mod flag {
    /// The ticket is not closed.
    pub const OPEN: u32 = 1;
    /// There is a case with outcome `solved`.
    pub const SOLVED: u32 = 2;
    /// There is a case.
    pub const CASE: u32 = 4;
    /// Every customer may see it.
    pub const FOR_CUSTOMERS: u32 = 8;
    /// Everybody may see it.
    pub const PUBLIC: u32 = 16;
}

impl Document {
    /// The document of a ticket: with its case's texts if it has been archived, else with its own, masked.
    pub fn of(ticket: &Ticket, case: Option<&Case>, masker: &Masker) -> Document {
        let report = &ticket.report;
        let (title, body) = (masker.masked(&report.title), masker.masked(&report.body()));
        let maybe = |text: &Option<String>| text.as_deref().map(|text| masker.text(text));
        let cut = |text: &str| text.chars().take(SHOWN_CHARS_MAX).collect::<String>();
        let mut stored = StoredDocument {
            number: ticket.number,
            requirement_number: ticket.requirement_number,
            kind: ticket.kind(),
            title: title.into_string(),
            body: cut(&body),
            cause: String::new(),
            resolution: String::new(),
            workaround: None,
            rest: String::new(),
            status: ticket.status(),
            outcome: None,
            severity: ticket.severity(),
            product: maybe(&report.product),
            component: maybe(&ticket.component),
            versions: maybe(&report.version).into_iter().collect(),
            language: crate::case::language_of(&body),
            confidence: None,
            opened_at: ticket.submitted_at,
            resolved_at: ticket.milestones.resolved_at,
        };
        if let Some(case) = case {
            stored.take_case(case, cut);
        }
        Document {
            first_seq: ticket.first_seq,
            last_seq: ticket.last_seq,
            audience: case.map_or(Audience::Internal, |c| c.audience),
            customer: Some(ticket.report.customer.clone()).filter(|c| !c.is_empty()),
            open: ticket.is_open(),
            stored,
        }
    }

    /// The terms and identifiers of the document, for both disk and memory.
    pub fn analyze(&self) -> AnalyzedDocument {
        let stored = &self.stored;
        let answer = [&stored.cause, &stored.resolution, &stored.rest].map(String::as_str).join("\n");
        let terms = [stored.title.as_str(), &stored.body, &answer].map(|text| analyzer::indexed_terms(head(text)));
        let (mut texts, mut once) = (PerField::default(), PerField::default());
        for (slot, found) in terms.into_iter().enumerate() {
            (texts[slot], once[slot]) = (found.full, found.once);
        }
        // Identifiers of the report only: those of a later solution were not there to be matched.
        let identifiers = signature::identifiers(&normalized(&format!("{}\n{}", stored.title, head(&stored.body))));
        let forward = forward::entries(stored, &texts, &identifiers);
        AnalyzedDocument { texts, once, identifiers: identifiers.iter().map(signature::Identifier::term).collect(), forward }
    }

    /// Facet values in the order of [`super::facet::Facet::ALL`]; `None` if empty.
    pub fn facets(&self) -> [Option<&str>; 5] {
        let stored = &self.stored;
        [
            stored.product.as_deref(),
            stored.component.as_deref(),
            stored.severity.map(Vocabulary::word),
            Some(stored.status.word()),
            Some(stored.kind.word()),
        ]
        .map(|value| value.filter(|v| !v.is_empty()))
    }

    /// The identity of the document.
    pub fn key(&self) -> DocKey {
        self.stored.number.into()
    }

    /// The document's `flag` bits.
    pub fn flags(&self) -> u32 {
        let set = |bit, on| if on { bit } else { 0 };
        set(flag::OPEN, self.open)
            | set(flag::SOLVED, self.stored.outcome == Some(Outcome::Solved))
            | set(flag::CASE, self.stored.outcome.is_some())
            | set(flag::FOR_CUSTOMERS, self.audience >= Audience::Customer)
            | set(flag::PUBLIC, self.audience == Audience::Public)
    }

    /// When it was resolved, or [`EpochSeconds::NEVER`].
    pub fn resolved_at(&self) -> EpochSeconds {
        self.stored.resolved_at.map_or(EpochSeconds::NEVER, EpochSeconds::from)
    }
}

/// The part of a text that is indexed.
fn head(text: &str) -> &str {
    match text.char_indices().nth(INDEXED_CHARS_MAX) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The hash of a company: 64 bits of SHA-256, never 0 for a company.
pub fn owner_hash(customer: Option<&str>) -> OwnerHash {
    let Some(customer) = customer else { return OwnerHash::NONE };
    let digest = crate::digest::hex(customer.as_bytes());
    OwnerHash(u64::from_str_radix(&digest[..16], 16).unwrap_or(1).max(1))
}
