//! A fast hash for keys that users cannot choose: document keys and internal slot ids.

use std::hash::{BuildHasherDefault, Hasher};

/// Keys are internal, so HashDoS does not apply; a cheap hasher is used because lookups are on the hot path.
pub type KeyHash = BuildHasherDefault<KeyHasher>;

/// Multiply and rotate (as FxHash).
#[derive(Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
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
