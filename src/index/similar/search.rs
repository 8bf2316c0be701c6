//! `similar`: the like documents for a whole report, one row per family, with reasons.

use super::explain::{self, Reason};
use super::matches::{Band, Match, MatchKind, Similar};
use super::query::{Asked, Question, Scope as SimilarScope};
use super::rerank;
use crate::index::doc::document::flag;
use crate::index::doc::forward::Entry;
use crate::index::doc::stored::Card;
use crate::index::error::IndexError;
use crate::index::score::accumulators::Pool;
use crate::index::score::bm25f;
use crate::index::score::query::{Candidate, Scope, Scored};
use crate::index::score::weights::Weights;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::was_known;
use crate::ticket::Outcome;
use std::collections::{HashMap, HashSet};

/// Candidates looked at for the rows asked for: families collapse, and a better member may stand below.
const ROWS_DEPTH: usize = 150;
/// Archives below this many documents say little about which words are rare.
const SMALL_ARCHIVE: f32 = 1_000.0;
/// Of the title's words, by rarity, a strong match there has at least this share.
const STRONG_HELD_MIN: f32 = 0.6;
/// And a likely one this much.
const LIKELY_HELD_MIN: f32 = 0.35;
/// Nobody can be sure of what was told in fewer words than this.
const STRONG_WORDS_MIN: usize = 4;
/// Rows anybody may ask for.
pub const ROWS_MAX: usize = 1_000;

/// The like cases and open tickets for a report, with what solved them and why they match. The weights are one and the same
/// for the whole question.
pub fn similar(
    snapshot: &Snapshot,
    pool: &Pool,
    weights: &Weights,
    question: &Question,
    scope: &SimilarScope,
) -> Result<Similar, IndexError> {
    let asked = Asked::new(question, weights.query_title_weight);
    let searched = Scope::over(snapshot, pool, scope.sight, scope.as_of, scope.without.map(|n| n.code()));
    let depth = ROWS_DEPTH.max(scope.limit).max(weights.depth);
    let mut scored = bm25f::best(&searched, &asked.terms, &asked.telling_signs(), weights, depth)?;
    rerank::rerank(snapshot, &searched, &asked, &mut scored, weights)?;
    let rows = Rows { weights, snapshot, searched: &searched, scored: &scored, asked: &asked, scope };
    let searched_count = searched.count();
    Ok(Similar { matches: rows.make()?, searched: searched_count })
}

/// Turns scored candidates into rows.
struct Rows<'a> {
    weights: &'a Weights,
    snapshot: &'a Snapshot,
    searched: &'a Scope<'a>,
    scored: &'a Scored,
    asked: &'a Asked<'a>,
    scope: &'a SimilarScope,
}

