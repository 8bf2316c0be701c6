//! Short forms of a text, made from its parsed form: its words in one line, and the first thing it says to do.

use super::bounded::{cut, has_few_cells};
use super::html::caption;
use crate::markdown::prose::light_markdown;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use serde::Serialize;

/// A greeting is at most this long.
const GREETING_CHARS_MAX: usize = 24;
/// Words that begin a greeting, in lower case.
const GREETINGS: [&str; 13] = [
    "您好",
    "你好",
    "大家好",
    "尊敬的",
    "亲爱的",
    "hi",
    "hello",
    "hey",
    "dear",
    "good morning",
    "good afternoon",
    "thanks",
    "thank you",
];

/// A stretch of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExcerptRun {
    /// Its text, in one line.
    pub text: String,
    /// Whether it is code.
    pub code: bool,
}

/// The beginning of a text that is worth reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// Its stretches, in order; together they are the excerpt.
    pub runs: Vec<ExcerptRun>,
}

impl std::fmt::Display for Excerpt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.runs.iter().try_for_each(|run| f.write_str(&run.text))
    }
}

/// All words of a text in one line, code among them, without markup; as far as the text would be rendered.
pub fn plain_text(text: &str) -> String {
    if !may_have_markup(text) {
        return one_line(text);
    }
    let mut out = Line::default();
    blocks(text).iter().for_each(|block| out.block(&block.runs));
    out.text()
}

/// The first thing that a solution says to do, with its code, in at most `chars` characters: headings and greetings are left out, unless
/// there is nothing else.
pub fn first_step(text: &str, chars: usize) -> Excerpt {
    let all = blocks(text);
    let has_substance = |block: &&Block| !block.heading && block.runs.iter().any(|run| !run.text.trim().is_empty());
    let mut out = Line::default();
    let mut begun = false;
    for block in all.iter().filter(has_substance) {
        let runs = if begun { &block.runs[..] } else { without_preamble(&block.runs) };
        begun |= runs.iter().any(|run| !run.text.trim().is_empty());
        out.block(runs);
        if out.chars > 2 * chars {
            break;
        }
    }
    if out.runs.is_empty() {
        all.iter().for_each(|block| out.block(&block.runs));
    }
    out.cut(chars)
}

/// Whether a text could hold markup at all; most titles and many reports do not.
fn may_have_markup(text: &str) -> bool {
    let inside = text.bytes().any(|b| matches!(b, b'*' | b'`' | b'[' | b'~' | b'|'));
    inside
        || text
            .lines()
            .any(|line| line.trim_start().starts_with(['#', '>', '-', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
}

/// A paragraph, heading, item or block of code.
#[derive(Default)]
struct Block {
    heading: bool,
    /// Lines of running text end with a run that is a line break.
    runs: Vec<ExcerptRun>,
}

/// The blocks of a text.
fn blocks(text: &str) -> Vec<Block> {
    let (text, rest) = cut(text);
    let read = light_markdown(text, has_few_cells(text));
    let (events, numbers) = read.events();
    let mut numbers = numbers.into_iter();
    let mut all = vec![Block::default()];
    let mut in_code = false;
    for event in events {
        match event {
            Event::Start(Tag::Heading { .. }) => all.push(Block { heading: true, ..Block::default() }),
            Event::End(TagEnd::Heading(_)) => all.push(Block::default()),
            Event::Start(Tag::CodeBlock(kind)) => {
                if let CodeBlockKind::Fenced(language) = &kind
                    && let Some(words) = caption(language)
                {
                    all.push(Block::default());
                    put(&mut all, words.to_string(), false);
                }
                in_code = true;
                all.push(Block::default());
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                all.push(Block::default());
            }
            Event::Start(Tag::Item) => {
                all.push(Block::default());
                if let Some(number) = numbers.next().flatten() {
                    put(&mut all, format!("{number}. "), false);
                }
            }
            Event::Start(Tag::Paragraph) if all.last().is_none_or(ends_item) => {}
            Event::Start(Tag::Paragraph | Tag::TableRow | Tag::TableHead | Tag::FootnoteDefinition(_)) => {
                all.push(Block::default())
            }
            Event::End(TagEnd::TableCell) => put(&mut all, " ".into(), false),
            Event::Text(words) => put(&mut all, words.to_string(), in_code),
            Event::Code(words) => put(&mut all, words.to_string(), true),
            Event::HardBreak | Event::SoftBreak => put(&mut all, "\n".into(), false),
            _ => {}
        }
    }
    if !rest.trim().is_empty() {
        all.push(Block::default());
        put(&mut all, rest.to_string(), false);
    }
    all
}

/// Whether a block holds nothing but the number of its item.
fn ends_item(block: &Block) -> bool {
    block.runs.len() <= 1 && block.runs.first().is_none_or(|run| run.text.ends_with(". "))
}

fn put(all: &mut [Block], text: String, code: bool) {
    if let Some(block) = all.last_mut() {
        block.runs.push(ExcerptRun { text, code });
    }
}

/// The runs behind first lines that say nothing: a greeting, a ruler, a label such as `【解决方案】` or `Solution:`, a title over a ruler.
fn without_preamble(runs: &[ExcerptRun]) -> &[ExcerptRun] {
    let mut rest = runs;
    loop {
        let end = rest.iter().position(|run| run.text == "\n").unwrap_or(rest.len());
        let line: String = rest[..end].iter().map(|run| run.text.as_str()).collect();
        let after = rest.get(end + 1..).unwrap_or_default();
        let next: String = after.iter().map(|run| run.text.as_str()).take_while(|text| *text != "\n").collect();
        let says_nothing = is_greeting(&line) || is_ruler(&line) || is_label(&line) || (is_ruler(&next) && !next.trim().is_empty());
        if !says_nothing || (after.iter().all(|run| run.text.trim().is_empty()) && !is_greeting(&line)) {
            return rest;
        }
        rest = after;
        if rest.is_empty() {
            return rest;
        }
    }
}

/// A short line that greets and ends with a mark.
fn is_greeting(line: &str) -> bool {
    let folded = line.trim().to_lowercase();
    let greets = GREETINGS.iter().any(|word| {
        let after = folded.strip_prefix(word).and_then(|rest| rest.chars().next());
        folded.starts_with(word) && after.is_none_or(|c| !c.is_ascii_alphanumeric())
    });
    greets && folded.chars().count() <= GREETING_CHARS_MAX && folded.ends_with([',', '，', ':', '：', '!', '！', '.', '。'])
}

/// A line of one sign.
fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | '~' | '—' | ' ')) && line.chars().count() != 1
}

