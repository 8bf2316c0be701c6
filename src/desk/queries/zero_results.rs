//! Searches that found nothing. Counted in memory, so that a query writes nothing, and recorded by a follower.

use crate::case::Masker;
use crate::desk::core::caches::PendingSearches;
use crate::desk::core::caches::SearchCount;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::ledger::Area;
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use chrono::{DateTime, Utc};
use parking_lot::MutexGuard;
use std::collections::HashMap;

/// Characters of a search that are kept.
const KEPT_CHARS: usize = 200;
/// Recorded searches read for one answer: the latest.
const LOOKED_AT: usize = 10_000;
/// Different searches kept in memory until they are recorded; beyond this, further ones are dropped.
pub const WAITING_MAX: usize = 2_000;
/// How many of these may be one person's.
const WAITING_OF_ONE_MAX: usize = 100;

/// A search that found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeroResultSearch {
    /// The words, masked, as first written; letter case is ignored.
    pub words: String,
    /// How often they were searched for.
    pub count: usize,
    /// When they were last searched for.
    pub last: DateTime<Utc>,
}

/// Notes that a search found nothing, personal data masked; recorded later. Visitors' searches are not noted.
pub fn note_zero_results(desk: &Desk, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(KEPT_CHARS).collect();
    if *actor == Actor::Visitor || !words.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    let words = Masker::default().text(&words);
    let mut waiting = pending_searches(desk);
    let of_one = waiting.keys().filter(|(asker, _)| asker == actor.name()).count();
    let key = (actor.name().to_string(), words);
    if waiting.contains_key(&key) || (waiting.len() < WAITING_MAX && of_one < WAITING_OF_ONE_MAX) {
        let nth = waiting.len();
        let search = waiting.entry(key).or_insert(SearchCount { count: 0, last: now, nth });
        (search.count, search.last) = (search.count + 1, now);
    }
    Ok(())
}

pub fn pending_searches(desk: &Desk) -> MutexGuard<'_, PendingSearches> {
    desk.pending_searches.lock()
}

/// Searches that found nothing from `from` (included) to `to` (excluded), most frequent first. Staff only.
pub fn zero_result_searches(
    desk: &Desk,
    actor: &Actor,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<ZeroResultSearch>, DeskError> {
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::Searches }.into());
    }
    let mut found: HashMap<String, ZeroResultSearch> = HashMap::new();
    let mut add = |words: String, count: usize, last: DateTime<Utc>| {
        let known = found.entry(words.to_lowercase()).or_insert(ZeroResultSearch { words, count: 0, last });
        known.count += count;
        known.last = known.last.max(last);
    };
    for event in desk.ledger.events_between(Area::Search, from, to, LOOKED_AT)? {
        let body: serde_json::Value = serde_json::from_str(&event.body).unwrap_or_default();
        // Old versions recorded each search in a row of its own, without a count.
        let count = body["count"].as_u64().map_or(1, |count| count as usize);
        add(body["words"].as_str().unwrap_or_default().to_string(), count, event.recorded_at);
    }
    for ((_, words), SearchCount { count, last, .. }) in in_order(&pending_searches(desk)) {
        if (from..to).contains(&last) {
            add(words, count, last);
        }
    }
    let mut found: Vec<ZeroResultSearch> = found.into_values().collect();
    found.sort_by(|a, b| b.count.cmp(&a.count).then(b.last.cmp(&a.last)).then_with(|| a.words.cmp(&b.words)));
    Ok(found)
}

/// The pending searches, oldest first.
pub fn in_order(waiting: &PendingSearches) -> Vec<((String, String), SearchCount)> {
    let mut rows: Vec<_> = waiting.iter().map(|(key, search)| (key.clone(), *search)).collect();
    rows.sort_by_key(|(_, search)| search.nth);
    rows
}