impl Rows<'_> {
    fn make(&self) -> Result<Vec<Match>, IndexError> {
        let before = self.scope.as_of.map_or(u64::MAX, |a| a.before_order);
        let mut covered: HashSet<u64> = HashSet::new();
        let mut matches = Vec::new();
        for candidate in &self.scored.best {
            if matches.len() >= self.scope.limit.min(ROWS_MAX) {
                break;
            }
            let code = self.code(candidate.shelf, candidate.document);
            if self.scope.families && covered.contains(&code) {
                continue;
            }
            let members = self.seen_members(code, before)?;
            covered.extend(members.iter().map(|(code, ..)| *code));
            let shown = self.shown(candidate, &members);
            matches.push(self.row(candidate, shown, &members, before)?);
        }
        Ok(matches)
    }

    fn code(&self, shelf: usize, document: u32) -> u64 {
        self.searched.shelves[shelf].columns().code[document as usize]
    }

    /// Members of the family that the asker may see, with where they are. Others are not even counted.
    fn seen_members(&self, code: u64, before: u64) -> Result<Vec<(u64, usize, u32)>, IndexError> {
        let mut found: HashMap<u64, (usize, u32)> = HashMap::new();
        let mut failed = None;
        let members = self.snapshot.families.members(code, before, |member| match self.searched.find(member) {
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
        if let Some(place) = self.searched.find(code)? {
            found.insert(code, place);
        }
        Ok(members.into_iter().filter_map(|m| found.get(&m).map(|(shelf, document)| (m, *shelf, *document))).collect())
    }

    /// The member that stands for the family: the match itself if it tells a solution of its own, else the member
    /// that answered most tickets among those that do.
    fn shown(&self, candidate: &Candidate, members: &[(u64, usize, u32)]) -> (usize, u32) {
        let own = (candidate.shelf, candidate.document);
        if !self.scope.families || self.tells_solution(own.0, own.1, members) {
            return own;
        }
        let solved = members.iter().filter(|(_, shelf, document)| self.tells_solution(*shelf, *document, members));
        let used = |code: u64| self.answered(code, members, u64::MAX);
        solved
            .max_by_key(|(code, ..)| (used(*code), std::cmp::Reverse(*code)))
            .map_or(own, |(_, shelf, document)| (*shelf, *document))
    }

    /// How many of the family that the asker sees were answered by a case before a place.
    fn answered(&self, code: u64, members: &[(u64, usize, u32)], before: u64) -> usize {
        self.snapshot.families.answered_by(code, before).filter(|ticket| members.iter().any(|(m, ..)| m == ticket)).count()
    }

    /// Solved by then, and not merely by pointing at another case.
    fn tells_solution(&self, shelf: usize, document: u32, members: &[(u64, usize, u32)]) -> bool {
        let columns = self.searched.shelves[shelf].columns();
        let d = document as usize;
        let code = columns.code[d];
        let known = self.scope.as_of.is_none_or(|a| was_known(columns.resolved_at[d], a.time));
        let points_elsewhere = members.iter().any(|(m, ..)| self.snapshot.families.answered_by(*m, u64::MAX).any(|t| t == code));
        columns.flags[d] & flag::SOLVED != 0 && known && !points_elsewhere
    }

    fn row(
        &self,
        candidate: &Candidate,
        shown: (usize, u32),
        members: &[(u64, usize, u32)],
        before: u64,
    ) -> Result<Match, IndexError> {
        let card = self.searched.shelves[shown.0].card(shown.1)?;
        let code = card.number.code();
        let columns = self.searched.shelves[shown.0].columns();
        let known = self.scope.as_of.is_none_or(|a| was_known(columns.resolved_at[shown.1 as usize], a.time));
        let solved = card.outcome == Some(Outcome::Solved) && known;
        // The words that matched are those of the document found, even where another member is shown for it.
        let found: Card = match (candidate.shelf, candidate.document) == shown {
            true => card.clone(),
            false => self.searched.shelves[candidate.shelf].card(candidate.document)?,
        };
        let mut entries = Vec::new();
        self.searched.shelves[candidate.shelf].forward(candidate.document, &mut entries)?;
        let (columns, seen) = (self.searched.shelves[candidate.shelf].columns(), &self.searched.seen[candidate.shelf]);
        if seen.withholds_answer(columns, candidate.document) {
            entries.retain(|packed| !matches!(Entry::unpack(*packed), Some((Entry::Answer, _))));
        }
        let reasons = explain::reasons(self.asked, &found, &entries, &self.scored.idf);
        Ok(Match {
            kind: if card.outcome.is_some() { MatchKind::Case } else { MatchKind::Ticket },
            status: card.status,
            score: candidate.order,
            share: candidate.score / self.scored.ideal.max(1e-6),
            band: self.band(candidate, &reasons, &entries),
            differs: explain::differences(self.asked.question, &card, solved),
            reasons,
            resolution: solved.then(|| card.resolution.clone()).filter(|r| !r.is_empty()),
            workaround: card.workaround.clone().filter(|_| known),
            family_size: members.len().max(1),
            reused: self.answered(code, members, before),
            solved_at: card.resolved_at.filter(|_| solved),
            number: card.number,
            title: card.title,
        })
    }

    fn band(&self, candidate: &Candidate, reasons: &[Reason], entries: &[u64]) -> Band {
        let weights = self.weights;
        // Codes are among what the odds were learned from; by itself one is a reason to look, no more.
        let same_code = reasons.iter().any(|r| r.kind == explain::ReasonKind::ErrorCode);
        let band = match (&weights.chance, candidate.odds) {
            (Some(chance), Some(odds)) => match odds {
                odds if odds >= chance.strong => Band::Strong,
                odds if odds >= chance.likely || same_code => Band::Likely,
                _ => Band::Weak,
            },
            _ => match candidate.score / self.scored.ideal.max(1e-6) {
                s if s >= weights.band_strong || (same_code && s >= weights.band_likely) => Band::Strong,
                s if s >= weights.band_likely || same_code => Band::Likely,
                _ => Band::Weak,
            },
        };
        // In a small archive every word looks rare: what shares only some of the title is not the same trouble yet.
        if same_code || self.scored.documents >= SMALL_ARCHIVE {
            return band;
        }
        let held = explain::title_held(self.asked, entries, &self.scored.idf);
        let surely = held >= STRONG_HELD_MIN && words_told(&self.asked.text) >= STRONG_WORDS_MIN;
        match band {
            Band::Strong if surely => Band::Strong,
            Band::Strong | Band::Likely if held >= LIKELY_HELD_MIN => Band::Likely,
            _ => Band::Weak,
        }
    }
}

/// Words of a text, two Chinese characters counted as one.
fn words_told(text: &str) -> usize {
    let is_han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c);
    let han = text.chars().filter(|c| is_han(*c)).count();
    let others = text.split(|c: char| is_han(c) || !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    han.div_ceil(2) + others
}
