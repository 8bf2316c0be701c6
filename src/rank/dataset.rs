//! What is learned from: lists of candidates, with which of them were right.

/// Lists of candidates with what is known of each: one list a question.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Numbers per candidate.
    pub width: usize,
    /// One row per candidate, list after list. NaN: not known.
    pub rows: Vec<f32>,
    /// Whether the candidate is right; one per row.
    pub right: Vec<bool>,
    /// Rows per list.
    pub sizes: Vec<usize>,
}

impl Lists {
    pub fn new(width: usize) -> Lists {
        Lists { width, ..Lists::default() }
    }

    pub fn push(&mut self, rows: &[f32], right: &[bool]) {
        self.rows.extend_from_slice(rows);
        self.right.extend_from_slice(right);
        self.sizes.push(right.len());
    }

    pub fn len(&self) -> usize {
        self.right.len()
    }

    pub fn is_empty(&self) -> bool {
        self.right.is_empty()
    }
}
