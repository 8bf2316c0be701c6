//! The query prepared for comparison with candidates: distinct words as slots, with rarity and bigrams.

use super::query::AnalyzedQuery;
use crate::index::doc::forward::{hash, hash_folded, identifier_entry};
use crate::index::key_hash::KeyHash;
use crate::index::score::query::ScoredCandidates;
use crate::index::score::slots::TermSlots;
use std::collections::HashMap;

/// Words of the query's body whose bigrams are used.
const PAIRED_WORDS_MAX: usize = 400;

/// The query prepared for comparison with candidates.
pub struct QueryProfile {
    /// Slot by hash of word.
    pub slots: TermSlots,
    /// Inverse document frequency by slot.
    pub idf: Vec<f32>,
    /// Occurrences in the title, by slot.
    pub title: Vec<f32>,
    /// Occurrences in the body, by slot.
    pub body: Vec<f32>,
    /// Bigrams: weight, and whether the title has it. Keys by [`pair`].
    pub pairs: HashMap<u32, (f32, bool), KeyHash>,
    /// Slots of the title's words in order.
    pub title_order: Vec<u16>,
    /// Sum of the idf of the title's distinct words.
    pub title_mass: f32,
    /// Sum of the idf of all distinct words.
    pub all_mass: f32,
    /// Sum of the weights of all bigrams.
    pub pair_mass: f32,
    /// Words of the title.
    pub title_words: usize,
    /// Words of the body.
    pub body_words: usize,
    /// Forward entries of the identifiers.
    pub identifiers: Vec<u64>,
    /// Hash of the product.
    pub product: Option<u32>,
    /// Hash of the component.
    pub component: Option<u32>,
    /// Hash of the fault class.
    pub severity: Option<u32>,
    /// Hash of the version.
    pub version: Option<u32>,
}

impl QueryProfile {
    /// Prepares an analysed query.
    pub fn new(asked: &AnalyzedQuery, scored: &ScoredCandidates) -> QueryProfile {
        let mut slots = TermSlots::new(scored.idf.len());
        let (mut idf, mut title, mut body, mut title_order) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut pairs = HashMap::default();
        let mut pair_mass = 0.0f32;
        let mut before: Option<(u16, bool)> = None;
        let (mut title_words, mut body_words) = (0, 0);
        for token in &asked.tokens {
            let in_title = token.start < asked.question.title.len();
            *(if in_title { &mut title_words } else { &mut body_words }) += 1;
            let Some(rarity) = scored.idf.get(&token.term) else {
                before = None;
                continue;
            };
            let slot = slots.put(hash(&token.term));
            if slot as usize == idf.len() {
                idf.push(*rarity);
                title.push(0.0);
                body.push(0.0);
            }
            *(if in_title { &mut title[slot as usize] } else { &mut body[slot as usize] }) += 1.0;
            if in_title {
                title_order.push(slot);
            }
            if let Some((previous, was_in_title)) = before.filter(|b| b.1 == in_title)
                && (in_title || body_words <= PAIRED_WORDS_MAX)
            {
                let weight = (idf[previous as usize] + idf[slot as usize]) / 2.0;
                let entry: &mut (f32, bool) = pairs.entry(pair(previous, slot)).or_insert_with(|| {
                    // Summed in order of occurrence, not of the map, so that the result is reproducible.
                    pair_mass += weight;
                    (weight, false)
                });
                entry.1 |= was_in_title;
            }
            before = Some((slot, in_title));
        }
        let mass = |which: &dyn Fn(usize) -> bool| (0..idf.len()).filter(|i| which(*i)).map(|i| idf[i]).sum::<f32>();
        let question = asked.question;
        let folded = |text: &Option<String>| text.as_deref().filter(|t| !t.trim().is_empty()).map(hash_folded);
        QueryProfile {
            title_mass: mass(&|i| title[i] > 0.0).max(1e-3),
            all_mass: mass(&|_| true).max(1e-3),
            pair_mass: pair_mass.max(1e-3),
            identifiers: asked.identifiers.iter().map(identifier_entry).collect(),
            product: folded(&question.product),
            component: folded(&question.component),
            version: folded(&question.version),
            severity: question.severity.map(|s| hash_folded(&s.to_string())),
            slots,
            idf,
            title,
            body,
            pairs,
            title_order,
            title_words,
            body_words,
        }
    }
}

/// Key of a bigram of two slots.
pub fn pair(a: u16, b: u16) -> u32 {
    u32::from(a) << 16 | u32::from(b)
}
