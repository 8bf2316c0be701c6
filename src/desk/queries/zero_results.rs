//! Searches that found nothing: what people look for and the archive does not have yet. Gathered in memory, so that reading
//! does not write, and put on record by a follower.

use crate::case::Masker;
use crate::desk::core::caches::Gathered;
use crate::desk::core::caches::Waiting;
use crate::desk::core::open::Desk;
use crate::desk::error::DeskError;
use crate::ledger::Area;
use crate::people::Actor;
use crate::ticket::Refusal;
use chrono::{DateTime, Utc};
use parking_lot::MutexGuard;
use std::collections::HashMap;

/// Characters of a question that are kept.
const KEPT_CHARS: usize = 200;
/// Searches looked through for one answer: the latest.
const LOOKED_AT: usize = 10_000;
/// Different questions that wait to be recorded, of everybody and of one asker; more are counted with nobody.
const WAITING_MAX: usize = 2_000;
const WAITING_OF_ONE_MAX: usize = 100;

/// What was asked in vain, however it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InVain {
    pub words: String,
    pub count: usize,
    pub last: DateTime<Utc>,
}

impl Desk {
    /// Notes that a question found nothing, personal data masked. Visitors' are not kept: anybody can ask.
    pub fn note_search_in_vain(&self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
        let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(KEPT_CHARS).collect();
        if *actor == Actor::Visitor || !words.chars().any(char::is_alphanumeric) {
            return Ok(());
        }
        let words = Masker::default().text(&words);
        let mut waiting = self.waiting_searches();
        let of_one = waiting.keys().filter(|(asker, _)| asker == actor.name()).count();
        let key = (actor.name().to_string(), words);
        if waiting.contains_key(&key) || (waiting.len() < WAITING_MAX && of_one < WAITING_OF_ONE_MAX) {
            let nth = waiting.len();
            let gathered = waiting.entry(key).or_insert(Gathered { count: 0, last: now, nth });
            (gathered.count, gathered.last) = (gathered.count + 1, now);
        }
        Ok(())
    }

    fn waiting_searches(&self) -> MutexGuard<'_, Waiting> {
        self.in_vain.lock()
    }

    /// Puts on record what reading has left to be noted: searches in vain, and which tokens were used.
    pub fn record_usage(&self) -> Result<(), DeskError> {
        self.record_token_uses()?;
        self.record_searches_in_vain()
    }

    /// One row for each asker and question.
    fn record_searches_in_vain(&self) -> Result<(), DeskError> {
        let waiting = std::mem::take(&mut *self.waiting_searches());
        if waiting.is_empty() {
            return Ok(());
        }
        let (rows, settings) = (in_order(&waiting), self.settings.clone());
        let recorded = self.ledger.write(move |batch| {
            for ((asker, words), Gathered { count, last, .. }) in rows {
                let day = settings.calendar.local_day(last).to_string();
                batch.append_search(&day, &asker, last, &serde_json::json!({"words": words, "count": count}))?;
            }
            Ok::<_, DeskError>(())
        });
        if recorded.is_err() {
            // What could not be recorded waits for the next time, as far as there is room.
            let mut now_waiting = self.waiting_searches();
            for (key, gathered) in waiting {
                let room = now_waiting.len() < WAITING_MAX;
                match now_waiting.get_mut(&key) {
                    Some(again) => again.count += gathered.count,
                    None if room => drop(now_waiting.insert(key, gathered)),
                    None => {}
                }
            }
        }
        recorded
    }

    /// What was asked in vain in a span of time, the most asked first.
    pub fn searches_in_vain(&self, actor: &Actor, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<InVain>, DeskError> {
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("what others searched for is for staff".into()).into());
        }
        let mut found: HashMap<String, InVain> = HashMap::new();
        let mut add = |words: String, count: usize, last: DateTime<Utc>| {
            let known = found.entry(words.to_lowercase()).or_insert(InVain { words, count: 0, last });
            known.count += count;
            known.last = known.last.max(last);
        };
        for entry in self.ledger.entries_between(Area::Search, from, to, LOOKED_AT)? {
            let told: serde_json::Value = serde_json::from_str(&entry.body).unwrap_or_default();
            // Before they were gathered each was a row of its own.
            let count = told["count"].as_u64().map_or(1, |count| count as usize);
            add(told["words"].as_str().unwrap_or_default().to_string(), count, entry.recorded_at);
        }
        for ((_, words), Gathered { count, last, .. }) in in_order(&self.waiting_searches()) {
            if (from..to).contains(&last) {
                add(words, count, last);
            }
        }
        let mut found: Vec<InVain> = found.into_values().collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then(b.last.cmp(&a.last)).then_with(|| a.words.cmp(&b.words)));
        Ok(found)
    }
}

/// Those that wait in the order they came.
fn in_order(waiting: &Waiting) -> Vec<((String, String), Gathered)> {
    let mut rows: Vec<_> = waiting.iter().map(|(key, gathered)| (key.clone(), *gathered)).collect();
    rows.sort_by_key(|(_, gathered)| gathered.nth);
    rows
}
