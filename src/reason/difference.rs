//! What speaks against a match: in what a similar case differs from the query.

use super::sentence::sentences;

sentences! {
    /// A difference between a similar case and the query.
    Difference {
        /// Different values of one thing, such as the product.
        Other { theirs: String, ours: String } => "{theirs} ≠ {ours}" / "{theirs} ≠ {ours}",
        /// The fault of the case was fixed in a version, and the query's version is not older.
        FixedIn { fixed: String, ours: String } => "that one was fixed in {fixed}, this is {ours}" / "那次已在 {fixed} 修复，这次是 {ours}",
    }
}
