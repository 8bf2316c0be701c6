//! Masks a text line by line; at each place every kind of personal data is tried.

use super::masked::Masked;
use super::names::person::KnownPeople;
use super::numbers::{account, card, identity, mail, phone, plate};
use super::text::digits::Run;
use super::text::hit::Hit;
use super::text::label;
use super::text::normal::Line;
use crate::ticket::Contact;

/// Version of masking. Raised when more or less is masked; cases masked by an older version are masked again.
pub const MASKING: u32 = 2;

/// How often a text is masked at most: masking one value can make its neighbour recognisable.
const PASSES_MAX: usize = 4;

/// Masks personal data in text: the people it was given, and whatever is recognisable by its form.
#[derive(Debug, Clone, Default)]
pub struct Masker {
    known: KnownPeople,
}

impl Masker {
    /// Masks this contact (name and every way to reach them) and the names of staff. One-character names are ignored.
    pub fn new(contact: &Contact, staff: &[String]) -> Masker {
        let mut known = KnownPeople::default();
        known.contact(contact);
        [&contact.name].into_iter().chain(staff).for_each(|name| known.name(name));
        Masker { known: known.sorted() }
    }

    /// Masks the ways to reach a contact, not the name.
    pub fn ways_of(contact: &Contact) -> Masker {
        Masker::new(&Contact { name: String::new(), ..contact.clone() }, &[])
    }

    /// The masked text.
    pub fn masked(&self, text: &str) -> Masked {
        Masked(self.text(text))
    }

    /// The masked text as a string.
    pub fn text(&self, text: &str) -> String {
        let mut masked = self.once(text);
        for _ in 1..PASSES_MAX {
            let Some(again) = masked.as_deref().and_then(|text| self.once(text)) else { break };
            masked = Some(again);
        }
        masked.unwrap_or_else(|| text.to_string())
    }

    /// One pass; `None` if nothing was masked.
    fn once(&self, text: &str) -> Option<String> {
        let mut out: Option<String> = None;
        let mut done = 0;
        let mut label = Vec::new();
        for line in text.split_inclusive('\n') {
            match (self.line(line, &mut label), &mut out) {
                (Some(masked), Some(out)) => out.push_str(&masked),
                (Some(masked), None) => out = Some(format!("{}{masked}", &text[..done])),
                (None, Some(out)) => out.push_str(line),
                (None, None) => {}
            }
            done += line.len();
        }
        out.filter(|out| out != text)
    }

    /// Masks a line. `label`: the label at the end of the line before, replaced by that of this line.
    fn line(&self, written: &str, label: &mut Vec<char>) -> Option<String> {
        if written.trim().is_empty() {
            return None;
        }
        let (line, carried) = (Line::behind(label, written), label.len());
        *label = label::at_the_end(&line);
        let mails = mail::all(&line);
        let mut mails = mails.into_iter().peekable();
        let (mut out, mut copied, mut i, mut after) = (String::new(), 0, 0, usize::MAX);
        while i < line.len() {
            while mails.peek().is_some_and(|(start, _)| *start < i) {
                mails.next();
            }
            let mail = mails.next_if(|(start, _)| *start == i).map(|(_, hit)| hit);
            match mail.or_else(|| self.hit(&line, i, after)) {
                Some(hit) if hit.end > i.max(carried) => {
                    if copied == 0 {
                        out.push_str(line.unseen());
                    }
                    out.push_str(line.written(copied, i));
                    out.push_str(&hit.shown);
                    (copied, i, after) = (hit.end, hit.end, hit.end);
                }
                _ => i += 1,
            }
        }
        (copied > 0).then(|| out + line.written(copied, line.len()))
    }

    fn hit(&self, line: &Line, i: usize, after: usize) -> Option<Hit> {
        if let Some(hit) = self.known.at(line, i) {
            return Some(hit);
        }
        match line.get(i)? {
            c if c.is_ascii_digit() => {
                let run = Run::at(line, i)?;
                self.known
                    .number_at(line, i, &run, after)
                    .or_else(|| identity::at(line, i, &run, after))
                    .or_else(|| card::at(line, i, &run, after))
                    .or_else(|| phone::at(line, i, &run, after))
            }
            ' '..='/' => None,
            _ => account::at(line, i)
                .or_else(|| identity::paper_at(line, i))
                .or_else(|| plate::at(line, i))
                .or_else(|| plate::without_province(line, i)),
        }
    }
}
