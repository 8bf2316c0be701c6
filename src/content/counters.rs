//! The high marks of the day counters, kept beside the cases: from `content/` alone no number is given twice.

use super::{Content, ContentError};

const FILE: &str = "numbers.tsv";

impl Content {
    /// Rows of series, day, last number given.
    pub fn high_marks(&self) -> Result<Vec<(String, String, u32)>, ContentError> {
        let bytes = self.read(FILE)?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let row = |line: &str| {
            let mut cells = line.split('\t');
            Some((cells.next()?.to_string(), cells.next()?.to_string(), cells.next()?.trim().parse().ok()?))
        };
        Ok(text.lines().filter_map(row).collect())
    }

    pub fn write_high_marks(&self, marks: &[(String, String, u32)]) -> Result<(), ContentError> {
        if self.high_marks()? == marks {
            return Ok(());
        }
        let text: String = marks.iter().map(|(series, day, last)| format!("{series}\t{day}\t{last}\n")).collect();
        self.stage(FILE, &text)?;
        self.settle(&[FILE.to_string()])
    }
}
