//! Weights of terms and identifiers by rarity.

use super::norms::Norms;
use super::query::{QueryTerm, SearchScope};
use super::weights::Weights;
use crate::index::error::IndexError;

/// What the weights of a query depend on.
pub struct TermWeights<'s> {
    /// The scope of the query.
    pub scope: &'s SearchScope<'s>,
    /// The ranking weights.
    pub weights: &'s Weights,
    /// Length normalisation.
    pub norms: Norms,
    /// Number of visible documents.
    pub documents: f32,
}

impl<'s> TermWeights<'s> {
    /// For a scope and ranking weights.
    pub fn new(scope: &'s SearchScope<'s>, weights: &'s Weights) -> TermWeights<'s> {
        let averages = scope.averages();
        TermWeights { scope, weights, norms: Norms::new(weights, &averages), documents: averages.documents }
    }

    /// Inverse document frequency.
    pub fn idf(&self, frequency: usize) -> f32 {
        (1.0 + (self.documents - frequency as f32 + 0.5).max(0.0) / (frequency as f32 + 0.5)).ln()
    }

    /// Weight of a query term with a document frequency: idf × saturated query frequency (k3).
    pub fn weight(&self, query: &QueryTerm, frequency: usize) -> f32 {
        let k3 = self.weights.k3;
        self.idf(frequency) * (k3 + 1.0) * query.frequency / (k3 + query.frequency)
    }

    /// Visible documents with an identifier, per segment, and what each gains by its rarity.
    pub fn documents_with_identifier(&self, identifier: &str) -> Result<(Vec<Vec<u32>>, f32), IndexError> {
        let mut found = Vec::with_capacity(self.scope.segments.len());
        for (segment, visible) in self.scope.segments.iter().zip(&self.scope.visible) {
            let mut documents = segment.documents_with_identifier(identifier)?;
            // An identifier may be in the answer, which can be hidden.
            documents.retain(|d| visible.contains(*d) && !visible.withholds_answer(segment.columns(), *d));
            found.push(documents);
        }
        let gain = self.weights.sign_weight * self.idf(found.iter().map(Vec::len).sum());
        Ok((found, gain))
    }
}
