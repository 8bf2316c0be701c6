//! Families as they are known now, and what of a ticket its relatives need to know.

use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// A ticket that is tied to others, imported ones too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub number: Number,
    pub customer: String,
    pub submitted_at: DateTime<Utc>,
    /// Its place in the record.
    pub order: u64,
}

/// Who belongs together: the union of ties, whenever they were made.
#[derive(Debug, Default)]
pub struct Families {
    place: HashMap<Number, usize>,
    parent: Vec<usize>,
    numbers: Vec<Number>,
}

impl Families {
    pub fn of(ties: impl IntoIterator<Item = (Number, Number)>) -> Families {
        let mut families = Families::default();
        for (one, other) in ties {
            let (one, other) = (families.enter(one), families.enter(other));
            let (one, other) = (families.root(one), families.root(other));
            // The earlier number stands for the family.
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

    /// Halves the path as it goes, so that long chains of duplicates stay quick.
    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// The first number of a family; itself of what is tied to nothing.
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
