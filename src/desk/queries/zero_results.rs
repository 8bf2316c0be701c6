//! Searches that found nothing: what people look for and the archive does not have yet. Gathered in memory, so that reading
//! does not write, and put on record by a follower.

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

/// Characters of a question that are kept.
const KEPT_CHARS: usize = 200;
/// Searches looked through for one answer: the latest.
const LOOKED_AT: usize = 10_000;
/// Different questions that wait to be recorded, of everybody and of one asker; more are counted with nobody.
pub const WAITING_MAX: usize = 2_000;
const WAITING_OF_ONE_MAX: usize = 100;

/// What was asked in vain, however it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZeroResultSearch {
    pub words: String,
    pub count: usize,
    pub last: DateTime<Utc>,
}

/// Notes that a question found nothing, personal data masked. Visitors' are not kept: anybody can ask.
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

/// What was asked in vain in a span of time, the most asked first.
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
        // Before they were gathered each was a row of its own.
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

/// Those that wait in the order they came.
pub fn in_order(waiting: &PendingSearches) -> Vec<((String, String), SearchCount)> {
    let mut rows: Vec<_> = waiting.iter().map(|(key, search)| (key.clone(), *search)).collect();
    rows.sort_by_key(|(_, search)| search.nth);
    rows
}
