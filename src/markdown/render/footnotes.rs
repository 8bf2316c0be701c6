//! Footnotes of one text: references and definitions linked with each other, under names that no other text of a page has.

use super::escape::escape_into;
use std::collections::HashMap;

/// The footnotes of a text as they come.
pub struct Footnotes<'a> {
    /// Begins every id.
    prefix: &'a str,
    /// Numbers of the labels, in the order of their first mention.
    numbers: HashMap<String, usize>,
    /// How often each was referred to.
    mentions: HashMap<String, usize>,
}

impl<'a> Footnotes<'a> {
    /// For the text of a digest.
    pub fn new(digest: &'a str) -> Footnotes<'a> {
        Footnotes { prefix: digest.get(..8).unwrap_or(digest), numbers: HashMap::new(), mentions: HashMap::new() }
    }

    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(label.to_string()).or_insert(next)
    }

    /// The HTML of a reference.
    pub fn reference(&mut self, label: &str) -> String {
        let (number, prefix) = (self.number(label), self.prefix);
        let mention = self.mentions.entry(label.to_string()).or_default();
        *mention += 1;
        // Only the first reference is led back to.
        let id = if *mention == 1 { format!(" id=\"r-{prefix}-{number}\"") } else { String::new() };
        format!("<sup{id}><a href=\"#n-{prefix}-{number}\">{number}</a></sup>")
    }

    /// The HTML before a definition.
    pub fn begin(&mut self, label: &str) -> String {
        let (number, prefix) = (self.number(label), self.prefix);
        let mut back = String::new();
        escape_into(&mut back, &number.to_string());
        format!("<div class=\"footnote\" id=\"n-{prefix}-{number}\"><a href=\"#r-{prefix}-{number}\">{back}</a> ")
    }

    /// The HTML after a definition.
    pub const END: &'static str = "</div>";
}
