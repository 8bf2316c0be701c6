//! Numbers the distinct words of a query by their hashes.

/// An open-addressing hash table from hash to slot number: it is looked up for each word of each candidate.
pub struct TermSlots {
    /// (hash, slot); slot `u16::MAX` marks a free place.
    pub keys: Vec<(u32, u16)>,
    /// Number of slots in use.
    pub count: u16,
}

impl TermSlots {
    /// A table for up to `words` words.
    pub fn new(words: usize) -> TermSlots {
        TermSlots { keys: vec![(0, u16::MAX); (words.max(4) * 4).next_power_of_two()], count: 0 }
    }

    /// Where a hash is or belongs.
    fn place(&self, hash: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = hash.wrapping_mul(0x9e37_79b9) as usize & mask;
        while self.keys[at].1 != u16::MAX && self.keys[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    /// The slot of a hash, assigned if it is new.
    pub fn put(&mut self, hash: u32) -> u16 {
        let at = self.place(hash);
        if self.keys[at].1 == u16::MAX {
            self.keys[at] = (hash, self.count);
            self.count += 1;
        }
        self.keys[at].1
    }

    /// The slot of a hash, if it has one.
    pub fn get(&self, hash: u32) -> Option<u16> {
        Some(self.keys[self.place(hash)].1).filter(|slot| *slot != u16::MAX)
    }
}
