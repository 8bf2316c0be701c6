//! The one normaliser of index text and question: what is written in several ways and is the same to a reader becomes one
//! text, with a mapping back to the original bytes.
//!
//! Folded: canonical equivalence over sequences and compatibility forms (NFKC), width, accents of Latin and Greek letters,
//! characters nobody sees, blanks and dashes, traditional Chinese characters. Letter case is kept, which words are split by;
//! [`lower`] folds it.

use super::simplified::Simplified;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks of one character that are composed together; further ones are dropped with the accents or stand alone.
const MARKS_MAX: usize = 32;

/// A normalised text.
pub struct Normalized<'t> {
    /// The text, letter case kept.
    pub text: Cow<'t, str>,
    /// Sequences whose folded form differs, ascending.
    changes: Vec<Change>,
}

/// Byte ranges of a sequence's folded form, which may be empty, and of the sequence.
struct Change {
    folded: (usize, usize),
    original: (usize, usize),
}

impl<'t> Normalized<'t> {
    /// Normalises a text. Plain ASCII is left as it is.
    pub fn new(original: &'t str) -> Normalized<'t> {
        if original.is_ascii() {
            return Normalized { text: Cow::Borrowed(original), changes: Vec::new() };
        }
        let mut changes = Vec::new();
        let text = fold(original, |folded, original| changes.push(Change { folded, original }));
        Normalized { text: Cow::Owned(text), changes }
    }

    /// The original offset of a folded one; inside the folded form of a sequence (`㍿`), its nearer edge.
    pub fn origin(&self, offset: usize, is_end: bool) -> usize {
        // What was dropped at the very place belongs before a beginning and after an end.
        let before = self.changes.partition_point(|change| match is_end {
            true => change.folded.0 < offset,
            false => change.folded.0 <= offset,
        });
        let Some(change) = before.checked_sub(1).map(|i| &self.changes[i]) else { return offset };
        match offset >= change.folded.1 {
            true => change.original.1 + (offset - change.folded.1),
            false if is_end => change.original.1,
            false => change.original.0,
        }
    }
}

/// A normalised text without the way back.
pub fn normalized(original: &str) -> Cow<'_, str> {
    if original.is_ascii() { Cow::Borrowed(original) } else { Cow::Owned(fold(original, |_, _| {})) }
}

/// A normalised text in lower case, to be compared: blanks are one blank each.
pub fn comparable(original: &str) -> String {
    lower(&normalized(original)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lower case, character by character: the same wherever in a word a letter stands.
pub fn lower(text: &str) -> Cow<'_, str> {
    match (text.is_ascii(), text.bytes().any(|b| b.is_ascii_uppercase())) {
        (true, false) => Cow::Borrowed(text),
        (true, true) => Cow::Owned(text.to_ascii_lowercase()),
        (false, _) => Cow::Owned(text.chars().flat_map(char::to_lowercase).collect()),
    }
}

/// The folded text; `changed` is told the byte ranges of each sequence whose folded form differs: folded, original.
fn fold(original: &str, mut changed: impl FnMut((usize, usize), (usize, usize))) -> String {
    let simplified = Simplified::table();
    let mut folded = String::with_capacity(original.len());
    let mut at = 0;
    while let Some(c) = original[at..].chars().next() {
        let (before, mut end) = (folded.len(), at + c.len_utf8());
        match c {
            _ if c.is_ascii() => {
                // Marks on ASCII letters are accents, which are dropped.
                let plain = original.as_bytes()[at..].iter().take_while(|b| b.is_ascii()).count();
                folded.push_str(&original[at..at + plain]);
                at += plain;
                continue;
            }
            '\u{3400}'..='\u{9fff}' => {
                let read = simplified.of(c);
                folded.push(read);
                if read == c {
                    at = end;
                    continue;
                }
            }
            _ => {
                let rest = original[end..].chars().take(MARKS_MAX).take_while(|c| joins(*c));
                end += rest.map(char::len_utf8).sum::<usize>();
                let seen = original[at..end].chars().filter(|c| !is_unseen(*c));
                seen.nfkc().for_each(|c| fold_character(c, simplified, &mut folded));
            }
        }
        if folded[before..] != original[at..end] {
            changed((before, folded.len()), (at, end));
        }
        at = end;
    }
    folded
}

/// Whether a character may form one with those before it.
fn joins(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c)
            || is_unseen(c)
            // Vowels and finals of Hangul, its half-width letters, half-width signs of voice.
            || matches!(c, '\u{1160}'..='\u{11ff}' | '\u{ffa1}'..='\u{ffdc}' | '\u{ff9e}' | '\u{ff9f}'))
}

