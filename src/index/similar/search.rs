//! `similar`: the most similar documents for a report, one match per family, with reasons.

use super::explain::{self, MatchReason};
use super::matches::{Band, Match, MatchKind, SimilarResults};
use super::query::{AnalyzedQuery, SimilarQuery, SimilarScope};
use super::rerank;
use crate::index::doc::document::flag;
use crate::index::doc::forward::ForwardEntry;
use crate::index::doc::stored::StoredDocument;
use crate::index::doc::units::DocKey;
use crate::index::error::IndexError;
use crate::index::score::accumulators::AccumulatorPool;
use crate::index::score::bm25f;
use crate::index::score::query::{ScoredCandidate, ScoredCandidates, SearchScope};
use crate::index::score::weights::Weights;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::was_known;
use crate::ticket::Outcome;
use std::collections::{HashMap, HashSet};

/// Candidates considered at least: families collapse, and a better member may rank lower.
const ROWS_DEPTH: usize = 150;
/// With fewer documents, rarity of words is unreliable.
const SMALL_ARCHIVE: f32 = 1_000.0;
/// There, a strong match has at least this share of the title's words, by rarity.
const STRONG_HELD_MIN: f32 = 0.6;
/// And a likely one this share.
const LIKELY_HELD_MIN: f32 = 0.35;
/// And a report of fewer words has no strong match.
const STRONG_WORDS_MIN: usize = 4;
/// Matches given at most.
pub const ROWS_MAX: usize = 1_000;

/// The most similar cases and open tickets for a report, with their solutions and reasons.
pub fn similar(
    snapshot: &Snapshot,
    pool: &AccumulatorPool,
    weights: &Weights,
    question: &SimilarQuery,
    scope: &SimilarScope,
) -> Result<SimilarResults, IndexError> {
    let asked = AnalyzedQuery::new(question, weights.query_title_weight);
    let searched = SearchScope::over(snapshot, pool, scope.visibility, scope.as_of, scope.without.map(DocKey::from));
    let depth = ROWS_DEPTH.max(scope.limit).max(weights.depth);
    let mut scored = bm25f::best(&searched, &asked.terms, &asked.error_codes(), weights, depth)?;
    rerank::rerank(snapshot, &searched, &asked, &mut scored, weights)?;
    let rows = Rows { weights, snapshot, searched: &searched, scored: &scored, asked: &asked, scope };
    let searched_count = searched.count();
    Ok(SimilarResults { matches: rows.make()?, searched: searched_count })
}

/// A document of a family: its key, its segment (position in [`SearchScope::segments`]) and its place in the segment.
type Member = (DocKey, usize, u32);

/// Turns scored candidates into matches.
struct Rows<'a> {
    weights: &'a Weights,
    snapshot: &'a Snapshot,
    searched: &'a SearchScope<'a>,
    scored: &'a ScoredCandidates,
    asked: &'a AnalyzedQuery<'a>,
    scope: &'a SimilarScope,
}

