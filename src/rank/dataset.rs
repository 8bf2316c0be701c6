//! The training data: lists of candidates with their feature values and labels.

/// Candidates grouped into lists, one list per query.
#[derive(Debug, Clone, Default)]
pub struct RankingDataset {
    /// Features per candidate.
    pub width: usize,
    /// Row-major, candidates × `width`, list after list. NaN: the value is not known.
    pub rows: Vec<f32>,
    /// Per row, whether the candidate is a right answer.
    pub right: Vec<bool>,
    /// Rows per list.
    pub sizes: Vec<usize>,
}

impl RankingDataset {
    /// An empty data set with `width` features.
    pub fn new(width: usize) -> RankingDataset {
        RankingDataset { width, ..RankingDataset::default() }
    }

    /// Appends one list: `rows` is row-major, `right` has one label per row.
    pub fn push(&mut self, rows: &[f32], right: &[bool]) {
        self.rows.extend_from_slice(rows);
        self.right.extend_from_slice(right);
        self.sizes.push(right.len());
    }

    /// Number of rows over all lists.
    pub fn len(&self) -> usize {
        self.right.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.right.is_empty()
    }
}
