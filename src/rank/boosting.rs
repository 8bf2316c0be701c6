//! Gradient boosting: each tree is fitted to the gradients left by those before it. LambdaMART (Burges 2010) for ranking,
//! logistic loss for probabilities.

use super::bins::BinnedFeatures;
use super::dataset::RankingDataset;
use super::forest::Forest;
use super::rng::SplitMix64;
use super::settings::{Objective, TrainingSettings};
use super::tree::Tree;
use super::tree_builder::TreeBuilder;

/// Trains trees on a data set, continuing from the scores of `from` if given; only the new trees are returned. `each` is called
/// with the number of trees finished. Features are named by `names`, in column order.
pub fn train(
    lists: &RankingDataset,
    names: &[String],
    settings: &TrainingSettings,
    from: Option<&Forest>,
    mut each: impl FnMut(usize),
) -> Forest {
    let binned = BinnedFeatures::new(lists);
    let mut rng = SplitMix64::new(settings.seed);
    let mut scores = vec![0.0f32; lists.len()];
    if let Some(from) = from {
        from.predict(&lists.rows, &mut scores);
    }
    let mut gradients = vec![(0.0f32, 0.0f32); lists.len()];
    let mut forest = Forest::new(names.to_vec(), Vec::new());
    if settings.objective == Objective::Odds {
        let right = lists.right.iter().filter(|r| **r).count().max(1) as f32;
        let odds = (right / (lists.len() as f32 - right).max(1.0)).ln();
        scores.fill(odds);
        forest.extend([Tree { leaf: vec![odds], ..Tree::default() }]);
    }
    for done in 0..settings.trees {
        fill(lists, settings.objective, &scores, &mut gradients);
        let rows = sample(lists, settings.list_share, &mut rng);
        let features = some(lists.width, settings.feature_share, &mut rng);
        let tree = TreeBuilder { binned: &binned, gradients: &gradients, features, settings }.tree(rows);
        for (row, score) in lists.rows.chunks_exact(lists.width.max(1)).zip(&mut scores) {
            *score += tree.leaf[tree.leaf_of(row)];
        }
        forest.extend([tree]);
        each(done + 1);
    }
    forest
}

/// The rows of a random share of the lists.
fn sample(lists: &RankingDataset, share: f32, rng: &mut SplitMix64) -> Vec<u32> {
    let mut rows = Vec::with_capacity(lists.len());
    let mut start = 0u32;
    for size in &lists.sizes {
        let end = start + *size as u32;
        if rng.unit_f32() < share {
            rows.extend(start..end);
        }
        start = end;
    }
    rows
}

/// A random share of the features, at least one, ascending.
fn some(width: usize, share: f32, rng: &mut SplitMix64) -> Vec<usize> {
    let mut features: Vec<usize> = (0..width).collect();
    let keep = ((width as f32 * share).ceil() as usize).clamp(1.min(width), width);
    for i in 0..keep {
        let other = i + rng.below(width - i);
        features.swap(i, other);
    }
    features.truncate(keep);
    features.sort_unstable();
    features
}

/// Computes (gradient, curvature) of the loss for every row from the current scores.
fn fill(lists: &RankingDataset, objective: Objective, scores: &[f32], gradients: &mut [(f32, f32)]) {
    let mut start = 0;
    for size in &lists.sizes {
        let list = start..start + size;
        let (right, scores, out) = (&lists.right[list.clone()], &scores[list.clone()], &mut gradients[list]);
        match objective {
            Objective::Order { places } => order(right, scores, places, out),
            Objective::Odds => {
                for ((right, score), out) in right.iter().zip(scores).zip(out) {
                    let chance = 1.0 / (1.0 + (-score).exp());
                    *out = (chance - f32::from(u8::from(*right)), chance * (1.0 - chance));
                }
            }
        }
        start += size;
    }
}

