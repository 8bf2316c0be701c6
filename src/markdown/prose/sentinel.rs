//! Characters that stand for others while the parser reads: a sign that is not markup, and the ends of what our own rules found.
//!
//! They are Unicode's noncharacters U+FDD0 to U+FDEF, which no text may carry in interchange (Unicode 15, section 23.7).

use std::borrow::Cow;

/// The ASCII signs that have a stand-in, in the order of their noncharacters.
const SIGNS: &[u8; 17] = b"\\<>&*_~`[]!#-+= \t";
const FIRST: u32 = 0xFDD0;
const MARKS: u32 = FIRST + SIGNS.len() as u32;

/// What a run of stars or tildes means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    /// `*x*`
    Em,
    /// `**x**`
    Strong,
    /// `***x***`
    Both,
    /// `~~x~~`
    Strike,
}

impl Emphasis {
    const ALL: [Emphasis; 4] = [Emphasis::Em, Emphasis::Strong, Emphasis::Both, Emphasis::Strike];

    /// How it is written.
    pub fn sign(self) -> &'static str {
        ["*", "**", "***", "~~"][self as usize]
    }
}

/// A stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sentinel {
    /// An ASCII sign that is only itself.
    Sign(char),
    /// Where emphasis begins.
    Opens(Emphasis),
    /// Where emphasis ends.
    Closes(Emphasis),
    /// Before a bare address.
    AddressBegins,
    /// After a bare address.
    AddressEnds,
}

impl Sentinel {
    /// The stand-in that a character is.
    pub fn of(c: char) -> Option<Sentinel> {
        let at = (c as u32).checked_sub(FIRST)?;
        if let Some(sign) = SIGNS.get(at as usize) {
            return Some(Sentinel::Sign(*sign as char));
        }
        let emphasis = |at: u32| Emphasis::ALL.get(at as usize).copied();
        match at - SIGNS.len() as u32 {
            mark @ 0..4 => emphasis(mark).map(Sentinel::Opens),
            mark @ 4..8 => emphasis(mark - 4).map(Sentinel::Closes),
            8 => Some(Sentinel::AddressBegins),
            9 => Some(Sentinel::AddressEnds),
            _ => None,
        }
    }

    /// What it stands for in the text; nothing for the ends of an address.
    pub fn written(self) -> Cow<'static, str> {
        match self {
            Sentinel::Sign(sign) => Cow::Owned(sign.to_string()),
            Sentinel::Opens(emphasis) | Sentinel::Closes(emphasis) => Cow::Borrowed(emphasis.sign()),
            Sentinel::AddressBegins | Sentinel::AddressEnds => Cow::Borrowed(""),
        }
    }
}

/// The stand-in of a sign; any other character is itself.
pub fn literal(c: char) -> char {
    match SIGNS.iter().position(|sign| *sign as char == c) {
        Some(at) => noncharacter(FIRST + at as u32),
        None => c,
    }
}

/// The character of a mark.
pub fn mark(sentinel: Sentinel) -> char {
    match sentinel {
        Sentinel::Sign(sign) => literal(sign),
        Sentinel::Opens(emphasis) => noncharacter(MARKS + emphasis as u32),
        Sentinel::Closes(emphasis) => noncharacter(MARKS + 4 + emphasis as u32),
        Sentinel::AddressBegins => noncharacter(MARKS + 8),
        Sentinel::AddressEnds => noncharacter(MARKS + 9),
    }
}

fn noncharacter(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Whether a text holds a character of ours, which no text may carry.
pub fn has_sentinels(text: &str) -> bool {
    // All begin with these two bytes; a text of ASCII is decided at once.
    !text.is_ascii() && text.chars().any(|c| ('\u{fdd0}'..='\u{fdef}').contains(&c))
}

/// The text with each stand-in as it was written.
pub fn written(text: &str) -> Cow<'_, str> {
    if !has_sentinels(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match Sentinel::of(c) {
            Some(sentinel) => out.push_str(&sentinel.written()),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stands_for_one_thing() {
        for sign in SIGNS {
            let c = literal(*sign as char);
            assert_eq!(Sentinel::of(c), Some(Sentinel::Sign(*sign as char)));
            assert_eq!(written(&c.to_string()), (*sign as char).to_string());
        }
        for emphasis in Emphasis::ALL {
            for sentinel in [Sentinel::Opens(emphasis), Sentinel::Closes(emphasis)] {
                assert_eq!(Sentinel::of(mark(sentinel)), Some(sentinel));
            }
        }
        for sentinel in [Sentinel::AddressBegins, Sentinel::AddressEnds] {
            assert_eq!(Sentinel::of(mark(sentinel)), Some(sentinel));
        }
        assert_eq!((Sentinel::of('x'), Sentinel::of('\u{fdef}')), (None, None));
        assert!(has_sentinels("连接\u{fdd0}") && !has_sentinels("连接 x"));
    }
}
