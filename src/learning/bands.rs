//! When is a match called strong? Learned from reports with and without a like case, judged forward in time.

use super::tune::{PastQuestion, learn};
use crate::index::{Candidates, Chance, Group};
use crate::rank::{Forest, Lists, Objective, Settings, train};

/// Matches per report that are learned from.
const FIRST: usize = 3;
/// What strong promises when it is set: right so often where there is a like case, shown so seldom where there is none.
/// A little more than is asked of it, because it is set on reports it has seen.
const STRONG_RIGHT: f64 = 0.88;
const STRONG_ELSEWHERE: f64 = 0.08;
/// Likely is worth a look; where there is nothing like it, it must stay the exception.
const LIKELY_RIGHT: f64 = 0.6;
const LIKELY_ELSEWHERE: f64 = 0.25;
/// Places, as shares of all questions with a like case, at which the time is cut: what comes before a cut is learned from.
const CUTS: [f64; 6] = [0.1, 0.2, 0.4, 0.6, 0.8, 1.0];

/// The first matches of one report.
pub struct Shown {
    telling: Vec<Vec<f32>>,
    right: Vec<bool>,
    known: bool,
}

/// Shares in percent, over reports with a like case in the archive, and over the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Banded {
    pub known: usize,
    pub others: usize,
    /// Of the reports with a like case whose first match is in the band: how often it is right.
    pub right: f64,
    /// How many reports with a like case have a first match in the band, and how many of the others.
    pub covers: f64,
    pub elsewhere: f64,
}

/// What trees grown on earlier questions show for later ones: nobody is asked about what he has seen.
fn shown(past: &[PastQuestion], settings: &Settings) -> Vec<Vec<Shown>> {
    let known: Vec<usize> = (0..past.len()).filter(|i| past[*i].known).collect();
    let cut = |share: f64| match known.get((known.len() as f64 * share) as usize) {
        Some(at) => *at,
        None => past.len(),
    };
    let spans = CUTS.windows(2).map(|pair| (cut(pair[0]), cut(pair[1])));
    let span = |(from, to): (usize, usize)| {
        let order = learn(past[..from].iter(), settings);
        past[from..to].iter().map(|question| show(question, &order)).collect()
    };
    spans.map(span).collect()
}

fn show(question: &PastQuestion, order: &Forest) -> Shown {
    let mut rows = question.full.rows.clone();
    Group::METADATA.iter().for_each(|group| group.forget(&mut rows));
    let mut judged = vec![0.0; question.full.right.len()];
    order.judge(&rows, &mut judged);
    let (right, telling) =
        Candidates::telling(&rows, &judged, FIRST).into_iter().map(|(at, telling)| (question.full.right[at], telling)).unzip();
    Shown { telling, right, known: question.known }
}

fn grow(shown: &[&Shown], seed: u64) -> Chance {
    let names = Candidates::telling_names();
    let mut lists = Lists::new(names.len());
    for report in shown {
        lists.push(&report.telling.concat(), &report.right);
    }
    let settings = Settings {
        objective: Objective::Odds,
        trees: 60,
        leaves: 6,
        rate: 0.06,
        rows_min: 60,
        l2: 20.0,
        seed,
        ..Settings::default()
    };
    let mut chance = Chance { forest: train(&lists, &names, &settings, None, |_| {}), strong: 0.0, likely: 0.0 };
    let judged: Vec<(f32, bool, bool)> = shown.iter().filter_map(|report| first(report, &chance)).collect();
    let mut odds: Vec<f32> = judged.iter().map(|j| j.0).collect();
    odds.sort_by(f32::total_cmp);
    let from = |right: f64, elsewhere: f64| {
        let keeps = |from: &&f32| {
            let banded = Banded::of(&judged, **from);
            banded.right >= 100.0 * right && banded.elsewhere <= 100.0 * elsewhere
        };
        odds.iter().find(keeps).copied().unwrap_or(f32::MAX)
    };
    chance.strong = from(STRONG_RIGHT, STRONG_ELSEWHERE);
    chance.likely = from(LIKELY_RIGHT, LIKELY_ELSEWHERE).min(chance.strong);
    chance
}

/// The odds of a report's first match, whether it is right, and whether there is anything right.
fn first(report: &Shown, chance: &Chance) -> Option<(f32, bool, bool)> {
    let mut odds = [0.0];
    chance.forest.judge(report.telling.first()?, &mut odds);
    Some((odds[0], *report.right.first()?, report.known))
}

impl Banded {
    fn of(judged: &[(f32, bool, bool)], from: f32) -> Banded {
        let count = |which: &dyn Fn(&(f32, bool, bool)) -> bool| judged.iter().filter(|j| which(j)).count();
        let (known, others) = (count(&|j| j.2), count(&|j| !j.2));
        let banded = count(&|j| j.2 && j.0 >= from);
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        Banded {
            known,
            others,
            right: share(count(&|j| j.1 && j.0 >= from), banded),
            covers: share(banded, known),
            elsewhere: share(count(&|j| !j.2 && j.0 >= from), others),
        }
    }
}

/// The bands for all of the past; and, of the last four fifths, what bands set on what came before were worth: strong,
/// then likely or better.
pub fn bands(past: &[PastQuestion], settings: &Settings) -> (Chance, [Banded; 2]) {
    let spans = shown(past, settings);
    let mut judged: [Vec<(f32, bool, bool)>; 2] = Default::default();
    for at in 1..spans.len() {
        let earlier: Vec<&Shown> = spans[..at].iter().flatten().collect();
        let chance = grow(&earlier, settings.seed);
        for (judged, from) in judged.iter_mut().zip([chance.strong, chance.likely]) {
            // Told as a distance from the band's edge, so that spans with edges of their own add up.
            judged.extend(spans[at].iter().filter_map(|r| first(r, &chance)).map(|(odds, r, k)| (odds - from, r, k)));
        }
    }
    let all: Vec<&Shown> = spans.iter().flatten().collect();
    (grow(&all, settings.seed), judged.map(|j| Banded::of(&j, 0.0)))
}
