//! Trains the learned order on past queries, forward in time: nothing later than a query is used to answer it.

use super::backtest::RankMetrics;
use super::backtest::{Backtest, BacktestQuery, HistoricDocument};
use crate::desk::DeskError;
use crate::index::{Calibration, Candidates, EpochSeconds, FeatureGroup, Index, SimilarQuery};
use crate::rank::{Forest, RankingDataset, SplitMix64, TrainingSettings, train};
use chrono::DateTime;
use std::collections::HashSet;
use std::path::Path;

/// Candidates per query that are learned from.
pub const DEPTH: usize = 400;
/// Wrong candidates that are always learned from, the first ones.
const WRONG_FIRST: usize = 80;
/// Share of the other wrong candidates that is learned from.
const WRONG_SHARE: f32 = 0.2;
/// Share of the queries that are used once more with their title only.
const TITLE_ONLY_SHARE: f32 = 0.3;
/// Share of the queries that are used once more on documents that are single lines.
const BARE_SHARE: f32 = 0.4;
/// Share of the queries that are used once more with feature groups masked.
const FORGET_SHARE: f32 = 0.25;
/// Reports without a similar case, per query.
const OTHERS_PER_QUERY: f32 = 2.0;
/// Forests trained with different seeds and averaged.
const FORESTS: u64 = 2;
/// Parts that the later queries are cut into; each is evaluated with trees trained on all earlier queries.
const FOLDS: usize = 4;

/// A past query with its candidates as of the moment it was asked.
pub struct PastQuestion {
    /// The query as it was asked.
    pub full: LabelledRows,
    /// With nothing but its title.
    pub title_only: Option<LabelledRows>,
    /// With nothing but its title, on documents that are single lines without dates or states.
    pub bare: Option<LabelledRows>,
    /// Whether it has a right answer in the archive; most reports have none.
    pub known: bool,
    /// Whether a right answer was solved when it was asked.
    pub solved: bool,
    /// The product it is about, if the set says so.
    pub product: Option<String>,
}

/// Candidates of one query with labels.
pub struct LabelledRows {
    /// Row-major feature values, candidates × features ([`Candidates::feature_names`]).
    pub rows: Vec<f32>,
    /// Per candidate, whether it is right.
    pub right: Vec<bool>,
}

/// Metrics of the order by score and of the learned order.
pub struct OrderComparison {
    /// By score.
    pub before: RankMetrics,
    /// Learned.
    pub after: RankMetrics,
    /// By score, over the queries with a solved right answer.
    pub solved_before: RankMetrics,
    /// Learned, over the queries with a solved right answer.
    pub solved_after: RankMetrics,
}

impl Backtest {
    /// Runs every query of the set, and about twice as many reports without a similar case, in order of time; gives their
    /// candidates. `folder` is for indexes, `each` is called with the number of queries done.
    ///
    /// # Errors
    ///
    /// If an index cannot be built or read, or a query's id is not among the documents.
    pub fn collect(&self, folder: &Path, seed: u64, mut each: impl FnMut(usize)) -> Result<Vec<PastQuestion>, DeskError> {
        let others = self.others(seed);
        let index = self.build(&folder.join("full"))?;
        let bare_set = self.bare();
        let bare_index = bare_set.build(&folder.join("bare"))?;
        let positions = self.positions();
        let mut seed = SplitMix64::new(seed);
        let mut past = Vec::with_capacity(self.queries.len());
        let mut queries: Vec<&BacktestQuery> = self.queries.iter().chain(&others).collect();
        queries.sort_by_key(|query| query.position);
        for (done, query) in queries.into_iter().enumerate() {
            let Some(at) = positions.get(query.id.as_str()).copied() else {
                return Err(DeskError::Other(format!("query {} is not among the documents", query.id)));
            };
            let question = &self.documents[at].question;
            let title_only = SimilarQuery { title: question.title.clone(), ..SimilarQuery::default() };
            let draw = seed.unit_f32();
            let solved = query.right.iter().any(|id| positions.get(id.as_str()).is_some_and(|p| self.solved_before(*p, query)));
            past.push(PastQuestion {
                full: self.choice(&index, question, query, at)?,
                known: !query.right.is_empty(),
                title_only: match !query.right.is_empty() && draw < TITLE_ONLY_SHARE && !question.body.is_empty() {
                    true => Some(self.choice(&index, &title_only, query, at)?),
                    false => None,
                },
                bare: match !query.right.is_empty() && draw > 1.0 - BARE_SHARE {
                    true => Some(bare_set.choice(&bare_index, &title_only, query, at)?),
                    false => None,
                },
                solved,
                product: question.product.clone(),
            });
            each(done + 1);
        }
        Ok(past)
    }

