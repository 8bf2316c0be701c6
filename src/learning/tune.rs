//! Learning the order from past questions, forward in time: nothing later than a question helps to answer it.

use super::backtest::Ranks;
use super::backtest::{Backtest, BacktestQuery, HistoricDocument};
use crate::desk::DeskError;
use crate::index::{Candidates, Chance, Group, Index, Question};
use crate::rank::{Forest, Lists, Seed, Settings, train};
use chrono::DateTime;
use std::collections::HashSet;
use std::path::Path;

/// Candidates per question that are learned from.
pub const DEPTH: usize = 400;
/// Of the wrong candidates, the first so many and this share of the others are learned from.
const WRONG_FIRST: usize = 80;
const WRONG_SHARE: f32 = 0.2;
/// How often a question is learned from once more as a desk would see it that lacks something.
const TITLE_ONLY_SHARE: f32 = 0.3;
const BARE_SHARE: f32 = 0.4;
const FORGET_SHARE: f32 = 0.25;
/// Reports without a like case that are looked at, per query.
const OTHERS_PER_QUERY: f32 = 2.0;
const FORESTS: u64 = 2;
/// Times the later questions are cut into; each part is judged by trees grown on all that was asked before it.
const FOLDS: usize = 4;

/// A past question with its candidates, as of then.
pub struct PastQuestion {
    pub full: Choice,
    /// The same question with nothing but its title.
    pub title_only: Option<Choice>,
    /// The same on a desk whose documents are single lines without dates or states.
    pub bare: Option<Choice>,
    /// It has a right answer in the archive. Most reports have none.
    pub known: bool,
    /// A right answer was solved when it was asked.
    pub solved: bool,
    /// What it is about, where the set says so.
    pub product: Option<String>,
}

/// Candidates, and which of them are right.
pub struct Choice {
    pub rows: Vec<f32>,
    pub right: Vec<bool>,
}

/// How good the order is, before and after.
pub struct Measured {
    pub before: Ranks,
    pub after: Ranks,
    pub solved_before: Ranks,
    pub solved_after: Ranks,
}

