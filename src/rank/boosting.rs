//! Boosting: each tree mends what those before it got wrong. LambdaMART (Burges 2010) for orders, logistic for chances.

use super::bins::Binned;
use super::dataset::Lists;
use super::forest::Forest;
use super::rng::Seed;
use super::settings::{Objective, Settings};
use super::tree::Tree;
use super::tree_builder::Ground;

/// Grows trees on lists, to be added to those of `from` where there is one; `each` is told after every tree.
pub fn train(lists: &Lists, names: &[String], settings: &Settings, from: Option<&Forest>, mut each: impl FnMut(usize)) -> Forest {
    let binned = Binned::new(lists);
    let mut seed = Seed::new(settings.seed);
    let mut scores = vec![0.0f32; lists.len()];
    if let Some(from) = from {
        from.judge(&lists.rows, &mut scores);
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
        let rows = sample(lists, settings.list_share, &mut seed);
        let features = some(lists.width, settings.feature_share, &mut seed);
        let tree = Ground { binned: &binned, gradients: &gradients, features, settings }.tree(rows);
        for (row, score) in lists.rows.chunks_exact(lists.width.max(1)).zip(&mut scores) {
            *score += tree.leaf[tree.find(row)];
        }
        forest.extend([tree]);
        each(done + 1);
    }
    forest
}

fn sample(lists: &Lists, share: f32, seed: &mut Seed) -> Vec<u32> {
    let mut rows = Vec::with_capacity(lists.len());
    let mut start = 0u32;
    for size in &lists.sizes {
        let end = start + *size as u32;
        if seed.share() < share {
            rows.extend(start..end);
        }
        start = end;
    }
    rows
}

fn some(width: usize, share: f32, seed: &mut Seed) -> Vec<usize> {
    let mut features: Vec<usize> = (0..width).collect();
    let keep = ((width as f32 * share).ceil() as usize).clamp(1.min(width), width);
    for i in 0..keep {
        let other = i + seed.below(width - i);
        features.swap(i, other);
    }
    features.truncate(keep);
    features.sort_unstable();
    features
}

fn fill(lists: &Lists, objective: Objective, scores: &[f32], gradients: &mut [(f32, f32)]) {
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

/// For each pair of a right and a wrong one: how much the order's value (NDCG) would change if they changed places,
/// times how unsure their order is.
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
    // Lists with many pairs do not drown those with few.
    if sum > 0.0 {
        let norm = (1.0 + sum).log2() / sum;
        out.iter_mut().for_each(|(gradient, curvature)| (*gradient, *curvature) = (*gradient * norm, *curvature * norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The right one has the larger second number; the first says nothing, the third is often not known.
    fn planted(lists: usize, seed: u64) -> Lists {
        let mut seed = Seed::new(seed);
        let mut planted = Lists::new(3);
        for _ in 0..lists {
            let right = seed.below(20);
            for i in 0..20 {
                let signal = seed.share() + if i == right { 0.7 } else { 0.0 };
                let third = if seed.share() < 0.5 { f32::NAN } else { seed.share() };
                planted.rows.extend([seed.share(), signal, third]);
                planted.right.push(i == right);
            }
            planted.sizes.push(20);
        }
        planted
    }

    fn first_is_right(forest: &Forest, lists: &Lists) -> f32 {
        let mut scores = vec![0.0; lists.len()];
        forest.judge(&lists.rows, &mut scores);
        let best = |(scores, right): (&[f32], &[bool])| {
            (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).is_some_and(|i| right[i])
        };
        scores.chunks(20).zip(lists.right.chunks(20)).filter(|list| best(*list)).count() as f32 / lists.sizes.len() as f32
    }

    #[test]
    fn a_planted_signal_is_learned_and_holds_on_lists_not_seen() {
        let names: Vec<String> = ["noise", "signal", "missing"].map(String::from).into();
        for objective in [Objective::Order { places: 10 }, Objective::Odds] {
            let settings = Settings { objective, trees: 40, feature_share: 1.0, ..Settings::default() };
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
