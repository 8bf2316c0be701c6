//! Numbers put into a few dozen bins, so that a split is looked for among bins and not among rows.

use super::dataset::Lists;

/// Bins of known numbers per feature; bin 0 is "not known".
const BINS_MAX: usize = 63;
/// Rows that are looked at to place the cuts.
const SAMPLE_MAX: usize = 50_000;

pub struct Binned {
    /// Feature after feature, one byte per row.
    pub columns: Vec<Vec<u8>>,
    /// The upper edge of each bin but the last; bin `i + 1` holds what is at most `cuts[i]`.
    pub cuts: Vec<Vec<f32>>,
}

impl Binned {
    pub fn new(lists: &Lists) -> Binned {
        let (mut columns, mut cuts) = (Vec::new(), Vec::new());
        for feature in 0..lists.width {
            let edges = edges(lists, feature);
            let values = lists.rows.iter().skip(feature).step_by(lists.width.max(1));
            columns.push(values.map(|v| bin(&edges, *v)).collect());
            cuts.push(edges);
        }
        Binned { columns, cuts }
    }
}

fn bin(edges: &[f32], value: f32) -> u8 {
    if value.is_nan() { 0 } else { 1 + edges.partition_point(|edge| *edge < value) as u8 }
}

/// Cuts that put about as many rows into each bin, at numbers short enough to be written down.
fn edges(lists: &Lists, feature: usize) -> Vec<f32> {
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
