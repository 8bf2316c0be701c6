//! A few words being looked for: what the terms of a word add to documents that others have found.

use super::scored_docs::Gathered;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::plan::Word;
use crate::index::score::postings::add_among;
use crate::index::score::term_weight::Terms;

/// So many documents that hold all typed words are enough: what holds only some of them would come after these.
pub const ALL_WORDS_ENOUGH: usize = 100;

/// A few words being looked for.
pub struct Asking<'s> {
    pub terms: Terms<'s>,
    pub limit: usize,
}

impl Asking<'_> {
    /// Adds a word to documents found already; gives its weight, and shelf by shelf whether they hold it.
    pub fn add_among(&self, word: &Word, found: &mut [Gathered]) -> Result<(f32, Vec<Vec<bool>>), IndexError> {
        self.add_texts_among(&TextField::ALL, word, found)
    }

    /// The same as far as some texts tell.
    pub fn add_texts_among(
        &self,
        texts: &[TextField],
        word: &Word,
        found: &mut [Gathered],
    ) -> Result<(f32, Vec<Vec<bool>>), IndexError> {
        let (k1, scope) = (self.terms.weights.k1, self.terms.scope);
        let (mut heaviest, mut held_by) = (0.0f32, Vec::with_capacity(found.len()));
        for ((shelf, seen), found) in scope.shelves.iter().zip(&scope.seen).zip(found) {
            let mut most = vec![0.0f32; found.documents.len()];
            let mut counts = vec![0.0f32; found.documents.len()];
            for (query, held) in &word.terms {
                counts.fill(0.0);
                for field in texts {
                    add_among(*shelf, seen, *field, &query.term, &found.documents, &self.terms.norms, &mut counts)?;
                }
                let weight = self.terms.weight(query, *held);
                heaviest = heaviest.max(weight);
                for ((x, score), most) in counts.iter().zip(&mut found.scores).zip(&mut most) {
                    *score += weight * x / (k1 + x);
                    *most = if *x > 0.0 { most.max(weight) } else { *most };
                }
            }
            found.covered.iter_mut().zip(&most).for_each(|(covered, most)| *covered += most);
            held_by.push(most.iter().map(|most| *most > 0.0).collect());
        }
        Ok((heaviest, held_by))
    }
}
