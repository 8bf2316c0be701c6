//! What a document says, word after word, as numbers in a column: so that a candidate is looked at without reading its text.

use super::stored::Card;
use crate::signature::{Sign, SignKind};

/// Words kept per text. A title is short; of a report the beginning tells, further down are logs.
const WORDS_MAX: [usize; 3] = [60, 400, 150];
/// Exact signs kept.
const SIGNS_MAX: usize = 40;

/// What an entry of the column is; stored, so numbers are never given anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Title = 0,
    Body = 1,
    Answer = 2,
    ErrorCode = 3,
    OtherSign = 4,
    Product = 5,
    Component = 6,
    Severity = 7,
    Version = 8,
}

impl Entry {
    pub const ALL: [Entry; 9] = [
        Entry::Title,
        Entry::Body,
        Entry::Answer,
        Entry::ErrorCode,
        Entry::OtherSign,
        Entry::Product,
        Entry::Component,
        Entry::Severity,
        Entry::Version,
    ];

    pub fn pack(self, hash: u32) -> u64 {
        (self as u64) << 32 | u64::from(hash)
    }

    pub fn unpack(packed: u64) -> Option<(Entry, u32)> {
        Entry::ALL.get((packed >> 32) as usize).map(|entry| (*entry, packed as u32))
    }
}

/// A term as the column holds it (FNV-1a, its halves folded). Two terms in four milliards meet by accident.
pub fn hash(term: &str) -> u32 {
    let long = term.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    (long ^ (long >> 32)) as u32
}

/// Words of metadata compare without case and blanks around them.
pub fn hash_folded(text: &str) -> u32 {
    hash(&text.trim().to_lowercase())
}

/// The column's entries for a document.
pub fn entries(card: &Card, texts: &[Vec<String>; 3], signs: &[Sign]) -> Vec<u64> {
    let mut entries = Vec::with_capacity(texts[0].len() + texts[1].len().min(WORDS_MAX[1]) + 16);
    for ((kind, terms), most) in [Entry::Title, Entry::Body, Entry::Answer].into_iter().zip(texts).zip(WORDS_MAX) {
        entries.extend(terms.iter().take(most).map(|term| kind.pack(hash(term))));
    }
    for sign in signs.iter().filter(|s| s.kind != SignKind::Version).take(SIGNS_MAX) {
        entries.push(sign_entry(sign));
    }
    let metadata = [(Entry::Product, &card.product), (Entry::Component, &card.component)];
    entries.extend(metadata.into_iter().filter_map(|(kind, text)| text.as_ref().map(|t| kind.pack(hash_folded(t)))));
    entries.extend(card.severity.map(|s| Entry::Severity.pack(hash_folded(&s.to_string()))));
    entries.extend(card.versions.iter().map(|v| Entry::Version.pack(hash_folded(v))));
    entries
}

pub fn sign_entry(sign: &Sign) -> u64 {
    let kind = if sign.kind == SignKind::ErrorCode { Entry::ErrorCode } else { Entry::OtherSign };
    kind.pack(hash(&sign.term()))
}
