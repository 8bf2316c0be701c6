//! What was in the archive in which order, and what was known to be tied by then: so that the desk can ask its own past.

use crate::index::doc::document::NEVER;
use crate::index::score::accumulators::Pool;
use crate::index::score::query::Scope;
use crate::index::store::families::Families;
use crate::index::store::snapshot::Snapshot;
use crate::index::store::visibility::Sight;
use std::collections::HashMap;

/// A document's place in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub code: u64,
    /// Place of its first event.
    pub order: u64,
    /// Seconds since the epoch.
    pub opened_at: i64,
    resolved_at: i64,
}

/// A picture of the index, taken once.
pub struct Past {
    /// By order.
    marks: Vec<Mark>,
    by_code: HashMap<u64, usize>,
    /// Ties with the date from which they could be known.
    pub(super) families: Families,
    /// The same ties, all of them.
    known_now: Families,
}

/// A picture's documents in time. `undated` says of a document that is not resolved whether the record cannot tell when its
/// ties were found out.
pub fn past(snapshot: &Snapshot, pool: &Pool, undated: impl Fn(u64) -> bool) -> Past {
    let scope = Scope::over(snapshot, pool, Sight::Staff, None, None);
    let mut marks = Vec::new();
    for (shelf, seen) in scope.shelves.iter().zip(&scope.seen) {
        let c = shelf.columns();
        let mark = |d: usize| Mark { code: c.code[d], order: c.order[d], opened_at: c.opened_at[d], resolved_at: c.resolved_at[d] };
        marks.extend((0..c.len()).filter(|d| seen.sees(*d as u32)).map(mark));
    }
    Past::of(marks, &snapshot.families, undated)
}

impl Past {
    fn of(mut marks: Vec<Mark>, families: &Families, undated: impl Fn(u64) -> bool) -> Past {
        marks.sort_by_key(|m| m.order);
        let by_code: HashMap<u64, usize> = marks.iter().enumerate().map(|(i, m)| (m.code, i)).collect();
        let mut opened: Vec<(i64, u64)> = marks.iter().map(|m| (m.opened_at, m.order)).collect();
        opened.sort_unstable();
        // The first place at which something opened at that time or later stands.
        for i in (1..opened.len()).rev() {
            opened[i - 1].1 = opened[i - 1].1.min(opened[i].1);
        }
        let place_at = |time: i64| opened.get(opened.partition_point(|(at, _)| *at < time)).map_or(u64::MAX, |(_, order)| *order);
        // An import records a tie with the ticket it belongs to, years before anybody knew: it counts from when the later
        // of the two was resolved, and never where that is not known.
        let known_now = families.dated(|_, _, _| 0);
        let families = families.dated(|from, to, order| {
            let ends = [from, to].map(|code| by_code.get(&code).map(|i| marks[*i]));
            let later = ends.into_iter().flatten().max_by_key(|m| m.order);
            match later {
                Some(m) if m.resolved_at != NEVER => order.max(place_at(m.resolved_at)),
                Some(m) if undated(m.code) => u64::MAX,
                _ => order,
            }
        });
        Past { marks, by_code, families, known_now }
    }

    /// Every document that is tied to another, the newest first.
    pub fn tied(&self) -> impl Iterator<Item = Mark> + '_ {
        self.marks.iter().rev().copied().filter(|m| self.known_now.is_tied(m.code, u64::MAX))
    }

    pub fn mark(&self, code: u64) -> Option<Mark> {
        self.by_code.get(&code).map(|i| self.marks[*i])
    }

    /// The family of a document as it is known now, as far as it was there before a place and a time.
    pub fn family_before(&self, code: u64, order: u64, time: i64) -> Vec<u64> {
        let members = self.known_now.members(code, u64::MAX, |_| true);
        let there = |code: &u64| self.mark(*code).is_some_and(|m| m.order < order && m.opened_at <= time);
        members.into_iter().filter(there).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::LinkKind;

    #[test]
    fn a_tie_counts_from_when_it_could_be_known() {
        let mark = |code, order, opened_at, resolved_at| Mark { code, order, opened_at, resolved_at };
        let marks = vec![mark(1, 10, 100, 900), mark(2, 20, 200, 450), mark(3, 30, 400, i64::MAX), mark(4, 40, 500, i64::MAX)];
        let mut families = Families::default();
        // Imported: recorded with the ticket, but found out at 450.
        families.tie(2, 1, LinkKind::Duplicate, 21);
        families.tie(3, 1, LinkKind::Duplicate, 31);
        families.tie(4, 1, LinkKind::Duplicate, 41);
        let past = Past::of(marks, &families, |code| code == 3);
        // Still open: on record from when it was made, or nobody knows since when.
        assert!(past.families.is_tied(4, 42) && !past.families.is_tied(3, u64::MAX));
        assert!(!past.families.is_tied(2, 30) && !past.families.is_tied(2, 40));
        assert!(past.families.is_tied(2, 41));
        // What tells the right answer is the tie as it is known now.
        assert_eq!(past.family_before(2, 20, 200), [1]);
        assert_eq!(past.tied().map(|m| m.code).collect::<Vec<_>>(), [4, 3, 2, 1]);
    }
}
