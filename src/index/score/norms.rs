//! Length normalisation of BM25F, with tables for short fields.

use super::weights::Weights;
use crate::index::doc::units::PerField;

/// Lengths below this have their norm in a table.
const NORMS: usize = 512;

/// Statistics of the visible documents.
pub struct Averages {
    /// How many there are.
    pub documents: f32,
    /// Mean length of each field, in terms.
    pub lengths: PerField<f32>,
}

/// The weight of one occurrence of a term, by field and field length: `w / (1 - b + b · length / average)`.
pub struct Norms {
    tables: PerField<Vec<f32>>,
    /// Field weights.
    pub weights: PerField<f32>,
    b: PerField<f32>,
    averages: PerField<f32>,
}

impl Norms {
    /// Norms for some weights and statistics.
    pub fn new(weights: &Weights, averages: &Averages) -> Norms {
        let mut norms =
            Norms { tables: Default::default(), weights: weights.field_weight, b: weights.field_b, averages: averages.lengths };
        for slot in 0..3 {
            norms.tables[slot] = (0..NORMS as u32).map(|length| norms.compute(slot, length)).collect();
        }
        norms
    }

    /// The norm of a length in a field.
    fn compute(&self, slot: usize, length: u32) -> f32 {
        self.weights[slot] / (1.0 - self.b[slot] + self.b[slot] * length as f32 / self.averages[slot])
    }

    /// The same, from the table if possible. `slot` is the field's index.
    pub fn of(&self, slot: usize, length: u32) -> f32 {
        self.tables[slot].get(length as usize).copied().unwrap_or_else(|| self.compute(slot, length))
    }
}
