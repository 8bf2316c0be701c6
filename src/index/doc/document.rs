//! What is indexed: one document per ticket, closed or open, with its case's texts where it has one.

use super::forward;
use super::stored::Card;
use crate::case::{Audience, Case, Masked};
use crate::index::text::analyzer;
use crate::signature;
use crate::ticket::{Outcome, Ticket};
use crate::words::Vocabulary;

/// Characters of a text that are indexed. Beyond this a report is a log, and its words drown the trouble's.
pub const INDEXED_CHARS_MAX: usize = 20_000;
/// Characters of a text that a result carries.
const SHOWN_CHARS_MAX: usize = 20_000;

/// A document on its way into the index.
#[derive(Debug, Clone)]
pub struct Document {
    pub card: Card,
    /// Place of the ticket's first event: the order of creation, and what "as of" compares.
    pub order: u64,
    /// Place of the newest event this document knows of.
    pub seq: u64,
    pub audience: Audience,
    /// The customer's company; hashed before it is stored.
    pub customer: Option<String>,
    pub open: bool,
}

/// A document's terms, in the order of [`super::schema::TextField::ALL`].
pub struct Analyzed {
    pub texts: [Vec<String>; 3],
    pub signs: Vec<String>,
    /// The forward column's entries.
    pub forward: Vec<u64>,
}

/// Resolution time of what is not resolved.
pub const NEVER: i64 = i64::MAX;

/// The bits of the `flags` column.
pub mod flag {
    pub const OPEN: u32 = 1;
    pub const SOLVED: u32 = 2;
    pub const CASE: u32 = 4;
    pub const FOR_CUSTOMERS: u32 = 8;
    pub const PUBLIC: u32 = 16;
}

impl Document {
    /// A ticket as the index knows it: its case's texts if it has been archived, else its own, masked.
    pub fn of(ticket: &Ticket, case: Option<&Case>, masked_title: Masked, masked_body: Masked) -> Document {
        let cut = |text: &str| text.chars().take(SHOWN_CHARS_MAX).collect::<String>();
        let mut card = Card {
            number: ticket.number,
            requirement_number: ticket.requirement_number,
            kind: ticket.kind(),
            title: masked_title.into_string(),
            body: cut(&masked_body),
            cause: String::new(),
            resolution: String::new(),
            workaround: None,
            rest: String::new(),
            status: ticket.status(),
            outcome: None,
            severity: ticket.severity(),
            product: ticket.report.product.clone(),
            component: ticket.component.clone(),
            versions: ticket.report.version.iter().cloned().collect(),
            language: crate::case::language_of(&masked_body),
            confidence: None,
            opened_at: ticket.submitted_at,
            resolved_at: ticket.marks.resolved_at,
        };
        if let Some(case) = case {
            card.take_case(case, cut);
        }
        Document {
            order: ticket.first_seq,
            seq: ticket.last_seq,
            audience: case.map_or(Audience::Internal, |c| c.audience),
            customer: Some(ticket.report.customer.clone()).filter(|c| !c.is_empty()),
            open: ticket.is_open(),
            card,
        }
    }

    /// The terms of each scored text and the exact signs, once for disk and memory.
    pub fn analyze(&self) -> Analyzed {
        let card = &self.card;
        let answer = [&card.cause, &card.resolution, &card.rest].map(String::as_str).join("\n");
        let texts = [card.title.as_str(), &card.body, &answer].map(|text| analyzer::terms(head(text)));
        // Signs of the trouble as it was reported: those of a later solution were not there to be matched.
        let signs = signature::signatures(&format!("{}\n{}", card.title, head(&card.body)));
        let forward = forward::entries(card, &texts, &signs);
        Analyzed { texts, signs: signs.iter().map(signature::Sign::term).collect(), forward }
    }

    /// In the order of [`super::facet::Facet::ALL`].
    pub fn facets(&self) -> [Option<&str>; 5] {
        let card = &self.card;
        [
            card.product.as_deref(),
            card.component.as_deref(),
            card.severity.map(Vocabulary::word),
            Some(card.status.word()),
            Some(card.kind.word()),
        ]
        .map(|value| value.filter(|v| !v.is_empty()))
    }

    pub fn flags(&self) -> u32 {
        let set = |bit, on| if on { bit } else { 0 };
        set(flag::OPEN, self.open)
            | set(flag::SOLVED, self.card.outcome == Some(Outcome::Solved))
            | set(flag::CASE, self.card.outcome.is_some())
            | set(flag::FOR_CUSTOMERS, self.audience >= Audience::Customer)
            | set(flag::PUBLIC, self.audience == Audience::Public)
    }

    pub fn resolved_at(&self) -> i64 {
        self.card.resolved_at.map_or(NEVER, |t| t.timestamp())
    }
}

/// The indexed head of a text.
fn head(text: &str) -> &str {
    match text.char_indices().nth(INDEXED_CHARS_MAX) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// A company as the `owner` column holds it; 0 is nobody.
pub fn owner_hash(customer: Option<&str>) -> u64 {
    let Some(customer) = customer else { return 0 };
    let digest = crate::digest::hex(customer.as_bytes());
    u64::from_str_radix(&digest[..16], 16).unwrap_or(1).max(1)
}