    /// Random reports that nothing in the set is linked to; none if the set has no order of time.
    fn others(&self, seed: u64) -> Vec<BacktestQuery> {
        let mut seed = SplitMix64::new(seed);
        let mut tied: HashSet<&str> =
            self.queries.iter().flat_map(|q| q.right.iter().map(String::as_str).chain([q.id.as_str()])).collect();
        for document in &self.documents {
            tied.extend(document.duplicate_of.iter().flat_map(|master| [master.as_str(), document.id.as_str()]));
        }
        let dated = self.queries.iter().filter(|q| q.position.is_some());
        let first = dated.clone().filter_map(|q| q.position).min().unwrap_or(u64::MAX) as usize;
        let free: Vec<usize> = (first..self.documents.len()).filter(|i| !tied.contains(self.documents[*i].id.as_str())).collect();
        let share = OTHERS_PER_QUERY * dated.count() as f32 / free.len().max(1) as f32;
        let drawn = free.into_iter().filter(|_| seed.unit_f32() < share);
        let other = |i: usize| BacktestQuery {
            id: self.documents[i].id.clone(),
            position: Some(i as u64),
            asked_at: Some(self.documents[i].document.stored.opened_at.into()).filter(|t| *t != EpochSeconds::UNKNOWN),
            right: HashSet::new(),
        };
        drawn.map(other).collect()
    }

    /// The candidates of one query.
    fn choice(&self, index: &Index, question: &SimilarQuery, query: &BacktestQuery, at: usize) -> Result<LabelledRows, DeskError> {
        let candidates = index.candidates(question, &self.scope(query, at), DEPTH, None)?;
        let id = |counter: u32| &self.documents[counter as usize - 1].id;
        let right = candidates.numbers.iter().map(|n| query.right.contains(id(n.counter))).collect();
        Ok(LabelledRows { rows: candidates.rows, right })
    }

    /// The same set as a source of single lines would give it: titles only, without dates or states.
    fn bare(&self) -> Backtest {
        let documents = self.documents.iter().map(|d| {
            let (id, mut document, question) = (d.id.clone(), d.document.clone(), SimilarQuery::default());
            let stored = &mut document.stored;
            for text in [&mut stored.body, &mut stored.cause, &mut stored.resolution, &mut stored.rest] {
                text.clear();
            }
            (stored.product, stored.component, stored.severity, stored.resolved_at, stored.outcome) =
                (None, None, None, None, None);
            (stored.opened_at, document.open) = (DateTime::UNIX_EPOCH, true);
            HistoricDocument { id, document, question, duplicate_of: None }
        });
        Backtest { documents: documents.collect(), queries: Vec::new(), skip: 0.0, metadata: false, families: false }
    }
}

/// Trains the learned order on past queries.
pub fn learn_order<'p>(past: impl Iterator<Item = &'p PastQuestion>, settings: &TrainingSettings) -> Forest {
    let names = Candidates::feature_names();
    let mut lists = RankingDataset::new(names.len());
    let mut seed = SplitMix64::new(settings.seed);
    for question in past {
        let mut rows = question.full.rows.clone();
        // Most desks have some metadata, few have all: each group is masked half of the time.
        for group in FeatureGroup::METADATA {
            if seed.unit_f32() < 0.5 {
                group.forget(&mut rows);
            }
        }
        push(&mut lists, &rows, &question.full.right, &mut seed);
        if seed.unit_f32() < FORGET_SHARE {
            let mut rows = question.full.rows.clone();
            for group in FeatureGroup::ALL {
                if seed.unit_f32() < 0.6 {
                    group.forget(&mut rows);
                }
            }
            push(&mut lists, &rows, &question.full.right, &mut seed);
        }
        for choice in question.title_only.iter().chain(&question.bare) {
            let mut rows = choice.rows.clone();
            if seed.unit_f32() < 0.5 {
                FeatureGroup::ALL.iter().for_each(|group| group.forget(&mut rows));
            }
            push(&mut lists, &rows, &choice.right, &mut seed);
        }
    }
    // Several forests with different seeds are averaged, which reduces overfitting.
    let mut forest = Forest::new(names.clone(), Vec::new());
    for i in 0..FORESTS {
        let settings = TrainingSettings { seed: settings.seed.wrapping_add(1_000 * i), ..settings.clone() };
        forest.extend(train(&lists, &names, &settings, None, |_| {}).trees().iter().cloned());
    }
    forest.scale(1.0 / FORESTS as f32);
    forest
}

