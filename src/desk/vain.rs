//! Searches that found nothing: what people look for and the archive does not have yet.

use super::{Desk, DeskError};
use crate::case::Masker;
use crate::ledger::Area;
use crate::people::Actor;
use crate::ticket::Refusal;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// Characters of a question that are kept.
const KEPT_CHARS: usize = 200;
/// Searches looked through for one answer: the latest.
const LOOKED_AT: usize = 10_000;

/// What was asked in vain, however it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InVain {
    pub words: String,
    pub count: usize,
    pub last: DateTime<Utc>,
}

impl Desk {
    /// Puts on record that a question found nothing, personal data masked. Visitors' are not kept: anybody can ask.
    pub fn note_search_in_vain(&self, actor: &Actor, text: &str, now: DateTime<Utc>) -> Result<(), DeskError> {
        let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(KEPT_CHARS).collect();
        if *actor == Actor::Visitor || !words.chars().any(char::is_alphanumeric) {
            return Ok(());
        }
        let body = serde_json::json!({"words": Masker::default().text(&words)});
        let (name, day) = (actor.name().to_string(), self.settings.calendar.local_day(now).to_string());
        self.ledger.write(move |batch| Ok(batch.append_search(&day, &name, now, &body).map(drop)?))
    }

    /// What was asked in vain in a span of time, the most asked first.
    pub fn searches_in_vain(&self, actor: &Actor, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<InVain>, DeskError> {
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("what others searched for is for staff".into()).into());
        }
        let mut found: HashMap<String, InVain> = HashMap::new();
        for entry in self.ledger.entries_between(Area::Search, from, to, LOOKED_AT)? {
            let told: serde_json::Value = serde_json::from_str(&entry.body).unwrap_or_default();
            let words = told["words"].as_str().unwrap_or_default().to_string();
            let known = found.entry(words.to_lowercase()).or_insert(InVain { words, count: 0, last: entry.recorded_at });
            known.count += 1;
            known.last = known.last.max(entry.recorded_at);
        }
        let mut found: Vec<InVain> = found.into_values().collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then(b.last.cmp(&a.last)).then_with(|| a.words.cmp(&b.words)));
        Ok(found)
    }
}
