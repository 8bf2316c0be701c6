//! Which documents of a shelf take part in a question: what is present, and what the asker may see as of a moment.
//!
//! Whom a document is for is one bit a reader, found out once for each shelf; a company's own documents are a short list. A
//! customer's question costs some words of bits, not a look at every document.

use super::bits::Bits;
use super::columns::{Columns, Shown, sums};
use super::reader::Shelf;
use crate::index::doc::document::{NEVER, flag};
use crate::index::doc::schema::TextField;
use std::borrow::Cow;

/// The moment a question speaks of. Nothing later than it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AsOf {
    /// Only documents that began before this place in the record.
    pub before_order: u64,
    /// Solutions count if found before this time, seconds since the epoch. None: the time is unknown, none count as later.
    pub time: Option<i64>,
}

/// Whether a solution was known at a time; where no time is known, whether there is one at all.
pub fn was_known(resolved_at: i64, at: Option<i64>) -> bool {
    resolved_at != NEVER && at.is_none_or(|at| resolved_at < at)
}

/// What the asker may see, as part of the search itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Staff,
    /// Cases for customers, and the company's own tickets (0: none of their own).
    Customer {
        owner: u64,
    },
    Public,
}

/// Which documents of a shelf take part, how many they are and how long their texts.
pub struct Seen<'a> {
    /// None: all.
    pub mask: Option<Cow<'a, Bits>>,
    pub count: usize,
    pub length_sums: [u64; 3],
    /// Whether of cases that are not for customers (their own, seen by them) only what was reported may be looked at.
    pub as_customer: bool,
}

impl Seen<'_> {
    /// Whether what was found out since the report is kept from the asker: the desk's analysis is in it.
    pub fn withholds_answer(&self, columns: &Columns, document: u32) -> bool {
        self.as_customer && columns.flags[document as usize] & (flag::FOR_CUSTOMERS | flag::PUBLIC) == 0
    }

    pub fn sees(&self, document: u32) -> bool {
        self.mask.as_ref().is_none_or(|mask| mask.has(document))
    }
}

/// What somebody may see of a shelf, gone documents too, with the sums of their lengths. None: all.
fn allowed(columns: &Columns, sight: Sight) -> Option<(Cow<'_, Bits>, [u64; 3])> {
    let shown = |shown: &'_ Shown| shown.length_sums;
    match sight {
        Sight::Staff => None,
        Sight::Public => {
            let public = &columns.audiences().public;
            Some((Cow::Borrowed(&public.bits), shown(public)))
        }
        Sight::Customer { owner } => {
            let audiences = columns.audiences();
            let (customers, own) = (&audiences.customers, audiences.owned_by(columns, owner));
            if own.is_empty() {
                return Some((Cow::Borrowed(&customers.bits), shown(customers)));
            }
            let mut bits = customers.bits.clone();
            own.iter().for_each(|document| bits.put(*document));
            let added = sums(columns, own.iter().copied());
            Some((Cow::Owned(bits), [0, 1, 2].map(|slot| customers.length_sums[slot] + added[slot])))
        }
    }
}

/// What an asker sees of a shelf as of a moment.
pub fn visible(shelf: &dyn Shelf, sight: Sight, as_of: Option<AsOf>) -> Seen<'_> {
    let (columns, present) = (shelf.columns(), shelf.present());
    let as_customer = sight != Sight::Staff;
    let allowed = allowed(columns, sight);
    if let Some(as_of) = as_of {
        let mut mask = Bits::of(columns.len(), |d| columns.order[d] < as_of.before_order);
        present.into_iter().for_each(|present| mask.and(&present.bits));
        allowed.into_iter().for_each(|(bits, _)| mask.and(&bits));
        return counted(columns, mask, Some(as_of), as_customer);
    }
    match (allowed, present) {
        (None, None) => Seen { mask: None, count: columns.len(), length_sums: columns.length_sums, as_customer },
        (None, Some(present)) => {
            let (count, length_sums) = (present.count, present.length_sums);
            Seen { mask: Some(Cow::Borrowed(&present.bits)), count, length_sums, as_customer }
        }
        (Some((bits, length_sums)), None) => Seen { count: bits.count(), mask: Some(bits), length_sums, as_customer },
        (Some((bits, mut length_sums)), Some(present)) => {
            let gone = sums(columns, bits.without(&present.bits));
            length_sums.iter_mut().zip(gone).for_each(|(sum, gone)| *sum -= gone);
            let mut left = bits.into_owned();
            left.and(&present.bits);
            Seen { count: left.count(), mask: Some(Cow::Owned(left)), length_sums, as_customer }
        }
    }
}

