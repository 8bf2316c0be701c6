//! A table of HTML: one of data becomes a table of Markdown, one that only arranges a mail becomes its text.

/// Rows as they are read.
#[derive(Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    /// Whether a cell is open.
    open: bool,
}

impl Table {
    /// A cell begins; `before` is the text since the last mark: of a cell that was not closed, or of the caption.
    pub fn begin_cell(&mut self, before: &str) {
        self.end_cell(before);
        self.open = true;
    }

    /// A cell ends with its text.
    pub fn end_cell(&mut self, text: &str) {
        let text = text.trim().to_string();
        if std::mem::take(&mut self.open) {
            self.row.push(text);
        } else if !text.is_empty() {
            // What stands in no cell is a line of its own.
            self.rows.push(vec![text]);
        }
    }

    /// A row ends, with the text of a cell that was not closed.
    pub fn end_row(&mut self, text: &str) {
        self.end_cell(text);
        let row = std::mem::take(&mut self.row);
        if row.iter().any(|cell| !cell.is_empty()) {
            self.rows.push(row);
        }
    }

    /// The table as text.
    pub fn end(self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let is_layout = columns < 2 || self.rows.iter().flatten().any(|cell| cell.contains("\n\n"));
        if is_layout {
            let cells = self.rows.into_iter().flatten().filter(|cell| !cell.is_empty());
            return cells.collect::<Vec<_>>().join("\n\n");
        }
        let line = |cells: &[String]| {
            let cell = |at: usize| cells.get(at).map(|cell| cell.replace('\n', " ").replace('|', "\\|")).unwrap_or_default();
            format!("| {} |", (0..columns).map(cell).collect::<Vec<_>>().join(" | "))
        };
        let mut lines: Vec<String> = self.rows.iter().map(|row| line(row)).collect();
        lines.insert(1.min(lines.len()), format!("|{}", " --- |".repeat(columns)));
        lines.join("\n")
    }
}
