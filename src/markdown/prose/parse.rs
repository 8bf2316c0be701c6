//! Light Markdown as events: what the parser finds in the protected text, with our own emphasis and links, and every sign as it was
//! written.

use super::address::target;
use super::lines::protected;
use super::sentinel::{Emphasis, Sentinel, has_sentinels, written};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// A text prepared for the parser.
pub struct LightMarkdown {
    protected: String,
    options: Options,
}

/// Prepares a text. Tables are read only where `tables` says so, as they may grow with the square of the text.
pub fn light_markdown(text: &str, tables: bool) -> LightMarkdown {
    let options = if tables { Options::ENABLE_TABLES } else { Options::empty() };
    LightMarkdown { protected: protected(text), options: options | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES }
}

impl LightMarkdown {
    /// The text with stand-ins.
    pub fn protected(&self) -> &str {
        &self.protected
    }

    /// What the parser says, with its places in [`LightMarkdown::protected`].
    pub fn places(&self) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
        Parser::new_ext(&self.protected, self.options).into_offset_iter()
    }

    /// The events of the text, and for each item of a list the number it was written with, in order. There is no raw HTML among
    /// them, and every line break is one that is shown.
    pub fn events(&self) -> (Vec<Event<'_>>, Vec<Option<u64>>) {
        let (mut out, mut numbers, mut in_code) = (Vec::new(), Vec::new(), false);
        for (event, place) in self.places() {
            match event {
                Event::Text(text) if !in_code && has_sentinels(&text) => split(&mut out, &text),
                Event::Text(text) => out.push(Piece::Event(Event::Text(text_of(text)))),
                Event::Code(text) => out.push(Piece::Event(Event::Code(text_of(text)))),
                Event::SoftBreak | Event::HardBreak => out.push(Piece::Event(Event::HardBreak)),
                Event::Start(tag) => {
                    in_code |= matches!(tag, Tag::CodeBlock(_));
                    if tag == Tag::Item {
                        let digits: String = self.protected[place].chars().take_while(char::is_ascii_digit).collect();
                        numbers.push(digits.parse().ok());
                    }
                    out.push(Piece::Event(Event::Start(tag_of(tag))));
                }
                Event::End(end) => {
                    in_code &= end != TagEnd::CodeBlock;
                    out.push(Piece::Event(Event::End(end)));
                }
                event => out.push(Piece::Event(event)),
            }
        }
        (settled(out), numbers)
    }
}

/// An event, or an end of emphasis that may prove to have no other.
enum Piece<'t> {
    Event(Event<'t>),
    Opens(Emphasis),
    Closes(Emphasis),
}

/// Text with stand-ins, in pieces.
fn split<'t>(out: &mut Vec<Piece<'t>>, text: &str) {
    let mut plain = String::new();
    let mut address: Option<usize> = None;
    for c in text.chars() {
        match Sentinel::of(c) {
            None => plain.push(c),
            Some(Sentinel::Sign(sign)) => plain.push(sign),
            Some(mark) => {
                if !plain.is_empty() {
                    out.push(Piece::Event(Event::Text(std::mem::take(&mut plain).into())));
                }
                match mark {
                    Sentinel::Opens(emphasis) => out.push(Piece::Opens(emphasis)),
                    Sentinel::Closes(emphasis) => out.push(Piece::Closes(emphasis)),
                    Sentinel::AddressBegins => address = Some(out.len()),
                    Sentinel::AddressEnds => end_address(out, address.take()),
                    Sentinel::Sign(_) => {}
                }
            }
        }
    }
    if !plain.is_empty() {
        out.push(Piece::Event(Event::Text(plain.into())));
    }
}

/// Makes a link of the text behind a place.
fn end_address(out: &mut Vec<Piece<'_>>, from: Option<usize>) {
    let Some(at) = from else { return };
    let Some(Piece::Event(Event::Text(address))) = out.get(at) else { return };
    let dest_url: CowStr = target(address).into();
    let link = Tag::Link { link_type: LinkType::Autolink, dest_url, title: "".into(), id: "".into() };
    out.insert(at, Piece::Event(Event::Start(link)));
    out.push(Piece::Event(Event::End(TagEnd::Link)));
}

/// Emphasis whose two ends are in one element becomes an element; any other end is written out.
fn settled(pieces: Vec<Piece<'_>>) -> Vec<Event<'_>> {
    let mut real = vec![false; pieces.len()];
    // Places of open ends, one list for each element that is open.
    let mut open: Vec<Vec<usize>> = vec![Vec::new()];
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Event(Event::Start(_)) => open.push(Vec::new()),
            Piece::Event(Event::End(_)) => drop(open.pop()),
            Piece::Event(_) => {}
            Piece::Opens(_) => open.last_mut().into_iter().for_each(|open| open.push(at)),
            Piece::Closes(kind) => {
                let Some(open) = open.last_mut() else { continue };
                let matches = |from: &usize| matches!(&pieces[*from], Piece::Opens(opened) if opened == kind);
                if let Some(found) = open.iter().rposition(matches) {
                    (real[open[found]], real[at]) = (true, true);
                    open.truncate(found);
                }
            }
        }
    }
    let mut out = Vec::with_capacity(pieces.len());
    for (piece, real) in pieces.into_iter().zip(real) {
        match piece {
            Piece::Event(event) => out.push(event),
            Piece::Opens(kind) if real => out.extend(tags(kind).iter().cloned().map(Event::Start)),
            Piece::Closes(kind) if real => out.extend(tags(kind).iter().rev().map(|tag| Event::End(tag.to_end()))),
            Piece::Opens(kind) | Piece::Closes(kind) => out.push(Event::Text(kind.sign().into())),
        }
    }
    out
}

/// The elements of an emphasis.
fn tags(emphasis: Emphasis) -> &'static [Tag<'static>] {
    match emphasis {
        Emphasis::Em => &[Tag::Emphasis],
        Emphasis::Strong => &[Tag::Strong],
        Emphasis::Both => &[Tag::Strong, Tag::Emphasis],
        Emphasis::Strike => &[Tag::Strikethrough],
    }
}

/// As it was written.
fn text_of(text: CowStr<'_>) -> CowStr<'_> {
    if has_sentinels(&text) { written(&text).into_owned().into() } else { text }
}

/// A tag with its texts as they were written.
fn tag_of(tag: Tag<'_>) -> Tag<'_> {
    match tag {
        Tag::Link { link_type, dest_url, title, id } => {
            Tag::Link { link_type, dest_url: text_of(dest_url), title: text_of(title), id }
        }
        Tag::Image { link_type, dest_url, title, id } => {
            Tag::Image { link_type, dest_url: text_of(dest_url), title: text_of(title), id }
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(language)) => Tag::CodeBlock(CodeBlockKind::Fenced(text_of(language))),
        tag => tag,
    }
}
