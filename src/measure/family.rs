//! Families of linked tickets and cases.

use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// A ticket that is linked to others, imported ones included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelatedTicket {
    /// Its number.
    pub number: Number,
    /// Its customer.
    pub customer: String,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// Sequence number of its first event.
    pub order: u64,
}

/// Connected components of the links (union-find), regardless of when a link was made.
#[derive(Debug, Default)]
pub struct Families {
    place: HashMap<Number, usize>,
    parent: Vec<usize>,
    numbers: Vec<Number>,
}

impl Families {
    /// The families of these links.
    pub fn of(ties: impl IntoIterator<Item = (Number, Number)>) -> Families {
        let mut families = Families::default();
        for (one, other) in ties {
            let (one, other) = (families.enter(one), families.enter(other));
            let (one, other) = (families.root(one), families.root(other));
            // The smaller number is the root.
            let (first, second) = if families.numbers[one] <= families.numbers[other] { (one, other) } else { (other, one) };
            families.parent[second] = first;
        }
        families
    }

    fn enter(&mut self, number: Number) -> usize {
        *self.place.entry(number).or_insert_with(|| {
            self.parent.push(self.parent.len());
            self.numbers.push(number);
            self.parent.len() - 1
        })
    }

    /// The root of a node; halves the path on the way (union-find).
    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// The smallest number of a family; of a number without links, itself.
    pub fn first(&self, number: Number) -> Number {
        let Some(mut at) = self.place.get(&number).copied() else { return number };
        while self.parent[at] != at {
            at = self.parent[at];
        }
        self.numbers[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(text: &str) -> Number {
        text.parse().unwrap()
    }

    #[test]
    fn ties_join_whole_families_in_any_order() {
        let [a, b, c, d, e] = ["TS20240501001", "TS20240501002", "TS20240501003", "TS20240501004", "TS20240501005"].map(n);
        let families = Families::of([(d, c), (b, a), (c, b)]);
        assert!([a, b, c, d].iter().all(|number| families.first(*number) == a));
        assert_eq!(families.first(e), e);
    }
}
