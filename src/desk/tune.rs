//! Learning the order from past questions, forward in time: nothing later than a question helps to answer it.

use super::backtest::Ranks;
use super::{Backtest, DeskError};
use crate::index::{Candidates, Group, Question};
use crate::rank::{Forest, Lists, Seed, Settings, train};
use std::collections::HashSet;
use std::path::Path;

/// Candidates per question that are learned from.
const DEPTH: usize = 400;
/// Of the wrong candidates, the first so many and this share of the others are learned from.
const WRONG_FIRST: usize = 80;
const WRONG_SHARE: f32 = 0.2;
/// How often a question is learned from once more as a desk would see it that lacks something.
const TITLE_ONLY_SHARE: f32 = 0.3;
const FORGET_SHARE: f32 = 0.25;
/// Times the later questions are cut into; each part is judged by trees grown on all that was asked before it.
const FOLDS: usize = 4;

/// A past question with its candidates, as of then.
pub struct PastQuestion {
    candidates: Candidates,
    right: Vec<bool>,
    /// The same with nothing but its title.
    title_only: Option<(Candidates, Vec<bool>)>,
    /// A right answer was solved when it was asked.
    solved: bool,
    /// What it is about, where the set says so.
    pub product: Option<String>,
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
    pub fn collect(&self, folder: &Path, seed: u64, mut each: impl FnMut(usize)) -> Result<Vec<PastQuestion>, DeskError> {
        let index = self.build(folder)?;
        let positions = self.positions();
        let mut seed = Seed::new(seed);
        let mut past = Vec::with_capacity(self.queries.len());
        for (done, query) in self.queries.iter().enumerate() {
            let Some(at) = positions.get(query.id.as_str()).copied() else {
                return Err(DeskError::Other(format!("query {} is not among the documents", query.id)));
            };
            let question = &self.documents[at].question;
            let scope = self.scope(query, at);
            let look = |question: &Question| -> Result<(Candidates, Vec<bool>), DeskError> {
                let candidates = index.candidates(question, &scope, DEPTH)?;
                let id = |counter: u32| &self.documents[counter as usize - 1].id;
                let right = candidates.numbers.iter().map(|n| query.right.contains(id(n.counter))).collect();
                Ok((candidates, right))
            };
            let (candidates, right) = look(question)?;
            let bare = Question { title: question.title.clone(), ..Question::default() };
            let title_only = if seed.share() < TITLE_ONLY_SHARE && !question.body.is_empty() { Some(look(&bare)?) } else { None };
            let solved = query.right.iter().any(|id| positions.get(id.as_str()).is_some_and(|p| self.solved_before(*p, query)));
            past.push(PastQuestion { candidates, right, title_only, solved, product: question.product.clone() });
            each(done + 1);
        }
        Ok(past)
    }
}

/// Grows the trees on past questions.
pub fn learn<'p>(past: impl Iterator<Item = &'p PastQuestion>, settings: &Settings) -> Forest {
    let names = Candidates::names();
    let mut lists = Lists::new(names.len());
    let mut seed = Seed::new(settings.seed);
    for question in past {
        let mut rows = question.candidates.rows.clone();
        // Most desks that ask have some metadata, few have all: each is left out as often as not.
        for group in Group::METADATA {
            if seed.share() < 0.5 {
                group.forget(&mut rows);
            }
        }
        push(&mut lists, &rows, &question.right, &mut seed);
        if seed.share() < FORGET_SHARE {
            let mut rows = question.candidates.rows.clone();
            for group in Group::ALL {
                if seed.share() < 0.6 {
                    group.forget(&mut rows);
                }
            }
            push(&mut lists, &rows, &question.right, &mut seed);
        }
        if let Some((candidates, right)) = &question.title_only {
            let mut rows = candidates.rows.clone();
            if seed.share() < 0.5 {
                Group::ALL.iter().for_each(|group| group.forget(&mut rows));
            }
            push(&mut lists, &rows, right, &mut seed);
        }
    }
    train(&lists, &names, settings, |_| {})
}

/// Lists without a right candidate teach nothing.
fn push(lists: &mut Lists, rows: &[f32], right: &[bool], seed: &mut Seed) {
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
    let mut rows = question.candidates.rows.clone();
    if !metadata {
        Group::METADATA.iter().for_each(|group| group.forget(&mut rows));
    }
    let mut scores = vec![0.0; question.right.len()];
    forest.judge(&rows, &mut scores);
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let before = question.right.iter().position(|r| *r);
    (before, order.iter().position(|i| question.right[*i]))
}

/// Every question after the first `skip` judged by trees grown only on questions before it.
pub fn forward(past: &[PastQuestion], skip: f64, metadata: bool, settings: &Settings) -> Measured {
    let first = (past.len() as f64 * skip).floor() as usize;
    let cut = |fold: usize| first + (past.len() - first) * fold / FOLDS;
    let folds = (0..FOLDS).map(|fold| (past[..cut(fold)].iter().collect(), past[cut(fold)..cut(fold + 1)].iter().collect()));
    measure(folds, metadata, settings)
}

/// Questions about one half of the products judged by trees grown on the other half, both ways.
pub fn across(past: &[PastQuestion], metadata: bool, settings: &Settings) -> Measured {
    let mut products: Vec<&Option<String>> = past.iter().map(|q| &q.product).collect::<HashSet<_>>().into_iter().collect();
    let asked = |product: &Option<String>| past.iter().filter(|q| q.product == *product).count();
    products.sort_by_key(|p| (std::cmp::Reverse(asked(p)), *p));
    // The largest product is about as large as all others together in most sets.
    let one: HashSet<&Option<String>> = products.iter().step_by(2).copied().collect();
    let (a, b): (Vec<&PastQuestion>, Vec<&PastQuestion>) = past.iter().partition(|q| one.contains(&q.product));
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
pub fn weights_with(index: &crate::index::Weights, name: &str, order: Forest) -> crate::index::Weights {
    crate::index::Weights { name: name.to_string(), depth: DEPTH, order: Some(order), ..index.clone() }
}
