//! How much a text's length counts: tables of it, for each of a document's texts.

use super::weights::Weights;

/// Lengths up to here have their norm in a table.
const NORMS: usize = 512;

/// How many documents are seen, and how long their texts are.
pub struct Averages {
    pub documents: f32,
    pub lengths: [f32; 3],
}

/// What a term's frequency counts in a text of a length: the text's weight, divided by how long it is for one of its kind.
pub struct Norms {
    tables: [Vec<f32>; 3],
    pub weights: [f32; 3],
    b: [f32; 3],
    averages: [f32; 3],
}

impl Norms {
    pub fn new(weights: &Weights, averages: &Averages) -> Norms {
        let mut norms =
            Norms { tables: Default::default(), weights: weights.field_weight, b: weights.field_b, averages: averages.lengths };
        for slot in 0..3 {
            norms.tables[slot] = (0..NORMS as u32).map(|length| norms.reckon(slot, length)).collect();
        }
        norms
    }

    fn reckon(&self, slot: usize, length: u32) -> f32 {
        self.weights[slot] / (1.0 - self.b[slot] + self.b[slot] * length as f32 / self.averages[slot])
    }

    pub fn of(&self, slot: usize, length: u32) -> f32 {
        self.tables[slot].get(length as usize).copied().unwrap_or_else(|| self.reckon(slot, length))
    }
}
