//! Families: documents about the same trouble, as the union of dated ties.

use crate::case::LinkKind;
use crate::index::spread::Spread;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// A family larger than this is looked at in part: a row needs its best members, not all of them.
const MEMBERS_MAX: usize = 1_000;

#[derive(Debug, Clone, Copy)]
struct Tie {
    to: u64,
    order: u64,
}

/// So many parts, each of which is copied when a tie is added to it: one tie copies a thousandth of all.
const PARTS: usize = 1_024;

/// Ties between number codes, both ways, with their places in the record. A copy shares the parts that stay the same.
#[derive(Debug, Clone)]
pub struct Families {
    parts: Vec<Arc<Part>>,
}

/// What is known of some codes.
#[derive(Debug, Default, Clone)]
struct Part {
    ties: HashMap<u64, Vec<Tie>, Spread>,
    /// For each case: the places at which tickets were answered by it, and by which.
    answered: HashMap<u64, Vec<(u64, u64)>, Spread>,
}

impl Default for Families {
    fn default() -> Families {
        Families { parts: vec![Arc::default(); PARTS] }
    }
}

/// The part of a code; codes of one day follow one another.
fn part(code: u64) -> usize {
    (code.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % PARTS
}

impl Families {
    fn ties(&self, code: u64) -> &[Tie] {
        self.parts[part(code)].ties.get(&code).map_or(&[], Vec::as_slice)
    }

    fn changed(&mut self, code: u64) -> &mut Part {
        Arc::make_mut(&mut self.parts[part(code)])
    }

    pub fn tie(&mut self, from: u64, to: u64, kind: LinkKind, order: u64) {
        if from == to {
            return;
        }
        self.changed(from).ties.entry(from).or_default().push(Tie { to, order });
        self.changed(to).ties.entry(to).or_default().push(Tie { to: from, order });
        if kind == LinkKind::SolvedBy {
            self.changed(to).answered.entry(to).or_default().push((order, from));
        }
    }

    /// All members of a document's family, itself included, by ties before `before`, reached through members that
    /// `seen_by_asker` lets pass: what the asker may not see ties nothing together for them. Ascending.
    pub fn members(&self, code: u64, before: u64, mut seen_by_asker: impl FnMut(u64) -> bool) -> Vec<u64> {
        let mut seen = HashSet::from([code]);
        let mut queue = VecDeque::from([code]);
        while let Some(at) = queue.pop_front() {
            for tie in self.ties(at).iter().filter(|t| t.order < before) {
                if seen.len() < MEMBERS_MAX && !seen.contains(&tie.to) && seen_by_asker(tie.to) {
                    seen.insert(tie.to);
                    queue.push_back(tie.to);
                }
            }
        }
        let mut members: Vec<u64> = seen.into_iter().collect();
        members.sort_unstable();
        members
    }

    /// The same ties with other dates: `when` gets both ends and the date a tie has.
    pub fn dated(&self, when: impl Fn(u64, u64, u64) -> u64) -> Families {
        let again = |(from, ties): (&u64, &Vec<Tie>)| {
            (*from, ties.iter().map(|tie| Tie { to: tie.to, order: when(*from, tie.to, tie.order) }).collect())
        };
        // Who was answered by what is for reading results, not for ordering them.
        let dated = |part: &Arc<Part>| Arc::new(Part { ties: part.ties.iter().map(again).collect(), answered: HashMap::default() });
        Families { parts: self.parts.iter().map(dated).collect() }
    }

    /// Whether a document is tied to any other by ties before `before`.
    pub fn is_tied(&self, code: u64, before: u64) -> bool {
        self.ties(code).iter().any(|tie| tie.order < before)
    }

    /// The tickets that a case had answered before a place.
    pub fn answered_by(&self, code: u64, before: u64) -> impl Iterator<Item = u64> + '_ {
        self.parts[part(code)]
            .answered
            .get(&code)
            .into_iter()
            .flatten()
            .filter(move |(order, _)| *order < before)
            .map(|(_, ticket)| *ticket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_the_union_of_ties_known_by_then() {
        let mut families = Families::default();
        families.tie(2, 1, LinkKind::SolvedBy, 10);
        families.tie(3, 2, LinkKind::Duplicate, 20);
        families.tie(1, 3, LinkKind::Related, 30); // a cycle is no harm
        assert_eq!(families.members(3, u64::MAX, |_| true), [1, 2, 3]);
        assert_eq!(families.members(3, 20, |_| true), [3]);
        assert_eq!(families.members(1, 15, |_| true), [1, 2]);
        assert_eq!(families.members(1, u64::MAX, |code| code != 2), [1, 3]);
        assert_eq!(families.answered_by(1, u64::MAX).count(), 1);
        assert_eq!(families.answered_by(1, 10).count(), 0);
    }
}