impl Rows<'_> {
    /// The matches, at most one per family.
    fn make(&self) -> Result<Vec<Match>, IndexError> {
        let before = self.scope.as_of.map_or(u64::MAX, |a| a.before_seq);
        let mut covered: HashSet<DocKey> = HashSet::new();
        let mut matches = Vec::new();
        for candidate in &self.scored.best {
            if matches.len() >= self.scope.limit.min(ROWS_MAX) {
                break;
            }
            let key = self.key(candidate.segment, candidate.document);
            if self.scope.families && covered.contains(&key) {
                continue;
            }
            let members = self.visible_members(key, before)?;
            covered.extend(members.iter().map(|(key, ..)| *key));
            let shown = self.shown(candidate, &members);
            matches.push(self.row(candidate, shown, &members, before)?);
        }
        Ok(matches)
    }

    /// The key of a document.
    fn key(&self, segment: usize, document: u32) -> DocKey {
        self.searched.segments[segment].columns().key[document as usize]
    }

    /// Members of the family that the reader may see, with their places. Others are not even counted.
    fn visible_members(&self, key: DocKey, before: u64) -> Result<Vec<Member>, IndexError> {
        let mut found: HashMap<DocKey, (usize, u32)> = HashMap::new();
        let mut failed = None;
        let members = self.snapshot.families.members(key, before, |member| match self.searched.find(member) {
            Ok(Some(place)) => found.insert(member, place).is_none(),
            Ok(None) => false,
            Err(error) => {
                failed = Some(error);
                false
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        if let Some(place) = self.searched.find(key)? {
            found.insert(key, place);
        }
        Ok(members.into_iter().filter_map(|m| found.get(&m).map(|(segment, document)| (m, *segment, *document))).collect())
    }

    /// The member that represents the family: the match itself if it has a solution of its own, else the one with a solution
    /// that solved most tickets.
    fn shown(&self, candidate: &ScoredCandidate, members: &[Member]) -> (usize, u32) {
        let own = (candidate.segment, candidate.document);
        if !self.scope.families || self.tells_solution(own.0, own.1, members) {
            return own;
        }
        let solved = members.iter().filter(|(_, segment, document)| self.tells_solution(*segment, *document, members));
        let used = |key: DocKey| self.answered(key, members, u64::MAX);
        solved
            .max_by_key(|(key, ..)| (used(*key), std::cmp::Reverse(*key)))
            .map_or(own, |(_, segment, document)| (*segment, *document))
    }

    /// Number of visible family members that a case had solved before a ledger place.
    fn answered(&self, key: DocKey, members: &[Member], before: u64) -> usize {
        self.snapshot.families.answered_by(key, before).filter(|ticket| members.iter().any(|(m, ..)| m == ticket)).count()
    }

    /// Whether a document was solved by the moment asked about, and not merely by pointing at another case.
    fn tells_solution(&self, segment: usize, document: u32, members: &[Member]) -> bool {
        let columns = self.searched.segments[segment].columns();
        let d = document as usize;
        let key = columns.key[d];
        let known = self.scope.as_of.is_none_or(|a| was_known(columns.resolved_at[d], a.time));
        let points_elsewhere = members.iter().any(|(m, ..)| self.snapshot.families.answered_by(*m, u64::MAX).any(|t| t == key));
        columns.flags[d] & flag::SOLVED != 0 && known && !points_elsewhere
    }

    /// The match for a candidate.
    fn row(&self, candidate: &ScoredCandidate, shown: (usize, u32), members: &[Member], before: u64) -> Result<Match, IndexError> {
        let stored = self.searched.segments[shown.0].stored(shown.1)?;
        let key = DocKey::from(stored.number);
        let columns = self.searched.segments[shown.0].columns();
        let known = self.scope.as_of.is_none_or(|a| was_known(columns.resolved_at[shown.1 as usize], a.time));
        let solved = stored.outcome == Some(Outcome::Solved) && known;
        // Reasons are about the document found, even if another member is shown.
        let found: StoredDocument = match (candidate.segment, candidate.document) == shown {
            true => stored.clone(),
            false => self.searched.segments[candidate.segment].stored(candidate.document)?,
        };
        let mut entries = Vec::new();
        self.searched.segments[candidate.segment].forward(candidate.document, &mut entries)?;
        let (columns, visible) = (self.searched.segments[candidate.segment].columns(), &self.searched.visible[candidate.segment]);
        if visible.withholds_answer(columns, candidate.document) {
            entries.retain(|packed| !matches!(ForwardEntry::unpack(*packed), Some((ForwardEntry::Answer, _))));
        }
        let reasons = explain::reasons(self.asked, &found, &entries, &self.scored.idf);
        Ok(Match {
            kind: if stored.outcome.is_some() { MatchKind::Case } else { MatchKind::Ticket },
            status: stored.status,
            score: candidate.predicted,
            share: candidate.score / self.scored.ideal.max(1e-6),
            band: self.band(candidate, &reasons, &entries),
            differs: explain::differences(self.asked.question, &stored, solved),
            reasons,
            resolution: solved.then(|| stored.resolution.clone()).filter(|r| !r.is_empty()),
            workaround: stored.workaround.clone().filter(|_| known),
            family_size: members.len().max(1),
            reused: self.answered(key, members, before),
            solved_at: stored.resolved_at.filter(|_| solved),
            number: stored.number,
            title: stored.title,
        })
    }

    /// How sure a match is.
    fn band(&self, candidate: &ScoredCandidate, reasons: &[MatchReason], entries: &[u64]) -> Band {
        let weights = self.weights;
        // Odds already include error codes; a shared code by itself makes a match likely, not strong.
        let same_code = reasons.iter().any(|r| r.kind == explain::ReasonKind::ErrorCode);
        let band = match (&weights.calibration, candidate.odds) {
            (Some(calibration), Some(odds)) => match odds {
                odds if odds >= calibration.strong => Band::Strong,
                odds if odds >= calibration.likely || same_code => Band::Likely,
                _ => Band::Weak,
            },
            _ => match candidate.score / self.scored.ideal.max(1e-6) {
                s if s >= weights.band_strong || (same_code && s >= weights.band_likely) => Band::Strong,
                s if s >= weights.band_likely || same_code => Band::Likely,
                _ => Band::Weak,
            },
        };
        // In a small archive every word looks rare, so a match must also share enough of the title.
        if same_code || self.scored.documents >= SMALL_ARCHIVE {
            return band;
        }
        let held = explain::title_held(self.asked, entries, &self.scored.idf);
        let surely = held >= STRONG_HELD_MIN && word_count(&self.asked.text) >= STRONG_WORDS_MIN;
        match band {
            Band::Strong if surely => Band::Strong,
            Band::Strong | Band::Likely if held >= LIKELY_HELD_MIN => Band::Likely,
            _ => Band::Weak,
        }
    }
}

/// Number of words; two Chinese characters count as one.
fn word_count(text: &str) -> usize {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let han = text.chars().filter(|c| is_han(*c)).count();
    let others = text.split(|c: char| is_han(c) || !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    han.div_ceil(2) + others
}