/// Adds a list with a sample of its wrong candidates; a list without a right candidate is left out.
pub fn push(lists: &mut RankingDataset, rows: &[f32], right: &[bool], seed: &mut SplitMix64) {
    if !right.contains(&true) {
        return;
    }
    let kept: Vec<usize> = (0..right.len()).filter(|i| right[*i] || *i < WRONG_FIRST || seed.unit_f32() < WRONG_SHARE).collect();
    let width = lists.width;
    let rows: Vec<f32> = kept.iter().flat_map(|i| &rows[i * width..(i + 1) * width]).copied().collect();
    let right: Vec<bool> = kept.iter().map(|i| right[*i]).collect();
    lists.push(&rows, &right);
}

/// 0-based rank of the first right candidate, by score and by the trees.
fn places(question: &PastQuestion, forest: &Forest, metadata: bool) -> (Option<usize>, Option<usize>) {
    let mut rows = question.full.rows.clone();
    if !metadata {
        FeatureGroup::METADATA.iter().for_each(|group| group.forget(&mut rows));
    }
    let mut scores = vec![0.0; question.full.right.len()];
    forest.predict(&rows, &mut scores);
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let before = question.full.right.iter().position(|r| *r);
    (before, order.iter().position(|i| question.full.right[*i]))
}

/// Evaluates every query after the first share `skip` with trees trained on earlier queries only.
pub fn evaluate_forward(past: &[PastQuestion], skip: f64, metadata: bool, settings: &TrainingSettings) -> OrderComparison {
    let past: Vec<&PastQuestion> = past.iter().filter(|q| q.known).collect();
    let first = (past.len() as f64 * skip).floor() as usize;
    let cut = |fold: usize| first + (past.len() - first) * fold / FOLDS;
    let folds = (0..FOLDS).map(|fold| (past[..cut(fold)].to_vec(), past[cut(fold)..cut(fold + 1)].to_vec()));
    measure(folds, metadata, settings)
}

/// Evaluates queries about one half of the products with trees trained on the other half, both ways.
pub fn evaluate_across_products(past: &[PastQuestion], metadata: bool, settings: &TrainingSettings) -> OrderComparison {
    let past: Vec<&PastQuestion> = past.iter().filter(|q| q.known).collect();
    let mut products: Vec<&Option<String>> = past.iter().map(|q| &q.product).collect::<HashSet<_>>().into_iter().collect();
    let asked = |product: &Option<String>| past.iter().filter(|q| q.product == *product).count();
    products.sort_by_key(|p| (std::cmp::Reverse(asked(p)), *p));
    // Every other product, by size: in most sets the largest is about as large as all others together.
    let one: HashSet<&Option<String>> = products.iter().step_by(2).copied().collect();
    let (a, b): (Vec<&PastQuestion>, Vec<&PastQuestion>) = past.iter().copied().partition(|q| one.contains(&q.product));
    measure([(a.clone(), b.clone()), (b, a)].into_iter(), metadata, settings)
}

/// (queries trained on, queries evaluated).
type Fold<'p> = (Vec<&'p PastQuestion>, Vec<&'p PastQuestion>);

/// Trains and evaluates each fold, and pools the ranks.
fn measure<'p>(folds: impl Iterator<Item = Fold<'p>>, metadata: bool, settings: &TrainingSettings) -> OrderComparison {
    let mut ranks: [Vec<Option<usize>>; 4] = Default::default();
    for (earlier, later) in folds {
        let forest = learn_order(earlier.into_iter(), settings);
        for question in later {
            let (before, after) = places(question, &forest, metadata);
            ranks[0].push(before);
            ranks[1].push(after);
            if question.solved {
                ranks[2].push(before);
                ranks[3].push(after);
            }
        }
    }
    let [before, after, solved_before, solved_after] = ranks.map(|r| RankMetrics::of(&r));
    OrderComparison { before, after, solved_before, solved_after }
}

/// The weights `index` with another name, learned order and calibration.
pub fn weights_with(
    index: &crate::index::Weights,
    name: &str,
    order: Forest,
    calibration: Option<Calibration>,
) -> crate::index::Weights {
    crate::index::Weights { name: name.to_string(), depth: DEPTH, order: Some(order), calibration, ..index.clone() }
}
