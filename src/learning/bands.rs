//! Calibrates the bands (strong, likely, weak) on reports with and without a similar case, evaluated forward in time.

use super::tune::{PastQuestion, learn_order};
use crate::index::{Calibration, Candidates, FeatureGroup};
use crate::rank::{Forest, Objective, RankingDataset, TrainingSettings, train};

/// Matches per report that are learned from.
const FIRST: usize = 3;
/// A match is called strong from the odds at which, of reports with a similar case, at least this share of the first matches is
/// right. Slightly above what is promised, since it is set on reports that were learned from.
const STRONG_RIGHT: f64 = 0.88;
/// And at which, of reports without a similar case, at most this share shows a strong match.
const STRONG_ELSEWHERE: f64 = 0.08;
/// The same two shares for likely matches.
const LIKELY_RIGHT: f64 = 0.6;
const LIKELY_ELSEWHERE: f64 = 0.25;
/// Points in time, as shares of all queries with a similar case, at which training data is cut off.
const CUTS: [f64; 6] = [0.1, 0.2, 0.4, 0.6, 0.8, 1.0];

/// The first matches of one report, in predicted order.
pub struct FirstMatches {
    /// Calibration features per match.
    features: Vec<Vec<f32>>,
    /// Per match, whether it is right.
    right: Vec<bool>,
    /// Whether the report has a similar case in the archive.
    known: bool,
}

/// How a band performs; shares in percent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BandQuality {
    /// Reports with a similar case in the archive.
    pub known: usize,
    /// Reports without one.
    pub others: usize,
    /// Of the reports with a similar case whose first match is in the band, the share in which it is right.
    pub right: f64,
    /// Share of the reports with a similar case whose first match is in the band.
    pub covers: f64,
    /// Share of the reports without a similar case whose first match is in the band.
    pub elsewhere: f64,
}

/// First matches of later queries as ordered by trees trained on earlier ones, so that no query is predicted by trees that have
/// seen it.
fn held_out(past: &[PastQuestion], settings: &TrainingSettings) -> Vec<Vec<FirstMatches>> {
    let known: Vec<usize> = (0..past.len()).filter(|i| past[*i].known).collect();
    let cut = |share: f64| match known.get((known.len() as f64 * share) as usize) {
        Some(at) => *at,
        None => past.len(),
    };
    let spans = CUTS.windows(2).map(|pair| (cut(pair[0]), cut(pair[1])));
    let span = |(from, to): (usize, usize)| {
        let order = learn_order(past[..from].iter(), settings);
        past[from..to].iter().map(|question| first_matches(question, &order)).collect()
    };
    spans.map(span).collect()
}

/// The first matches of one query under an order.
fn first_matches(question: &PastQuestion, order: &Forest) -> FirstMatches {
    let mut rows = question.full.rows.clone();
    FeatureGroup::METADATA.iter().for_each(|group| group.forget(&mut rows));
    let mut predictions = vec![0.0; question.full.right.len()];
    order.predict(&rows, &mut predictions);
    let (right, features) = Candidates::calibration_features(&rows, &predictions, FIRST)
        .into_iter()
        .map(|(at, features)| (question.full.right[at], features))
        .unzip();
    FirstMatches { features, right, known: question.known }
}

/// Trains the odds model and sets the thresholds of both bands.
fn calibrate(held_out: &[&FirstMatches], seed: u64) -> Calibration {
    let names = Candidates::calibration_feature_names();
    let mut lists = RankingDataset::new(names.len());
    for report in held_out {
        lists.push(&report.features.concat(), &report.right);
    }
    let settings = TrainingSettings {
        objective: Objective::Odds,
        trees: 60,
        leaves: 6,
        rate: 0.06,
        rows_min: 60,
        l2: 20.0,
        seed,
        ..TrainingSettings::default()
    };
    let mut calibration = Calibration { forest: train(&lists, &names, &settings, None, |_| {}), strong: 0.0, likely: 0.0 };
    let predictions: Vec<(f32, bool, bool)> = held_out.iter().filter_map(|report| first(report, &calibration)).collect();
    let mut odds: Vec<f32> = predictions.iter().map(|j| j.0).collect();
    odds.sort_by(f32::total_cmp);
    let from = |right: f64, elsewhere: f64| {
        let keeps = |from: &&f32| {
            let banded = BandQuality::of(&predictions, **from);
            banded.right >= 100.0 * right && banded.elsewhere <= 100.0 * elsewhere
        };
        odds.iter().find(keeps).copied().unwrap_or(f32::MAX)
    };
    calibration.strong = from(STRONG_RIGHT, STRONG_ELSEWHERE);
    calibration.likely = from(LIKELY_RIGHT, LIKELY_ELSEWHERE).min(calibration.strong);
    calibration
}

/// The odds of a report's first match, whether it is right, and whether the report has a similar case.
fn first(report: &FirstMatches, calibration: &Calibration) -> Option<(f32, bool, bool)> {
    let mut odds = [0.0];
    calibration.forest.predict(report.features.first()?, &mut odds);
    Some((odds[0], *report.right.first()?, report.known))
}

impl BandQuality {
    /// The quality of the band that begins at odds `from`.
    fn of(predictions: &[(f32, bool, bool)], from: f32) -> BandQuality {
        let count = |which: &dyn Fn(&(f32, bool, bool)) -> bool| predictions.iter().filter(|j| which(j)).count();
        let (known, others) = (count(&|j| j.2), count(&|j| !j.2));
        let banded = count(&|j| j.2 && j.0 >= from);
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        BandQuality {
            known,
            others,
            right: share(count(&|j| j.1 && j.0 >= from), banded),
            covers: share(banded, known),
            elsewhere: share(count(&|j| !j.2 && j.0 >= from), others),
        }
    }
}

/// Bands calibrated on all past queries; and, for the last four fifths, the quality of bands that were calibrated on earlier
/// queries only: strong, then likely or better.
pub fn bands(past: &[PastQuestion], settings: &TrainingSettings) -> (Calibration, [BandQuality; 2]) {
    let spans = held_out(past, settings);
    let mut predictions: [Vec<(f32, bool, bool)>; 2] = Default::default();
    for at in 1..spans.len() {
        let earlier: Vec<&FirstMatches> = spans[..at].iter().flatten().collect();
        let calibration = calibrate(&earlier, settings.seed);
        for (predictions, from) in predictions.iter_mut().zip([calibration.strong, calibration.likely]) {
            // Odds relative to the band's threshold, so that spans with different thresholds can be pooled.
            predictions.extend(spans[at].iter().filter_map(|r| first(r, &calibration)).map(|(odds, r, k)| (odds - from, r, k)));
        }
    }
    let all: Vec<&FirstMatches> = spans.iter().flatten().collect();
    (calibrate(&all, settings.seed), predictions.map(|j| BandQuality::of(&j, 0.0)))
}