impl Backtest {
    /// Asks every query and keeps what there was to choose from.
    /// Among them, as many reports again that have no like case, in the order of time.
    pub fn collect(&self, folder: &Path, seed: u64, mut each: impl FnMut(usize)) -> Result<Vec<PastQuestion>, DeskError> {
        let others = self.others(seed);
        let index = self.build(&folder.join("full"))?;
        let bare_set = self.bare();
        let bare_index = bare_set.build(&folder.join("bare"))?;
        let positions = self.positions();
        let mut seed = Seed::new(seed);
        let mut past = Vec::with_capacity(self.queries.len());
        let mut queries: Vec<&BacktestQuery> = self.queries.iter().chain(&others).collect();
        queries.sort_by_key(|query| query.position);
        for (done, query) in queries.into_iter().enumerate() {
            let Some(at) = positions.get(query.id.as_str()).copied() else {
                return Err(DeskError::Other(format!("query {} is not among the documents", query.id)));
            };
            let question = &self.documents[at].question;
            let title_only = Question { title: question.title.clone(), ..Question::default() };
            let chance = seed.share();
            let solved = query.right.iter().any(|id| positions.get(id.as_str()).is_some_and(|p| self.solved_before(*p, query)));
            past.push(PastQuestion {
                full: self.choice(&index, question, query, at)?,
                known: !query.right.is_empty(),
                title_only: match !query.right.is_empty() && chance < TITLE_ONLY_SHARE && !question.body.is_empty() {
                    true => Some(self.choice(&index, &title_only, query, at)?),
                    false => None,
                },
                bare: match !query.right.is_empty() && chance > 1.0 - BARE_SHARE {
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

    /// Reports that nothing in the set is known to be like, drawn by lot; none where the set has no order of time.
    fn others(&self, seed: u64) -> Vec<BacktestQuery> {
        let mut seed = Seed::new(seed);
        let mut tied: HashSet<&str> =
            self.queries.iter().flat_map(|q| q.right.iter().map(String::as_str).chain([q.id.as_str()])).collect();
        for document in &self.documents {
            tied.extend(document.duplicate_of.iter().flat_map(|master| [master.as_str(), document.id.as_str()]));
        }
        let dated = self.queries.iter().filter(|q| q.position.is_some());
        let first = dated.clone().filter_map(|q| q.position).min().unwrap_or(u64::MAX) as usize;
        let free: Vec<usize> = (first..self.documents.len()).filter(|i| !tied.contains(self.documents[*i].id.as_str())).collect();
        let share = OTHERS_PER_QUERY * dated.count() as f32 / free.len().max(1) as f32;
        let drawn = free.into_iter().filter(|_| seed.share() < share);
        let other = |i: usize| BacktestQuery {
            id: self.documents[i].id.clone(),
            position: Some(i as u64),
            asked_at: Some(self.documents[i].document.card.opened_at.timestamp()).filter(|t| *t != 0),
            right: HashSet::new(),
        };
        drawn.map(other).collect()
    }

    fn choice(&self, index: &Index, question: &Question, query: &BacktestQuery, at: usize) -> Result<Choice, DeskError> {
        let candidates = index.candidates(question, &self.scope(query, at), DEPTH, None)?;
        let id = |counter: u32| &self.documents[counter as usize - 1].id;
        let right = candidates.numbers.iter().map(|n| query.right.contains(id(n.counter))).collect();
        Ok(Choice { rows: candidates.rows, right })
    }

    /// The same set as a source of single lines would give it.
    fn bare(&self) -> Backtest {
        let documents = self.documents.iter().map(|d| {
            let (id, mut document, question) = (d.id.clone(), d.document.clone(), Question::default());
            let card = &mut document.card;
            for text in [&mut card.body, &mut card.cause, &mut card.resolution, &mut card.rest] {
                text.clear();
            }
            (card.product, card.component, card.severity, card.resolved_at, card.outcome) = (None, None, None, None, None);
            (card.opened_at, document.open) = (DateTime::UNIX_EPOCH, true);
            HistoricDocument { id, document, question, duplicate_of: None }
        });
        Backtest { documents: documents.collect(), queries: Vec::new(), skip: 0.0, metadata: false, families: false }
    }
}

/// Grows the trees on past questions.
pub fn learn<'p>(past: impl Iterator<Item = &'p PastQuestion>, settings: &Settings) -> Forest {
    let names = Candidates::names();
    let mut lists = Lists::new(names.len());
    let mut seed = Seed::new(settings.seed);
    for question in past {
        let mut rows = question.full.rows.clone();
        // Most desks that ask have some metadata, few have all: each is left out as often as not.
        for group in Group::METADATA {
            if seed.share() < 0.5 {
                group.forget(&mut rows);
            }
        }
        push(&mut lists, &rows, &question.full.right, &mut seed);
        if seed.share() < FORGET_SHARE {
            let mut rows = question.full.rows.clone();
            for group in Group::ALL {
                if seed.share() < 0.6 {
                    group.forget(&mut rows);
                }
            }
            push(&mut lists, &rows, &question.full.right, &mut seed);
        }
        for choice in question.title_only.iter().chain(&question.bare) {
            let mut rows = choice.rows.clone();
            if seed.share() < 0.5 {
                Group::ALL.iter().for_each(|group| group.forget(&mut rows));
            }
            push(&mut lists, &rows, &choice.right, &mut seed);
        }
    }
    // Several forests with seeds of their own, averaged: what one overheard the others have not.
    let mut forest = Forest::new(names.clone(), Vec::new());
    for i in 0..FORESTS {
        let settings = Settings { seed: settings.seed.wrapping_add(1_000 * i), ..settings.clone() };
        forest.extend(train(&lists, &names, &settings, None, |_| {}).trees().iter().cloned());
    }
    forest.scale(1.0 / FORESTS as f32);
    forest
}

/// Lists without a right candidate teach nothing.
pub fn push(lists: &mut Lists, rows: &[f32], right: &[bool], seed: &mut Seed) {
    if !right.contains(&true) {
        return;
    }
    let kept: Vec<usize> = (0..right.len()).filter(|i| right[*i] || *i < WRONG_FIRST || seed.share() < WRONG_SHARE).collect();
    let width = lists.width;
    let rows: Vec<f32> = kept.iter().flat_map(|i| &rows[i * width..(i + 1) * width]).copied().collect();
    let right: Vec<bool> = kept.iter().map(|i| right[*i]).collect();
    lists.push(&rows, &right);
}

/// The first right candidate's place, by score and by the trees.
fn places(question: &PastQuestion, forest: &Forest, metadata: bool) -> (Option<usize>, Option<usize>) {
    let mut rows = question.full.rows.clone();
    if !metadata {
        Group::METADATA.iter().for_each(|group| group.forget(&mut rows));
    }
    let mut scores = vec![0.0; question.full.right.len()];
    forest.judge(&rows, &mut scores);
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let before = question.full.right.iter().position(|r| *r);
    (before, order.iter().position(|i| question.full.right[*i]))
}

/// Every question after the first `skip` judged by trees grown only on questions before it.
pub fn forward(past: &[PastQuestion], skip: f64, metadata: bool, settings: &Settings) -> Measured {
    let past: Vec<&PastQuestion> = past.iter().filter(|q| q.known).collect();
    let first = (past.len() as f64 * skip).floor() as usize;
    let cut = |fold: usize| first + (past.len() - first) * fold / FOLDS;
    let folds = (0..FOLDS).map(|fold| (past[..cut(fold)].to_vec(), past[cut(fold)..cut(fold + 1)].to_vec()));
    measure(folds, metadata, settings)
}

/// Questions about one half of the products judged by trees grown on the other half, both ways.
pub fn across(past: &[PastQuestion], metadata: bool, settings: &Settings) -> Measured {
    let past: Vec<&PastQuestion> = past.iter().filter(|q| q.known).collect();
    let mut products: Vec<&Option<String>> = past.iter().map(|q| &q.product).collect::<HashSet<_>>().into_iter().collect();
    let asked = |product: &Option<String>| past.iter().filter(|q| q.product == *product).count();
    products.sort_by_key(|p| (std::cmp::Reverse(asked(p)), *p));
    // The largest product is about as large as all others together in most sets.
    let one: HashSet<&Option<String>> = products.iter().step_by(2).copied().collect();
    let (a, b): (Vec<&PastQuestion>, Vec<&PastQuestion>) = past.iter().copied().partition(|q| one.contains(&q.product));
    measure([(a.clone(), b.clone()), (b, a)].into_iter(), metadata, settings)
}

type Fold<'p> = (Vec<&'p PastQuestion>, Vec<&'p PastQuestion>);

fn measure<'p>(folds: impl Iterator<Item = Fold<'p>>, metadata: bool, settings: &Settings) -> Measured {
    let mut ranks: [Vec<Option<usize>>; 4] = Default::default();
    for (earlier, later) in folds {
        let forest = learn(earlier.into_iter(), settings);
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
    let [before, after, solved_before, solved_after] = ranks.map(|r| Ranks::of(&r));
    Measured { before, after, solved_before, solved_after }
}

/// The weights an index has, with another learned order.
pub fn weights_with(index: &crate::index::Weights, name: &str, order: Forest, chance: Option<Chance>) -> crate::index::Weights {
    crate::index::Weights { name: name.to_string(), depth: DEPTH, order: Some(order), chance, ..index.clone() }
}
