//! Families: groups of documents about the same trouble, connected by links that each have a ledger place.

use crate::case::LinkKind;
use crate::index::doc::units::DocKey;
use crate::index::key_hash::KeyHash;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

/// Larger families are explored in part: a result needs its best members, not all of them.
const MEMBERS_MAX: usize = 1_000;

/// A link between two documents that have to do with the same trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocLink {
    /// The document whose event made the link.
    pub from: DocKey,
    /// The document it points at.
    pub to: DocKey,
    /// What the link means.
    pub kind: LinkKind,
    /// Ledger place of the event that made the link.
    pub seq: u64,
}

/// One end of a link as the other end keeps it.
#[derive(Debug, Clone, Copy)]
struct FamilyLink {
    to: DocKey,
    seq: u64,
}

/// Number of shards; adding a link copies one of them, a thousandth of all links.
const SHARDS: usize = 1_024;

/// All links, by document, in both directions. Cloning shares the shards.
#[derive(Debug, Clone)]
pub struct FamilyGraph {
    shards: Vec<Arc<FamilyShard>>,
}

/// The links of some documents.
#[derive(Debug, Default, Clone)]
struct FamilyShard {
    links: HashMap<DocKey, Vec<FamilyLink>, KeyHash>,
    /// Per case, the tickets that were solved by it: (ledger place, ticket).
    answered: HashMap<DocKey, Vec<(u64, DocKey)>, KeyHash>,
}

impl Default for FamilyGraph {
    fn default() -> FamilyGraph {
        FamilyGraph { shards: vec![Arc::default(); SHARDS] }
    }
}

/// The shard of a key; keys are mixed because those of one day are consecutive.
fn shard(key: DocKey) -> usize {
    (key.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % SHARDS
}

impl FamilyGraph {
    /// The links of a document.
    fn links(&self, key: DocKey) -> &[FamilyLink] {
        self.shards[shard(key)].links.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The shard of a document, copied if it is shared.
    fn changed(&mut self, key: DocKey) -> &mut FamilyShard {
        Arc::make_mut(&mut self.shards[shard(key)])
    }

    /// Adds a link in both directions; a link to itself is ignored.
    pub fn link(&mut self, DocLink { from, to, kind, seq }: DocLink) {
        if from == to {
            return;
        }
        self.changed(from).links.entry(from).or_default().push(FamilyLink { to, seq });
        self.changed(to).links.entry(to).or_default().push(FamilyLink { to: from, seq });
        if kind == LinkKind::SolvedBy {
            self.changed(to).answered.entry(to).or_default().push((seq, from));
        }
    }

    /// The family of a document, itself included, ascending: everything reachable by links before the ledger place `before`
    /// through documents for which `is_visible` is true. What the reader may not see connects nothing for them.
    pub fn members(&self, key: DocKey, before: u64, mut is_visible: impl FnMut(DocKey) -> bool) -> Vec<DocKey> {
        let mut reached = HashSet::from([key]);
        let mut queue = VecDeque::from([key]);
        while let Some(at) = queue.pop_front() {
            for link in self.links(at).iter().filter(|t| t.seq < before) {
                if reached.len() < MEMBERS_MAX && !reached.contains(&link.to) && is_visible(link.to) {
                    reached.insert(link.to);
                    queue.push_back(link.to);
                }
            }
        }
        let mut members: Vec<DocKey> = reached.into_iter().collect();
        members.sort_unstable();
        members
    }

    /// The same links at other ledger places: `when` maps (from, to, place) to the new place. The copy does not know which
    /// tickets a case answered.
    pub fn dated(&self, when: impl Fn(DocKey, DocKey, u64) -> u64) -> FamilyGraph {
        let relink = |(from, links): (&DocKey, &Vec<FamilyLink>)| {
            (*from, links.iter().map(|link| FamilyLink { to: link.to, seq: when(*from, link.to, link.seq) }).collect())
        };
        // Needed to show results, not to order them.
        let dated = |shard: &Arc<FamilyShard>| {
            Arc::new(FamilyShard { links: shard.links.iter().map(relink).collect(), answered: HashMap::default() })
        };
        FamilyGraph { shards: self.shards.iter().map(dated).collect() }
    }

    /// Whether a document has a link before a ledger place.
    pub fn is_linked(&self, key: DocKey, before: u64) -> bool {
        self.links(key).iter().any(|link| link.seq < before)
    }

    /// The tickets that a case had solved before a ledger place.
    pub fn answered_by(&self, key: DocKey, before: u64) -> impl Iterator<Item = DocKey> + '_ {
        self.shards[shard(key)]
            .answered
            .get(&key)
            .into_iter()
            .flatten()
            .filter(move |(seq, _)| *seq < before)
            .map(|(_, ticket)| *ticket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_the_union_of_ties_known_by_then() {
        let mut families = FamilyGraph::default();
        families.link(DocLink { from: DocKey(2), to: DocKey(1), kind: LinkKind::SolvedBy, seq: 10 });
        families.link(DocLink { from: DocKey(3), to: DocKey(2), kind: LinkKind::Duplicate, seq: 20 });
        families.link(DocLink { from: DocKey(1), to: DocKey(3), kind: LinkKind::Related, seq: 30 }); // a cycle is no harm
        assert_eq!(families.members(DocKey(3), u64::MAX, |_| true), [1, 2, 3].map(DocKey));
        assert_eq!(families.members(DocKey(3), 20, |_| true), [3].map(DocKey));
        assert_eq!(families.members(DocKey(1), 15, |_| true), [1, 2].map(DocKey));
        assert_eq!(families.members(DocKey(1), u64::MAX, |key| key != DocKey(2)), [1, 3].map(DocKey));
        assert_eq!(families.answered_by(DocKey(1), u64::MAX).count(), 1);
        assert_eq!(families.answered_by(DocKey(1), 10).count(), 0);
    }
}
