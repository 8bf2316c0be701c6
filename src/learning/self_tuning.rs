//! Learning from the desk's own record: what it learned comes into force only where it is better beyond doubt.

use super::backtest::Ranks;
use super::labelled_queries::{AskedOnce, Missed, found, missed, reciprocal};
use super::labelled_queries::{answer_again, asked_once, past};
use super::tune::{DEPTH, push};
use crate::desk::Desk;
use crate::desk::DeskError;
use crate::index::{Candidates, Weights};
use crate::rank::{Forest, Lists, Seed, Settings, interval, train};
use chrono::{DateTime, Utc};

/// Past questions that are looked at, the latest: each takes some 150 kB while it is learned from.
const QUESTIONS_MAX: usize = 4_000;
/// The latest of so many parts is not learned from, only judged.
const PARTS: usize = 5;
/// With fewer questions to judge by, nothing is decided.
const JUDGED_MIN: usize = 100;
const FORESTS: u64 = 2;

/// What the desk's own record says about its weights, and what came of it.
pub struct OwnTuning {
    /// Questions learned from, and judged.
    pub learned: usize,
    pub judged: usize,
    /// The name of the weights in force.
    pub weights: String,
    pub before: Ranks,
    /// None: too few questions to learn.
    pub after: Option<Ranks>,
    /// Between what the gain lies in 95 of 100 draws, in points: of MRR@10, and of R@10.
    pub mrr_gain: (f64, f64),
    pub recall_gain: (f64, f64),
    /// Under the weights that are in force in the end.
    pub missed: Vec<Missed>,
    pub decision: Decision,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Fewer questions than decide anything.
    TooFew { needed: usize },
    /// The gain may be chance.
    Kept,
    /// Better, but only asked.
    WouldAdopt,
    /// In force under this name; the old ones are kept in this file of `index/`.
    Adopted { name: String, kept: String },
}

/// Learns from the earlier questions on record, judges on the latest fifth, and takes over what is better there.
pub fn learn_from_record(desk: &Desk, seed: u64, only_ask: bool, now: DateTime<Utc>) -> Result<OwnTuning, DeskError> {
    let index = desk.caught_up()?;
    let (past, weights) = (past(desk, &index), index.weights());
    let asked = asked_once(desk, &past, QUESTIONS_MAX, now)?;
    let cut = asked.len() - asked.len() / PARTS;
    let (earlier, later) = asked.split_at(cut);
    let enough = later.len() >= JUDGED_MIN;
    let learned = match enough {
        true => {
            let mut lists = Lists::new(Candidates::names().len());
            let mut lot = Seed::new(seed);
            for question in earlier {
                if let Some(answered) = answer_again(desk, &index, &past, question)? {
                    push(&mut lists, &answered.candidates.rows, &answered.right, &mut lot);
                }
            }
            let day = desk.settings().calendar.local_day(now);
            Some(learned(&weights, &lists, format!("own-{day}"), seed))
        }
        false => None,
    };
    let mut judged: Vec<&AskedOnce> = Vec::new();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for question in later {
        let Some(answered) = answer_again(desk, &index, &past, question)? else { continue };
        judged.push(question);
        before.push(answered.rank(&weights));
        after.extend(learned.as_ref().map(|learned| answered.rank(learned)));
    }
    let gain = |told: fn(&[Option<usize>]) -> Vec<f64>| {
        let apart: Vec<f64> = told(&before).iter().zip(told(&after)).map(|(before, after)| 100.0 * (after - before)).collect();
        interval(&apart, seed)
    };
    let (mrr_gain, recall_gain) = (gain(reciprocal), gain(found));
    let decision = match &learned {
        None => Decision::TooFew { needed: JUDGED_MIN * PARTS },
        Some(_) if mrr_gain.0 <= 0.0 || judged.len() < JUDGED_MIN => Decision::Kept,
        Some(_) if only_ask => Decision::WouldAdopt,
        Some(learned) => {
            let kept = learned.adopt(&desk.folder().join("index"), &weights)?;
            Decision::Adopted { name: learned.name.clone(), kept }
        }
    };
    let in_force = if matches!(decision, Decision::Adopted { .. }) { &after } else { &before };
    Ok(OwnTuning {
        learned: earlier.len(),
        judged: judged.len(),
        weights: weights.name.clone(),
        before: Ranks::of(&before),
        after: learned.as_ref().map(|_| Ranks::of(&after)),
        mrr_gain,
        recall_gain,
        missed: missed(&judged, in_force),
        decision,
    })
}

/// The trees that came from elsewhere, and some that mend what they get wrong here. What was learned here before is
/// learned anew, so that trees do not pile up.
fn learned(weights: &Weights, lists: &Lists, name: String, seed: u64) -> Weights {
    let names = Candidates::names();
    let given = weights.given().unwrap_or_else(|| Forest::new(names.clone(), Vec::new()));
    let mut own = Forest::new(names.clone(), Vec::new());
    for i in 0..FORESTS {
        let seed = seed.wrapping_add(1_000 * i);
        // Few questions: small trees, few of them.
        let settings = Settings { trees: 60, leaves: 7, rate: 0.05, rows_min: 20, seed, ..Settings::default() };
        own.extend(train(lists, &names, &settings, Some(&given), |_| {}).trees().iter().cloned());
    }
    own.scale(1.0 / FORESTS as f32);
    let trees_given = Some(given.trees().len());
    let order = Forest::new(names, [given.trees(), own.trees()].concat());
    Weights { name, depth: weights.depth.max(DEPTH), order: Some(order), trees_given, ..weights.clone() }
}
