//! Adding the terms of a word to the scores of documents that other words have found.

use super::scored_docs::ScoredDocs;
use crate::index::doc::schema::TextField;
use crate::index::error::IndexError;
use crate::index::score::plan::QueryWord;
use crate::index::score::postings::add_among;
use crate::index::score::term_weight::TermWeights;

/// If this many documents have all typed words, documents with only some of them are not looked for: they would rank lower.
pub const ALL_WORDS_ENOUGH: usize = 100;

/// A typed query being scored.
pub struct KeywordScorer<'s> {
    /// Weights of its terms.
    pub terms: TermWeights<'s>,
    /// Candidates wanted.
    pub limit: usize,
}

impl KeywordScorer<'_> {
    /// Adds a word to documents found already; gives its weight, and per segment whether each document has it.
    pub fn add_among(&self, word: &QueryWord, found: &mut [ScoredDocs]) -> Result<(f32, Vec<Vec<bool>>), IndexError> {
        self.add_texts_among(&TextField::ALL, word, found)
    }

    /// The same for some fields only.
    pub fn add_texts_among(
        &self,
        texts: &[TextField],
        word: &QueryWord,
        found: &mut [ScoredDocs],
    ) -> Result<(f32, Vec<Vec<bool>>), IndexError> {
        let (k1, scope) = (self.terms.weights.k1, self.terms.scope);
        let (mut heaviest, mut held_by) = (0.0f32, Vec::with_capacity(found.len()));
        for ((segment, visible), found) in scope.segments.iter().zip(&scope.visible).zip(found) {
            let mut most = vec![0.0f32; found.documents.len()];
            let mut counts = vec![0.0f32; found.documents.len()];
            for (query, held) in &word.terms {
                counts.fill(0.0);
                for field in texts {
                    add_among(*segment, visible, *field, &query.term, &found.documents, &self.terms.norms, &mut counts)?;
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
