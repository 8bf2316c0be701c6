//! The forward column: what a document contains, word by word, as hashes, so that candidates are compared without reading their
//! texts.

use super::stored::StoredDocument;
use super::units::PerField;
use crate::signature::{Identifier, IdentifierKind};

/// Words kept per field. In a report the beginning counts, further down are logs.
const WORDS_MAX: PerField<usize> = [60, 400, 150];
/// Identifiers kept.
const IDENTIFIERS_MAX: usize = 40;

/// Kind of an entry. Stored: numbers must not be reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardEntry {
    /// A word of the title.
    Title = 0,
    /// A word of the body.
    Body = 1,
    /// A word of the answer.
    Answer = 2,
    /// An error code.
    ErrorCode = 3,
    /// Any other identifier but a version.
    OtherIdentifier = 4,
    /// The product.
    Product = 5,
    /// The component.
    Component = 6,
    /// The fault class.
    Severity = 7,
    /// A version of the product.
    Version = 8,
}

impl ForwardEntry {
    /// All kinds, by number.
    pub const ALL: [ForwardEntry; 9] = [
        ForwardEntry::Title,
        ForwardEntry::Body,
        ForwardEntry::Answer,
        ForwardEntry::ErrorCode,
        ForwardEntry::OtherIdentifier,
        ForwardEntry::Product,
        ForwardEntry::Component,
        ForwardEntry::Severity,
        ForwardEntry::Version,
    ];

    /// An entry: the kind in bits 32 and up, the hash below.
    pub fn pack(self, hash: u32) -> u64 {
        (self as u64) << 32 | u64::from(hash)
    }

    /// The reverse of [`ForwardEntry::pack`]; `None` for a kind that is not known.
    pub fn unpack(packed: u64) -> Option<(ForwardEntry, u32)> {
        ForwardEntry::ALL.get((packed >> 32) as usize).map(|kind| (*kind, packed as u32))
    }
}

/// FNV-1a, 64 bits folded to 32. Two distinct terms collide with probability 2⁻³².
pub fn hash(term: &str) -> u32 {
    let long = term.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (long ^ (long >> 32)) as u32
}

/// Hash of a metadata value, without regard to case and surrounding blanks.
pub fn hash_folded(text: &str) -> u32 {
    hash(&text.trim().to_lowercase())
}

/// All entries of a document: words by field in order, then identifiers, then metadata.
pub fn entries(stored: &StoredDocument, texts: &PerField<Vec<String>>, identifiers: &[Identifier]) -> Vec<u64> {
    let mut entries = Vec::with_capacity(texts[0].len() + texts[1].len().min(WORDS_MAX[1]) + 16);
    for ((kind, terms), most) in
        [ForwardEntry::Title, ForwardEntry::Body, ForwardEntry::Answer].into_iter().zip(texts).zip(WORDS_MAX)
    {
        entries.extend(terms.iter().take(most).map(|term| kind.pack(hash(term))));
    }
    for identifier in identifiers.iter().filter(|s| s.kind != IdentifierKind::Version).take(IDENTIFIERS_MAX) {
        entries.push(identifier_entry(identifier));
    }
    let metadata = [(ForwardEntry::Product, &stored.product), (ForwardEntry::Component, &stored.component)];
    entries.extend(metadata.into_iter().filter_map(|(kind, text)| text.as_ref().map(|t| kind.pack(hash_folded(t)))));
    entries.extend(stored.severity.map(|s| ForwardEntry::Severity.pack(hash_folded(&s.to_string()))));
    entries.extend(stored.versions.iter().map(|v| ForwardEntry::Version.pack(hash_folded(v))));
    entries
}

/// The entry of an identifier.
pub fn identifier_entry(identifier: &Identifier) -> u64 {
    let kind = if identifier.kind == IdentifierKind::ErrorCode { ForwardEntry::ErrorCode } else { ForwardEntry::OtherIdentifier };
    kind.pack(hash(&identifier.term()))
}
