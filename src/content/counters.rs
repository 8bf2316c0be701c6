//! The last number given on each day, in a file beside the cases: a desk restored from `content/` alone gives no number twice.

use super::{Content, ContentError};

const FILE: &str = "numbers.tsv";

impl Content {
    /// The rows of `numbers.tsv`: series prefix, day, last counter given.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn high_marks(&self) -> Result<Vec<(String, String, u32)>, ContentError> {
        let bytes = self.read(FILE)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let row = |line: &str| {
            let mut cells = line.split('\t');
            Some((cells.next()?.to_string(), cells.next()?.to_string(), cells.next()?.trim().parse().ok()?))
        };
        Ok(text.lines().filter_map(row).collect())
    }

    /// Writes `numbers.tsv`, unless it says this already.
    ///
    /// # Errors
    /// [`ContentError`], with the path at which it failed.
    pub fn write_high_marks(&self, marks: &[(String, String, u32)]) -> Result<(), ContentError> {
        if self.high_marks()? == marks {
            return Ok(());
        }
        let text: String = marks.iter().map(|(series, day, last)| format!("{series}\t{day}\t{last}\n")).collect();
        self.stage(FILE, &text)?;
        self.settle(&[FILE.to_string()])
    }
}
