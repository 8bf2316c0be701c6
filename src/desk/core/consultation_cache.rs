//! Consultations cached until they are registered or deflected: bounded in bytes, per person and in all, in number and in time.

use crate::ticket::Consulted;
use chrono::{DateTime, Duration, Utc};
use std::collections::{HashMap, VecDeque};

/// Bytes of all entries: a few thousand long reports.
const BYTES_MAX: usize = 64 << 20;
/// Bytes of one person's entries: one report of the largest size, or some hundreds of usual ones.
const BYTES_PER_ASKER_MAX: usize = 9 << 20;
/// Entries at most.
const COUNT_MAX: usize = 10_000;
/// Hours an entry is kept.
const HOURS_MAX: i64 = 24;
/// Estimated bytes of an entry beside its body.
const OVERHEAD_BYTES: usize = 1_024;

#[derive(Debug, Clone)]
pub struct CachedConsultation {
    pub asker: String,
    /// The request's body as JSON text, which takes less memory than a parsed value.
    pub body: String,
    pub consulted: Consulted,
}

impl CachedConsultation {
    fn bytes(&self) -> usize {
        self.body.len() + OVERHEAD_BYTES
    }
}

/// Consultations by id. The oldest is evicted first: a person's own before anybody else's.
#[derive(Debug, Default)]
pub struct ConsultationCache {
    by_id: HashMap<String, CachedConsultation>,
    order: VecDeque<String>,
    /// By person: ids, oldest first, and their bytes.
    by_asker: HashMap<String, (VecDeque<String>, usize)>,
    bytes: usize,
}

impl ConsultationCache {
    /// Adds an entry and evicts others to make room. One that is larger than a person's share is not kept.
    pub fn keep(&mut self, kept: CachedConsultation, now: DateTime<Utc>) {
        self.forget_older_than(now - Duration::hours(HOURS_MAX));
        let (id, asker, bytes) = (kept.consulted.id.clone(), kept.asker.clone(), kept.bytes());
        if bytes > BYTES_PER_ASKER_MAX {
            return;
        }
        let own = |all: &Self| all.by_asker.get(&asker).and_then(|(ids, own)| Some((ids.front()?.clone(), *own)));
        while let Some((oldest, _)) = own(self).filter(|(_, own)| own + bytes > BYTES_PER_ASKER_MAX) {
            self.forget(&oldest);
        }
        while self.bytes + bytes > BYTES_MAX || self.by_id.len() >= COUNT_MAX {
            let Some(oldest) = self.order.front().cloned() else { break };
            self.forget(&oldest);
        }
        let (ids, own) = self.by_asker.entry(asker).or_default();
        ids.push_back(id.clone());
        *own += bytes;
        self.bytes += bytes;
        self.order.push_back(id.clone());
        self.by_id.insert(id, kept);
    }

    /// Replaces what an entry was asked with, for the person who made it only.
    pub fn retell(&mut self, id: &str, asker: &str, body: String, now: DateTime<Utc>) {
        let Some(kept) = self.get(id, asker).cloned() else { return };
        self.forget(id);
        self.keep(CachedConsultation { body, ..kept }, now);
    }

    /// An entry, for the person who made it only.
    pub fn get(&self, id: &str, asker: &str) -> Option<&CachedConsultation> {
        self.by_id.get(id).filter(|kept| kept.asker == asker)
    }

    fn forget_older_than(&mut self, from: DateTime<Utc>) {
        while let Some(oldest) = self.order.front() {
            match self.by_id.get(oldest) {
                Some(kept) if kept.consulted.at >= from => break,
                _ => {
                    let oldest = oldest.clone();
                    self.forget(&oldest);
                }
            }
        }
    }

    fn forget(&mut self, id: &str) {
        if let Some(at) = self.order.iter().position(|known| known == id) {
            self.order.remove(at);
        }
        let Some(kept) = self.by_id.remove(id) else { return };
        self.bytes -= kept.bytes();
        if let Some((ids, own)) = self.by_asker.get_mut(&kept.asker) {
            ids.retain(|known| known != id);
            *own -= kept.bytes();
            if ids.is_empty() {
                self.by_asker.remove(&kept.asker);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_714_960_800 + 60 * minute, 0).unwrap()
    }

    fn kept(id: &str, asker: &str, bytes: usize, minute: i64) -> CachedConsultation {
        CachedConsultation {
            asker: asker.into(),
            body: "x".repeat(bytes),
            consulted: Consulted { id: id.into(), at: at(minute), found: None },
        }
    }

    #[test]
    fn one_asker_of_many_long_reports_takes_no_more_than_their_share_and_pushes_nobody_out() {
        let mut all = ConsultationCache::default();
        all.keep(kept("small", "wang", 100, 0), at(0));
        for i in 0..180 {
            all.keep(kept(&format!("c{i}"), "flood", 7 << 20, i), at(i));
            assert!(all.bytes <= BYTES_PER_ASKER_MAX + 100 + 2 * OVERHEAD_BYTES, "{}", all.bytes);
        }
        assert!(all.get("small", "wang").is_some());
        assert!(all.get("c179", "flood").is_some() && all.get("c178", "flood").is_none());
        assert!(all.get("c179", "wang").is_none(), "somebody else's");
    }

    #[test]
    fn many_askers_together_stay_within_the_bound() {
        let mut all = ConsultationCache::default();
        for i in 0..100 {
            all.keep(kept(&format!("c{i}"), &format!("p{i}"), 2 << 20, i), at(i));
        }
        assert!(all.bytes <= BYTES_MAX && all.by_id.len() == all.order.len(), "{}", all.bytes);
        assert!(all.by_asker.len() == all.by_id.len());
        assert!(all.get("c99", "p99").is_some() && all.get("c0", "p0").is_none());
    }

    #[test]
    fn what_is_a_day_old_is_forgotten_and_what_is_too_large_is_not_kept() {
        let mut all = ConsultationCache::default();
        all.keep(kept("old", "wang", 10, 0), at(0));
        all.keep(kept("new", "li", 10, 24 * 60 + 1), at(24 * 60 + 1));
        all.keep(kept("huge", "li", 20 << 20, 24 * 60 + 1), at(24 * 60 + 1));
        assert!(all.get("old", "wang").is_none() && all.get("huge", "li").is_none());
        assert!(all.get("new", "li").is_some() && all.bytes == 10 + OVERHEAD_BYTES);
    }
}
