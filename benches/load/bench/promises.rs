//! What is promised, each with PASS or FAIL.

#[derive(Default)]
pub struct Promises {
    broken: usize,
}

impl Promises {
    pub fn say(&mut self, held: bool, what: impl std::fmt::Display) {
        println!("{} {what}", if held { "PASS" } else { "FAIL" });
        self.broken += usize::from(!held);
    }

    pub fn all_held(&self) -> bool {
        self.broken == 0
    }
}