/// A mask with what it leaves. What was answered later than the moment asked about had no length then.
pub fn counted(columns: &Columns, mask: Bits, as_of: Option<AsOf>, as_customer: bool) -> Seen<'static> {
    let (mut count, mut length_sums) = (0, [0u64; 3]);
    for document in mask.ones().map(|d| d as usize) {
        count += 1;
        let told = as_of.is_none_or(|at| was_known(columns.resolved_at[document], at.time));
        for (slot, (sum, lengths)) in length_sums.iter_mut().zip(&columns.lengths).enumerate() {
            *sum += if slot != TextField::Answer as usize || told { u64::from(lengths[document]) } else { 0 };
        }
    }
    Seen { mask: Some(Cow::Owned(mask)), count, length_sums, as_customer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Audience;
    use crate::index::doc::document::owner_hash;
    use crate::index::doc::sample::document;
    use crate::index::store::mem_segment::{Chunk, Part};
    use crate::index::store::reader::Shelf;

    /// What each document says of itself, asked one by one.
    fn asked_one_by_one(shelf: &dyn Shelf, sight: Sight, as_of: Option<AsOf>) -> (Vec<u32>, [u64; 3]) {
        let columns = shelf.columns();
        let sees = |d: usize| match sight {
            Sight::Staff => true,
            Sight::Customer { owner } => {
                columns.flags[d] & (flag::FOR_CUSTOMERS | flag::PUBLIC) != 0 || (owner != 0 && columns.owner[d] == owner)
            }
            Sight::Public => columns.flags[d] & flag::PUBLIC != 0,
        };
        let present = |d: usize| shelf.present().is_none_or(|present| present.bits.has(d as u32));
        let there = |d: &usize| present(*d) && sees(*d) && as_of.is_none_or(|a| columns.order[*d] < a.before_order);
        let seen: Vec<u32> = (0..columns.len()).filter(there).map(|d| d as u32).collect();
        let mut lengths = sums(columns, seen.iter().copied());
        if let Some(time) = as_of.map(|a| a.time) {
            let told = seen.iter().copied().filter(|d| was_known(columns.resolved_at[*d as usize], time));
            lengths[TextField::Answer as usize] = sums(columns, told)[TextField::Answer as usize];
        }
        (seen, lengths)
    }

    #[test]
    fn bits_say_what_each_document_says() {
        let made = (0..300u64).map(|at| {
            let mut made = document(at, at + 1, "title", &"word ".repeat(at as usize % 9));
            made.audience = [Audience::Internal, Audience::Customer, Audience::Public, Audience::Internal][at as usize % 4];
            made.customer = [None, Some("north"), Some("south")][at as usize % 3].map(str::to_string);
            made.card.resolution = "answer ".repeat(at as usize % 4);
            made.card.resolved_at = (at % 5 == 0).then(|| made.card.opened_at + chrono::Duration::minutes(30));
            made
        });
        let made: Vec<_> = made.collect();
        let whole = Part::of(Chunk::of(made.clone()));
        let mut some = Part::of(Chunk::of(made.clone()));
        made.iter().step_by(7).for_each(|gone| some.hide(gone.card.number.code()));
        let owners = [0, owner_hash(Some("north")), owner_hash(Some("south")), owner_hash(Some("nobody here"))];
        let mut sights = vec![Sight::Staff, Sight::Public];
        sights.extend(owners.map(|owner| Sight::Customer { owner }));
        let at = made[200].card.opened_at.timestamp();
        let moments = [None, Some(AsOf { before_order: 150, time: None }), Some(AsOf { before_order: 220, time: Some(at) })];
        for part in [&whole, &some] {
            for sight in &sights {
                for as_of in moments {
                    let seen = visible(part, *sight, as_of);
                    let (expected, lengths) = asked_one_by_one(part, *sight, as_of);
                    let found: Vec<u32> = (0..300).filter(|d| seen.sees(*d)).collect();
                    assert_eq!(found, expected, "{sight:?} {as_of:?}");
                    assert_eq!((seen.count, seen.length_sums), (expected.len(), lengths), "{sight:?} {as_of:?}");
                }
            }
        }
    }
}
