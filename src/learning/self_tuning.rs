//! Self-tuning: trains weights on the desk's own record and adopts them only if they are significantly better.

use super::backtest::RankMetrics;
use super::labelled_queries::{LabelledQuery, MissedQuery, found, missed, reciprocal};
use super::labelled_queries::{candidates_for, labelled_queries, past};
use super::tune::{DEPTH, push};
use crate::desk::Desk;
use crate::desk::DeskError;
use crate::index::{Candidates, Weights};
use crate::rank::{Forest, RankingDataset, SplitMix64, TrainingSettings, bootstrap_interval, train};
use chrono::{DateTime, Utc};

/// Labelled queries used, the latest; each takes about 150 KB during training.
const QUESTIONS_MAX: usize = 4_000;
/// One part in this many, the latest, is held out for evaluation.
const PARTS: usize = 5;
/// With fewer held-out queries nothing is decided.
const JUDGED_MIN: usize = 100;
/// Forests trained with different seeds and averaged.
const FORESTS: u64 = 2;

/// What the desk's record says about its weights, and what was decided.
pub struct SelfTuning {
    /// Queries trained on.
    pub learned: usize,
    /// Queries held out and evaluated.
    pub evaluated: usize,
    /// Name of the weights that were in force.
    pub weights: String,
    /// Metrics of these weights.
    pub before: RankMetrics,
    /// Metrics of the trained weights; `None`: too few queries to train.
    pub after: Option<RankMetrics>,
    /// 95 % interval of the gain in MRR@10, in percentage points.
    pub mrr_gain: (f64, f64),
    /// 95 % interval of the gain in recall@10, in percentage points.
    pub recall_gain: (f64, f64),
    /// Queries missed under the weights that are in force in the end.
    pub missed: Vec<MissedQuery>,
    /// What was decided.
    pub decision: TuningDecision,
}

/// What became of the trained weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TuningDecision {
    /// There are too few queries to decide anything.
    TooFew {
        /// Queries that are needed to decide.
        needed: usize,
    },
    /// Not significantly better: the old weights stay.
    Kept,
    /// Significantly better, but only a dry run was asked for.
    WouldAdopt,
    /// They are in force.
    Adopted {
        /// Name of the new weights.
        name: String,
        /// File in `index/` that holds the old ones.
        kept: String,
    },
}

/// Trains on the earlier queries of the record, evaluates on the latest fifth, and adopts what is significantly better there,
/// unless `only_ask`.
///
/// # Errors
///
/// If the index is not available, or the ledger or the weights cannot be read or written.
pub fn learn_from_record(desk: &Desk, seed: u64, only_ask: bool, now: DateTime<Utc>) -> Result<SelfTuning, DeskError> {
    let index = desk.caught_up()?;
    let (past, weights) = (past(desk, &index), index.weights());
    let asked = labelled_queries(desk, &past, QUESTIONS_MAX, now)?;
    let cut = asked.len() - asked.len() / PARTS;
    let (earlier, later) = asked.split_at(cut);
    let enough = later.len() >= JUDGED_MIN;
    let learned = match enough {
        true => {
            let mut lists = RankingDataset::new(Candidates::feature_names().len());
            let mut lot = SplitMix64::new(seed);
            for question in earlier {
                if let Some(answered) = candidates_for(desk, &index, &past, question)? {
                    push(&mut lists, &answered.candidates.rows, &answered.right, &mut lot);
                }
            }
            let day = desk.settings().calendar.local_day(now);
            Some(learned(&weights, &lists, format!("own-{day}"), seed))
        }
        false => None,
    };
    let mut evaluated: Vec<&LabelledQuery> = Vec::new();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for question in later {
        let Some(answered) = candidates_for(desk, &index, &past, question)? else { continue };
        evaluated.push(question);
        before.push(answered.rank(&weights));
        after.extend(learned.as_ref().map(|learned| answered.rank(learned)));
    }
    let gain = |measure: fn(&[Option<usize>]) -> Vec<f64>| {
        let apart: Vec<f64> =
            measure(&before).iter().zip(measure(&after)).map(|(before, after)| 100.0 * (after - before)).collect();
        bootstrap_interval(&apart, seed)
    };
    let (mrr_gain, recall_gain) = (gain(reciprocal), gain(found));
    let decision = match &learned {
        None => TuningDecision::TooFew { needed: JUDGED_MIN * PARTS },
        Some(_) if mrr_gain.0 <= 0.0 || evaluated.len() < JUDGED_MIN => TuningDecision::Kept,
        Some(_) if only_ask => TuningDecision::WouldAdopt,
        Some(learned) => {
            let kept = learned.adopt(&desk.folder().join("index"), &weights)?;
            TuningDecision::Adopted { name: learned.name.clone(), kept }
        }
    };
    let in_force = if matches!(decision, TuningDecision::Adopted { .. }) { &after } else { &before };
    Ok(SelfTuning {
        learned: earlier.len(),
        evaluated: evaluated.len(),
        weights: weights.name.clone(),
        before: RankMetrics::of(&before),
        after: learned.as_ref().map(|_| RankMetrics::of(&after)),
        mrr_gain,
        recall_gain,
        missed: missed(&evaluated, in_force),
        decision,
    })
}

/// The shipped trees followed by trees trained on their residuals here. Trees from an earlier self-tuning are replaced, so that
/// they do not accumulate.
fn learned(weights: &Weights, lists: &RankingDataset, name: String, seed: u64) -> Weights {
    let names = Candidates::feature_names();
    let given = weights.given().unwrap_or_else(|| Forest::new(names.clone(), Vec::new()));
    let mut own = Forest::new(names.clone(), Vec::new());
    for i in 0..FORESTS {
        let seed = seed.wrapping_add(1_000 * i);
        // Few questions: small trees, few of them.
        let settings = TrainingSettings { trees: 60, leaves: 7, rate: 0.05, rows_min: 20, seed, ..TrainingSettings::default() };
        own.extend(train(lists, &names, &settings, Some(&given), |_| {}).trees().iter().cloned());
    }
    own.scale(1.0 / FORESTS as f32);
    let trees_given = Some(given.trees().len());
    let order = Forest::new(names, [given.trees(), own.trees()].concat());
    Weights { name, depth: weights.depth.max(DEPTH), order: Some(order), trees_given, ..weights.clone() }
}