/// LambdaMART gradients of one list. For each pair of a right and a wrong candidate: the change of NDCG if they swapped places,
/// times the probability that their order is wrong.
fn order(right: &[bool], scores: &[f32], places: usize, out: &mut [(f32, f32)]) {
    out.fill((0.0, 0.0));
    let mut by_score: Vec<usize> = (0..right.len()).collect();
    by_score.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let discount = |place: usize| 1.0 / (place as f32 + 2.0).log2();
    let ideal: f32 = (0..right.iter().filter(|r| **r).count().min(places)).map(discount).sum();
    let (Some(first), Some(last)) = (by_score.first(), by_score.last()) else { return };
    let spread = scores[*first] - scores[*last];
    let mut sum = 0.0;
    for i in 0..by_score.len().min(places) {
        for j in i + 1..by_score.len() {
            let (a, b) = (by_score[i], by_score[j]);
            if right[a] == right[b] {
                continue;
            }
            let (good, bad) = if right[a] { (a, b) } else { (b, a) };
            let apart = scores[good] - scores[bad];
            let mut change = (discount(i) - discount(j)).abs() / ideal.max(1e-6);
            if spread > 0.0 {
                change /= 0.01 + apart.abs();
            }
            let unsure = 1.0 / (1.0 + apart.exp());
            let (push, bend) = (unsure * change, unsure * (1.0 - unsure) * change);
            out[good].0 -= push;
            out[bad].0 += push;
            out[good].1 += bend;
            out[bad].1 += bend;
            sum += 2.0 * push;
        }
    }
    // Normalised so that lists with many pairs do not outweigh those with few.
    if sum > 0.0 {
        let norm = (1.0 + sum).log2() / sum;
        out.iter_mut().for_each(|(gradient, curvature)| (*gradient, *curvature) = (*gradient * norm, *curvature * norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists in which the second feature is larger for the right candidate, the first is noise and the third is missing half
    /// the time.
    fn planted(lists: usize, seed: u64) -> RankingDataset {
        let mut rng = SplitMix64::new(seed);
        let mut planted = RankingDataset::new(3);
        for _ in 0..lists {
            let right = rng.below(20);
            for i in 0..20 {
                let signal = rng.unit_f32() + if i == right { 0.7 } else { 0.0 };
                let third = if rng.unit_f32() < 0.5 { f32::NAN } else { rng.unit_f32() };
                planted.rows.extend([rng.unit_f32(), signal, third]);
                planted.right.push(i == right);
            }
            planted.sizes.push(20);
        }
        planted
    }

    fn first_is_right(forest: &Forest, lists: &RankingDataset) -> f32 {
        let mut scores = vec![0.0; lists.len()];
        forest.predict(&lists.rows, &mut scores);
        let best = |(scores, right): (&[f32], &[bool])| {
            (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).is_some_and(|i| right[i])
        };
        scores.chunks(20).zip(lists.right.chunks(20)).filter(|list| best(*list)).count() as f32 / lists.sizes.len() as f32
    }

    #[test]
    fn a_planted_signal_is_learned_and_holds_on_lists_not_seen() {
        let names: Vec<String> = ["noise", "signal", "missing"].map(String::from).into();
        for objective in [Objective::Order { places: 10 }, Objective::Odds] {
            let settings = TrainingSettings { objective, trees: 40, feature_share: 1.0, ..TrainingSettings::default() };
            let forest = train(&planted(300, 1), &names, &settings, None, |_| {});
            assert_eq!(forest.fault(), None);
            let share = first_is_right(&forest, &planted(300, 2));
            assert!(share > 0.6, "{objective:?}: {share}");
            assert_eq!(forest, train(&planted(300, 1), &names, &settings, None, |_| {}), "the same seed, the same trees");
            let stored = serde_json::to_string(&forest).unwrap();
            assert_eq!(serde_json::from_str::<Forest>(&stored).unwrap(), forest);
        }
    }

    #[test]
    fn trees_that_would_not_end_are_refused() {
        let tree =
            Tree { feature: vec![0], threshold: vec![0.0], left: vec![0], right: vec![-1], missing_left: vec![0], leaf: vec![1.0] };
        assert!(Forest::new(vec!["a".into()], vec![tree]).fault().is_some());
    }
}
