//! What a term, or an exact sign, is worth to a question by how rare it is.

use super::norms::Norms;
use super::query::{QueryTerm, Scope};
use super::weights::Weights;
use crate::index::error::IndexError;

/// What terms are worth to a question.
pub struct Terms<'s> {
    pub scope: &'s Scope<'s>,
    pub weights: &'s Weights,
    pub norms: Norms,
    pub documents: f32,
}

impl<'s> Terms<'s> {
    pub fn new(scope: &'s Scope<'s>, weights: &'s Weights) -> Terms<'s> {
        let averages = scope.averages();
        Terms { scope, weights, norms: Norms::new(weights, &averages), documents: averages.documents }
    }

    /// How rare what so many documents hold is.
    pub fn idf(&self, frequency: usize) -> f32 {
        (1.0 + (self.documents - frequency as f32 + 0.5).max(0.0) / (frequency as f32 + 0.5)).ln()
    }

    pub fn weight(&self, query: &QueryTerm, frequency: usize) -> f32 {
        let k3 = self.weights.k3;
        self.idf(frequency) * (k3 + 1.0) * query.frequency / (k3 + query.frequency)
    }

    /// Who carries an exact sign, shelf by shelf, and what they gain by its rarity.
    pub fn signed(&self, sign: &str) -> Result<(Vec<Vec<u32>>, f32), IndexError> {
        let mut found = Vec::with_capacity(self.scope.shelves.len());
        for (shelf, seen) in self.scope.shelves.iter().zip(&self.scope.seen) {
            let mut documents = shelf.signed(sign)?;
            // A sign may stand in what was found out since.
            documents.retain(|d| seen.sees(*d) && !seen.withholds_answer(shelf.columns(), *d));
            found.push(documents);
        }
        let gain = self.weights.sign_weight * self.idf(found.iter().map(Vec::len).sum());
        Ok((found, gain))
    }
}
