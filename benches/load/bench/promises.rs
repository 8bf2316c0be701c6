//! Promises that are checked and printed, each with PASS or FAIL.

/// The promises checked so far.
#[derive(Default)]
pub struct Promises {
    broken: usize,
}

impl Promises {
    /// Prints a promise and whether it was kept.
    pub fn say(&mut self, held: bool, what: impl std::fmt::Display) {
        println!("{} {what}", if held { "PASS" } else { "FAIL" });
        self.broken += usize::from(!held);
    }

    /// Whether all were kept.
    pub fn all_held(&self) -> bool {
        self.broken == 0
    }
}
