//! Writes light Markdown: paragraphs, lists and quotes with the marks that each of their lines begins with.

/// Lists and quotes inside each other that are marked as such.
const DEPTH_MAX: usize = 8;

/// Around what is being written.
enum Around {
    Quote,
    /// A list, with the next number if it has numbers.
    List(Option<u64>),
}

/// A text being written.
#[derive(Default)]
pub struct ProseWriter {
    out: String,
    around: Vec<Around>,
    /// Line breaks that are due before the next text: 0, 1 or 2.
    breaks: usize,
    /// Whether a blank is due before the next text.
    blank: bool,
    /// The mark of an item that begins with the next text.
    item: Option<String>,
    /// Text of a preformatted element, while one is open.
    pre: Option<String>,
    /// Where the signs of an emphasis stand that ended just now, and the sign: a letter right behind it takes them away.
    emphasis: Option<(usize, usize, &'static str)>,
}

impl ProseWriter {
    /// Running text: white space is one blank.
    pub fn text(&mut self, text: &str) {
        if let Some(pre) = &mut self.pre {
            pre.push_str(text);
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() {
                self.blank = true;
                continue;
            }
            if let Some((opens, closes, sign)) = self.emphasis.take()
                && self.breaks == 0
                && !self.blank
                && c.is_ascii_alphanumeric()
                && self.out.get(opens..opens + 2) == Some(sign)
                && closes + 2 == self.out.len()
            {
                self.out.replace_range(closes..closes + 2, "");
                self.out.replace_range(opens..opens + 2, "");
            }
            self.due();
            self.out.push(c);
        }
    }

    /// Signs of Markdown, as they are.
    pub fn mark(&mut self, signs: &str) {
        self.due();
        self.out.push_str(signs);
    }

    /// Lines that are put as they are, each with the marks around it.
    pub fn block(&mut self, lines: &str) {
        if lines.is_empty() {
            return;
        }
        for (at, line) in lines.split('\n').enumerate() {
            if at > 0 {
                self.breaks = self.breaks.max(1);
            }
            self.due();
            self.out.push_str(line);
        }
        self.breaks = self.breaks.max(1);
    }

    /// A line break.
    pub fn line(&mut self) {
        match &mut self.pre {
            Some(pre) => pre.push('\n'),
            None => {
                self.breaks = (self.breaks + 1).min(2);
                self.blank = false;
            }
        }
    }

    /// A line break, unless at the beginning of a line.
    pub fn line_if_begun(&mut self) {
        match &mut self.pre {
            Some(pre) if !pre.is_empty() && !pre.ends_with('\n') => pre.push('\n'),
            Some(_) => {}
            None => {
                self.breaks = self.breaks.max(1);
                self.blank = false;
            }
        }
    }

    /// A blank line; inside a list only a line break, so that the list stays together.
    pub fn paragraph(&mut self) {
        if self.pre.is_some() {
            return self.line_if_begun();
        }
        let in_item = matches!(self.around.last(), Some(Around::List(_)));
        self.breaks = self.breaks.max(if in_item { 1 } else { 2 });
        self.blank = false;
    }

    pub fn begin_quote(&mut self) {
        self.paragraph();
        self.around.push(Around::Quote);
    }

    pub fn end_quote(&mut self) {
        self.leave(|around| matches!(around, Around::Quote));
    }

    pub fn begin_list(&mut self, number: Option<u64>) {
        self.paragraph();
        self.around.push(Around::List(number));
    }

    pub fn end_list(&mut self) {
        self.item = None;
        self.leave(|around| matches!(around, Around::List(_)));
    }

    /// Ends the innermost list or quote of a kind, and what is open inside it.
    fn leave(&mut self, is: impl Fn(&Around) -> bool) {
        if let Some(at) = self.around.iter().rposition(is) {
            self.around.truncate(at);
        }
        self.paragraph();
    }

    pub fn item(&mut self) {
        self.line_if_begun();
        if !matches!(self.around.last(), Some(Around::List(_))) {
            self.around.push(Around::List(None));
        }
        if let Some(Around::List(number)) = self.around.last_mut() {
            self.item = Some(match number {
                Some(next) => {
                    *next += 1;
                    format!("{}. ", *next - 1)
                }
                None => "- ".into(),
            });
        }
    }

    pub fn in_pre(&self) -> bool {
        self.pre.is_some()
    }

    pub fn begin_pre(&mut self) {
        if self.pre.is_none() {
            self.paragraph();
            self.pre = Some(String::new());
        }
    }

