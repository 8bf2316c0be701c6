//! A quick hash for keys that nobody from outside can choose: codes of numbers, pairs of numbered words.

use std::hash::{BuildHasherDefault, Hasher};

/// Numbered by us, so nobody can make them collide, and asked for at every word or candidate.
pub type Spread = BuildHasherDefault<Spreader>;

#[derive(Default)]
pub struct Spreader(u64);

impl Hasher for Spreader {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }
    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(26);
    }
}
