//! Text to safe HTML: the only renderer. Nothing in the result fetches or executes anything.

use super::bounded::{bounded, cut, has_few_cells};
use super::escape::escape_into;
use super::footnotes::Footnotes;
use super::limits::{COLOURED_BLOCKS_MAX, COLOURED_BYTES_MAX};
use crate::markdown::prose::{Sentinel, has_sentinels, light_markdown, literal};
use ammonia::Builder;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

/// The elements and attributes that rendered text may have. Images are excluded: opening a case must not make a request to an
/// address in it.
static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut builder = Builder::default();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("ol", HashSet::from(["start"])),
            ("li", HashSet::from(["value"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// Renders light Markdown as sanitised HTML. Code blocks are highlighted by `coloured` and inserted after sanitising, which does not
/// know their spans; they hold only escaped text. Text beyond the limits follows in a `<pre>`.
///
/// `name` must be the digest of `text`: it marks the places of what is inserted, and no text can contain its own digest.
pub fn safe_html(text: &str, name: &str, coloured: impl Fn(&str, &str) -> Option<Arc<str>>) -> String {
    let (text, rest) = cut(text);
    let read = light_markdown(text, has_few_cells(text));
    let (events, numbers) = read.events();
    let events = bounded(events);
    // Where items were left out, the others would get their numbers.
    let items = events.iter().filter(|event| **event == Event::Start(Tag::Item)).count();
    let numbers = if items == numbers.len() { numbers } else { Vec::new() };
    let shift = heading_shift(&events);
    let mut page =
        Page { shift, name, inserted: Vec::new(), coloured: 0, blocks: 0, numbers: numbers.into_iter(), lists: Vec::new() };
    let events = page.shown(events, coloured);
    let mut rendered = String::with_capacity(text.len() * 2);
    html::push_html(&mut rendered, events.into_iter());
    let mut out = insert(&ALLOWED.clean(&rendered).to_string(), name, &page.inserted);
    if has_sentinels(&out) {
        out = with_entities(&out);
    }
    if !rest.trim().is_empty() {
        out.push_str("<pre>");
        escape_into(&mut out, rest);
        out.push_str("</pre>");
    }
    out
}

/// Output of a program as HTML: every character, line and blank as it came.
pub fn preformatted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8 + 12);
    out.push_str("<pre>");
    // A line break right behind the tag would be dropped.
    if text.starts_with('\n') {
        out.push('\n');
    }
    escape_into(&mut out, text);
    out.push_str("</pre>");
    out
}

/// A text on its way to HTML.
struct Page<'a, N> {
    name: &'a str,
    /// What is inserted after sanitising, in the order of its places.
    inserted: Vec<Arc<str>>,
    /// Blocks that were highlighted, and their bytes.
    blocks: usize,
    coloured: usize,
    /// The number each item was written with.
    numbers: N,
    /// Levels by which headings are lowered: a page's own are above them.
    shift: usize,
    /// The next number of each open list; `None` for one without numbers.
    lists: Vec<Option<u64>>,
}