/// Folds one composed character.
fn fold_character(c: char, simplified: Simplified, out: &mut String) {
    match c {
        _ if is_accent(c) || is_unseen(c) => {}
        '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
        _ if c.is_whitespace() && !c.is_ascii() => out.push(' '),
        // Hyphens, dashes and the minus sign; the division signs; the apostrophes.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' => out.push('-'),
        '\u{2044}' | '\u{2215}' => out.push('/'),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' => out.push('\''),
        'ß' => out.push_str("ss"),
        'ẞ' => out.push_str("SS"),
        'æ' | 'ǽ' => out.push_str("ae"),
        'Æ' | 'Ǽ' => out.push_str("AE"),
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("OE"),
        'þ' => out.push_str("th"),
        'Þ' => out.push_str("TH"),
        'ø' | 'ǿ' => out.push('o'),
        'Ø' | 'Ǿ' => out.push('O'),
        'đ' | 'ð' => out.push('d'),
        'Đ' | 'Ð' => out.push('D'),
        'ł' => out.push('l'),
        'Ł' => out.push('L'),
        'ħ' => out.push('h'),
        'Ħ' => out.push('H'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        // Often left out in writing, unlike the breve of й.
        'ё' | 'ѐ' => out.push('е'),
        'Ё' | 'Ѐ' => out.push('Е'),
        'ѝ' => out.push('и'),
        'Ѝ' => out.push('И'),
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1fff}' | '\u{370}'..='\u{3ff}' => out.extend(c.nfd().filter(|c| !is_accent(*c))),
        '\u{3400}'..='\u{9fff}' => out.push(simplified.of(c)),
        c => out.push(c),
    }
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Characters that nobody sees or that only say how others are drawn, and marks that are mostly left out.
fn is_unseen(c: char) -> bool {
    matches!(c,
            // Soft hyphen, joiners, marks of direction, fillers, variation selectors, tags, byte order mark.
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
            // Marks around others (keycaps), skin colours.
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
            | '\u{1f3fb}'..='\u{1f3ff}'
            // Points of Hebrew and Arabic, which are mostly not written; the Arabic stretch.
            | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
            | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}'
            | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(one: &str, other: &str) {
        assert_eq!(lower(&normalized(one)), lower(&normalized(other)), "{one} {other}");
    }

    fn apart(one: &str, other: &str) {
        assert_ne!(lower(&normalized(one)), lower(&normalized(other)), "{one} {other}");
    }

    #[test]
    fn a_text_composed_or_decomposed_is_one() {
        for text in
            ["Tiếng Việt", "한국어 오류", "ёлка йод їжак", "Žluťoučký kůň", "がぎパピ", "Ελληνικά", "ক্ষো", "Straße İstanbul"]
        {
            let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
            same(&composed, &decomposed);
        }
        same("ﾊﾞｯｸｱｯﾌﾟ", "バックアップ");
        same("ﾡﾢ", "ㄱㄲ");
    }

    #[test]
    fn letters_are_folded_and_those_that_tell_words_apart_are_not() {
        for (one, other) in [
            ("Straße", "STRASSE"),
            ("İSTANBUL", "istanbul"),
            ("ısı", "isi"),
            ("Đường", "duong"),
            ("ΣΊΣΥΦΟΣ", "σισυφος"),
            ("ёлка", "елка"),
            ("Łódź", "lodz"),
            ("Ærø", "aero"),
        ] {
            same(one, other);
        }
        apart("йод", "иод");
        apart("їжак", "іжак");
        apart("が", "か");
    }

    #[test]
    fn what_nobody_sees_is_not_there_and_blanks_and_dashes_are_of_one_kind() {
        same("连\u{200b}接\u{2060}池", "连接池");
        same("con\u{ad}fig\u{200d}ura\u{feff}tion\u{202c}", "configuration");
        same("ORA\u{2011}12514 don\u{2019}t a\u{a0}b\u{3000}c", "ORA-12514 don't a b c");
        same("👍🏽 ❤\u{fe0f} 5\u{fe0f}\u{20e3}", "👍 ❤ 5");
        same("０ｘ８００７０００５：ＡＢＣ", "0x80070005:ABC");
        same("مُحَمَّد", "محمد");
    }

    #[test]
    fn places_lead_back_over_what_was_dropped_and_composed() {
        let text = "a\u{200b}连\u{200b}接 e\u{301}t 한 池";
        let found = Normalized::new(text);
        for (part, original) in [("连接", "连\u{200b}接"), ("et", "e\u{301}t"), ("한", "한"), ("池", "池"), ("a", "a")] {
            let at = found.text.find(part).unwrap();
            let (start, end) = (found.origin(at, false), found.origin(at + part.len(), true));
            assert_eq!(&text[start..end], original);
        }
    }

    proptest! {
        #[test]
        fn with_and_without_places_it_is_one_text_and_places_are_within(text in "\\PC{0,40}|[a-zéßй한\u{301}\u{306}\u{200b}语臺 ]{0,40}") {
            let once = Normalized::new(&text);
            prop_assert_eq!(&*once.text, &*normalized(&text));
            let mut last = 0;
            for (at, c) in once.text.char_indices() {
                let (start, end) = (once.origin(at, false), once.origin(at + c.len_utf8(), true));
                prop_assert!(start < end && text.get(start..end).is_some() && start >= last, "{} {}", start, end);
                last = start;
            }
        }
    }
}
