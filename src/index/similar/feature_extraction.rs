//! Feature values of the candidates, from columns and forward entries, as of the moment asked about.

use super::doc_profile::DocProfile;
use super::query::AnalyzedQuery;
use super::query_profile::QueryProfile;
use crate::index::doc::document::flag;
use crate::index::doc::units::{DocKey, EpochSeconds};
use crate::index::error::IndexError;
use crate::index::score::features::{Feature, WIDTH, standardise};
use crate::index::score::query::{ScoredCandidate, ScoredCandidates, SearchScope};
use crate::index::store::visibility::was_known;
use std::collections::HashMap;

/// Leading candidates whose title words support other candidates that use them too.
const LEADERS: usize = 10;

/// The time of the query: as asked, else when the newest document was opened.
fn now(scope: &SearchScope) -> Option<EpochSeconds> {
    match scope.as_of {
        Some(as_of) => as_of.time,
        None => scope.segments.iter().filter_map(|s| s.columns().newest.map(|(_, opened_at)| opened_at)).max(),
    }
}

/// Members of a document's family that the reader sees, by links known at the moment asked about.
pub type Family<'f> = dyn Fn(DocKey) -> Vec<DocKey> + 'f;

/// Feature values, row-major: candidates × [`WIDTH`].
pub fn rows(
    scope: &SearchScope,
    asked: &AnalyzedQuery,
    scored: &ScoredCandidates,
    candidates: &[ScoredCandidate],
    family: &Family,
) -> Result<Vec<f32>, IndexError> {
    let query = QueryProfile::new(asked, scored);
    let now = now(scope);
    let newest = scope.segments.iter().filter_map(|s| s.columns().newest.map(|(first_seq, _)| first_seq)).max().unwrap_or(0) + 1;
    // If the query is about all other documents, older and newer, a place says nothing about age.
    let before = scope.as_of.map_or(newest, |a| a.before_seq);
    let averages = scope.averages().lengths;
    let best = candidates.first().map_or(1e-6, |c| c.score.max(1e-6));
    let mut rows = vec![f32::NAN; candidates.len() * WIDTH];
    let mut profile = DocProfile::new(query.idf.len());
    let mut titles: Vec<Vec<u32>> = Vec::with_capacity(candidates.len());
    let key = |c: &ScoredCandidate| scope.segments[c.segment].columns().key[c.document as usize];
    let shares: HashMap<DocKey, f32> = candidates.iter().map(|c| (key(c), c.score / best)).collect();
    for (place, (candidate, row)) in candidates.iter().zip(rows.chunks_exact_mut(WIDTH)).enumerate() {
        let segment = scope.segments[candidate.segment];
        let (columns, d) = (segment.columns(), candidate.document as usize);
        let solved =
            if scope.as_of.is_some() { was_known(columns.resolved_at[d], now) } else { was_known(columns.resolved_at[d], None) };
        segment.forward(candidate.document, &mut profile.entries)?;
        profile.read(&query, solved);
        let mut set = |feature: Feature, value: f32| row[feature as usize] = value;
        set(Feature::Bm25f, candidate.score);
        set(Feature::Share, candidate.score / best);
        set(Feature::Rank, 1.0 / (1.0 + place as f32));
        set(Feature::Ideal, candidate.score / scored.ideal.max(1e-6));
        profile.words(&query, [columns.lengths[0][d].into(), columns.lengths[1][d].into()], averages, &mut set);
        profile.metadata(&query, &mut set);
        let days = |since: EpochSeconds| now.map_or(f32::NAN, |now| ((now.0 - since.0).max(0) as f32 / 86_400.0).ln_1p());
        // Sources without dates give the epoch.
        set(Feature::Days, if columns.opened_at[d] == EpochSeconds::UNKNOWN { f32::NAN } else { days(columns.opened_at[d]) });
        let newer = (before.saturating_sub(columns.first_seq[d])) as f32 / before as f32;
        set(Feature::Newer, if before > newest { f32::NAN } else { newer.max(1e-6).ln() });
        set(Feature::Open, f32::from(u8::from(!solved)));
        set(Feature::SinceSolved, if solved { days(columns.resolved_at[d]) } else { f32::NAN });
        set(Feature::Solved, f32::from(u8::from(solved && columns.flags[d] & flag::SOLVED != 0)));
        let own = key(candidate);
        let members = family(own);
        let others = || members.iter().filter(|m| **m != own);
        set(Feature::Links, others().count() as f32);
        set(Feature::FamilyBest, others().filter_map(|m| shares.get(m)).fold(0.0, |a: f32, b| a.max(*b)));
        titles.push(profile.title_hashes.clone());
    }
    company(&query, candidates, best, &titles, &mut rows);
    standardise(&mut rows);
    Ok(rows)
}

/// Sets `Feature::Company`: words that a candidate's title shares with the leading candidates' titles and that the query does
/// not have. Members of a family often describe the problem in such words.
fn company(query: &QueryProfile, candidates: &[ScoredCandidate], best: f32, titles: &[Vec<u32>], rows: &mut [f32]) {
    let mut frequency: HashMap<u32, f32> = HashMap::new();
    let mut led: HashMap<u32, f32> = HashMap::new();
    let distinct = |title: &Vec<u32>| {
        let mut words: Vec<u32> = title.iter().copied().filter(|w| query.slots.get(*w).is_none()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let titles: Vec<Vec<u32>> = titles.iter().map(distinct).collect();
    for (place, words) in titles.iter().enumerate() {
        for word in words {
            *frequency.entry(*word).or_default() += 1.0;
            if place < LEADERS {
                *led.entry(*word).or_default() += candidates[place].score / best;
            }
        }
    }
    let all = titles.len() as f32;
    for (place, (words, row)) in titles.iter().zip(rows.chunks_exact_mut(WIDTH)).enumerate() {
        let own = if place < LEADERS { candidates[place].score / best } else { 0.0 };
        let weight = |w: &u32| (led.get(w).copied().unwrap_or(0.0) - own).max(0.0) * (all / frequency[w]).ln();
        row[Feature::Company as usize] = words.iter().map(weight).sum::<f32>() / (1.0 + words.len() as f32).sqrt();
    }
}