impl<N: Iterator<Item = Option<u64>>> Page<'_, N> {
    /// The events as the HTML writer takes them.
    fn shown<'t>(&mut self, events: Vec<Event<'t>>, coloured: impl Fn(&str, &str) -> Option<Arc<str>>) -> Vec<Event<'t>> {
        let mut footnotes = Footnotes::new(self.name);
        let mut out = Vec::with_capacity(events.len());
        let mut open: Option<(CowStr, String)> = None;
        // An image becomes a link, so that opening a text asks no other host for anything.
        let mut image: Option<(CowStr, usize)> = None;
        for event in events {
            match (event, &mut open) {
                (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), None) => open = Some((language, String::new())),
                (Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)), None) => open = Some(("".into(), String::new())),
                (Event::Text(words), Some((_, code))) => code.push_str(&words),
                (Event::End(TagEnd::CodeBlock), Some((language, code))) => {
                    let inside = self.block(language, code, &coloured);
                    if let Some(words) = caption(language) {
                        out.extend([
                            Event::Start(Tag::Paragraph),
                            Event::Text(words.to_string().into()),
                            Event::End(TagEnd::Paragraph),
                        ]);
                    }
                    open = None;
                    out.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)));
                    out.push(Event::Text(kept(inside.into())));
                    out.push(Event::End(TagEnd::CodeBlock));
                }
                (Event::HardBreak | Event::SoftBreak, _) => out.push(Event::InlineHtml("<br>".into())),
                (Event::TaskListMarker(done), _) => out.push(Event::Text(if done { "☑ " } else { "☐ " }.into())),
                (Event::FootnoteReference(label), _) => out.push(self.place(footnotes.reference(&label).into())),
                (Event::Start(Tag::FootnoteDefinition(label)), _) => out.push(self.place(footnotes.begin(&label).into())),
                (Event::End(TagEnd::FootnoteDefinition), _) => out.push(self.place(Footnotes::END.into())),
                (Event::Start(Tag::Image { dest_url, title, .. }), _) => {
                    image = Some((dest_url.clone(), out.len() + 1));
                    out.push(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id: "".into() }));
                }
                (Event::End(TagEnd::Image), _) => {
                    if let Some((address, _)) = image.take().filter(|(_, from)| out.len() == *from) {
                        out.push(Event::Text(file_name(&address).to_string().into()));
                    }
                    out.push(Event::End(TagEnd::Link));
                }
                (Event::Start(Tag::List(start)), _) => {
                    self.lists.push(start);
                    out.push(Event::Start(Tag::List(start)));
                }
                (Event::End(end @ TagEnd::List(_)), _) => {
                    self.lists.pop();
                    out.push(Event::End(end));
                }
                (Event::Start(Tag::Item), _) => out.push(self.item()),
                (Event::Start(Tag::Heading { level, .. }), _) => out.push(Event::Start(Tag::Heading {
                    level: self.lowered(level),
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                })),
                (Event::End(TagEnd::Heading(level)), _) => out.push(Event::End(TagEnd::Heading(self.lowered(level)))),
                (Event::Text(words), _) => out.push(Event::Text(kept(words))),
                (Event::Code(words), _) => out.push(Event::Code(kept(words))),
                (event, _) => out.push(event),
            }
        }
        out
    }

    /// The level of a heading on the page.
    fn lowered(&self, level: HeadingLevel) -> HeadingLevel {
        HeadingLevel::try_from((level as usize + self.shift).min(6)).unwrap_or(HeadingLevel::H6)
    }

    /// Begins an item, with its number where it is not the next one: steps keep the numbers they were given.
    fn item<'t>(&mut self) -> Event<'t> {
        let written = self.numbers.next().flatten();
        match (self.lists.last_mut(), written) {
            (Some(Some(next)), Some(written)) => {
                let expected = std::mem::replace(next, written.saturating_add(1));
                if expected == written { Event::Start(Tag::Item) } else { Event::Html(format!("<li value=\"{written}\">").into()) }
            }
            _ => Event::Start(Tag::Item),
        }
    }

    /// The text of a code block, or the place where its highlighted form is inserted.
    fn block(&mut self, language: &str, code: &mut String, coloured: impl Fn(&str, &str) -> Option<Arc<str>>) -> String {
        let few = self.blocks < COLOURED_BLOCKS_MAX && self.coloured + code.len() <= COLOURED_BYTES_MAX;
        match few.then(|| coloured(language, code)).flatten() {
            Some(html) => {
                self.coloured += code.len();
                self.blocks += 1;
                self.inserted.push(html);
                format!("{}:{};", self.name, self.inserted.len() - 1)
            }
            None => std::mem::take(code),
        }
    }

    /// The place where something is inserted.
    fn place<'t>(&mut self, html: Arc<str>) -> Event<'t> {
        self.inserted.push(html);
        Event::Text(format!("{}:{};", self.name, self.inserted.len() - 1).into())
    }
}

/// Text with stand-ins for the signs that HTML writes as entities: the sanitizer takes quadratic time on entities side by side.
fn kept(text: CowStr<'_>) -> CowStr<'_> {
    let is_entity = |c: char| matches!(c, '&' | '<' | '>');
    if text.contains(is_entity) {
        text.chars().map(|c| if is_entity(c) { literal(c) } else { c }).collect::<String>().into()
    } else {
        text
    }
}

/// HTML with the entities of those stand-ins.
fn with_entities(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    for c in html.chars() {
        match Sentinel::of(c) {
            Some(sentinel) => escape_into(&mut out, &sentinel.written()),
            None => out.push(c),
        }
    }
    out
}

/// What stands behind a fence that is no name of a language: words that are shown above the block.
pub fn caption(language: &str) -> Option<&str> {
    let words = language.trim();
    let is_name = words.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'#' | b'.'));
    (!is_name).then_some(words)
}

/// The levels that lower the highest heading of a text to the third, below a page's title and parts.
fn heading_shift(events: &[Event]) -> usize {
    let levels = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    });
    levels.min().map_or(0, |highest| 3_usize.saturating_sub(highest))
}

/// The last part of an address, for an image that has no words.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(address)
}

/// Puts each piece in its place.
fn insert(clean: &str, name: &str, blocks: &[Arc<str>]) -> String {
    let mut out = String::with_capacity(clean.len() + blocks.iter().map(|block| block.len()).sum::<usize>());
    let mut rest = clean;
    for (at, block) in blocks.iter().enumerate() {
        let place = format!("{name}:{at};");
        if let Some((before, after)) = rest.split_once(&place) {
            out.push_str(before);
            out.push_str(block);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}
