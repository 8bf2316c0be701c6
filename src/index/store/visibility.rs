//! Which documents of a segment a query sees: those that are alive, within what the reader may see, as of a moment.
//!
//! Each audience is a bit set, computed once per segment; a company's own documents are a short list. A customer's query costs
//! some word operations per segment instead of a test per document.

use super::bits::DocBitSet;
use super::columns::{AudienceDocs, SegmentColumns, length_sums_of};
use super::reader::SegmentReader;
use crate::index::doc::document::flag;
use crate::index::doc::schema::TextField;
use crate::index::doc::units::{EpochSeconds, OwnerHash, PerField};
use std::borrow::Cow;

/// A moment in the past; a query sees nothing later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// Only documents whose first event is before this ledger place.
    pub before_seq: u64,
    /// Only solutions found before this time. `None`: the time is unknown, and every solution counts.
    pub time: Option<EpochSeconds>,
}

/// Whether a solution was known at a time; if no time is given, whether there is one at all.
pub fn was_known(resolved_at: EpochSeconds, at: Option<EpochSeconds>) -> bool {
    resolved_at != EpochSeconds::NEVER && at.is_none_or(|at| resolved_at < at)
}

/// What the reader may see; applied during the search, so that hidden documents influence neither results nor statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Everything.
    Staff,
    /// Cases for customers, and their company's own tickets.
    Customer {
        /// Their company, or [`OwnerHash::NONE`].
        owner: OwnerHash,
    },
    /// Public cases.
    Public,
}

/// The documents of a segment that a query sees, with statistics.
pub struct VisibleDocs<'a> {
    /// `None`: all documents.
    pub mask: Option<Cow<'a, DocBitSet>>,
    /// Number of visible documents.
    pub count: usize,
    /// Sum of their lengths per field, in terms.
    pub length_sums: PerField<u64>,
    /// Whether only the report may be used of cases that are not for customers (their own tickets).
    pub as_customer: bool,
}

impl VisibleDocs<'_> {
    /// Whether the answer field of a document is hidden from the reader: it holds the desk's analysis.
    pub fn withholds_answer(&self, columns: &SegmentColumns, document: u32) -> bool {
        self.as_customer && columns.flags[document as usize] & (flag::FOR_CUSTOMERS | flag::PUBLIC) == 0
    }

    /// Whether the query sees a document.
    pub fn contains(&self, document: u32) -> bool {
        self.mask.as_ref().is_none_or(|mask| mask.has(document))
    }
}

/// The documents that a reader may see, deleted ones included, with the sums of their lengths; `None`: all.
fn allowed(columns: &SegmentColumns, visibility: Visibility) -> Option<(Cow<'_, DocBitSet>, PerField<u64>)> {
    let shown = |shown: &'_ AudienceDocs| shown.length_sums;
    match visibility {
        Visibility::Staff => None,
        Visibility::Public => {
            let public = &columns.audiences().public;
            Some((Cow::Borrowed(&public.bits), shown(public)))
        }
        Visibility::Customer { owner } => {
            let audiences = columns.audiences();
            let (customers, own) = (&audiences.customers, audiences.owned_by(columns, owner));
            if own.is_empty() {
                return Some((Cow::Borrowed(&customers.bits), shown(customers)));
            }
            let mut bits = customers.bits.clone();
            own.iter().for_each(|document| bits.put(*document));
            let added = length_sums_of(columns, own.iter().copied());
            Some((Cow::Owned(bits), [0, 1, 2].map(|slot| customers.length_sums[slot] + added[slot])))
        }
    }
}

/// The documents of a segment that a reader sees as of a moment.
pub fn visible_docs(segment: &dyn SegmentReader, visibility: Visibility, as_of: Option<AsOf>) -> VisibleDocs<'_> {
    let (columns, alive) = (segment.columns(), segment.alive());
    let as_customer = visibility != Visibility::Staff;
    let allowed = allowed(columns, visibility);
    if let Some(as_of) = as_of {
        let mut mask = DocBitSet::of(columns.len(), |d| columns.first_seq[d] < as_of.before_seq);
        alive.into_iter().for_each(|alive| mask.and(&alive.bits));
        allowed.into_iter().for_each(|(bits, _)| mask.and(&bits));
        return counted(columns, mask, Some(as_of), as_customer);
    }
    match (allowed, alive) {
        (None, None) => VisibleDocs { mask: None, count: columns.len(), length_sums: columns.length_sums, as_customer },
        (None, Some(alive)) => {
            let (count, length_sums) = (alive.count, alive.length_sums);
            VisibleDocs { mask: Some(Cow::Borrowed(&alive.bits)), count, length_sums, as_customer }
        }
        (Some((bits, length_sums)), None) => VisibleDocs { count: bits.count(), mask: Some(bits), length_sums, as_customer },
        (Some((bits, mut length_sums)), Some(alive)) => {
            let gone = length_sums_of(columns, bits.without(&alive.bits));
            length_sums.iter_mut().zip(gone).for_each(|(sum, gone)| *sum -= gone);
            let mut left = bits.into_owned();
            left.and(&alive.bits);
            VisibleDocs { count: left.count(), mask: Some(Cow::Owned(left)), length_sums, as_customer }
        }
    }
}

