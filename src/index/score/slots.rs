//! The words of a question, numbered by their hashes.

/// Hashes of the question's words and the number each got; open addressing, because each word of each candidate is asked.
pub struct Slots {
    pub keys: Vec<(u32, u16)>,
    pub count: u16,
}

impl Slots {
    pub fn new(words: usize) -> Slots {
        Slots { keys: vec![(0, u16::MAX); (words.max(4) * 4).next_power_of_two()], count: 0 }
    }

    fn place(&self, hash: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = hash.wrapping_mul(0x9e37_79b9) as usize & mask;
        while self.keys[at].1 != u16::MAX && self.keys[at].0 != hash {
            at = (at + 1) & mask;
        }
        at
    }

    pub fn put(&mut self, hash: u32) -> u16 {
        let at = self.place(hash);
        if self.keys[at].1 == u16::MAX {
            self.keys[at] = (hash, self.count);
            self.count += 1;
        }
        self.keys[at].1
    }

    pub fn get(&self, hash: u32) -> Option<u16> {
        Some(self.keys[self.place(hash)].1).filter(|slot| *slot != u16::MAX)
    }
}
