//! Documents found by typed words in one segment, with scores and coverage.

use crate::index::score::postings::{TermPostings, WeightedPostings};

/// Parallel vectors, one entry per document.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct ScoredDocs {
    /// Document numbers, ascending and distinct.
    pub documents: Vec<u32>,
    /// BM25F scores.
    pub scores: Vec<f32>,
    /// Weight of the query's words that the document has.
    pub covered: Vec<f32>,
}

impl ScoredDocs {
    /// The documents with a term of some weight in any field.
    pub fn of(postings: &TermPostings, weight: f32, k1: f32) -> ScoredDocs {
        let [bodies, answers, titles] = postings.lists.each_ref().map(|held| ScoredDocs::holding(held, weight, k1));
        bodies.with(&answers.with(&titles, f32::max), f32::max)
    }

    /// The documents of a postings list, scored by a term of some weight.
    pub fn holding(held: &WeightedPostings, weight: f32, k1: f32) -> ScoredDocs {
        ScoredDocs {
            documents: held.documents.clone(),
            scores: held.counts.iter().map(|x| weight * x / (k1 + x)).collect(),
            covered: vec![weight; held.documents.len()],
        }
    }

    /// Documents whose counts are scores already; they cover nothing.
    pub fn scored(found: WeightedPostings) -> ScoredDocs {
        ScoredDocs { covered: vec![0.0; found.documents.len()], documents: found.documents, scores: found.counts }
    }

    /// Documents with the same score; they cover nothing.
    pub fn gaining(documents: Vec<u32>, gain: f32) -> ScoredDocs {
        let many = documents.len();
        ScoredDocs { documents, scores: vec![gain; many], covered: vec![0.0; many] }
    }

    /// The same documents with score 0.
    pub fn anew(&self) -> ScoredDocs {
        ScoredDocs::gaining(self.documents.clone(), 0.0)
    }

    /// The union of two: scores add up, coverage is combined by `cover`.
    pub fn with(&self, other: &ScoredDocs, cover: impl Fn(f32, f32) -> f32) -> ScoredDocs {
        let most = self.documents.len() + other.documents.len();
        let mut both =
            ScoredDocs { documents: Vec::with_capacity(most), scores: Vec::with_capacity(most), covered: Vec::with_capacity(most) };
        let (mut a, mut b) = (0, 0);
        loop {
            let (ours, theirs) = (self.documents.get(a), other.documents.get(b));
            let (document, score, covered) = match (ours, theirs) {
                (None, None) => break,
                (Some(d), Some(e)) if d == e => {
                    (a, b) = (a + 1, b + 1);
                    (*d, self.scores[a - 1] + other.scores[b - 1], cover(self.covered[a - 1], other.covered[b - 1]))
                }
                (Some(d), e) if e.is_none_or(|e| d < e) => {
                    a += 1;
                    (*d, self.scores[a - 1], self.covered[a - 1])
                }
                (_, Some(e)) => {
                    b += 1;
                    (*e, other.scores[b - 1], other.covered[b - 1])
                }
                (Some(_), None) => break,
            };
            both.documents.push(document);
            both.scores.push(score);
            both.covered.push(covered);
        }
        both
    }

    /// Keeps the documents for which `keeps` (position, score, coverage) is true.
    pub fn retain(&mut self, mut keeps: impl FnMut(usize, f32, f32) -> bool) {
        let mut left = 0;
        for at in 0..self.documents.len() {
            // Branch-free: every document is written, and the position advances only if it is kept.
            let keep = keeps(at, self.scores[at], self.covered[at]);
            self.documents[left] = self.documents[at];
            self.scores[left] = self.scores[at];
            self.covered[left] = self.covered[at];
            left += usize::from(keep);
        }
        self.documents.truncate(left);
        self.scores.truncate(left);
        self.covered.truncate(left);
    }
}

/// Number of documents over all segments.
pub fn count(found: &[ScoredDocs]) -> usize {
    found.iter().map(|found| found.documents.len()).sum()
}

/// The `many`-th best value over all segments, values computed from score and coverage; 0 if there are fewer documents.
pub fn reached_by(found: &[ScoredDocs], many: usize, value: impl Fn(f32, f32) -> f32) -> f32 {
    let mut scores: Vec<f32> = Vec::with_capacity(count(found));
    for found in found {
        scores.extend(found.scores.iter().zip(&found.covered).map(|(score, covered)| value(*score, *covered)));
    }
    if many == 0 || scores.len() < many {
        return 0.0;
    }
    *scores.select_nth_unstable_by(many - 1, |a, b| b.total_cmp(a)).1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(documents: &[u32], score: f32) -> ScoredDocs {
        ScoredDocs { documents: documents.to_vec(), scores: vec![score; documents.len()], covered: vec![1.0; documents.len()] }
    }

    #[test]
    fn two_lists_in_one() {
        let both = of(&[1, 3, 9], 1.0).with(&of(&[2, 3], 0.5), f32::max);
        assert_eq!((both.documents, both.scores), (vec![1, 2, 3, 9], vec![1.0, 0.5, 1.5, 1.0]));
        assert_eq!(both.covered, vec![1.0; 4]);
        assert_eq!(of(&[], 1.0).with(&of(&[4], 2.0), f32::max), of(&[4], 2.0));
        assert_eq!(of(&[4], 2.0).with(&of(&[], 1.0), f32::max), of(&[4], 2.0));
    }

    #[test]
    fn what_so_many_reach() {
        let found = [of(&[1, 2], 3.0), of(&[1], 2.0)];
        let reached = |many| reached_by(&found, many, |score, _| score);
        assert_eq!((reached(2), reached(3), reached(4)), (3.0, 2.0, 0.0));
    }

    #[test]
    fn the_rest_stays_in_order() {
        let mut found = of(&[1, 2, 3, 4], 1.0);
        found.retain(|at, _, _| at % 2 == 1);
        assert_eq!(found, of(&[2, 4], 1.0));
    }
}
