//! A candidate's numbers, reckoned from columns, as of the moment asked about.

use super::doc_profile::Look;
use super::query::Asked;
use super::query_profile::Lens;
use crate::index::doc::document::flag;
use crate::index::error::IndexError;
use crate::index::score::features::{F, WIDTH, standardise};
use crate::index::score::query::{Candidate, Scope, Scored};
use crate::index::store::visibility::was_known;
use std::collections::HashMap;

/// The leading candidates whose words speak for others that use them too.
const LEADERS: usize = 10;

/// What time it is for the question: as asked, else when the newest document began.
fn now(scope: &Scope) -> Option<i64> {
    match scope.as_of {
        Some(as_of) => as_of.time,
        None => scope.shelves.iter().filter_map(|s| s.columns().newest.map(|(_, opened_at)| opened_at)).max(),
    }
}

/// Members of a document's family that the asker sees, by ties known at the moment asked about.
pub type Family<'f> = dyn Fn(u64) -> Vec<u64> + 'f;

/// One row of [`WIDTH`] numbers per candidate, in their order.
pub fn rows(
    scope: &Scope,
    asked: &Asked,
    scored: &Scored,
    candidates: &[Candidate],
    family: &Family,
) -> Result<Vec<f32>, IndexError> {
    let lens = Lens::new(asked, scored);
    let now = now(scope);
    let newest = scope.shelves.iter().filter_map(|s| s.columns().newest.map(|(order, _)| order)).max().unwrap_or(0) + 1;
    // Asked of every other document, before and after, a document's place says nothing of its age.
    let before = scope.as_of.map_or(newest, |a| a.before_order);
    let averages = scope.averages().lengths;
    let best = candidates.first().map_or(1e-6, |c| c.score.max(1e-6));
    let mut rows = vec![f32::NAN; candidates.len() * WIDTH];
    let mut look = Look::new(lens.idf.len());
    let mut titles: Vec<Vec<u32>> = Vec::with_capacity(candidates.len());
    let code = |c: &Candidate| scope.shelves[c.shelf].columns().code[c.document as usize];
    let shares: HashMap<u64, f32> = candidates.iter().map(|c| (code(c), c.score / best)).collect();
    for (place, (candidate, row)) in candidates.iter().zip(rows.chunks_exact_mut(WIDTH)).enumerate() {
        let shelf = scope.shelves[candidate.shelf];
        let (columns, d) = (shelf.columns(), candidate.document as usize);
        let solved =
            if scope.as_of.is_some() { was_known(columns.resolved_at[d], now) } else { was_known(columns.resolved_at[d], None) };
        shelf.forward(candidate.document, &mut look.entries)?;
        look.read(&lens, solved);
        let mut set = |feature: F, value: f32| row[feature as usize] = value;
        set(F::Bm25f, candidate.score);
        set(F::Share, candidate.score / best);
        set(F::Rank, 1.0 / (1.0 + place as f32));
        set(F::Ideal, candidate.score / scored.ideal.max(1e-6));
        look.words(&lens, [columns.lengths[0][d].into(), columns.lengths[1][d].into()], averages, &mut set);
        look.metadata(&lens, &mut set);
        let days = |since: i64| now.map_or(f32::NAN, |now| ((now - since).max(0) as f32 / 86_400.0).ln_1p());
        // Where a source has no dates, all documents began at the epoch.
        set(F::Days, if columns.opened_at[d] == 0 { f32::NAN } else { days(columns.opened_at[d]) });
        let newer = (before.saturating_sub(columns.order[d])) as f32 / before as f32;
        set(F::Newer, if before > newest { f32::NAN } else { newer.max(1e-6).ln() });
        set(F::Open, f32::from(u8::from(!solved)));
        set(F::SinceSolved, if solved { days(columns.resolved_at[d]) } else { f32::NAN });
        set(F::Solved, f32::from(u8::from(solved && columns.flags[d] & flag::SOLVED != 0)));
        let own = code(candidate);
        let members = family(own);
        let others = || members.iter().filter(|m| **m != own);
        set(F::Ties, others().count() as f32);
        set(F::FamilyBest, others().filter_map(|m| shares.get(m)).fold(0.0, |a: f32, b| a.max(*b)));
        titles.push(look.title_hashes.clone());
    }
    company(&lens, candidates, best, &titles, &mut rows);
    standardise(&mut rows);
    Ok(rows)
}

/// Words that the question has not and the leading candidates' titles have in common with a candidate's: what members
/// of a family call the trouble.
fn company(lens: &Lens, candidates: &[Candidate], best: f32, titles: &[Vec<u32>], rows: &mut [f32]) {
    let mut frequency: HashMap<u32, f32> = HashMap::new();
    let mut led: HashMap<u32, f32> = HashMap::new();
    let distinct = |title: &Vec<u32>| {
        let mut words: Vec<u32> = title.iter().copied().filter(|w| lens.slots.get(*w).is_none()).collect();
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
        row[F::Company as usize] = words.iter().map(weight).sum::<f32>() / (1.0 + words.len() as f32).sqrt();
    }
}
