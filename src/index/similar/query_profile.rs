//! The question, ready to be held against candidates: its words numbered, with how rare each is and what stands beside it.

use super::query::Asked;
use crate::index::doc::forward::{hash, hash_folded, sign_entry};
use crate::index::score::query::Scored;
use crate::index::score::slots::Slots;
use crate::index::spread::Spread;
use std::collections::HashMap;

/// Words of the question's body whose pairs are looked for.
const PAIRED_WORDS_MAX: usize = 400;

/// The question, ready to be held against candidates.
pub struct Lens {
    pub slots: Slots,
    pub idf: Vec<f32>,
    /// How often the question's title and body say each word.
    pub title: Vec<f32>,
    pub body: Vec<f32>,
    /// Pairs of neighbours: their weight, and whether the title has them.
    pub pairs: HashMap<u32, (f32, bool), Spread>,
    pub title_order: Vec<u16>,
    pub title_mass: f32,
    pub all_mass: f32,
    pub pair_mass: f32,
    pub title_words: usize,
    pub body_words: usize,
    pub signs: Vec<u64>,
    pub product: Option<u32>,
    pub component: Option<u32>,
    pub severity: Option<u32>,
    pub version: Option<u32>,
}

impl Lens {
    pub fn new(asked: &Asked, scored: &Scored) -> Lens {
        let mut slots = Slots::new(scored.idf.len());
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
                    // Added up as they come, not in the map's order: sums come out the same every time.
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
        Lens {
            title_mass: mass(&|i| title[i] > 0.0).max(1e-3),
            all_mass: mass(&|_| true).max(1e-3),
            pair_mass: pair_mass.max(1e-3),
            signs: asked.signs.iter().map(sign_entry).collect(),
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

pub fn pair(a: u16, b: u16) -> u32 {
    u32::from(a) << 16 | u32::from(b)
}
