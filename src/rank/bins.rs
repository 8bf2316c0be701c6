//! Feature values put into at most 64 bins, so that a split is searched among bins instead of among rows.

use super::dataset::RankingDataset;

/// Bins of known values per feature; bin 0 holds missing values (NaN).
const BINS_MAX: usize = 63;
/// Rows sampled to place the bin edges.
const SAMPLE_MAX: usize = 50_000;

/// A data set with each value replaced by its bin number.
pub struct BinnedFeatures {
    /// One column per feature, one bin number per row.
    pub columns: Vec<Vec<u8>>,
    /// Per feature, the upper edge of each bin but the last: bin `i + 1` holds values up to `cuts[i]`.
    pub cuts: Vec<Vec<f32>>,
}

impl BinnedFeatures {
    /// Places the edges of each feature and bins every row.
    pub fn new(lists: &RankingDataset) -> BinnedFeatures {
        let (mut columns, mut cuts) = (Vec::new(), Vec::new());
        for feature in 0..lists.width {
            let edges = edges(lists, feature);
            let values = lists.rows.iter().skip(feature).step_by(lists.width.max(1));
            columns.push(values.map(|v| bin(&edges, *v)).collect());
            cuts.push(edges);
        }
        BinnedFeatures { columns, cuts }
    }
}

/// The bin of a value; 0 for NaN.
fn bin(edges: &[f32], value: f32) -> u8 {
    if value.is_nan() { 0 } else { 1 + edges.partition_point(|edge| *edge < value) as u8 }
}

/// Edges at quantiles, so that bins hold about equally many rows, rounded as stored thresholds are.
fn edges(lists: &RankingDataset, feature: usize) -> Vec<f32> {
    let step = (lists.len() / SAMPLE_MAX).max(1);
    let mut values: Vec<f32> = (0..lists.len()).step_by(step).map(|row| lists.rows[row * lists.width + feature]).collect();
    values.retain(|v| !v.is_nan());
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = Vec::new();
    for i in 1..BINS_MAX {
        let at = values.len() * i / BINS_MAX;
        let Some(pair) = values.get(at.saturating_sub(1)..=at) else { continue };
        let cut = super::tree::rounded((pair[0] + pair[1]) / 2.0);
        if at > 0 && cuts.last().is_none_or(|last| *last < cut) {
            cuts.push(cut);
        }
    }
    cuts
}