    pub fn end_pre(&mut self) {
        let Some(text) = self.pre.take() else { return };
        let text = text.trim_matches('\n');
        if !text.trim().is_empty() {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            self.block(&format!("{fence}\n{text}\n{fence}"));
        }
        self.paragraph();
    }

    /// Where the next text begins.
    pub fn place(&self) -> usize {
        self.out.len()
    }

    /// What was written since a place, without the white space and marks before it; empty if it is more than one line.
    fn since(&self, from: usize) -> (usize, String) {
        // What was wrapped inside may have become shorter than where this began.
        let Some(text) = self.out.get(from..) else { return (self.out.len(), String::new()) };
        let begins = text.rfind('\n').map_or(0, |at| at + 1);
        let before: usize = text[begins..].len() - text[begins..].trim_start_matches([' ', '>', '-']).len();
        let words = &text[begins + before..];
        let only_marks = text[..begins].trim().is_empty();
        if only_marks { (from + begins + before, words.trim_end().to_string()) } else { (from, String::new()) }
    }

    /// Puts signs of emphasis around what was written since a place, if that is read as such.
    pub fn wrap_emphasis(&mut self, from: usize, sign: &'static str) {
        let (start, words) = self.since(from);
        let follows_word = self.out.get(..start).is_none_or(|before| before.ends_with(|c: char| c.is_ascii_alphanumeric()));
        if words.is_empty() || words.contains('*') || (follows_word && words.is_ascii()) || self.pre.is_some() {
            return;
        }
        self.out.truncate(start);
        self.out.push_str(&format!("{sign}{words}{sign}"));
        self.emphasis = words.is_ascii().then(|| (start, self.out.len() - 2, sign));
    }

    /// Makes what was written since a place code.
    pub fn wrap_code(&mut self, from: usize) {
        let (start, words) = self.since(from);
        self.emphasis = None;
        if words.is_empty() || self.pre.is_some() {
            return;
        }
        let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let ticks = "`".repeat(longest + 1);
        let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
        self.out.truncate(start);
        self.out.push_str(&format!("{ticks}{pad}{words}{pad}{ticks}"));
    }

    /// Makes what was written since a place a link, if its address is one that pages link to.
    pub fn wrap_link(&mut self, from: usize, address: &str) {
        if self.pre.is_some() || !["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
            return;
        }
        let (start, words) = self.since(from);
        self.emphasis = None;
        let address = safe_address(address);
        let shown = words.trim_start_matches("mailto:") == address.trim_start_matches("mailto:");
        let text = match words.as_str() {
            // The words are the address, or hold a link of their own.
            _ if shown => return,
            words if words.contains("](") => return,
            "" => address,
            words => format!("[{}]({address})", words.replace('[', "(").replace(']', ")")),
        };
        if words.is_empty() {
            // A link of several lines keeps its text; one without any shows its address.
            let is_bare = self.out.get(start..).is_none_or(|rest| rest.trim().is_empty());
            if is_bare {
                self.text(&text);
            }
            return;
        }
        self.out.truncate(start);
        self.out.push_str(&text);
    }

    /// An image by its words and address.
    pub fn image(&mut self, words: &str, address: &str) {
        let words = words.replace(['[', ']', '\n', '\r'], " ");
        self.mark(&format!("![{}]({})", words.trim(), safe_address(address)));
    }

    /// Writes what is due before text.
    fn due(&mut self) {
        let begins = self.out.is_empty();
        if self.breaks > 0 || begins {
            if !begins {
                let end = self.out.trim_end_matches([' ', '\t']).len();
                self.out.truncate(end);
                for _ in 1..self.breaks {
                    self.out.push('\n');
                    let quotes = self.prefix(false);
                    self.out.push_str(quotes.trim_end());
                }
                self.out.push('\n');
            }
            let prefix = self.prefix(self.item.is_some());
            self.out.push_str(&prefix);
            if let Some(item) = self.item.take() {
                self.out.push_str(&item);
            }
        } else if self.blank && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
        (self.breaks, self.blank) = (0, false);
    }

    /// The marks that a line begins with; the innermost list only if it is no new item.
    fn prefix(&self, new_item: bool) -> String {
        let levels = self.around.len().saturating_sub(usize::from(new_item)).min(DEPTH_MAX);
        self.around[..levels]
            .iter()
            .map(|around| match around {
                Around::Quote => "> ",
                Around::List(Some(_)) => "   ",
                Around::List(None) => "  ",
            })
            .collect()
    }

    /// The text.
    pub fn end(mut self) -> String {
        self.end_pre();
        self.out.trim().to_string()
    }
}

/// An address with the signs encoded that would end it in Markdown.
fn safe_address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.trim().chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}