/// A short line in brackets, or that ends with a colon.
fn is_label(line: &str) -> bool {
    let line = line.trim();
    let count = line.chars().count();
    let in_brackets =
        line.starts_with(['【', '[']) && line.ends_with(['】', ']', '：', ':']) && line.matches(['】', ']']).count() == 1;
    (in_brackets && count <= 20) || (line.ends_with([':', '：']) && count <= 12 && !line.contains(['`', '/']))
}

/// Text being put into one line: white space is one blank, runs of one kind are one.
#[derive(Default)]
struct Line {
    runs: Vec<ExcerptRun>,
    chars: usize,
    /// Whether a blank is due before the next character.
    blank: bool,
}

impl Line {
    /// Appends a block, a blank behind the one before.
    fn block(&mut self, runs: &[ExcerptRun]) {
        self.blank = true;
        runs.iter().for_each(|run| self.push(&run.text, run.code));
    }

    fn push(&mut self, text: &str, code: bool) {
        for c in text.chars() {
            if c.is_whitespace() || c.is_control() {
                self.blank = true;
                continue;
            }
            if std::mem::take(&mut self.blank) && self.chars > 0 {
                // A blank between code and text belongs to the text.
                let in_code = code && self.runs.last().is_some_and(|run| run.code);
                self.put(' ', in_code);
            }
            self.put(c, code);
        }
    }

    fn put(&mut self, c: char, code: bool) {
        self.chars += 1;
        match self.runs.last_mut() {
            Some(run) if run.code == code => run.text.push(c),
            _ => self.runs.push(ExcerptRun { text: c.to_string(), code }),
        }
    }

    fn text(self) -> String {
        self.runs.into_iter().map(|run| run.text).collect()
    }

    /// At most so many characters: up to the end of a sentence if there is one not far before, else with dots.
    fn cut(self, chars: usize) -> Excerpt {
        if self.chars <= chars {
            return Excerpt { runs: self.runs };
        }
        let all: Vec<(char, bool)> = self.runs.iter().flat_map(|run| run.text.chars().map(|c| (c, run.code))).collect();
        let ends = |at: usize| {
            let (c, code) = all[at];
            let next_is_blank = all.get(at + 1).is_none_or(|(next, _)| *next == ' ');
            !code && (matches!(c, '。' | '！' | '？' | '；') || (matches!(c, '.' | '!' | '?') && next_is_blank))
        };
        let sentence = (chars / 2..chars).rev().find(|at| ends(*at) && !all[..*at].last().is_some_and(|(c, _)| c.is_ascii_digit()));
        let end = sentence.map_or(chars, |at| at + 1);
        let mut line = Line::default();
        all[..end].iter().for_each(|(c, code)| line.put(*c, *code));
        if sentence.is_none() {
            line.put('…', false);
        }
        Excerpt { runs: line.runs }
    }
}

/// White space becomes one blank.
fn one_line(text: &str) -> String {
    let mut line = Line::default();
    line.push(text, false);
    line.text()
}
