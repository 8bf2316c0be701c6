//! The archive in order of time, with links dated by when they could be known, for evaluating past queries.

use crate::index::doc::units::{DocKey, EpochSeconds};
use crate::index::score::accumulators::AccumulatorPool;
use crate::index::score::query::SearchScope;
use crate::index::store::families::FamilyGraph;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::Visibility;
use std::collections::HashMap;

/// A document's place in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimelineEntry {
    /// The document.
    pub key: DocKey,
    /// Ledger place of its first event.
    pub first_seq: u64,
    /// When it was submitted.
    pub opened_at: EpochSeconds,
    resolved_at: EpochSeconds,
}

/// The documents and links of a snapshot.
pub struct ArchiveTimeline {
    /// By `first_seq`.
    entries: Vec<TimelineEntry>,
    by_key: HashMap<DocKey, usize>,
    /// Links at the ledger place from which they could be known.
    pub(super) families: FamilyGraph,
    /// All links, undated.
    known_now: FamilyGraph,
}

/// The timeline of a snapshot. `undated` says of a document that is not resolved whether the ledger does not tell when its
/// links were found out.
pub fn timeline(snapshot: &Snapshot, pool: &AccumulatorPool, undated: impl Fn(DocKey) -> bool) -> ArchiveTimeline {
    let scope = SearchScope::over(snapshot, pool, Visibility::Staff, None, None);
    let mut entries = Vec::new();
    for (segment, visible) in scope.segments.iter().zip(&scope.visible) {
        let c = segment.columns();
        let entry = |d: usize| TimelineEntry {
            key: c.key[d],
            first_seq: c.first_seq[d],
            opened_at: c.opened_at[d],
            resolved_at: c.resolved_at[d],
        };
        entries.extend((0..c.len()).filter(|d| visible.contains(*d as u32)).map(entry));
    }
    ArchiveTimeline::of(entries, &snapshot.families, undated)
}

impl ArchiveTimeline {
    /// Dates the links of some documents.
    fn of(mut entries: Vec<TimelineEntry>, families: &FamilyGraph, undated: impl Fn(DocKey) -> bool) -> ArchiveTimeline {
        entries.sort_by_key(|m| m.first_seq);
        let by_key: HashMap<DocKey, usize> = entries.iter().enumerate().map(|(i, m)| (m.key, i)).collect();
        let mut opened: Vec<(EpochSeconds, u64)> = entries.iter().map(|m| (m.opened_at, m.first_seq)).collect();
        opened.sort_unstable();
        // Running minimum: the first place of anything opened at this time or later.
        for i in (1..opened.len()).rev() {
            opened[i - 1].1 = opened[i - 1].1.min(opened[i].1);
        }
        let place_at =
            |time: EpochSeconds| opened.get(opened.partition_point(|(at, _)| *at < time)).map_or(u64::MAX, |(_, seq)| *seq);
        // An import records a link with its ticket, possibly years before it was known: it counts from when the later
        // of the two was resolved, and never if that is unknown.
        let known_now = families.dated(|_, _, _| 0);
        let families = families.dated(|from, to, seq| {
            let ends = [from, to].map(|key| by_key.get(&key).map(|i| entries[*i]));
            let later = ends.into_iter().flatten().max_by_key(|m| m.first_seq);
            match later {
                Some(m) if m.resolved_at != EpochSeconds::NEVER => seq.max(place_at(m.resolved_at)),
                Some(m) if undated(m.key) => u64::MAX,
                _ => seq,
            }
        });
        ArchiveTimeline { entries, by_key, families, known_now }
    }

    /// Every document with a link, the newest first.
    pub fn linked(&self) -> impl Iterator<Item = TimelineEntry> + '_ {
        self.entries.iter().rev().copied().filter(|m| self.known_now.is_linked(m.key, u64::MAX))
    }

    /// The place of a document in time.
    pub fn entry(&self, key: DocKey) -> Option<TimelineEntry> {
        self.by_key.get(&key).map(|i| self.entries[*i])
    }

    /// The family of a document as known now, restricted to documents before a ledger place and a time; ascending.
    pub fn family_before(&self, key: DocKey, before_seq: u64, time: EpochSeconds) -> Vec<DocKey> {
        let members = self.known_now.members(key, u64::MAX, |_| true);
        let there = |key: &DocKey| self.entry(*key).is_some_and(|m| m.first_seq < before_seq && m.opened_at <= time);
        members.into_iter().filter(there).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::LinkKind;
    use crate::index::store::families::DocLink;

    #[test]
    fn a_tie_counts_from_when_it_could_be_known() {
        let entry = |key, first_seq, opened_at, resolved_at| TimelineEntry {
            key: DocKey(key),
            first_seq,
            opened_at: EpochSeconds(opened_at),
            resolved_at: EpochSeconds(resolved_at),
        };
        let entries =
            vec![entry(1, 10, 100, 900), entry(2, 20, 200, 450), entry(3, 30, 400, i64::MAX), entry(4, 40, 500, i64::MAX)];
        let mut families = FamilyGraph::default();
        // Imported: recorded with the ticket, but known from time 450.
        families.link(DocLink { from: DocKey(2), to: DocKey(1), kind: LinkKind::Duplicate, seq: 21 });
        families.link(DocLink { from: DocKey(3), to: DocKey(1), kind: LinkKind::Duplicate, seq: 31 });
        families.link(DocLink { from: DocKey(4), to: DocKey(1), kind: LinkKind::Duplicate, seq: 41 });
        let timeline = ArchiveTimeline::of(entries, &families, |key| key == DocKey(3));
        // Still open: dated by the ledger, or undated.
        assert!(timeline.families.is_linked(DocKey(4), 42) && !timeline.families.is_linked(DocKey(3), u64::MAX));
        assert!(!timeline.families.is_linked(DocKey(2), 30) && !timeline.families.is_linked(DocKey(2), 40));
        assert!(timeline.families.is_linked(DocKey(2), 41));
        // Right answers use all links.
        assert_eq!(timeline.family_before(DocKey(2), 20, EpochSeconds(200)), [DocKey(1)]);
        assert_eq!(timeline.linked().map(|m| m.key).collect::<Vec<_>>(), [4, 3, 2, 1].map(DocKey));
    }
}