/// Statistics of the documents in a mask. An answer found later than `as_of` counts as empty.
pub fn counted(columns: &SegmentColumns, mask: DocBitSet, as_of: Option<AsOf>, as_customer: bool) -> VisibleDocs<'static> {
    let (mut count, mut length_sums) = (0, [0u64; 3]);
    for document in mask.ones().map(|d| d as usize) {
        count += 1;
        let known = as_of.is_none_or(|at| was_known(columns.resolved_at[document], at.time));
        for (slot, (sum, lengths)) in length_sums.iter_mut().zip(&columns.lengths).enumerate() {
            *sum += if slot != TextField::Answer as usize || known { u64::from(lengths[document]) } else { 0 };
        }
    }
    VisibleDocs { mask: Some(Cow::Owned(mask)), count, length_sums, as_customer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Audience;
    use crate::index::doc::document::owner_hash;
    use crate::index::doc::sample::document;
    use crate::index::store::mem_segment::{MemSegment, MemSegmentData};
    use crate::index::store::reader::SegmentReader;

    /// What each document says of itself, asked one by one.
    fn asked_one_by_one(segment: &dyn SegmentReader, visibility: Visibility, as_of: Option<AsOf>) -> (Vec<u32>, PerField<u64>) {
        let columns = segment.columns();
        let contains = |d: usize| match visibility {
            Visibility::Staff => true,
            Visibility::Customer { owner } => {
                columns.flags[d] & (flag::FOR_CUSTOMERS | flag::PUBLIC) != 0
                    || (owner != OwnerHash::NONE && columns.owner[d] == owner)
            }
            Visibility::Public => columns.flags[d] & flag::PUBLIC != 0,
        };
        let alive = |d: usize| segment.alive().is_none_or(|alive| alive.bits.has(d as u32));
        let there = |d: &usize| alive(*d) && contains(*d) && as_of.is_none_or(|a| columns.first_seq[*d] < a.before_seq);
        let visible: Vec<u32> = (0..columns.len()).filter(there).map(|d| d as u32).collect();
        let mut lengths = length_sums_of(columns, visible.iter().copied());
        if let Some(time) = as_of.map(|a| a.time) {
            let known = visible.iter().copied().filter(|d| was_known(columns.resolved_at[*d as usize], time));
            lengths[TextField::Answer as usize] = length_sums_of(columns, known)[TextField::Answer as usize];
        }
        (visible, lengths)
    }

    #[test]
    fn bits_say_what_each_document_says() {
        let made = (0..300u64).map(|at| {
            let mut made = document(at, at + 1, "title", &"word ".repeat(at as usize % 9));
            made.audience = [Audience::Internal, Audience::Customer, Audience::Public, Audience::Internal][at as usize % 4];
            made.customer = [None, Some("north"), Some("south")][at as usize % 3].map(str::to_string);
            made.stored.resolution = "answer ".repeat(at as usize % 4);
            made.stored.resolved_at = (at % 5 == 0).then(|| made.stored.opened_at + chrono::Duration::minutes(30));
            made
        });
        let made: Vec<_> = made.collect();
        let whole = MemSegment::of(MemSegmentData::of(made.clone()));
        let mut some = MemSegment::of(MemSegmentData::of(made.clone()));
        made.iter().step_by(7).for_each(|gone| some.delete(gone.key()));
        let owners = [OwnerHash::NONE, owner_hash(Some("north")), owner_hash(Some("south")), owner_hash(Some("nobody here"))];
        let mut sights = vec![Visibility::Staff, Visibility::Public];
        sights.extend(owners.map(|owner| Visibility::Customer { owner }));
        let at: EpochSeconds = made[200].stored.opened_at.into();
        let moments = [None, Some(AsOf { before_seq: 150, time: None }), Some(AsOf { before_seq: 220, time: Some(at) })];
        for part in [&whole, &some] {
            for visibility in &sights {
                for as_of in moments {
                    let visible = visible_docs(part, *visibility, as_of);
                    let (expected, lengths) = asked_one_by_one(part, *visibility, as_of);
                    let found: Vec<u32> = (0..300).filter(|d| visible.contains(*d)).collect();
                    assert_eq!(found, expected, "{visibility:?} {as_of:?}");
                    assert_eq!((visible.count, visible.length_sums), (expected.len(), lengths), "{visibility:?} {as_of:?}");
                }
            }
        }
    }
}
