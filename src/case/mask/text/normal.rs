//! The normaliser before recognition: a folded line whose characters know their place in the original.

/// A folded line: width, case, blanks and dashes unified, invisible characters left out.
pub struct Line<'a> {
    written: &'a str,
    pub folded: Vec<char>,
    /// Where each folded character begins in what was written.
    at: Vec<usize>,
}

impl<'a> Line<'a> {
    pub fn of(written: &'a str) -> Line<'a> {
        let (mut folded, mut at) = (Vec::with_capacity(written.len()), Vec::with_capacity(written.len()));
        for (place, c) in written.char_indices() {
            if let Some(c) = fold(c) {
                folded.push(c);
                at.push(place);
            }
        }
        Line { written, folded, at }
    }

    /// A line that continues a label at the end of the line before: the label is matched but is not part of the original.
    pub fn behind(label: &[char], written: &'a str) -> Line<'a> {
        let line = Line::of(written);
        if label.is_empty() {
            return line;
        }
        let at = label.iter().map(|_| 0).chain(line.at).collect();
        Line { written, folded: label.iter().copied().chain(line.folded).collect(), at }
    }

    pub fn len(&self) -> usize {
        self.folded.len()
    }

    pub fn get(&self, i: usize) -> Option<char> {
        self.folded.get(i).copied()
    }

    pub fn before(&self, i: usize) -> Option<char> {
        self.get(i.checked_sub(1)?)
    }

    /// The original text between two folded characters.
    pub fn written(&self, from: usize, to: usize) -> &'a str {
        let place = |i: usize| self.at.get(i).copied().unwrap_or(self.written.len());
        &self.written[place(from)..place(to).max(place(from))]
    }

    /// Invisible characters before the first folded one.
    pub fn unseen(&self) -> &'a str {
        &self.written[..self.at.first().copied().unwrap_or(self.written.len())]
    }

    pub fn is_upper(&self, i: usize) -> bool {
        self.written(i, i + 1).chars().next().is_some_and(char::is_uppercase)
    }

    pub fn starts_with(&self, i: usize, word: &str) -> bool {
        let mut at = i;
        word.chars().all(|c| {
            at += 1;
            self.get(at - 1) == Some(c)
        })
    }

    /// How many emphasis marks precede `i`.
    pub fn marks_before(&self, i: usize) -> usize {
        (1..=MARKS_MAX + 1).take_while(|k| i.checked_sub(*k).and_then(|at| self.get(at)).is_some_and(is_mark)).count()
    }

    /// Whether emphasis that opens before `start` closes at `end` with the same marks.
    pub fn closes(&self, start: usize, end: usize) -> bool {
        let marks = self.marks_before(start);
        if marks == 0 {
            return self.closes_what_opened(start, end);
        }
        let opens = (1..=MARKS_MAX).contains(&marks) && !is_word(self.before(start - marks));
        let alike = || (0..marks).all(|k| self.get(end + k) == self.get(start - 1 - k));
        opens && alike() && !self.get(end + marks).is_some_and(|c| is_mark(c) || c.is_ascii_alphanumeric())
    }

    /// The same if the emphasis opened earlier: **手机 13612345678**.
    fn closes_what_opened(&self, start: usize, end: usize) -> bool {
        let Some(mark) = self.get(end).filter(|c| is_mark(*c)) else { return false };
        let run = (0..=MARKS_MAX).take_while(|k| self.get(end + k) == Some(mark)).count();
        let least = start.saturating_sub(STRESSED_MAX);
        let Some(last) = (least..start).rev().find(|i| self.get(*i) == Some(mark)) else { return false };
        let opened = self.marks_before(last + 1);
        let opens = opened == run && !is_word(self.before(last + 1 - opened)) && self.get(last + 1) != Some(' ');
        opens && run <= MARKS_MAX && !self.get(end + run).is_some_and(|c| is_mark(c) || c.is_ascii_alphanumeric())
    }

    /// Whether a word ends just before `i`; a Latin one must be a whole word.
    pub fn ends_with(&self, i: usize, word: &str) -> Option<usize> {
        // Called at every place: comparing the last character first rules out nearly all words.
        if word.chars().next_back() != self.before(i) {
            return None;
        }
        let start = i.checked_sub(word.chars().count())?;
        if !self.starts_with(start, word) {
            return None;
        }
        let joins = word.starts_with(|c: char| c.is_ascii_alphanumeric()) && is_word(self.before(start));
        (!joins).then_some(start)
    }
}

/// Most emphasis marks on one side: bold and italic are three.
const MARKS_MAX: usize = 3;
/// How many characters before a value are searched for opening emphasis.
const STRESSED_MAX: usize = 40;

/// Emphasis or strike-through marks of Markdown.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '_' | '~')
}

/// The folded character; `None` if it is invisible.
pub fn fold(c: char) -> Option<char> {
    if c.is_ascii() {
        return Some(c.to_ascii_lowercase());
    }
    let code = c as u32;
    let nth = |first: u32| char::from(b'0' + ((code - first) % 10) as u8);
    Some(match c {
        '\u{ad}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fe00}'..='\u{fe0f}' => return None,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2500}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{b7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{30fb}' => '·',
        '\u{fe6b}' => '@',
        '\u{ff01}'..='\u{ff5e}' => char::from((code - 0xff01 + 0x21) as u8).to_ascii_lowercase(),
        '\u{660}'..='\u{669}' => nth(0x660),
        '\u{6f0}'..='\u{6f9}' => nth(0x6f0),
        '\u{1d7ce}'..='\u{1d7ff}' => nth(0x1d7ce),
        c => c.to_lowercase().next().unwrap_or(c),
    })
}

/// A folded text.
pub fn folded(text: &str) -> Vec<char> {
    text.chars().filter_map(fold).collect()
}

pub fn is_han(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3134f}' | '〇'))
}

pub fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

pub fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic())
}

pub fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}
