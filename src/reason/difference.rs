//! What a like case and what is asked about say differently.

use super::sentence::sentences;

sentences! {
    /// What speaks against a match.
    Difference {
        Other { theirs: String, ours: String } => "{theirs} ≠ {ours}" / "{theirs} ≠ {ours}",
        /// The trouble of then is gone from a version, and this one is no earlier.
        FixedIn { fixed: String, ours: String } => "that one was fixed in {fixed}, this is {ours}" / "那次已在 {fixed} 修复，这次是 {ours}",
    }
}
